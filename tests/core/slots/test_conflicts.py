"""What stands in the way of a slot, and what may be wrong with one that is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inreach.core.slots.conflicts import conflicts, taken_twice
from inreach.core.slots.types import (
    Bells,
    KeptSlot,
    Meeting,
    Member,
    Surroundings,
    TaughtTime,
    Uses,
    WeeklyTime,
    overlap,
)

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TIME = WeeklyTime(0, 570, 600, first=MARCH)
BLUE = Meeting("slot", "blue", "Blue group", replace(TIME, starts=590, ends=620), "lamb", "library")
KAI = Member("blue", "kai", "Kai Rowe", MARCH, None)
ANA = Member("blue", "ana", "Ana Lopes", MARCH, None)
FREE = Surroundings((0, 1, 2, 3, 4), (Bells(0, 0, 525, 600), Bells(0, 1, 600, 915)), (), (), ())
KEPT = KeptSlot(
    "kept", TIME, in_class=False, adult_id="lamb", adult="Mr Lamb", room_id="library", room="Library"
)
MATHS = TaughtTime("Maths", TIME, frozenset({"lamb"}), None)
ART = TaughtTime("Art", TIME, frozenset(), "library")


def sentences(conflicts) -> list[str]:
    return [str(conflict) for conflict in conflicts]


@pytest.mark.parametrize(
    ("other", "meet"),
    [
        (TIME, True),
        (replace(TIME, starts=599, ends=700), True),
        (replace(TIME, starts=600, ends=700), False),
        (replace(TIME, starts=500, ends=570), False),
        (replace(TIME, weekday=1), False),
        (replace(TIME, cycle_week=2), True),
        (replace(TIME, first=date.min, last=date(2026, 2, 28)), False),
        (replace(TIME, first=date.min, last=MARCH), True),
    ],
)
def test_two_times_meet_when_they_share_a_minute_on_a_day_on_which_both_hold(other, meet) -> None:
    assert TIME.meets(other) is meet
    assert other.meets(TIME) is meet


def test_weeks_a_and_b_do_not_meet() -> None:
    week_a, week_b = replace(TIME, cycle_week=1), replace(TIME, cycle_week=2)
    assert week_a.meets(week_a)
    assert not week_a.meets(week_b)
    assert str(week_b) == "Monday of week B from 09:30 to 10:00"


def test_stretches_overlap_when_all_of_them_share_a_day() -> None:
    assert overlap((MARCH, None), (APRIL, None))
    assert overlap((MARCH, APRIL), (APRIL, MAY))
    assert not overlap((MARCH, MAY), (APRIL, None), (date.min, MARCH))


def test_a_free_time_in_the_school_day_stands_in_nobodys_way() -> None:
    assert conflicts(TIME, FREE) == ()
    assert conflicts(TIME, replace(FREE, bells=())) == ()


@pytest.mark.parametrize(
    ("time", "sentence"),
    [
        (replace(TIME, weekday=5), "The school is closed on Saturdays."),
        (replace(TIME, starts=500), "On Monday the school day is from 08:45 to 15:15."),
        (replace(TIME, ends=916), "On Monday the school day is from 08:45 to 15:15."),
        (replace(TIME, ends=700, cycle_week=2), "On Monday the school day is from 08:45 to 10:00."),
    ],
)
def test_a_time_outside_the_school_day_says_when_the_school_is_open(time, sentence) -> None:
    own = replace(FREE, own_times=(replace(time, weekday=0),))
    assert sentences(conflicts(time, own)) == [sentence]


def test_bells_of_the_other_week_of_the_cycle_do_not_count() -> None:
    assert conflicts(replace(TIME, starts=700, ends=800, cycle_week=1), FREE) == ()


def test_a_group_does_not_meet_twice_at_once() -> None:
    around = replace(FREE, own_times=(replace(TIME, starts=540, ends=571),), members=(KAI,), meetings=(BLUE,))
    assert sentences(conflicts(TIME, around)) == ["The group meets already on Monday at that time."]


def test_pupils_in_two_groups_at_once_are_named_once_in_one_sentence() -> None:
    around = replace(FREE, members=(KAI, ANA, KAI), meetings=(BLUE,))
    assert sentences(conflicts(TIME, around)) == [
        "Kai Rowe and Ana Lopes are in Blue group on Monday from 09:50 to 10:20. Nobody can be in two groups at once."
    ]


@pytest.mark.parametrize(
    ("member", "meeting"),
    [
        (replace(KAI, group_id="red"), BLUE),
        (replace(KAI, last=date(2026, 2, 1)), BLUE),
        (KAI, replace(BLUE, time=replace(TIME, weekday=1))),
        (replace(KAI, first=MAY), replace(BLUE, time=replace(TIME, last=APRIL))),
    ],
)
def test_a_pupil_who_is_not_in_both_groups_on_one_day_is_free(member, meeting) -> None:
    assert conflicts(TIME, replace(FREE, members=(member,), meetings=(meeting,))) == ()


def test_an_adult_and_a_room_that_are_taken_twice_are_named_with_what_takes_them() -> None:
    assert sentences(taken_twice(KEPT, Uses((BLUE,), (MATHS, ART, MATHS)))) == [
        "Mr Lamb also takes Blue group on Monday from 09:50 to 10:20.",
        "Mr Lamb also teaches Maths at that time.",
        "Blue group also meets in Library on Monday from 09:50 to 10:20.",
        "Art is taught in Library at that time.",
    ]


def test_the_lesson_in_which_support_is_given_is_not_in_its_way() -> None:
    conflicts = taken_twice(replace(KEPT, in_class=True), Uses((BLUE,), (MATHS, ART)))
    assert [type(conflict).__name__ for conflict in conflicts] == ["AdultTakesAnother", "RoomTaken"]


@pytest.mark.parametrize(
    "uses",
    [
        Uses((replace(BLUE, slot_id="kept"),), ()),
        Uses((replace(BLUE, adult_id=None, room_id="hall"),), ()),
        Uses((replace(BLUE, time=replace(TIME, weekday=3)),), ()),
        Uses((), (replace(MATHS, time=replace(TIME, weekday=3)),)),
    ],
)
def test_its_own_time_other_adults_other_rooms_and_other_times_are_not_in_its_way(uses) -> None:
    assert taken_twice(KEPT, uses) == ()


def test_a_slot_without_adult_and_room_takes_nothing_twice() -> None:
    assert taken_twice(KeptSlot("kept", TIME, in_class=False), Uses((BLUE,), (MATHS, ART))) == ()
