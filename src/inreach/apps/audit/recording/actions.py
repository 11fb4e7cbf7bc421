"""The only door to a change: an action runs whole or not at all, and says in the audit what it did.

```
@action
def rate_target(*, by: Actor, target: Target, value: int) -> Rating:
    check_rate(by, target)
    rating = Rating.objects.create(target=target, value=value)
    record("target.rated", by=by, subject=rating, pupil_id=target.pupil_id, details={"value": value})
    return rating
```
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils import timezone

from inreach.apps.audit.models import Event, EventText, Kind
from inreach.apps.audit.recording.free_text import take_texts
from inreach.apps.audit.recording.seals import audit_keys, event_mac
from inreach.core.access.policy import Actor

LONGEST_ROLES = 64
P = ParamSpec("P")
R = TypeVar("R")


class NotAudited(RuntimeError):
    """An action changed something and did not say so: a fault in the program, found by the first test that runs it."""


class OutsideAction(RuntimeError):
    """A record of case-work was saved past its actions."""


@dataclass(slots=True)
class _RunningAction:
    events: int = 0


_current: ContextVar[_RunningAction | None] = ContextVar("running_action", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: keyword-only, atomic, and audited, or it did not happen.

    Raises NotAudited if it returns without having called `record`. One action may call another.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__name__} takes keywords only")
        outer = _current.get()
        mine = _RunningAction()
        with transaction.atomic():
            token = _current.set(mine)
            try:
                result = function(*args, **kwargs)
            finally:
                _current.reset(token)
            if not mine.events:
                raise NotAudited(f"{function.__name__} wrote no audit event")
        if outer is not None:
            outer.events += mine.events
        return result

    return run


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event is to say. `subject` is the record it speaks of; ids may be given instead."""

    verb: str
    kind: str = Kind.CHANGE
    subject: models.Model | None = None
    subject_type: str = ""
    subject_id: str = ""
    pupil_id: str = ""
    organisation_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    *,
    by: Actor | None,
    kind: str = Kind.CHANGE,
    subject: models.Model | None = None,
    pupil_id: object = "",
    organisation_id: object = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add one event, inside the caller's transaction."""
    entry = Entry(
        verb=verb,
        kind=kind,
        subject=subject,
        pupil_id=str(pupil_id or ""),
        organisation_id=str(organisation_id or ""),
        details=details or {},
    )
    record_many([entry], by=by)


def acting_as(by: Actor | None, organisation_id: str) -> str:
    """The roles in which somebody acts at an organisation, as many as the column holds; "system" for the machine.

    What they are elsewhere is nobody's business there. Without a role there they come from a service, or in any role.
    """
    if by is None:
        return "system"
    held = by.current
    here = [m for m in held if m.organisation_id == organisation_id]
    chosen = here or [m for m in held if m.kind == "service"] or held
    roles = sorted({str(m.role.value) for m in chosen})
    while len(", ".join(roles)) > LONGEST_ROLES:
        roles.pop()
    return ", ".join(roles)


def record_many(entries: Sequence[Entry], *, by: Actor | None) -> None:
    """Add events, inside the caller's transaction.

    Nobody waits for anybody: the events are put in order when they are sealed.
    """
    if not entries:
        return
    now, key = timezone.now(), audit_keys()[0]
    events: list[Event] = []
    texts: list[EventText] = []
    for entry in entries:
        details, new_texts = take_texts(entry.details)
        event = Event(
            at=now,
            actor_id=by.user_id if by else "",
            acting_as=acting_as(by, entry.organisation_id),
            organisation_id=entry.organisation_id,
            kind=entry.kind,
            verb=entry.verb,
            subject_type=entry.subject._meta.label_lower if entry.subject is not None else entry.subject_type,
            subject_id=str(entry.subject.pk) if entry.subject is not None else entry.subject_id,
            pupil_id=entry.pupil_id,
            details=details,
        )
        event.mac = event_mac(event, key)
        for text in new_texts:
            text.event_key = event.key
        events.append(event)
        texts += new_texts
    with transaction.atomic(savepoint=False):
        Event.objects.bulk_create(events, batch_size=500)
        if texts:
            EventText.objects.bulk_create(texts, batch_size=500)
    current = _current.get()
    if current is not None:
        current.events += len(events)


@contextmanager
def reading(
    verb: str,
    *,
    by: Actor,
    subject: models.Model | None = None,
    pupil_id: object = "",
    organisation_id: object = "",
    kind: str = Kind.READ,
    details: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """Read a pupil's record and say so, in one transaction: if the event cannot be written, nothing is shown."""
    with transaction.atomic():
        record(
            verb,
            by=by,
            kind=kind,
            subject=subject,
            pupil_id=pupil_id,
            organisation_id=organisation_id,
            details=details,
        )
        yield


def _inside(model: type[models.Model], what: str) -> None:
    if _current.get() is None:
        raise OutsideAction(f"{model._meta.label} is {what} only by an action.")


class ActionOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are written only inside an action, in bulk too."""

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        _inside(self.model, "saved")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        _inside(self.model, "saved")
        return super().bulk_update(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        _inside(self.model, "saved")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _inside(self.model, "deleted")
        return super().delete()


class ActionOnly(models.Model):
    """A record that refuses to be saved or deleted outside an action."""

    objects = ActionOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _inside(type(self), "saved")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _inside(type(self), "deleted")
        return super().delete(*args, **kwargs)
