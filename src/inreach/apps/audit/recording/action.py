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
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, models, transaction

from inreach.apps.audit.recording.locking import Row, lock_again, rows_in
from inreach.apps.audit.recording.violations import sentence_of
from inreach.apps.ui.services.deadlock import tried_again
from inreach.core.refusal import Refusal

P = ParamSpec("P")
R = TypeVar("R")


class NotAudited(RuntimeError):
    """An action changed something and did not say so: a fault in the program, found by the first test that runs it."""


@dataclass(slots=True)
class _RunningAction:
    events: int = 0
    held: set[Row] = field(default_factory=set)


_current: ContextVar[_RunningAction | None] = ContextVar("running_action", default=None)
_last_change: list[Callable[[models.Model], str]] = []


def register_last_change(describe: Callable[[models.Model], str]) -> None:
    """Say how the last change of a record is told, with who made it; an app above knows the names of people."""
    _last_change[:] = [describe]


def last_change(record: models.Model) -> str:
    """Who last changed a record, how and when, in a sentence; "" if that is not known."""
    return _last_change[0](record) if _last_change else ""


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: keyword-only, atomic, and audited, or it did not happen.

    The records that it is given are locked and read again first, so that it decides on what is true now. If it refuses
    then, and one of them was changed since it was read, the refusal says by whom. What the database refuses is a
    Refusal too. Raises NotAudited if it returns without having called `record`. One action may call another.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__name__} takes keywords only")
        again = not transaction.get_connection().in_atomic_block and not _used_up(kwargs)
        return tried_again(functools.partial(_run_once, function, *args, **kwargs), again=again)

    return run


def _used_up(arguments: Mapping[str, Any]) -> bool:
    """Whether an argument can be read once only, so that the action cannot be tried again."""
    return any(isinstance(value, Iterator) for value in arguments.values())


def _run_once(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    outer = _current.get()
    mine = _RunningAction(held=outer.held if outer else set())
    stale: list[models.Model] = []
    try:
        with transaction.atomic():
            stale = lock_again(rows_in(kwargs), mine.held)
            token = _current.set(mine)
            try:
                result = function(*args, **kwargs)
            finally:
                _current.reset(token)
            if not mine.events:
                raise NotAudited(f"{function.__name__} wrote no audit event")
    except Refusal as refusal:
        _say_what_happened_meanwhile(refusal, stale)
        raise
    except IntegrityError as error:
        sentence = sentence_of(error)
        if not sentence:
            raise
        raise Refusal(sentence) from error
    if outer is not None:
        outer.events += mine.events
    return result


def _say_what_happened_meanwhile(refusal: Refusal, stale: list[models.Model]) -> None:
    told = str(refusal)
    sentences = [
        sentence for sentence in dict.fromkeys(map(last_change, stale)) if sentence and sentence not in told
    ]
    if sentences:
        refusal.add(" ".join(["Meanwhile:", *sentences]))


def is_acting() -> bool:
    """Whether an action is running."""
    return _current.get() is not None


def count_events(number: int) -> None:
    """Tell the action that is running, if one is, that it has written so many events."""
    current = _current.get()
    if current is not None:
        current.events += number
