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
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


class NotAudited(RuntimeError):
    """An action changed something and did not say so: a fault in the program, found by the first test that runs it."""


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


def is_acting() -> bool:
    """Whether an action is running."""
    return _current.get() is not None


def count_events(number: int) -> None:
    """Tell the action that is running, if one is, that it has written so many events."""
    current = _current.get()
    if current is not None:
        current.events += number
