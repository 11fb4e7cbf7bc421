"""What a group takes from its pupils in a typical week."""

from __future__ import annotations

from datetime import date

from inreach.core.ledger.school_week import PlannedWeek
from inreach.core.school.calendar import Calendar, Term
from inreach.core.slots.time_impact import TimeImpact, time_impact, typical_weeks
from tests.core.weeks import block, support

LESSONS = (block("mon 09:00-10:00 Maths"), block("mon 10:00-10:15 break"))
PHONICS = support("mon 09:30-10:05 elsewhere assistant Phonics")
OTHER_PHONICS = support("mon 09:00-09:15 elsewhere assistant Phonics#2")
AUTUMN = Term(date(2026, 9, 2), date(2026, 10, 23))


def starts(weeks) -> list[date]:
    return [week.starts for week in weeks]


def test_a_group_takes_its_own_minutes_and_together_is_with_every_other_group_even_of_its_name() -> None:
    weeks = [{"kai": PlannedWeek(LESSONS, (OTHER_PHONICS, PHONICS)), "ana": PlannedWeek(LESSONS, (PHONICS,))}]
    assert time_impact(weeks, PHONICS.group_id) == {
        "kai": TimeImpact(out=30, share=0.5, together=0.75, own_time=5),
        "ana": TimeImpact(out=30, share=0.5, together=0.5, own_time=5),
    }


def test_over_two_weeks_everything_is_the_mean() -> None:
    weeks = [{"kai": PlannedWeek(LESSONS, (PHONICS,))}, {"kai": PlannedWeek(LESSONS, ())}]
    assert time_impact(weeks, PHONICS.group_id)["kai"] == TimeImpact(15, 0.25, 0.25, 2.5)


def test_without_lessons_there_is_no_share_and_nobody_knows_what_the_minutes_take() -> None:
    weeks = [{"kai": PlannedWeek((), (PHONICS,))}]
    assert time_impact(weeks, PHONICS.group_id)["kai"] == TimeImpact(0, None, None, 0, unknown=35)


def test_of_a_week_that_a_pupil_is_not_on_roll_for_nothing_is_taken() -> None:
    weeks = [{"kai": PlannedWeek(LESSONS, (PHONICS,), on_roll=frozenset())}]
    assert time_impact(weeks, PHONICS.group_id)["kai"] == TimeImpact(0, None, None, 0)


def test_the_typical_week_is_the_first_whole_one_or_what_is_left() -> None:
    calendar = Calendar((AUTUMN,))
    assert starts(typical_weeks(calendar, date(2026, 9, 2))) == [date(2026, 9, 7)]
    assert starts(typical_weeks(calendar, date(2026, 10, 21))) == [date(2026, 10, 19)]
    assert typical_weeks(calendar, date(2026, 10, 24)) == ()


def test_of_a_two_week_cycle_both_weeks_are_typical_as_far_as_they_are_left() -> None:
    calendar = Calendar((AUTUMN,), cycle_weeks=2)
    assert starts(typical_weeks(calendar, date(2026, 9, 7))) == [date(2026, 9, 14), date(2026, 9, 7)]
    assert starts(typical_weeks(calendar, date(2026, 10, 19))) == [date(2026, 10, 19)]
