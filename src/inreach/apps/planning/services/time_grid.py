"""The grid of a school's times: days counted from the first day of its week, steps of a few minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from inreach.core.school.calendar import Calendar, CalendarWeek

USUAL_STEP = 5
USUAL_START = 9 * 60


@dataclass(frozen=True, slots=True)
class TimeGrid:
    """The weeks that are planned, the weekdays of the school's week, and which times there are."""

    weeks: tuple[CalendarWeek, ...]
    weekdays: tuple[int, ...]
    step: int
    day_starts: int
    day_ends: int

    def day(self, weekday: int) -> int:
        """Return the place of a weekday (0 is Monday) in the school's week."""
        return self.weekdays.index(weekday)


def time_grid_of(
    calendar: Calendar, weeks: tuple[CalendarWeek, ...], times: set[int], lengths: Sequence[int]
) -> TimeGrid:
    """Return the grid on which all these times of the day lie, and sessions of these lengths from its first on."""
    start = min(times, default=USUAL_START)
    step = step_of({*times, *(start + minutes for minutes in lengths)}, start)
    end = max({*times, start + step})
    weekdays = sorted(calendar.school_days, key=lambda day: (day - calendar.first_weekday) % 7)
    return TimeGrid(weeks, tuple(weekdays), step, start, end)


def step_of(times: Iterable[int], start: int) -> int:
    """Return five minutes where all times lie on such a grid from the start of the day, else what fits them all."""
    fits = gcd(*(time - start for time in times))
    return USUAL_STEP if fits % USUAL_STEP == 0 else gcd(fits, USUAL_STEP) or 1
