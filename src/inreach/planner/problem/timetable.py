"""The planner's answer: for every group its adult and its sessions, each with a room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One meeting of a group in every cycle: week of the cycle, day, start in minutes since midnight, room.

    A session in class has no room: the name is empty.
    """

    week: int
    day: int
    start: int
    room: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one group ended up. No adult and no sessions: it could not be placed.

    `cover` takes the adult's class wherever a session falls into a lesson that the adult teaches.
    """

    group: str
    adult: str | None = None
    sessions: tuple[Session, ...] = ()
    cover: str | None = None


@dataclass(frozen=True, slots=True)
class Timetable:
    """An answer to a `Problem`: one placement a group, in the problem's order."""

    placements: tuple[Placement, ...]

    def of(self, group: str) -> Placement:
        """Return the placement of a group; an empty one where the answer does not name it."""
        return next((item for item in self.placements if item.group == group), Placement(group))

    def __iter__(self) -> Iterator[Placement]:
        return iter(self.placements)
