"""What each subject is, and whether it may be missed for support."""

from collections.abc import Mapping
from uuid import UUID

from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.schools.models import School, Subject
from inreach.apps.schools.policies import check_manage_school
from inreach.apps.schools.queries.subject import subjects_of
from inreach.apps.schools.services.subject_kind import guesses_for
from inreach.core.access.policy import Actor
from inreach.core.ledger.types import ALWAYS_PROTECTED, SubjectKind

Choice = tuple[SubjectKind, bool]


@action
def set_subjects(*, by: Actor, school: School, choices: Mapping[UUID, Choice]) -> int:
    """Give subjects their kind and protection; returns how many are different from before.

    Subjects of another school are passed over. What has not changed is not written, and the event names what has.
    """
    check_manage_school(by, school)
    changed: list[Subject] = []
    for subject in subjects_of(school).filter(pk__in=list(choices)):
        kind, protected = choices[subject.pk]
        if (subject.kind, subject.protected) != (kind.value, protected):
            subject.kind, subject.protected = kind.value, protected
            changed.append(subject)
    Subject.objects.bulk_update(changed, ["kind", "protected"], batch_size=200)
    record(
        "subjects.set",
        by=by,
        subject=school,
        organisation_id=school.pk,
        details={
            "count": len(changed),
            "subjects": {str(subject.pk): [subject.kind, subject.protected] for subject in changed},
        },
    )
    return len(changed)


@action
def take_guesses(*, by: Actor, school: School) -> int:
    """Give each subject that has no kind yet the kind that its name tells; returns how many there were."""
    guesses = guesses_for(school)
    return set_subjects(
        by=by,
        school=school,
        choices={pk: (guess, guess in ALWAYS_PROTECTED) for pk, guess in guesses.items()},
    )
