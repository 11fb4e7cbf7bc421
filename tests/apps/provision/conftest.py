"""A school with three pupils, two adults and a programme."""

from dataclasses import dataclass

import pytest

from inreach.apps.provision.actions import (
    GroupDetails,
    ProgrammeDetails,
    SlotDetails,
    add_group,
    add_members,
    add_programme,
    add_slots,
)
from inreach.apps.provision.models import Group, Programme
from inreach.apps.schools.models import Pupil, Room, School, StaffMember
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role
from tests import worlds

HALF_PAST_NINE, TEN = 570, 600


@dataclass
class Round:
    """A school and who is who in it."""

    school: School
    senco: Actor
    other_senco: Actor
    assistant_actor: Actor
    teacher_actor: Actor
    teacher: StaffMember
    assistant: StaffMember
    room: Room
    kai: Pupil
    ana: Pupil
    ben: Pupil
    phonics: Programme


@pytest.fixture
def world(db) -> Round:
    from inreach.apps.accounts.adapters import actor_for

    school = worlds.school()
    at = school.organisation
    senco = worlds.actor(Role.SENCO, at)
    teaches = worlds.person("okafor@example.org", (at, Role.CLASS_TEACHER), name="Ms Okafor")
    helps = worlds.person("lamb@example.org", (at, Role.TEACHING_ASSISTANT), name="Mr Lamb")
    teacher, assistant = worlds.teacher(school, user=teaches), worlds.assistant(school, user=helps)
    kai, ana, ben = (
        worlds.pupil(school),
        worlds.pupil(school, "Ana", "Lopes"),
        worlds.pupil(school, "Ben", "Adu"),
    )
    elm = worlds.teaching_group(school, kai, ana, staff=teacher)
    worlds.lesson(elm, worlds.subject(school), 0, 540, 600, teacher)
    phonics = add_programme(
        by=senco, organisation=at, details=ProgrammeDetails(name="Sound Steps", area="cognition")
    )
    return Round(
        school=school,
        senco=senco,
        other_senco=worlds.actor(Role.SENCO, worlds.school("Hollybank Primary").organisation),
        assistant_actor=actor_for(helps, worlds.TODAY),
        teacher_actor=actor_for(teaches, worlds.TODAY),
        teacher=teacher,
        assistant=assistant,
        room=Room.objects.create(school=school, name="Library"),
        kai=kai,
        ana=ana,
        ben=ben,
        phonics=phonics,
    )


def group(world, name="Blue group", *pupils, **changes) -> Group:
    """A group that starts today, with these pupils in it."""
    said = {"name": name, "programme": world.phonics, "starts": worlds.TODAY, "adult": world.assistant}
    made = add_group(by=world.senco, school=world.school, details=GroupDetails(**{**said, **changes}))
    if pupils:
        add_members(by=world.senco, group=made, pupils=pupils, starts=worlds.TODAY)
    return made


def meets(world, of, *weekdays, starts=HALF_PAST_NINE, ends=TEN, **changes):
    """Let a group meet from half past nine to ten on these days."""
    return add_slots(
        by=world.senco, group=of, weekdays=weekdays, details=SlotDetails(starts=starts, ends=ends, **changes)
    )
