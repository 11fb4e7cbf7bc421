"""How many sessions have space at most: a kinder question than the planner's, with an answer that is a proof.

Every adult, pupil and set of rooms is looked at in a few moments of each day, chosen so that every session that needs
them is under way in one at least: as few as there can be sessions one after the other. In no moment can there be more
sessions than people and rooms. What is left out (one adult for all sessions of a group, walks, minutes of cover, which
room it is) could only forbid more, so no timetable has more sessions than this program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from inreach.planner.explain.occupancy import each_bit
from inreach.planner.explain.relaxed_problem import Lead, Openings, School, may_lead
from inreach.planner.problem.problem import Group

Limited = tuple[str, str | int]  # somebody or something of which there is not enough: (“room”, size), …
Row = tuple[Hashable, ...]  # what is shared: (“adult”, name, day, moment), (“hours”, name), …


@dataclass(slots=True)
class Program:
    """Rows are limits; a column is a kind of session, by what it takes of each row; of each there is a whole number."""

    limits: dict[Row, int] = field(default_factory=dict)
    columns: list[dict[Row, int]] = field(default_factory=list)
    wanted: int = 0


def moments(starts: Iterable[tuple[int, int]]) -> list[int]:
    """Return the fewest steps of a day so that every session, by its mask of starts and its length, is on in one."""
    every, after = [(mask, steps) for mask, steps in starts if mask], 0
    steps_of_day: list[int] = []
    while True:
        ends = []
        for mask, steps in every:
            left = mask >> after
            if left:
                ends.append(after + (left & -left).bit_length() - 1 + steps)
        if not ends:
            return steps_of_day
        after = min(ends)
        steps_of_day.append(after - 1)


def least(parts: Iterable[int]) -> list[int]:
    """Return the masks that contain no other of them."""
    kept: list[int] = []
    for part in sorted(set(parts), key=lambda mask: (mask.bit_count(), mask)):
        if all(part & other != other for other in kept):
            kept.append(part)
    return kept


class _Day:
    """One day of the cycle: when each group can meet with each adult, and the moments that count."""

    def __init__(self, openings: Openings, leads: dict[str, list[Lead]], day: int) -> None:
        self.openings, self.leads, self.day, self.school = openings, leads, day, openings.school
        self.starts: dict[tuple[str, str], int] = {}  # group, adult
        self.any: dict[str, int] = {}
        for group in openings.problem.groups:
            self._starts(group)

    def _starts(self, group: Group) -> None:
        openings, steps = self.openings, self.openings.steps(group)
        roomy = 0
        for room in openings.rooms(group):
            roomy |= openings.room(room, steps, self.day)
        roomy &= openings.members(group, self.day)
        found: dict[str, int] = defaultdict(int)
        for lead in self.leads[group.id] if roomy else ():
            alone, covered = openings.lead(lead, steps, self.day)
            found[lead.adult] |= (alone | covered) & roomy
        for adult, mask in found.items():
            if mask:
                self.starts[group.id, adult] = mask
                self.any[group.id] = self.any.get(group.id, 0) | mask

    def adults(self) -> Iterator[tuple[str, list[int]]]:
        """Yield each adult whom two groups could want, with the moments."""
        problem, apart = self.openings.problem, self.openings.gap("", "", adult=True)
        wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for (group, adult), mask in self.starts.items():
            wanted[adult].append((mask, self.openings.steps(self.openings.groups[group]) + apart))
        for person in problem.adults:
            if len(wanted[person.id]) > 1 and ("adult", person.id) not in self.school.at_once:
                yield person.id, moments(wanted[person.id])

    def merged(self, limited: set[str]) -> dict[tuple[str, str], int]:
        """Return when each group can meet, with each adult who is limited and with any of the others."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for (group, adult), mask in self.starts.items():
            found[group, adult if adult in limited else ""] |= mask
        return found

    def pupils(self) -> Iterator[tuple[str, list[int]]]:
        """Yield each pupil who is in two groups, with the moments."""
        wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for name, mask in self.any.items():
            group = self.openings.groups[name]
            for member in group.members:
                wanted[member].append((mask, self.openings.steps(group)))
        for pupil, every in sorted(wanted.items()):
            if len(every) > 1 and ("pupil", pupil) not in self.school.at_once:
                yield pupil, moments(every)

    def rooms(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Yield each size of which there are more groups than rooms, with the moments and the rooms in each."""
        rooms, sized = self.openings.problem.rooms, defaultdict(list)
        for name in self.any:
            group = self.openings.groups[name]
            if group.joins is None:
                sized[len(group.members)].append(group)
        every: list[Group] = []
        last = None
        for size in sorted(sized, reverse=True):
            every = every + sized[size]
            large = tuple(room for room in rooms if room.places >= size)
            smaller = [other for other in sized if other < size]
            if smaller and tuple(r for r in rooms if r.places >= max(smaller)) == large:
                continue
            if len(every) <= len(large) or any(("room", r.id) in self.school.at_once for r in large):
                continue
            at = moments((self.any[g.id], self.openings.steps(g)) for g in every)
            free = [(step, sum(self.openings.room(r, 1, self.day) >> step & 1 for r in large)) for step in at]
            if large != last:
                yield size, free
            last = large


class _Known(dict[tuple[Limited, int], list[int]]):
    """What a function of two things gives, worked out once for each pair."""

    def __init__(self, of: Callable[[Limited, int], list[int]]) -> None:
        self.of = of

    def __missing__(self, key: tuple[Limited, int]) -> list[int]:
        self[key] = self.of(*key)
        return self[key]


class _Builder:
    """Builds the program of a school day by day."""

    def __init__(self, school: School) -> None:
        self.school, self.problem, self.openings = school, school.problem, Openings(school)
        problem, weeks = self.problem, self.problem.weeks
        self.leads = {group.id: list(self.openings.leads(group)) for group in problem.groups}
        self.found = Program(wanted=weeks * sum(group.sessions for group in problem.groups))
        need: dict[str, int] = defaultdict(int)
        for group in problem.groups:
            for adult in problem.adults:
                need[adult.id] += may_lead(group, adult) * group.minutes * group.sessions
        tight = [adult for adult in problem.adults if need[adult.id] > adult.minutes]
        self.hours: dict[str, Row] = {adult.id: ("hours", adult.id) for adult in tight}
        self.found.limits = {("hours", adult.id): adult.minutes * weeks for adult in tight}

    def day(self, number: int) -> None:
        """Add the moments of one day, and a column for each group and set of moments that a session is on in."""
        at = _Day(self.openings, self.leads, number)
        limits: dict[Limited, list[tuple[int, int]]] = {}
        limits |= {("adult", name): [(step, 1) for step in steps] for name, steps in at.adults()}
        limits |= {("pupil", name): [(step, 1) for step in steps] for name, steps in at.pupils()}
        limits |= {("room", size): steps for size, steps in at.rooms()}
        rows: list[Row] = list(self.hours.values())
        for (kind, name), steps in limits.items():
            for step, limit in steps:
                rows.append((kind, name, number, step))
                self.found.limits[rows[-1]] = limit
        bit = {row: 1 << n for n, row in enumerate(rows)}
        limited = {str(name) for kind, name in limits if kind == "adult"} | self.hours.keys()
        parts: dict[str, set[int]] = defaultdict(set)
        known = _Known(
            lambda key, lasts: [
                sum(bit[*key, number, step] for step, _ in limits[key] if start <= step < start + lasts)
                for start in range(self.openings.size)
            ]
        )
        for (name, adult), mask in at.merged(limited).items():
            group = self.openings.groups[name]
            paid = bit[self.hours[adult]] if adult in self.hours else 0
            masks = [known[key, lasts] for key, lasts in self._takes(group, adult) if key in limits]
            for start in each_bit(mask):
                part = paid
                for covered in masks:
                    part |= covered[start]
                parts[name].add(part)
        for name, every in parts.items():
            fixed = self._fixed(self.openings.groups[name], number)
            amounts = dict.fromkeys(self.hours.values(), self.openings.groups[name].minutes)
            for part in least(every):
                self.found.columns.append(fixed | {rows[n]: amounts.get(rows[n], 1) for n in each_bit(part)})

    def _takes(self, group: Group, adult: str) -> Iterator[tuple[Limited, int]]:
        """Yield whom and what a session takes, and for how many steps."""
        steps = self.openings.steps(group)
        yield ("adult", adult), steps + self.openings.gap("", "", adult=True)
        for member in group.members:
            yield ("pupil", member), steps
        if group.joins is None:
            yield from ((("room", size), steps) for size in range(1, len(group.members) + 1))

    def _fixed(self, group: Group, day: int) -> dict[Row, int]:
        week = ("week", group.id, day // self.problem.days)
        self.found.limits[week] = group.sessions
        if ("group", group.id) in self.school.at_once:
            return {week: 1}
        self.found.limits["day", group.id, day] = 1
        return {week: 1, ("day", group.id, day): 1}


def program(school: School) -> Program:
    """Return the program of a school, in which people of `at_once`, groups too, may meet twice at a time or a day."""
    builder = _Builder(school)
    for day in range(builder.openings.days):
        builder.day(day)
    return builder.found
