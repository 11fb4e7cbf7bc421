"""Can these groups all have all their sessions? Decided by trying everything, or left open when that takes too long.

Once every group has its leader, the weeks do not depend on each other; once every group has its days, the days do not.
On one day sessions are put one after the other in the order of their starts, each as early as it can be: whatever fits
in some way also fits in this way, so trying every order, room and cover decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations

from inreach.planner.explain.adult_hours import overloaded
from inreach.planner.explain.relaxed_problem import Lead, Openings, School
from inreach.planner.problem.problem import MAIN_SITE, Group, Room

EFFORT = 20_000
Seat = tuple[str, Lead]  # a group and its leader
_Placed = tuple[Seat, dict[str, str], int, Room]  # where each adult is, the first step, the room


class Verdict(StrEnum):
    """What trying everything has shown."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    OPEN = "open"


class _Spent(Exception):
    """The effort is used up."""


class Purse:
    """Effort that several questions share."""

    def __init__(self, left: int) -> None:
        self.left = left


class _Trial:
    """One attempt to place all groups of a school, whatever harm it does."""

    def __init__(self, school: School, effort: int) -> None:
        self.school, self.problem, self.left = school, school.problem, effort
        self.openings = Openings(school)
        self.groups = self.openings.groups
        self.known_days: dict[tuple[int, frozenset[Seat]], bool] = {}
        self.shared = self._shared()
        self.unsure = False

    def _shared(self) -> set[frozenset[str]]:
        free = {name for kind, name in self.school.at_once if kind == "pupil"}
        found, every = set(), list(self.problem.groups)
        for one, other in combinations(every, 2):
            if set(one.members) & set(other.members) - free:
                found.add(frozenset((one.id, other.id)))
        return found

    def spend(self) -> None:
        """Use up a little effort; _Spent when none is left."""
        self.left -= 1
        if self.left < 0:
            raise _Spent

    def day_choices(self, group: Group, lead: Lead, week: int) -> list[tuple[int, ...]]:
        """Return every set of days of a week that could be the group's, each day looked at alone."""
        first, days = week * self.problem.days, []
        for day in range(first, first + self.problem.days):
            if self.day_fits(day, frozenset({(group.id, lead)})):
                days.append(day)
        pinned = {first + pin.day for pin in group.pins if pin.week == week}
        return [choice for choice in combinations(days, group.sessions) if pinned <= set(choice)]

    def day_fits(self, day: int, seats: frozenset[Seat]) -> bool:
        """Say whether these groups can all meet on one day."""
        key = (day, seats)
        if key not in self.known_days:
            self.known_days[key] = self._day(day, tuple(sorted(seats)))
        return self.known_days[key]

    def _day(self, day: int, seats: tuple[Seat, ...]) -> bool:
        openings, room_free = self.openings, {n for kind, n in self.school.at_once if kind == "room"}
        adult_free = {n for kind, n in self.school.at_once if kind == "adult"}

        def options(seat: Seat) -> Iterator[tuple[int, bool, Room]]:
            group, steps = self.groups[seat[0]], openings.steps(self.groups[seat[0]])
            open_for = openings.members(group, day)
            for covered, starts in enumerate(openings.lead(seat[1], steps, day)):
                for room in openings.rooms(group):
                    left = starts & open_for & openings.room(room, steps, day)
                    if left:
                        yield left, bool(covered), room

        choices = {seat: list(options(seat)) for seat in seats}

        def sites(seat: Seat, covered: bool, room: Room) -> dict[str, str]:
            """Return where each adult is who can be in one place only; who covers is on the main site."""
            places = {seat[1].cover: MAIN_SITE} if covered else {}
            places[seat[1].adult] = room.site
            return {name: site for name, site in places.items() if name not in adult_free}

        def later(placed: list[_Placed], seat: Seat, people: dict[str, str], room: Room) -> int:
            """Return the first step at which this may begin after those placed."""
            self.spend()
            at = 0
            for other, others, start, where in placed:
                end, least = start + openings.steps(self.groups[other[0]]), start
                for name in people.keys() & others.keys():
                    least = max(least, end + openings.gap(others[name], people[name], adult=True))
                if frozenset((seat[0], other[0])) in self.shared:
                    least = max(least, end + openings.gap(where.site, room.site, adult=False))
                if room.id and room.id == where.id and room.id not in room_free:
                    least = max(least, end)
                at = max(at, least)
            return at

        def go(left: tuple[Seat, ...], placed: list[_Placed]) -> bool:
            if not left:
                return True
            for seat in left:
                tried = set()
                for starts, covered, room in choices[seat]:
                    people = sites(seat, covered, room)
                    at = later(placed, seat, people, room)
                    rest = starts >> at
                    if not rest:
                        continue
                    begin = at + (rest & -rest).bit_length() - 1
                    same = (begin, covered, room.places, room.site, room.busy)
                    if same in tried:
                        continue
                    tried.add(same)
                    others = tuple(item for item in left if item != seat)
                    if go(others, [*placed, (seat, people, begin, room)]):
                        return True
            return False

        if any(not choice for choice in choices.values()):
            return False
        return go(seats, [])

    def weeks_fit(self, seats: tuple[Seat, ...]) -> bool:
        """Say whether these groups with these leaders can have all their sessions in every week."""
        return all(self._week(week, seats) for week in range(self.problem.weeks))

    def _week(self, week: int, seats: tuple[Seat, ...]) -> bool:
        choices = {seat: self.day_choices(self.groups[seat[0]], seat[1], week) for seat in seats}
        order = sorted(seats, key=lambda seat: len(choices[seat]))
        first = week * self.problem.days
        on: dict[int, frozenset[Seat]] = {first + day: frozenset() for day in range(self.problem.days)}

        def go(at: int) -> bool:
            if at == len(order):
                return True
            for choice in choices[order[at]]:
                self.spend()
                before = {day: on[day] for day in choice}
                for day in choice:
                    on[day] |= {order[at]}
                if all(self.day_fits(day, on[day]) for day in choice) and go(at + 1):
                    return True
                on.update(before)
            return False

        return go(0)

    def hours_left(self, seats: tuple[Seat, ...]) -> bool:
        """Say whether nobody leads for more minutes than agreed; unsure where covering could be too much."""
        used: Counter[str] = Counter()
        covering: Counter[str] = Counter()
        for name, lead in seats:
            group = self.groups[name]
            used[lead.adult] += group.minutes * group.sessions
            if lead.cover:
                covering[lead.cover] += group.minutes * group.sessions
        agreed = {name: adult.minutes for name, adult in self.openings.adults.items()}
        if any(used[name] + covering[name] > agreed[name] for name in covering):
            self.unsure = True
        return all(minutes <= agreed[name] for name, minutes in used.items())

    def all_fit(self, *, hours_only: bool = False) -> bool:
        """Say whether all groups can have all their sessions; _Spent if that takes too long."""
        groups = sorted(self.groups.values(), key=lambda group: len(list(self.openings.leads(group))))

        def go(at: int, seats: tuple[Seat, ...]) -> bool:
            if at == len(groups):
                return True
            for lead in self.openings.leads(groups[at]):
                self.spend()
                more = (*seats, (groups[at].id, lead))
                fits = self.hours_left(more) and (hours_only or self.weeks_fit(more))
                if fits and go(at + 1, more):
                    return True
            return False

        return go(0, ())


def verdict(school: School, effort: int = EFFORT, purse: Purse | None = None) -> Verdict:
    """Return whether all groups of a school can have all their sessions, rules kept, harm aside.

    `effort` counts the places tried; what was used is taken from the purse, and no more than it holds is used.
    """
    if overloaded(school):
        return Verdict.IMPOSSIBLE
    given = effort if purse is None else min(effort, purse.left)
    trial = _Trial(school, given)
    try:
        fits = trial.all_fit(hours_only=True) and trial.all_fit()
    except _Spent:
        fits = None
    if purse is not None:
        purse.left -= given - max(0, trial.left)
    if fits is None or (fits and trial.unsure):
        return Verdict.OPEN
    return Verdict.POSSIBLE if fits else Verdict.IMPOSSIBLE
