"""Two transactions that wait for each other: PostgreSQL gives up one of them, and that one is tried again."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

TRIES = 3
DEADLOCK = "40P01"  # deadlock_detected: https://www.postgresql.org/docs/15/errcodes-appendix.html
Result = TypeVar("Result")


def is_deadlock(error: OperationalError) -> bool:
    """Whether an error is that of a transaction that was given up, so that another one could go on."""
    return getattr(error.__cause__, "sqlstate", "") == DEADLOCK


def tried_again(run: Callable[[], Result], *, again: bool) -> Result:
    """Run something whole, and, if `again`, up to three times where a transaction of its own was given up."""
    for left in reversed(range(TRIES if again else 1)):
        try:
            return run()
        except OperationalError as error:
            if not left or not is_deadlock(error):
                raise
    raise AssertionError("the last try returns or raises")
