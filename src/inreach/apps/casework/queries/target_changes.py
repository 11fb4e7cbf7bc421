"""What was changed about a target after it had started, as the audit tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.free_text import with_texts
from inreach.apps.casework.models import Target


@dataclass(frozen=True, slots=True)
class ChangeAfterStart:
    """What was changed after the work had started: what it was before, from which day, and why."""

    label: str
    before: str
    after: str
    on: date
    reason: str


VERBS = {"target.expected_changed": "Expected rating", "target.review_moved": "Review date"}


def changes_after_start(targets: Iterable[Target]) -> dict[UUID, tuple[ChangeAfterStart, ...]]:
    """Expected ratings and review dates of these targets that were changed after the start, oldest first."""
    ids = {str(target.pk): target.pk for target in targets}
    events = Event.objects.filter(
        subject_type="casework.target", subject_id__in=list(ids), verb__in=list(VERBS)
    )
    changes: dict[UUID, list[ChangeAfterStart]] = {}
    for event in with_texts(events.order_by("number")):
        details = event.details
        changes.setdefault(ids[event.subject_id], []).append(
            ChangeAfterStart(
                VERBS[event.verb],
                _as_text(details.get("from")),
                _as_text(details.get("to")),
                event.at.date(),
                str(details.get("reason", "")),
            )
        )
    return {pk: tuple(of_target) for pk, of_target in changes.items()}


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return f"{date.fromisoformat(value):%-d %B %Y}"
    return str(value)
