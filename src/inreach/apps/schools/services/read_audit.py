"""Reading several pupils at once, and saying so before anything is shown."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import Entry, record_many
from inreach.apps.schools.models import Pupil
from inreach.core.access.policy import Actor


@contextmanager
def reading_list(
    verb: str,
    *,
    by: Actor,
    pupils: Iterable[Pupil],
    organisation_id: str,
    details: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """Show a list of pupils and write one event for each school whose pupils stand on it.

    A list without anybody is an event at `organisation_id`. If the event cannot be written, nothing is shown.
    """
    counts: dict[str, int] = {}
    for pupil in pupils:
        counts[str(pupil.school_id)] = counts.get(str(pupil.school_id), 0) + 1
    yield
    record_many(
        [
            Entry(
                verb=verb,
                kind=Kind.READ,
                organisation_id=school,
                details={**(details or {}), "pupils": count},
            )
            for school, count in sorted(counts.items()) or [(organisation_id, 0)]
        ],
        by=by,
    )
