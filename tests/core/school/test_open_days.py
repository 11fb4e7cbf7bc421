"""Open days as bits: kinds of day, sets of days, and days that stay together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from inreach.core.school.calendar import Calendar, Term
from inreach.core.school.open_days import OpenDays, parts

MONDAY = date(2026, 11, 16)


class Held(NamedTuple):
    """Something that is held on a set of days."""

    days: int


def day(number: int) -> date:
    """Return the day so many days after the first Monday."""
    return MONDAY + timedelta(days=number)


def two_weeks(**fields: object) -> Calendar:
    """A school open from the first Monday to the Friday after the next, but for the second Tuesday."""
    return Calendar((Term(MONDAY, day(11)),), frozenset({day(8)}), **fields)  # type: ignore[arg-type]


def test_days_of_a_stretch_are_bits_from_the_first_day_and_closed_days_have_none() -> None:
    open_days = OpenDays(two_weeks(), day(2), day(9))
    assert open_days.dates == (day(2), day(3), day(4), day(7), day(9))
    assert open_days.all == 0b11111
    assert [(week.starts, days) for week, days in open_days.weeks] == [(MONDAY, 0b111), (day(7), 0b11000)]
    assert list(open_days.each(0b10100)) == [(day(4), 0b00100), (day(9), 0b10000)]


def test_days_between_two_days_include_both_and_a_missing_day_is_open() -> None:
    open_days = OpenDays(two_weeks(), day(2), day(9))
    assert open_days.between(day(3), day(8)) == 0b01110
    assert open_days.between(None, day(3)) == 0b00011
    assert open_days.between(day(5), None) == 0b11000
    assert open_days.between(day(10), None) == open_days.between(day(7), day(3)) == 0


def test_days_of_one_weekday_and_one_week_of_the_cycle_are_of_one_kind() -> None:
    one_week, two = (
        OpenDays(two_weeks(), MONDAY, day(30)),
        OpenDays(two_weeks(cycle_weeks=2), MONDAY, day(30)),
    )
    assert (len(one_week.dates), len(one_week.kinds), len(two.kinds)) == (9, 5, 9)
    assert [kind.days for kind in one_week.repeated(0, 0)] == [0b000100001]
    assert [(kind.day, kind.cycle_week, kind.days) for kind in two.repeated(0, 0)] == [
        (MONDAY, 1, 0b000000001),
        (day(7), 2, 0b000100000),
    ]
    assert [kind.day for kind in two.repeated(1, 1)] == [day(1)]
    assert two.repeated(1, 2) == two.repeated(1, 2) == ()


def test_days_without_school_have_no_kind_and_no_week() -> None:
    closed = OpenDays(two_weeks(), day(40), day(50))
    assert (closed.dates, closed.all, closed.kinds, closed.weeks) == ((), 0, (), ())


@given(st.integers(0, 255), st.lists(st.integers(0, 255), max_size=4))
def test_days_stay_together_exactly_if_the_same_things_are_held_on_them(days: int, sets: list[int]) -> None:
    cells = parts(days, [Held(each) for each in sets])
    bits = [1 << place for place in range(8) if days >> place & 1]
    alike = {tuple(bool(each & bit) for each in sets): 0 for bit in bits}
    for bit in bits:
        alike[tuple(bool(each & bit) for each in sets)] |= bit
    assert sorted(cells) == sorted(alike.values())
