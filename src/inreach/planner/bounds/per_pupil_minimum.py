"""What a pupil would lose at least if nobody else needed anything: the part of the harm that no timetable can spare.

A pupil's own groups alone, with their adults and rooms and the other members' lessons as they are: as many sessions as
can be, at the times where this one pupil loses least. Points beyond that are avoidable: others' needs have caused them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations, product

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.weekly_branch_and_bound import NOWHERE, Option, Weeks, repeated, undominated

MOST_ORDERS = 6
EFFORT = 10_000  # steps of the search for one group: enough for a week, and two weeks end in time


@dataclass(frozen=True, slots=True)
class Least:
    """The least harm in points that was found for a pupil alone; `exact` where less is proved not to be possible."""

    pupil: str
    points: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Avoidable:
    """What a timetable costs a pupil, and how much of it would not be there if only this pupil had needs."""

    pupil: str
    points: int
    least: Least

    @property
    def avoidable(self) -> int:
        """The points beyond the least; 0 where sessions were not placed and the pupil loses less than that."""
        return max(0, self.points - self.least.points)

    @property
    def sentence(self) -> str:
        """Say it in words."""
        spare = (
            f"{self.avoidable} of these {self.points} points" if self.avoidable else "none of these points"
        )
        found = "" if self.least.exact else ", as far as we could find"
        return (
            f"Pupil {self.pupil} loses {self.points} points. If nobody else needed anything, "
            f"{spare} could be spared{found}."
        )


@dataclass(frozen=True, slots=True)
class _Pick:
    """One group placed for one pupil: who takes it, by place in its crew, and a step or nowhere for each cycle day."""

    lead: int
    begins: tuple[int, ...]

    @property
    def sessions(self) -> int:
        return sum(begin != NOWHERE for begin in self.begins)


class _PupilMinimum:
    """Finds the least of one pupil after another."""

    def __init__(self, problem: Problem, effort: int) -> None:
        self.problem, self.effort = problem, effort
        self.cut = False
        self.found = Candidates(problem)
        self.places = [self.found.places(g) for g in range(len(problem.groups))]
        self.covered = any(adult.teaches for adult in problem.adults)
        self.repeated = partial(repeated, self.found.curve, self.found.points)
        self.known: dict[tuple[str, int, int], list[list[Option]]] = {}

    def least(self, pupil: str) -> Least:
        """Return the least of a pupil: with one group exact, else by putting one group after another where it is best.

        With several groups it is proved only where it is no more than the leasts of the groups, each for itself, and
        nobody walks between them; where teachers have a class of their own, who covers it is not minded. It is not
        proved either where the effort did not last for all weeks of a group.
        """
        self.cut = False
        own = [g for g, group in enumerate(self.problem.groups) if pupil in group.members]
        alone = [self._best(pupil, g, {}) for g in own]
        low, cut = sum(points for _, points in alone), self.cut
        if len(own) < 2:
            return Least(pupil, low, exact=not self.covered and not self.cut)
        most, points = min(self._together(pupil, order) for order in self._orders(own))
        whole = -sum(pick.sessions for pick, _ in alone)
        proved = (most, points) == (whole, low) and not self.covered and not self.problem.walks and not cut
        return Least(pupil, points, exact=proved)

    def _orders(self, own: list[int]) -> Iterator[tuple[int, ...]]:
        for number, order in enumerate(permutations(own)):
            if number == MOST_ORDERS:
                return
            yield order

    def _together(self, pupil: str, order: tuple[int, ...]) -> tuple[int, int]:
        """Return sessions placed, as a negative number, and points, when no single group can be put better."""
        picks: dict[int, _Pick] = {}
        best: tuple[int, int] | None = None
        while True:
            for g in order:
                others = {other: pick for other, pick in picks.items() if other != g}
                picks[g], _ = self._best(pupil, g, others)
            now = (-sum(pick.sessions for pick in picks.values()), self._points(pupil, picks))
            if best is not None and now >= best:
                return best
            best = now

    def _points(self, pupil: str, picks: dict[int, _Pick]) -> int:
        """Return the pupil's points with these groups placed."""
        points = 0
        placed: dict[int, _Pick] = {}
        for g, pick in picks.items():
            points += self._price(pupil, g, pick, placed)
            placed[g] = pick
        return points

    def _price(self, pupil: str, g: int, pick: _Pick, others: dict[int, _Pick]) -> int:
        """Return what a group adds to the pupil's points, the others given."""
        if not pick.sessions:
            return 0
        counts, visits = self._state(pupil, others)
        options, points = self._options(pupil, g, pick.lead), 0
        for day, begin in enumerate(pick.begins):
            if begin != NOWHERE:
                option = next(item for item in options[day] if item.begin == begin)
                points += option.points + self._second(g, visits, day) + self.repeated(counts, option.pieces)
                for pair, steps in option.pieces:
                    counts[pair] = counts.get(pair, 0) + steps
        return points

    def _state(self, pupil: str, others: dict[int, _Pick]) -> tuple[dict[int, int], list[int]]:
        """Return steps missed by pair, and sessions by day, of the groups that are placed."""
        counts: dict[int, int] = {}
        visits = [0] * self.found.cycle_days
        for g, pick in others.items():
            if not pick.sessions:
                continue
            options = self._options(pupil, g, pick.lead)
            for day, begin in enumerate(pick.begins):
                if begin != NOWHERE:
                    visits[day] += self.problem.groups[g].joins is None
                    for pair, steps in next(item for item in options[day] if item.begin == begin).pieces:
                        counts[pair] = counts.get(pair, 0) + steps
        return counts, visits

    def _second(self, g: int, visits: list[int], day: int) -> int:
        """Return the points for one more session of a group on a day; one in class takes nobody out."""
        out = self.problem.groups[g].joins is None
        return self.problem.weights.second_same_day if out and visits[day] else 0

    def _options(self, pupil: str, g: int, lead: int) -> list[list[Option]]:
        """Return for each day of the cycle where the group could be with an adult, and what the pupil loses there."""
        key = (pupil, g, lead)
        if key not in self.known:
            member = self.problem.groups[g].members.index(pupil)
            days: list[list[Option]] = [[] for _ in range(self.found.cycle_days)]
            for day, begin, bits, losses in self.places[g]:
                if bits >> lead & 1:
                    points, _, pieces = losses[member]
                    days[day].append(Option(begin, points, tuple(sorted(pieces.items()))))
            self.known[key] = days
        return self.known[key]

    def _beside(self, g: int, adult: int, day: int, begin: int, others: dict[int, _Pick]) -> bool:
        """Say whether the pupil, and an adult with time to get there, can be at a session beside the others."""
        step = self.problem.step
        end = begin + self.problem.groups[g].minutes // step
        for other, pick in others.items():
            first = pick.begins[day]
            if first == NOWHERE:
                continue
            last = first + self.problem.groups[other].minutes // step
            same = self.found.crew[other][pick.lead] == adult
            apart = -(-self.problem.turnaround // step) if same else 0
            if begin < last + apart and first < end + apart:
                return False
        return True

    def _best(self, pupil: str, g: int, others: dict[int, _Pick]) -> tuple[_Pick, int]:
        """Return the best weeks of a group for one pupil, and what they add to the pupil's points."""
        counts, visits = self._state(pupil, others)
        extra = [self._second(g, visits, day) for day in range(self.found.cycle_days)]
        best, key = _Pick(NOWHERE, (NOWHERE,) * self.found.cycle_days), (0, 0)
        for lead, adult in enumerate(self.found.crew[g]):
            options = [
                undominated([item for item in options if self._beside(g, adult, day, item.begin, others)])
                for day, options in enumerate(self._options(pupil, g, lead))
            ]
            for needs in self._needs(g, adult, options, others):
                if -sum(needs) > key[0]:
                    continue
                below = key[1] if -sum(needs) == key[0] else None
                weeks = Weeks(self.repeated, options, needs, self._musts(g), extra, most=self.effort)
                week = weeks.best(counts, below)
                self.cut |= weeks.cut
                if week is not None:
                    best, key = _Pick(lead, week[1]), (-sum(needs), week[0])
        return best, key[1]

    def _musts(self, g: int) -> frozenset[int]:
        days = self.problem.days
        return frozenset(pin.week * days + pin.day for pin in self.problem.groups[g].pins)

    def _needs(
        self, g: int, adult: int, options: list[list[Option]], others: dict[int, _Pick]
    ) -> list[tuple[int, ...]]:
        """Return how many sessions each week could have, where as many are placed as the adult's hours allow."""
        problem, group = self.problem, self.problem.groups[g]
        days, hours = problem.days, problem.adults[adult].minutes * problem.weeks
        hours -= sum(
            pick.sessions * problem.groups[other].minutes
            for other, pick in others.items()
            if pick.sessions and self.found.crew[other][pick.lead] == adult
        )
        most = [
            min(group.sessions, sum(bool(item) for item in options[week * days : (week + 1) * days]))
            for week in range(problem.weeks)
        ]
        whole = min(sum(most), max(0, hours // group.minutes))
        return [needs for needs in product(*(range(n + 1) for n in most)) if sum(needs) == whole > 0]


def least_per_pupil(problem: Problem, effort: int = EFFORT) -> dict[str, Least]:
    """Return for every supported pupil of a checked problem the least harm that the pupil could have alone.

    `effort` are the steps that the search for the weeks of one group may take.
    """
    minimum = _PupilMinimum(problem, effort)
    return {pupil.id: minimum.least(pupil.id) for pupil in minimum.found.pupils}


def with_fairness(problem: Problem) -> Problem:
    """Return the problem with `unavoidable` filled, so that the worst-off pupil is the one with most avoidable harm."""
    least = least_per_pupil(problem)
    return replace(
        problem,
        pupils=tuple(
            replace(pupil, unavoidable=least[pupil.id].points if pupil.id in least else 0)
            for pupil in problem.pupils
        ),
    )


def most_avoidable(
    problem: Problem, timetable: Timetable, least: dict[str, Least] | None = None, most: int = 10
) -> tuple[Avoidable, ...]:
    """Return the pupils with most avoidable harm in a timetable, the first one has most."""
    least_of = least if least is not None else least_per_pupil(problem)
    harm = ObjectiveEvaluator(problem).harm(timetable)
    every = [Avoidable(pupil, item.points, least_of[pupil]) for pupil, item in harm.pupils.items()]
    return tuple(sorted(every, key=lambda item: -item.avoidable)[:most])
