"""The sentence of every event that this app records, about reading pupils' pages and the ledger, and the guard."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "pupil.read": "read the record of {pupil}",
        "pupil.read_plain": "read the page in plain words of {pupil}",
        "today.read": "looked at the sessions of {day}, with {pupils} pupils",
        "ledger.read": "looked at the ledger of the week from {week}, with {pupils} pupils",
        "ledger.exported": "took the ledger of the week from {week} out as a file",
        "ledger.printed": "printed the ledger of the week from {week}",
        "ledger.printed_between": "printed the ledger of the days from {first} to {last}",
        "figures.read": "looked at the figures",
        "guard.line_moved": "moved a line of the guard from {before} to {after}",
        "guard.line_put_back": "put a line of the guard back where it was",
    },
)
