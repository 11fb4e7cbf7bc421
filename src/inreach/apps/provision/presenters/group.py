"""Groups and programmes as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.provision.presenters.conditions import minutes_a_week
from inreach.apps.provision.presenters.slot import MOST_TIMES, times_in_words


def holds(starts: date | None, ends: date | None, day: date) -> bool:
    """Whether a stretch of days holds on a day."""
    return (starts is None or starts <= day) and (ends is None or day <= ends)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in the list."""

    group: Group
    pupils: int
    times: tuple[str, ...]
    minutes: float
    over: bool
    places: tuple[str, ...]

    @property
    def more_times(self) -> int:
        """How many times of the week the list leaves out."""
        return max(len(self.times) - MOST_TIMES, 0)


def group_rows(groups: Iterable[Group], today: date) -> list[GroupRow]:
    """Groups as the list shows them. `times_now` and `members_now` should have been fetched with them."""
    rows = []
    for group in groups:
        slots: Sequence[Slot] = group.times_now  # type: ignore[attr-defined]
        rows.append(
            GroupRow(
                group,
                len({member.pupil_id for member in group.members_now}),  # type: ignore[attr-defined]
                tuple(times_in_words(slots)),
                minutes_a_week(slots, group.school.cycle_weeks),
                group.ends is not None and group.ends < today,
                tuple(dict.fromkeys(slot.get_place_display() for slot in slots)),
            )
        )
    return rows


def members_now(members: Iterable[GroupMember], today: date) -> tuple[list[GroupMember], list[GroupMember]]:
    """Members who are in the group now or will be, and those who were."""
    rows = list(members)
    past = [member for member in rows if member.ends is not None and member.ends < today]
    return [member for member in rows if member not in past], past
