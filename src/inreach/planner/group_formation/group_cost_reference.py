"""What pupils would lose as one group alone: branch and bound over weeks, slow and exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from inreach.planner.group_formation.request import Block, Parts, Wanted
from inreach.planner.problem.problem import Group, Problem, Pupil
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.weekly_branch_and_bound import NOWHERE, Option, Weeks, repeated, undominated

At = tuple[int, int]  # cycle day and step


@dataclass(frozen=True, slots=True)
class Least:
    """The least points of a group, who leads it then, by place in the crew, and when: cycle days and steps."""

    points: int
    lead: int
    times: tuple[At, ...]


class Worth:
    """What pupils would lose as one group alone; None where they have no common time, or must not be together."""

    def __init__(self, problem: Problem, wanted: Wanted) -> None:
        self.wanted = wanted
        single = tuple(
            Group(name, wanted.programme, (name,), wanted.minutes, wanted.sessions) for name in wanted.pupils
        )
        self.problem = replace(problem, groups=single)
        self.found = Candidates(self.problem)
        self.places = {
            group.id: {(day, begin): (bits, losses[0]) for day, begin, bits, losses in self.found.places(g)}
            for g, group in enumerate(single)
        }
        dose = wanted.minutes * wanted.sessions
        self.crew = self.found.crew[0] if single else []
        self.leads = [lead for lead, adult in enumerate(self.crew) if problem.adults[adult].minutes >= dose]
        self.repeated = partial(repeated, self.found.curve, self.found.points)
        self.length = wanted.minutes // problem.step
        kinds: dict[Pupil, int] = {}
        self.alike = {
            pupil.id: kinds.setdefault(replace(pupil, id="", unavoidable=0), len(kinds))
            for pupil in problem.pupils
        }
        self.known: dict[tuple[int, ...], Least | None] = {}
        self.held: dict[At, int] = {}

    def of(self, pupils: frozenset[str]) -> int | None:
        """Return the points of a group of these pupils."""
        if any(len(pair & pupils) > 1 for pair in self.wanted.never):
            return None
        least = self.least(pupils)
        return None if least is None else least.points

    def least(self, pupils: frozenset[str]) -> Least | None:
        """Return the least, worked out once for pupils who are alike: same lessons, loves and protected subjects."""
        kind = tuple(sorted(self.alike[name] for name in pupils))
        if kind not in self.known:
            self.known[kind] = self._least(pupils)
        return self.known[kind]

    def meet(self, pupils: frozenset[str]) -> bool:
        """Say whether these pupils have common times for every session, whoever must not be together."""
        return next(self.able(pupils), None) is not None

    def able(self, pupils: frozenset[str]) -> Iterator[int]:
        """Yield who could lead all sessions of these pupils as one group, by place in the crew."""
        common = self.common(pupils)
        for lead in self.leads:
            if self.enough(at for at in common if self.can(at, lead, pupils)):
                yield lead

    def enough(self, times: Iterable[At]) -> bool:
        """Say whether every week has as many days with a time as there are sessions."""
        days, problem = {day for day, _ in times}, self.problem
        weeks = (range(week * problem.days, (week + 1) * problem.days) for week in range(problem.weeks))
        return all(len(days.intersection(week)) >= self.wanted.sessions for week in weeks)

    def can(self, at: At, lead: int, pupils: frozenset[str]) -> bool:
        """Say whether somebody is free to lead a session of these pupils then."""
        return bool(self.places[next(iter(pupils))][at][0] >> lead & 1)

    def common(self, pupils: frozenset[str]) -> list[At]:
        """Return the times at which all these pupils may leave, somebody trained is free, and a room holds them."""
        lists = [self.places[name] for name in sorted(pupils)]
        common = [at for at in lists[0] if all(at in other for other in lists[1:])]
        return [at for at in common if self.seats(at) >= len(pupils)]

    def seats(self, at: At) -> int:
        """Return how many pupils the largest room holds that is free for a session then."""
        if at not in self.held:
            day, begin = at
            free = np.asarray(self.found.there[:, day, begin : begin + self.length].all(axis=1))
            self.held[at] = max((self.problem.rooms[n].places for n in free.nonzero()[0]), default=0)
        return self.held[at]

    def _least(self, pupils: frozenset[str]) -> Least | None:
        lists = [self.places[name] for name in sorted(pupils)]
        common, problem, least = self.common(pupils), self.problem, None
        times = {lead: {at for at in common if self.can(at, lead, pupils)} for lead in self.leads}
        tried: list[set[At]] = []
        for lead in sorted(times, key=lambda lead: -len(times[lead])):
            if any(times[lead] <= others for others in tried):
                continue
            tried.append(times[lead])
            options: list[list[Option]] = [[] for _ in range(self.found.cycle_days)]
            for day, begin in sorted(times[lead]):
                losses = [places[day, begin][1] for places in lists]
                pieces = tuple(piece for _, _, missed in losses for piece in sorted(missed.items()))
                options[day].append(Option(begin, sum(points for points, _, _ in losses), pieces))
            days, needs = [undominated(items) for items in options], (self.wanted.sessions,) * problem.weeks
            weeks = Weeks(self.repeated, days, needs, frozenset(), [0] * self.found.cycle_days)
            best = weeks.best({}, None if least is None else least.points)
            if best is not None:
                chosen = tuple((day, begin) for day, begin in enumerate(best[1]) if begin != NOWHERE)
                least = Least(best[0], lead, chosen)
        return least


def pupils_of(blocks: list[Block], part: Iterable[int]) -> frozenset[str]:
    """Return the pupils of some blocks."""
    return frozenset(name for n in part for name in blocks[n])


def points_of(worth: Worth, blocks: list[Block], parts: Parts) -> int | None:
    """Return the points of groups, None if one of them is too small, too large or has no times."""
    total, wanted = 0, worth.wanted
    for part in parts:
        pupils = pupils_of(blocks, part)
        points = worth.of(pupils) if wanted.smallest <= len(pupils) <= wanted.largest else None
        if points is None:
            return None
        total += points
    return total
