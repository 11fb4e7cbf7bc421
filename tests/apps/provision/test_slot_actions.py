"""When a group meets: inside the school day, no pupil in two places, and past weeks stay as they were."""

from datetime import date, timedelta

import pytest

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.provision.actions import SlotDetails, add_slots, change_slot, end_slot
from inreach.apps.provision.adapters.slot import gather_surroundings, gather_uses, kept_slot
from inreach.apps.provision.adapters.support import gather_typical_weeks
from inreach.apps.provision.models import Slot
from inreach.apps.provision.services.conflicts import conflicts_of, warnings_of
from inreach.core.refusal import Refusal
from inreach.core.slots.conflicts import conflicts, taken_twice
from inreach.core.slots.time_impact import time_impact
from inreach.core.slots.types import WeeklyTime
from tests import worlds
from tests.apps.provision.conftest import HALF_PAST_NINE, TEN, group, meets

NEXT_MONDAY = date(2026, 3, 9)


def rows():
    return [(s.weekday, s.starts, s.ends) for s in Slot.objects.order_by("weekday", "starts")]


def test_three_days_at_the_same_time_are_one_step(world):
    meets(world, group(world), 0, 2, 4)
    assert rows() == [(0, 570, 600), (2, 570, 600), (4, 570, 600)]


@pytest.mark.parametrize(
    ("weekdays", "changes", "field", "sentence"),
    [
        ([], {}, "weekdays", "Choose at least one day of the week."),
        ([0], {"starts": 600, "ends": 600}, "ends", "The end must be later than the start."),
        ([0], {"starts": 500}, "starts", "On Monday the school day is from 08:45 to 15:15."),
        ([0], {"starts": 900, "ends": 920}, "starts", "On Monday the school day is from 08:45 to 15:15."),
        ([6], {}, "starts", "The school is closed on Sundays."),
        ([0], {"cycle_week": 1}, "cycle_week", "The school's timetable does not have this week."),
        ([0], {"valid_to": date(2026, 3, 3)}, "valid_to", "The last day must not be before the first."),
    ],
)
def test_a_time_that_cannot_be_is_named_by_field(world, weekdays, changes, field, sentence):
    with pytest.raises(Refusal) as wrong:
        meets(world, group(world), *weekdays, **changes)
    assert wrong.value.field_errors == {field: [sentence]}
    assert rows() == []


def test_the_whole_school_day_can_be_used(world):
    meets(world, group(world), 0, starts=525, ends=915)
    assert rows() == [(0, 525, 915)]


def test_a_pupil_cannot_be_in_two_groups_at_once(world):
    blue, red = (
        group(world, "Blue group", world.kai, world.ana),
        group(world, "Red group", world.kai, world.ben),
    )
    meets(world, blue, 0)
    with pytest.raises(Refusal) as wrong:
        meets(world, red, 0, 1, starts=599, ends=620)
    assert wrong.value.field_errors == {
        "starts": [
            "Kai Rowe is in Blue group on Monday from 09:30 to 10:00. Nobody can be in two groups at once."
        ]
    }
    assert rows() == [(0, 570, 600)]


def test_groups_may_meet_one_after_the_other(world):
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group", world.kai)
    meets(world, blue, 0)
    meets(world, red, 0, starts=600, ends=630)
    assert rows() == [(0, 570, 600), (0, 600, 630)]


def test_weeks_a_and_b_are_two_weeks(world):
    world.school.cycle_weeks = 2
    world.school.save()
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group", world.kai)
    meets(world, blue, 0, cycle_week=1)
    meets(world, red, 0, cycle_week=2)
    with pytest.raises(Refusal, match="Kai Rowe is in Blue group on Monday of week A"):
        meets(world, red, 0, starts=580, ends=610, cycle_week=1)


def test_a_group_does_not_meet_twice_at_once(world):
    blue = group(world)
    meets(world, blue, 0)
    with pytest.raises(Refusal, match="The group meets already on Monday at that time"):
        meets(world, blue, 0, starts=590, ends=620)


def test_a_busy_adult_and_a_busy_room_are_warnings(world):
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group", world.ana)
    meets(world, blue, 0, room=world.room)
    (slot,) = meets(world, red, 0, room=world.room)
    assert warnings_of([slot]) == [
        "Mr Lamb also takes Blue group on Monday from 09:30 to 10:00.",
        "Blue group also meets in Library on Monday from 09:30 to 10:00.",
    ]


def test_a_teacher_who_has_a_lesson_then_is_a_warning_unless_support_is_in_that_lesson(world):
    (out,) = meets(world, group(world, adult=world.teacher), 0)
    (inside,) = meets(
        world, group(world, "Red group", adult=world.teacher), 0, starts=540, ends=570, place="class"
    )
    assert warnings_of([out]) == ["Ms Okafor also teaches English at that time."]
    assert warnings_of([inside]) == []


def test_a_change_from_a_later_day_keeps_the_past(world):
    (slot,) = meets(world, group(world), 0)
    details = SlotDetails(starts=795, ends=825, valid_from=NEXT_MONDAY)
    new = change_slot(by=world.senco, slot=slot, weekday=1, details=details)
    slot.refresh_from_db()
    assert (slot.weekday, slot.starts, slot.valid_to) == (0, HALF_PAST_NINE, NEXT_MONDAY - timedelta(days=1))
    assert (new.weekday, new.starts, new.valid_from) == (1, 795, NEXT_MONDAY)


def test_a_change_from_the_first_day_leaves_one_slot(world):
    (slot,) = meets(world, group(world), 0)
    change_slot(
        by=world.senco,
        slot=slot,
        weekday=0,
        details=SlotDetails(starts=580, ends=610, valid_from=worlds.TODAY),
    )
    assert rows() == [(0, 580, 610)]


def test_a_change_into_another_group_of_a_pupil_is_refused_and_changes_nothing(world):
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group", world.kai)
    meets(world, blue, 0)
    (slot,) = meets(world, red, 1)
    with pytest.raises(Refusal, match="two groups at once"):
        change_slot(
            by=world.senco, slot=slot, weekday=0, details=SlotDetails(starts=HALF_PAST_NINE, ends=TEN)
        )
    assert rows() == [(0, 570, 600), (1, 570, 600)]


def test_a_slot_ends_on_a_day(world):
    (slot,) = meets(world, group(world), 0)
    end_slot(by=world.senco, slot=slot, last_day=NEXT_MONDAY)
    assert Slot.objects.get().valid_to == NEXT_MONDAY
    with pytest.raises(Refusal, match="The group meets then since"):
        end_slot(by=world.senco, slot=slot, last_day=worlds.TODAY - timedelta(days=1))


def test_an_ended_slot_is_out_of_the_way(world):
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group", world.kai)
    (slot,) = meets(world, blue, 0)
    end_slot(by=world.senco, slot=slot, last_day=NEXT_MONDAY)
    meets(world, red, 0, valid_from=NEXT_MONDAY + timedelta(days=1))
    with pytest.raises(Refusal, match="The group meets already on Monday"):
        meets(world, red, 0, starts=580, ends=610, valid_from=NEXT_MONDAY)


def test_nobody_else_changes_times(world):
    blue = group(world)
    (slot,) = meets(world, blue, 0)
    details = SlotDetails(starts=HALF_PAST_NINE, ends=TEN)
    for who in (world.other_senco, world.assistant_actor, world.teacher_actor):
        with pytest.raises(Forbidden):
            add_slots(by=who, group=blue, weekdays=[1], details=details)
        with pytest.raises(Forbidden):
            change_slot(by=who, slot=slot, weekday=1, details=details)
        with pytest.raises(Forbidden):
            end_slot(by=who, slot=slot, last_day=NEXT_MONDAY)
    assert rows() == [(0, 570, 600)]


def test_an_adult_of_another_school_is_refused(world):
    elsewhere = worlds.school("Third School")
    with pytest.raises(Refusal, match="Choose somebody who works at this school"):
        meets(world, group(world), 0, adult=worlds.assistant(elsewhere))


def test_nothing_is_fetched_once_a_slot_is_gathered(world, django_assert_num_queries):
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group", world.kai)
    meets(world, blue, 0, room=world.room)
    (slot,) = meets(world, red, 0, starts=600, ends=630, room=world.room)
    time = WeeklyTime(0, HALF_PAST_NINE, TEN)
    around, uses = gather_surroundings(red, [time]), gather_uses([slot])
    weeks = gather_typical_weeks(world.school, [world.kai], worlds.TODAY)
    with django_assert_num_queries(0):
        assert [str(conflict) for conflict in conflicts(time, around)] == [
            "Kai Rowe is in Blue group on Monday from 09:30 to 10:00. Nobody can be in two groups at once."
        ]
        assert taken_twice(kept_slot(slot), uses) == ()
        assert time_impact(weeks, str(red.pk))[world.kai.pk].out == 0


def test_times_on_several_days_take_as_few_queries_as_on_one(world, django_assert_max_num_queries):
    blue = group(world, "Blue group", world.kai)
    meets(world, group(world, "Red group", world.kai), 0, 1, 2, 3, 4)
    for weekdays in ([0], [0, 1, 2, 3, 4]):
        times = [WeeklyTime(weekday, HALF_PAST_NINE, TEN) for weekday in weekdays]
        with django_assert_max_num_queries(3):
            assert len(conflicts_of(blue, times)) == len(weekdays)


def test_two_groups_of_one_name_are_two_in_the_way_of_a_pupil(world):
    for starts in (HALF_PAST_NINE, 585):
        meets(world, group(world, "Blue group", world.kai), 0, starts=starts, ends=starts + 15)
    with pytest.raises(Refusal) as refused:
        meets(world, group(world, "Red group", world.kai), 0)
    assert [sentence.partition(". ")[0] for sentence in refused.value.field_errors["starts"]] == [
        "Kai Rowe is in Blue group on Monday from 09:30 to 09:45",
        "Kai Rowe is in Blue group on Monday from 09:45 to 10:00",
    ]
