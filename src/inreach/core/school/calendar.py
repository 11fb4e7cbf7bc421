"""School time: stretches of a day, terms, closures, weeks that start on any day, one- and two-week cycles."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

MINUTES_IN_A_DAY = 24 * 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_WEEKDAYS = tuple(day[:3] for day in WEEKDAYS)
CYCLE_WEEKS = {1: "week A", 2: "week B"}
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def hhmm(minutes: int) -> str:
    """Return minutes since midnight as a clock time: 545 is "09:05"; ValueError outside 0 to 1440."""
    if not 0 <= minutes <= MINUTES_IN_A_DAY:
        raise ValueError(f"A day has minutes 0 to {MINUTES_IN_A_DAY}, not {minutes}.")
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse_hhmm(text: str) -> int:
    """Return the minutes since midnight of a clock time such as "9:05"; ValueError if it is none."""
    match = CLOCK.fullmatch(text.strip())
    if match:
        hours, minutes = int(match[1]), int(match[2])
        total = hours * 60 + minutes
        if minutes < 60 and total <= MINUTES_IN_A_DAY:
            return total
    raise ValueError(f"“{text}” is not a time of day. Write it as hours and minutes, for example 09:05.")


def check_stretch(start: int, end: int) -> None:
    """Refuse a stretch of time that does not end after it starts, or does not lie within one day: ValueError."""
    if 0 <= start < end <= MINUTES_IN_A_DAY:
        return
    if end <= start:
        raise ValueError(f"A stretch of time must end after it starts, not {start} to {end}.")
    raise ValueError(f"A stretch of time must lie within one day, not {start} to {end}.")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of one day in minutes since midnight, half open: the end minute is not part of it."""

    start: int
    end: int

    def __post_init__(self) -> None:
        check_stretch(self.start, self.end)

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start

    def overlaps(self, other: Interval) -> bool:
        """Say whether at least one minute lies in both."""
        return self.start < other.end and other.start < self.end

    def shared(self, other: Interval) -> Interval | None:
        """Return the minutes that lie in both, or None if there are none."""
        if not self.overlaps(other):
            return None
        return Interval(max(self.start, other.start), min(self.end, other.end))

    def __str__(self) -> str:
        return f"{hhmm(self.start)} to {hhmm(self.end)}"


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term or half term, first and last day included."""

    starts: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"A term must not end ({self.ends}) before it starts ({self.starts}).")


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """One week of a school's calendar: the day it starts, its open days in order, its week of the cycle and its number.

    `number` counts the open weeks of the calendar from 1; a week without an open day has the number 0, and
    carries the cycle week of the next open week.
    """

    starts: date
    days: tuple[date, ...]
    cycle_week: int
    number: int

    @property
    def ends(self) -> date:
        """The seventh day of the week, open or not."""
        return self.starts + timedelta(days=6)

    @property
    def day_after(self) -> date:
        """The first day after the week."""
        return self.starts + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a school is open.

    Weekdays are numbered 0 for Monday to 6 for Sunday. The cycle alternates over weeks with at least one open
    day, so that a holiday never advances it; the week of `cycle_anchor` (else the first open week) is week 1.
    """

    terms: tuple[Term, ...]
    closures: frozenset[date] = frozenset()
    school_days: tuple[int, ...] = MONDAY_TO_FRIDAY
    first_weekday: int = 0
    cycle_weeks: int = 1
    cycle_anchor: date | None = None
    _open_days: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _is_open: frozenset[date] = field(init=False, repr=False, compare=False)
    _open_weeks: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.school_days or len(set(self.school_days)) != len(self.school_days):
            raise ValueError("A school week needs at least one school day, each named once.")
        if any(not 0 <= day <= 6 for day in (*self.school_days, self.first_weekday)):
            raise ValueError("Days of the week are numbered 0 (Monday) to 6 (Sunday).")
        if self.cycle_weeks not in (1, 2):
            raise ValueError(f"A timetable repeats every 1 or 2 weeks, not every {self.cycle_weeks}.")
        in_order = sorted(self.terms)
        for earlier, later in pairwise(in_order):
            if later.starts <= earlier.ends:
                raise ValueError(
                    f"The term from {later.starts} starts before the term from {earlier.starts} ends."
                )
        days = tuple(day for term in in_order for day in self._open_days_of(term))
        object.__setattr__(self, "_open_days", days)
        object.__setattr__(self, "_is_open", frozenset(days))
        object.__setattr__(self, "_open_weeks", tuple(dict.fromkeys(map(self.week_start, days))))

    def _open_days_of(self, term: Term) -> Iterator[date]:
        for offset in range((term.ends - term.starts).days + 1):
            day = term.starts + timedelta(days=offset)
            if day.weekday() in self.school_days and day not in self.closures:
                yield day

    def is_open(self, day: date) -> bool:
        """Say whether pupils are at school on this day."""
        return day in self._is_open

    def week_start(self, day: date) -> date:
        """Return the first day of the week that the day is in, by the school's own first weekday."""
        return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)

    def week_of(self, day: date) -> CalendarWeek:
        """Return the week that the day is in, whether the day itself is open or not."""
        starts = self.week_start(day)
        days = tuple(d for d in (starts + timedelta(days=n) for n in range(7)) if self.is_open(d))
        before = bisect_left(self._open_weeks, starts)
        first = bisect_left(self._open_weeks, self.week_start(self.cycle_anchor)) if self.cycle_anchor else 0
        return CalendarWeek(
            starts=starts,
            days=days,
            cycle_week=1 + (before - first) % self.cycle_weeks,
            number=before + 1 if days else 0,
        )

    def weeks(self) -> tuple[CalendarWeek, ...]:
        """Return every week with at least one open day, in order."""
        return tuple(self.week_of(starts) for starts in self._open_weeks)

    def weeks_around(self, week: CalendarWeek, number: int) -> tuple[CalendarWeek, ...]:
        """Return a week with up to so many weeks before and after it that have an open day, in order."""
        first, after = bisect_left(self._open_weeks, week.starts), bisect_right(self._open_weeks, week.starts)
        earlier = self._open_weeks[max(0, first - number) : first]
        later = self._open_weeks[after : after + number]
        return (*map(self.week_of, earlier), week, *map(self.week_of, later))

    def week_before(self, week: CalendarWeek) -> CalendarWeek | None:
        """Return the last week before this one with an open day, or None if there is none."""
        earlier = bisect_left(self._open_weeks, week.starts)
        return self.week_of(self._open_weeks[earlier - 1]) if earlier else None

    def week_after(self, week: CalendarWeek) -> CalendarWeek | None:
        """Return the next week after this one with an open day, or None if there is none."""
        later = bisect_right(self._open_weeks, week.starts)
        return self.week_of(self._open_weeks[later]) if later < len(self._open_weeks) else None

    def next_open_day(self, day: date) -> date:
        """Return this day if it is open, else the next open day; after the last term, the last one that was."""
        week = self.week_of(day)
        later = [open_day for open_day in week.days if open_day >= day]
        if later:
            return later[0]
        following = self.week_after(week)
        if following:
            return following.days[0]
        last = week if week.days else self.week_before(week)
        return last.days[-1] if last else day

    def open_days(self, first: date, before: date) -> tuple[date, ...]:
        """Return the open days from `first` up to, not including, `before`."""
        return self._open_days[bisect_left(self._open_days, first) : bisect_left(self._open_days, before)]

    def school_weeks_between(self, first: date, before: date) -> float:
        """Return open days from `first` up to, not including, `before`, in weeks of this school.

        A full week counts 1, a week with one closure a little less, a holiday nothing; spans that follow one
        another add up. ValueError if the dates are the wrong way round.
        """
        if before < first:
            raise ValueError(f"The first date ({first}) must not be after the second ({before}).")
        return len(self.open_days(first, before)) / len(self.school_days)


def week_name(week: CalendarWeek, *, two_weeks: bool) -> str:
    """Return a week as people say it: "2 March 2026, week A" where the timetable takes two weeks."""
    which = f", {CYCLE_WEEKS[week.cycle_week]}" if two_weeks and week.days else ""
    return f"{week.starts:%-d %B %Y}{which}"
