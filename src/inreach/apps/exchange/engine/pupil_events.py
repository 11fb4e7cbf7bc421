"""What an import says in the audit of the pupils whose records it changes."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from inreach.apps.audit.recording.events import Entry, record_many
from inreach.apps.schools.models import School
from inreach.core.access.policy import Actor

AT_ONCE = 500


def say_whose_records_changed(
    pupils: Mapping[str, set[str]], school: School | None, *, by: Actor | None
) -> None:
    """One audit event for each pupil whose record was added, changed or ended: which kinds, no names."""
    for some in _chunks(pupils.items(), AT_ONCE):
        record_many(
            [
                Entry(
                    verb=_verb(changes),
                    subject_type="schools.pupil",
                    subject_id=pupil,
                    pupil_id=pupil,
                    organisation_id=str(school.pk) if school else "",
                    details={"what": sorted(changes)},
                )
                for pupil, changes in some
            ],
            by=by,
        )


def _verb(changes: set[str]) -> str:
    if "pupil.added" in changes:
        return "pupil.imported"
    return "pupil.left" if "enrolment.ended" in changes else "pupil.updated"


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
