"""The sentence of every event that this app records, about reading pupils' pages and the ledger, and the guard."""

from collections.abc import Mapping
from typing import Any

from inreach.apps.audit.recording.sentences import register_sentences
from inreach.apps.inclusion.presenters.guard import amount_words
from inreach.core.guard.rules import RULES

RULES_BY_LINE = {rule.setting.key: rule for rule in RULES if rule.setting}


def line_in_words(details: Mapping[str, Any]) -> dict[str, Any]:
    """What is noted of a line of the guard, with its title for its key and "25 %" for 0.25.

    The details are as they were kept if there is no such line any more.
    """
    rule = RULES_BY_LINE.get(str(details.get("key")))
    if rule is None:
        return dict(details)
    places = {name: amount_words(rule, details[name]) for name in ("before", "after") if name in details}
    return {"key": rule.title, **places}


register_sentences(
    {
        "pupil.read": "read the record of {pupil}",
        "pupil.read_plain": "read the page in plain words of {pupil}",
        "today.read": "looked at the sessions of {day}, with {pupils:pupil|pupils}",
        "ledger.read": "looked at the ledger of the week from {week}, with {pupils:pupil|pupils}",
        "ledger.exported": "took the ledger of the week from {week} out as a file",
        "ledger.printed": "printed the ledger of the week from {week}",
        "ledger.printed_between": "printed the ledger of the days from {first} to {last}",
        "figures.read": "looked at the figures",
        "guard.line_moved": "moved the guard’s line “{key}” from {before} to {after}",
        "guard.line_put_back": "put the guard’s line “{key}” back where it was",
    },
    details={"guard.line_moved": line_in_words, "guard.line_put_back": line_in_words},
)
