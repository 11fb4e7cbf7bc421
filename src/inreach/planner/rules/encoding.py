"""A rule as data: what it forbids of places, so that exact methods can build constraints from every rule alike.

A *place* is one session that could be: group, adult, week, day, start, room, and who covers. With a yes or no for each
place, a timetable is the places that say yes. A rule speaks of them in five ways, and needs no more:

- *bans*: a place says no;
- *claims*: places that claim a resource say yes only as long as its limit lasts;
- *agrees*: all places with one key that say yes have one value;
- *parts*: two places do not both say yes;
- *needs*: if any place of a group says yes, then one at this time does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable


class Place(NamedTuple):
    """One session that could be, by the names of the problem; "" stands for no adult, no room, nobody who covers."""

    group: str
    adult: str
    week: int
    day: int
    start: int
    room: str
    cover: str = ""


class Claim(NamedTuple):
    """So much of a resource; the limit is the same for everybody who claims it."""

    resource: Hashable
    amount: int
    limit: int


class Need(NamedTuple):
    """A group that meets at all meets at this time."""

    group: str
    week: int
    day: int
    start: int

    def met_by(self, place: Place) -> bool:
        """Say whether a place is what is needed."""
        return (place.group, place.week, place.day, place.start) == self


def _never(_place: Place) -> bool:
    return False


def _nothing(_place: Place) -> tuple[Claim, ...]:
    return ()


def _free(_place: Place) -> None:
    return None


def _both(_one: Place, _other: Place) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Encoding:
    """What one rule forbids of places; the parts that a rule does not speak of forbid nothing."""

    bans: Callable[[Place], bool] = _never
    claims: Callable[[Place], Iterable[Claim]] = _nothing
    agrees: Callable[[Place], tuple[Hashable, Hashable] | None] = _free
    parts: Callable[[Place, Place], bool] = _both
    needs: tuple[Need, ...] = ()


def places_of(timetable: Timetable) -> tuple[Place, ...]:
    """Return the places that a timetable says yes to, in its order."""
    return tuple(
        Place(item.group, item.adult or "", at.week, at.day, at.start, at.room, item.cover or "")
        for item in timetable
        for at in item.sessions
    )


def places_at(problem: Problem, group: str, week: int, day: int, start: int) -> Iterator[Place]:
    """Yield every place of a group at one time, with each adult, room and cover, before any rule."""
    found = next(item for item in problem.groups if item.id == group)
    rooms = ("",) if found.joins is not None else tuple(room.id for room in problem.rooms)
    covers = ("", *(adult.id for adult in problem.adults if adult.covers))
    for adult in problem.adults:
        for cover in covers if adult.teaches else ("",):
            for room in rooms:
                yield Place(group, adult.id, week, day, start, room, cover)


def every_place(problem: Problem, group: str) -> Iterator[Place]:
    """Yield every place of a group on the raster of the problem, before any rule."""
    minutes = next(item.minutes for item in problem.groups if item.id == group)
    for week in range(problem.weeks):
        for day in range(problem.days):
            for start in range(problem.day_starts, problem.day_ends - minutes + 1, problem.step):
                yield from places_at(problem, group, week, day, start)


def admits(encoding: Encoding, places: Iterable[Place]) -> bool:
    """Say whether a rule allows that exactly these places say yes."""
    every = tuple(places)
    if any(encoding.bans(place) for place in every):
        return False
    used: dict[Hashable, int] = {}
    chosen: dict[Hashable, Hashable] = {}
    for place in every:
        for resource, amount, limit in encoding.claims(place):
            used[resource] = used.get(resource, 0) + amount
            if used[resource] > limit:
                return False
        choice = encoding.agrees(place)
        if choice is not None and chosen.setdefault(*choice) != choice[1]:
            return False
    for n, place in enumerate(every):
        if any(encoding.parts(place, other) for other in every[n + 1 :]):
            return False
    meets = {place.group for place in every}
    return all(
        need.group not in meets or any(need.met_by(place) for place in every) for need in encoding.needs
    )


def cells(problem: Problem, start: int, end: int) -> range:
    """Return the numbers of the steps of the day that a stretch of time touches."""
    return range((start - problem.day_starts) // problem.step, -((problem.day_starts - end) // problem.step))
