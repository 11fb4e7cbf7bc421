"""The sentence of every event that this app records, about planned weeks and formed groups."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "plan.made": "planned the support of the week from {week}",
        "groups.formed": "shared pupils out into groups for the week from {week}",
    },
)
