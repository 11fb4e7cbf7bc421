"""Groups and programmes are made, changed and ended by SENCO and head, and dates never run backwards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.provision.actions import (
    GroupDetails,
    ProgrammeDetails,
    add_group,
    add_members,
    add_programme,
    change_group,
    change_programme,
    end_group,
    end_member,
)
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.core.refusal import Refusal
from tests import worlds
from tests.apps.provision.conftest import group, meets

LATER = worlds.TODAY + timedelta(days=14)


def wrong_fields(wrong):
    return sorted(wrong.value.field_errors)


def test_a_programme_is_changed_and_says_what_changed(world):
    details = ProgrammeDetails(name="Sound Steps", area="cognition", minutes_low=20, minutes_high=30)
    change_programme(by=world.senco, programme=world.phonics, details=details)
    world.phonics.refresh_from_db()
    assert (world.phonics.minutes_low, world.phonics.minutes_high) == (20, 30)
    assert Event.objects.get(verb="programme.changed").details == {"fields": ["minutes_low", "minutes_high"]}


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (ProgrammeDetails(name="sound steps", area="semh"), "name"),
        (ProgrammeDetails(name=" ", area="semh"), "name"),
        (ProgrammeDetails(name="New", area="semh", weeks_low=12, weeks_high=8), "weeks_high"),
    ],
)
def test_a_programme_that_cannot_be_is_named_by_field(world, details, field):
    with pytest.raises(Refusal) as wrong:
        add_programme(by=world.senco, organisation=world.school.organisation, details=details)
    assert wrong_fields(wrong) == [field]
    assert Programme.objects.count() == 1


@pytest.mark.parametrize("who", ["other_senco", "assistant_actor", "teacher_actor"])
def test_nobody_else_changes_support(world, who):
    actor, made = getattr(world, who), group(world, "Blue group", world.kai)
    details = GroupDetails(name="Red", programme=world.phonics, starts=worlds.TODAY)
    for attempt in (
        lambda: add_group(by=actor, school=world.school, details=details),
        lambda: change_group(by=actor, group=made, details=details),
        lambda: end_group(by=actor, group=made, last_day=LATER),
        lambda: add_members(by=actor, group=made, pupils=[world.ana], starts=worlds.TODAY),
        lambda: end_member(by=actor, member=made.members.get(), last_day=LATER),
        lambda: add_programme(
            by=actor, organisation=world.school.organisation, details=ProgrammeDetails(name="x", area="semh")
        ),
    ):
        with pytest.raises(Forbidden, match="You cannot change groups and programmes"):
            attempt()
    assert [g.name for g in Group.objects.all()] == ["Blue group"]


def test_another_schools_programme_or_adult_is_refused(world):
    elsewhere = worlds.school("Third School")
    stranger = worlds.support_group(elsewhere).programme
    details = GroupDetails(
        name="Blue", programme=stranger, starts=worlds.TODAY, adult=worlds.assistant(elsewhere)
    )
    with pytest.raises(Refusal) as wrong:
        add_group(by=world.senco, school=world.school, details=details)
    assert wrong_fields(wrong) == ["adult", "programme"]


def test_several_pupils_join_at_once_and_each_has_an_event(world):
    made = group(world)
    add_members(by=world.senco, group=made, pupils=[world.kai, world.ana], starts=worlds.TODAY)
    assert [m.pupil for m in made.members.order_by("pupil__given_name")] == [world.ana, world.kai]
    events = Event.objects.filter(verb="group.member_added")
    assert {e.pupil_id for e in events} == {str(world.kai.pk), str(world.ana.pk)}


def test_nobody_joins_when_one_cannot(world):
    made = group(world, "Blue group", world.kai)
    with pytest.raises(Refusal, match="Kai Rowe is in this group already"):
        add_members(by=world.senco, group=made, pupils=[world.ana, world.kai], starts=worlds.TODAY)
    assert made.members.count() == 1


def test_a_pupil_of_another_school_does_not_join(world):
    stranger = worlds.pupil(worlds.school("Third School"), "Eve", "Sly")
    with pytest.raises(Refusal, match="Eve Sly is not on the roll"):
        add_members(by=world.senco, group=group(world), pupils=[stranger], starts=worlds.TODAY)


def test_a_pupil_who_is_in_another_group_then_does_not_join_and_the_group_is_named(world):
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group")
    meets(world, blue, 0)
    meets(world, red, 0, starts=590, ends=620)
    with pytest.raises(Refusal) as wrong:
        add_members(by=world.senco, group=red, pupils=[world.kai, world.ana], starts=worlds.TODAY)
    assert wrong.value.field_errors == {
        "pupils": [
            "Kai Rowe is in Blue group on Monday from 09:30 to 10:00. Nobody can be in two groups at once."
        ]
    }


def test_a_pupil_who_left_the_other_group_can_join(world):
    blue, red = group(world, "Blue group", world.kai), group(world, "Red group")
    meets(world, blue, 0)
    meets(world, red, 0)
    end_member(by=world.senco, member=blue.members.get(), last_day=worlds.TODAY)
    tomorrow = worlds.TODAY + timedelta(days=1)
    assert len(add_members(by=world.senco, group=red, pupils=[world.kai], starts=tomorrow)) == 1


def test_a_member_cannot_leave_before_joining(world):
    made = group(world, "Blue group", world.kai)
    with pytest.raises(Refusal) as wrong:
        end_member(by=world.senco, member=made.members.get(), last_day=worlds.TODAY - timedelta(days=1))
    assert wrong_fields(wrong) == ["last_day"]


def test_a_group_ends_with_its_members_and_slots(world):
    made = group(world, "Blue group", world.kai)
    meets(world, made, 0, 2)
    end_group(by=world.senco, group=made, last_day=LATER)
    assert [m.ends for m in GroupMember.objects.all()] == [LATER]
    assert [s.valid_to for s in Slot.objects.all()] == [LATER, LATER]


def test_a_group_cannot_end_before_it_starts(world):
    with pytest.raises(Refusal) as wrong:
        end_group(by=world.senco, group=group(world), last_day=worlds.TODAY - timedelta(days=1))
    assert wrong_fields(wrong) == ["last_day"]


def test_a_group_is_changed_and_says_what_changed(world):
    made = group(world)
    details = GroupDetails(
        name="Blue group", programme=world.phonics, starts=worlds.TODAY, class_link="linked"
    )
    change_group(by=world.senco, group=made, details=replace(details, review_on=LATER))
    assert Event.objects.get(verb="group.changed").details == {"fields": ["adult", "class_link", "review_on"]}
