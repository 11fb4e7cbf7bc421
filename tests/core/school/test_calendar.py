"""School time: clock times, stretches of a day, terms, weeks that start on any day, one- and two-week cycles."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.core.school.calendar import Calendar, Interval, Term, hhmm, parse_hhmm, week_name

SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)
AUTUMN = (
    Term(date(2026, 9, 2), date(2026, 10, 23)),
    Term(date(2026, 11, 2), date(2026, 12, 18)),
)
INTERVALS = st.tuples(st.integers(0, 50), st.integers(1, 30)).map(lambda at: Interval(at[0], sum(at)))


@given(st.integers(0, 1440))
def test_a_clock_time_reads_back_as_the_minutes_it_was_written_from(minutes) -> None:
    assert parse_hhmm(hhmm(minutes)) == minutes


def test_clock_times_look_like_a_clock() -> None:
    assert [hhmm(545), hhmm(0), hhmm(1440)] == ["09:05", "00:00", "24:00"]
    assert parse_hhmm(" 9:05 ") == 545


@pytest.mark.parametrize("text", ["", "nine", "9", "9:5", "09:60", "24:01", "25:00", "9.05"])
def test_what_is_not_a_time_of_day_is_refused_with_an_example(text) -> None:
    with pytest.raises(ValueError, match="for example 09:05"):
        parse_hhmm(text)


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_minutes_outside_a_day_have_no_clock_time(minutes) -> None:
    with pytest.raises(ValueError, match="0 to 1440"):
        hhmm(minutes)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (600, 600, "end after it starts"),
        (600, 540, "end after it starts"),
        (-5, 10, "within one day"),
        (1400, 1441, "within one day"),
    ],
)
def test_a_stretch_that_is_no_part_of_a_day_is_refused(start, end, why) -> None:
    with pytest.raises(ValueError, match=why):
        Interval(start, end)


@given(INTERVALS, INTERVALS)
def test_two_stretches_share_exactly_the_minutes_that_lie_in_both(one, other) -> None:
    both = set(range(one.start, one.end)) & set(range(other.start, other.end))
    shared = one.shared(other)
    assert one.overlaps(other) is bool(both)
    assert both == (set(range(shared.start, shared.end)) if shared else set())


def test_a_stretch_has_a_length_and_reads_as_clock_times() -> None:
    assert Interval(540, 600).minutes == 60
    assert str(Interval(540, 600)) == "09:00 to 10:00"


def test_a_term_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="must not end"):
        Term(date(2026, 9, 2), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"school_days": ()}, "at least one school day"),
        ({"school_days": (0, 0)}, "named once"),
        ({"school_days": (7,)}, "0 .Monday. to 6"),
        ({"first_weekday": -1}, "0 .Monday. to 6"),
        ({"cycle_weeks": 3}, "every 1 or 2 weeks, not every 3"),
        ({"terms": (*AUTUMN, Term(date(2026, 12, 18), date(2027, 2, 1)))}, "starts before the term"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(wrong, why) -> None:
    with pytest.raises(ValueError, match=why):
        Calendar(**{"terms": AUTUMN, **wrong})


def test_a_school_is_open_on_school_days_in_term_that_are_no_closures() -> None:
    calendar = Calendar(AUTUMN, closures=frozenset({date(2026, 11, 20)}))
    days = {
        date(2026, 9, 1): False,
        date(2026, 9, 2): True,
        date(2026, 10, 23): True,
        date(2026, 10, 26): False,
        date(2026, 11, 20): False,
        date(2026, 11, 21): False,
        date(2026, 12, 18): True,
    }
    assert {day: calendar.is_open(day) for day in days} == days


def test_a_week_from_sunday_to_thursday_starts_on_its_sunday() -> None:
    calendar = Calendar(AUTUMN, school_days=SUNDAY_TO_THURSDAY, first_weekday=6)
    week = calendar.week_of(date(2026, 11, 18))
    assert (week.starts, week.ends) == (date(2026, 11, 15), date(2026, 11, 21))
    assert week.days == tuple(date(2026, 11, day) for day in (15, 16, 17, 18, 19))


def test_a_holiday_week_does_not_advance_the_cycle() -> None:
    calendar = Calendar(AUTUMN, cycle_weeks=2)
    weeks = [calendar.week_of(date(2026, 10, 12) + timedelta(weeks=n)) for n in range(4)]
    assert [(week.cycle_week, week.number, len(week.days)) for week in weeks] == [
        (1, 7, 5),
        (2, 8, 5),
        (1, 0, 0),
        (1, 9, 5),
    ]


def test_weeks_before_and_after_are_weeks_with_an_open_day_and_there_is_none_beyond_the_terms() -> None:
    calendar = Calendar(AUTUMN)
    holiday = calendar.week_of(date(2026, 10, 28))
    before, after = calendar.week_before(holiday), calendar.week_after(holiday)
    assert (before.starts, after.starts) == (date(2026, 10, 19), date(2026, 11, 2))
    assert (calendar.week_after(before), calendar.week_before(after)) == (after, before)
    assert calendar.week_before(calendar.week_of(date(2026, 9, 2))) is None
    assert calendar.week_after(calendar.week_of(date(2026, 12, 18))) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 3), date(2026, 9, 3)),
        (date(2026, 9, 5), date(2026, 9, 7)),
        (date(2026, 10, 28), date(2026, 11, 2)),
        (date(2026, 12, 19), date(2026, 12, 18)),
        (date(2027, 1, 20), date(2026, 12, 18)),
        (date(2026, 8, 1), date(2026, 9, 2)),
    ],
)
def test_the_next_open_day_is_the_day_itself_or_a_later_one_and_the_last_one_when_none_is_left(
    day, expected
) -> None:
    assert Calendar(AUTUMN).next_open_day(day) == expected


def test_a_calendar_without_an_open_day_gives_the_day_itself() -> None:
    assert Calendar(()).next_open_day(date(2026, 9, 5)) == date(2026, 9, 5)


@pytest.mark.parametrize("day", [date(2026, 9, 8), date(2026, 10, 28), date(2027, 3, 1), date(2026, 11, 18)])
@pytest.mark.parametrize("number", [0, 2, 100])
def test_weeks_around_one_are_the_nearest_with_an_open_day_and_itself(day, number) -> None:
    calendar = Calendar(AUTUMN, cycle_weeks=2)
    week = calendar.week_of(day)
    earlier = [each for each in calendar.weeks() if each.starts < week.starts]
    later = [each for each in calendar.weeks() if each.starts > week.starts]
    near = [*earlier[len(earlier) - min(number, len(earlier)) :], week, *later[:number]]
    assert calendar.weeks_around(week, number) == tuple(near)


def test_the_day_after_a_week_is_the_first_day_of_the_next() -> None:
    assert Calendar(AUTUMN).week_of(date(2026, 9, 9)).day_after == date(2026, 9, 14)


def test_the_week_of_the_anchor_is_week_1_of_the_cycle() -> None:
    calendar = Calendar(AUTUMN, cycle_weeks=2, cycle_anchor=date(2026, 9, 9))
    weeks = [calendar.week_of(date(2026, 9, 2) + timedelta(weeks=n)) for n in range(3)]
    assert [week.cycle_week for week in weeks] == [2, 1, 2]


def test_school_weeks_leave_out_holidays_and_count_a_short_week_in_part() -> None:
    calendar = Calendar(AUTUMN, closures=frozenset({date(2026, 11, 20)}))
    assert calendar.school_weeks_between(date(2026, 10, 19), date(2026, 11, 9)) == 2.0
    assert calendar.school_weeks_between(date(2026, 11, 16), date(2026, 11, 23)) == 0.8
    assert calendar.open_days(date(2026, 11, 19), date(2026, 11, 24)) == (
        date(2026, 11, 19),
        date(2026, 11, 23),
    )
    with pytest.raises(ValueError, match="must not be after"):
        calendar.school_weeks_between(date(2026, 11, 9), date(2026, 10, 19))


@st.composite
def calendars(draw) -> Calendar:
    """Any calendar with up to three terms, holidays between them and closures."""
    day, terms = date(2026, 8, 1), []
    for _ in range(draw(st.integers(0, 3))):
        starts = day + timedelta(days=draw(st.integers(1, 30)))
        day = starts + timedelta(days=draw(st.integers(0, 60)))
        terms.append(Term(starts, day))
    closures = draw(st.frozensets(st.dates(date(2026, 8, 1), date(2027, 4, 1)), max_size=8))
    school_days = draw(st.lists(st.integers(0, 6), min_size=1, unique=True))
    return Calendar(
        tuple(terms),
        closures,
        tuple(school_days),
        draw(st.integers(0, 6)),
        draw(st.sampled_from([1, 2])),
        draw(st.none() | st.dates(date(2026, 7, 1), date(2027, 5, 1))),
    )


YEAR = [date(2026, 7, 20) + timedelta(days=n) for n in range(300)]


@given(calendars())
def test_every_open_day_is_in_exactly_one_week_and_every_week_has_an_open_day(calendar) -> None:
    weeks = calendar.weeks()
    assert [day for week in weeks for day in week.days] == [day for day in YEAR if calendar.is_open(day)]
    assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert [week for week in weeks if not week.days or week.starts.weekday() != calendar.first_weekday] == []


@given(calendars())
def test_the_cycle_alternates_over_the_weeks_with_an_open_day(calendar) -> None:
    cycle = [week.cycle_week for week in calendar.weeks()]
    steps = {(later - earlier) % calendar.cycle_weeks for earlier, later in pairwise(cycle)}
    assert steps <= {1 % calendar.cycle_weeks}
    assert set(cycle) <= set(range(1, calendar.cycle_weeks + 1))


@given(calendars(), st.lists(st.sampled_from(YEAR), min_size=3, max_size=3).map(sorted))
def test_school_weeks_that_follow_one_another_add_up(calendar, days) -> None:
    first, middle, last = days
    parts = calendar.school_weeks_between(first, middle) + calendar.school_weeks_between(middle, last)
    assert calendar.school_weeks_between(first, last) == pytest.approx(parts)


def test_a_week_is_named_by_its_first_day_and_by_its_letter_where_there_are_two() -> None:
    calendar = Calendar(AUTUMN, cycle_weeks=2, cycle_anchor=date(2026, 9, 7))
    week = calendar.week_of(date(2026, 9, 9))
    assert week_name(week, two_weeks=False) == "7 September 2026"
    assert week_name(week, two_weeks=True) == "7 September 2026, week A"
    closed = calendar.week_of(date(2026, 10, 28))
    assert week_name(closed, two_weeks=True) == "26 October 2026"
