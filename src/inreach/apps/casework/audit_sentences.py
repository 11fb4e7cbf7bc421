"""The sentence of every event that this app records, about cases, targets and ratings."""

from collections.abc import Sequence

from inreach.apps.audit.recording.sentences import register_sentences
from inreach.apps.casework.models import Case, Target


def in_words(states: Sequence[tuple[str, str]]) -> dict[str, str]:
    """States as they stand inside a sentence, by the value that is kept."""
    return {state: label.lower() for state, label in states}


register_sentences(
    {
        "cases.listed": "looked at a list of cases about {pupils:pupil|pupils}",
        "target.moved": "moved a target of {pupil} from “{from}” to “{to}”",
        "case.moved": "moved a case about {pupil} from “{from}” to “{to}”",
        "targets.read": "read the targets of {pupil}",
        "target.read": "read a target of {pupil}",
        "target.written": "wrote a target for {pupil}",
        "target.changed": "changed a target of {pupil}",
        "target.rated": "rated a target of {pupil}",
        "target.agreed": "agreed a target of {pupil}",
        "target.agreement_removed": "took back an agreement to a target of {pupil}",
        "target.levels_worded": "put the levels of a target of {pupil} into words",
        "target.facts_ticked": "ticked what is true of a target of {pupil}",
        "target.review_moved": "moved the review of a target of {pupil}",
        "target.expected_changed": "changed the expected rating of a target of {pupil}",
        "rating.corrected": "corrected a rating of {pupil}",
        "case.opened": "opened a case about {pupil}",
        "case.read": "read a case about {pupil}",
        "case.sharing_ended": "ended the sharing of {pupil} with a service",
        "case.date_changed": "changed the next date of a case about {pupil}",
    },
    values={"target.moved": in_words(Target.STATES), "case.moved": in_words(Case.STATES)},
)
