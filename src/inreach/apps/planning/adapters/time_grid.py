"""The raster of a school's times: days counted from the first day of its week, steps of a few minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd

from inreach.core.school.calendar import CalendarWeek

USUAL_STEP = 5


@dataclass(frozen=True, slots=True)
class Raster:
    """The weeks that are planned, the weekdays of the school's week, and which times there are."""

    weeks: tuple[CalendarWeek, ...]
    weekdays: tuple[int, ...]
    step: int
    day_starts: int
    day_ends: int

    def day(self, weekday: int) -> int:
        """Return the place of a weekday (0 is Monday) in the school's week."""
        return self.weekdays.index(weekday)


def step_of(times: Iterable[int], start: int) -> int:
    """Return five minutes where all times lie on such a raster from the start of the day, else what fits them all."""
    fits = gcd(*(time - start for time in times))
    return USUAL_STEP if fits % USUAL_STEP == 0 else gcd(fits, USUAL_STEP) or 1
