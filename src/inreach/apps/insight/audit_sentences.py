"""The sentence of every event that this app records, about evaluations."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "evaluation.made": "evaluated targets and printed {what}",
        "evaluation.counted": "counted targets of the school in an evaluation of {service}",
        "evaluation.left": "let charts of an evaluation leave, small numbers hidden",
    },
)
