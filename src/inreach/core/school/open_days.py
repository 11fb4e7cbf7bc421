"""The open days of a school between two dates, as bits: a set of days is one number, whose days are counted at once.

A bit stands for each open day, the lowest for the first. Days of one kind have the same weekday and the same week of
the cycle, so that what is held on one of them is held on all, as long as nothing changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from inreach.core.school.calendar import Calendar, CalendarWeek


class Repeated(Protocol):
    """Anything that is held on a set of days."""

    @property
    def days(self) -> int:
        """The days as bits."""


class DayKind(NamedTuple):
    """Days of one weekday and one week of the cycle: the first of them stands for all, which are given as bits."""

    day: date
    cycle_week: int
    days: int


class OpenDays:
    """The open days of a calendar from one date to another, both included: their kinds and weeks, and sets of them."""

    __slots__ = ("_repeated", "all", "dates", "kinds", "weeks")

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self.dates = calendar.open_days(first, last + timedelta(days=1))
        self.all = (1 << len(self.dates)) - 1
        self.weeks: tuple[tuple[CalendarWeek, int], ...] = tuple(
            (week, self.between(week.starts, week.ends))
            for week in map(calendar.week_of, dict.fromkeys(map(calendar.week_start, self.dates)))
        )
        kinds: dict[tuple[int, int], DayKind] = {}
        for week, days in self.weeks:
            for day, bit in self.each(days):
                kind = kinds.get((week.cycle_week, day.weekday()), DayKind(day, week.cycle_week, 0))
                kinds[week.cycle_week, day.weekday()] = kind._replace(days=kind.days | bit)
        self.kinds = tuple(kinds.values())
        self._repeated: dict[tuple[int, int], tuple[DayKind, ...]] = {}

    def between(self, first: date | None, last: date | None) -> int:
        """Return the open days from one day to another, both included; None is open."""
        low = 0 if first is None else bisect_left(self.dates, first)
        high = len(self.dates) if last is None else bisect_right(self.dates, last)
        return (1 << high) - (1 << low) if low < high else 0

    def repeated(self, weekday: int, cycle_week: int) -> tuple[DayKind, ...]:
        """Return the kinds of day on which something of a weekday is held, in one week of the cycle or (0) in all."""
        known = self._repeated.get((weekday, cycle_week))
        if known is None:
            known = self._repeated[weekday, cycle_week] = tuple(
                kind
                for kind in self.kinds
                if kind.day.weekday() == weekday and cycle_week in (0, kind.cycle_week)
            )
        return known

    def each(self, days: int) -> Iterator[tuple[date, int]]:
        """Return the days of a set in order, each with the set of itself alone."""
        while days:
            bit = days & -days
            yield self.dates[bit.bit_length() - 1], bit
            days ^= bit


def parts(days: int, repeated: Iterable[Repeated]) -> list[int]:
    """Return a set of days in parts, in each of which the same ones of what is repeated are held on every day."""
    cells = [days] if days else []
    for each in repeated:
        held = each.days
        if any(cell & held and cell & ~held for cell in cells):
            cells = [part for cell in cells for part in (cell & held, cell & ~held) if part]
    return cells
