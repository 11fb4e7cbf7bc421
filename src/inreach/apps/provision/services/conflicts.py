"""What stands in the way of a slot, and what may be wrong with one that is kept: gathered from rows, then judged."""

from collections.abc import Collection, Sequence

from inreach.apps.provision.adapters.slot import (
    gather_other_groups,
    gather_surroundings,
    gather_uses,
    kept_slot,
)
from inreach.apps.provision.models import Group, Slot
from inreach.apps.schools.models import Pupil
from inreach.core.slots.conflicts import (
    Conflict,
    PupilsInTwoGroups,
    conflicts,
    pupils_in_two_groups,
    taken_twice,
)
from inreach.core.slots.types import WeeklyTime


def conflicts_of(group: Group, times: Sequence[WeeklyTime], *, besides: Slot | None = None) -> list[Conflict]:
    """What stands in the way of these times of a group; `besides` is the slot of the group that is to change."""
    around = gather_surroundings(group, times, besides=besides)
    return [conflict for time in times for conflict in conflicts(time, around)]


def conflicts_of_pupils(
    pupils: Collection[Pupil], times: Sequence[WeeklyTime], *, besides: Group
) -> list[PupilsInTwoGroups]:
    """Other groups that some of these pupils are in at these times."""
    members, meetings = gather_other_groups(pupils, times, besides=besides)
    return [conflict for time in times for conflict in pupils_in_two_groups(time, members, meetings)]


def warnings_of(slots: Sequence[Slot]) -> list[str]:
    """What may be wrong with slots though they can be kept, in sentences: an adult or a room that is taken twice."""
    uses = gather_uses(slots)
    return list(dict.fromkeys(str(twice) for slot in slots for twice in taken_twice(kept_slot(slot), uses)))
