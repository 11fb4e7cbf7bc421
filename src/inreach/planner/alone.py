"""What a pupil would lose at least if nobody else needed anything: the part of the harm that no timetable can spare.

A pupil's own groups alone, with their adults and rooms and the other members' lessons as they are: as many sessions as
can be, at the times where this one pupil loses least. Points beyond that are avoidable: others' needs have caused them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations, product

from inreach.planner.candidates import Candidates
from inreach.planner.harm import Judge
from inreach.planner.problem import Problem
from inreach.planner.timetable import Timetable

MOST_ORDERS = 6
NOWHERE = -1


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


_Option = tuple[int, int, tuple[tuple[int, int], ...]]  # step of the day, points, steps missed by pair


class _Alone:
    """Finds the least of one pupil after another."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.found = Candidates(problem)
        self.places = {
            g: self.found.places(g) for g, group in enumerate(problem.groups) if group.joins is None
        }
        self.known: dict[tuple[str, int, int], list[list[_Option]]] = {}

    def least(self, pupil: str) -> Least:
        """Return the least of a pupil: with one group exact, else by putting one group after another where it is best.

        With several groups it is proved only where it is no more than the leasts of the groups, each for itself.
        """
        own = [g for g in self.places if pupil in self.problem.groups[g].members]
        alone = [self._best(pupil, g, {}) for g in own]
        low = sum(points for _, points in alone)
        if len(own) < 2:
            return Least(pupil, low, exact=True)
        most, points = min(self._together(pupil, order) for order in self._orders(own))
        whole = -sum(pick.sessions for pick, _ in alone)
        return Least(pupil, points, exact=(most, points) == (whole, low))

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
        points, placed = 0, {}
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
                _, plain, pieces = next(option for option in options[day] if option[0] == begin)
                points += plain + self.second(visits, day) + self.repeated(counts, pieces)
                for pair, steps in pieces:
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
                    visits[day] += 1
                    for pair, steps in next(item for item in options[day] if item[0] == begin)[2]:
                        counts[pair] = counts.get(pair, 0) + steps
        return counts, visits

    def second(self, visits: list[int], day: int) -> int:
        """Return the points for one more session on a day."""
        return self.problem.weights.second_same_day if visits[day] else 0

    def repeated(self, counts: dict[int, int], pieces: tuple[tuple[int, int], ...]) -> int:
        """Return the points for missing more of subjects of which so much is missed."""
        curve, points, total = self.found.curve, self.found.points, 0
        for pair, steps in pieces:
            at = curve[pair] + counts.get(pair, 0)
            total += points[at + steps] - points[at]
        return total

    def _options(self, pupil: str, g: int, lead: int) -> list[list[_Option]]:
        """Return for each day of the cycle where the group could be with an adult, and what the pupil loses there."""
        key = (pupil, g, lead)
        if key not in self.known:
            member = self.problem.groups[g].members.index(pupil)
            days: list[list[_Option]] = [[] for _ in range(self.found.cycle_days)]
            for day, begin, bits, losses in self.places[g]:
                if bits >> lead & 1:
                    points, _, pieces = losses[member]
                    days[day].append((begin, points, tuple(sorted(pieces.items()))))
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
        best, key = _Pick(NOWHERE, (NOWHERE,) * self.found.cycle_days), (0, 0)
        for lead, adult in enumerate(self.found.crew[g]):
            options = _undominated(
                [
                    [option for option in options if self._beside(g, adult, day, option[0], others)]
                    for day, options in enumerate(self._options(pupil, g, lead))
                ]
            )
            for needs in self._needs(g, adult, options, others):
                if -sum(needs) > key[0]:
                    continue
                below = key[1] if -sum(needs) == key[0] else None
                weeks = _Weeks(self, options, needs, self._musts(g), counts, visits, below)
                if weeks.begins is not None:
                    best, key = _Pick(lead, weeks.begins), (-sum(needs), weeks.points)
        return best, key[1]

    def _musts(self, g: int) -> frozenset[int]:
        days = self.problem.days
        return frozenset(pin.week * days + pin.day for pin in self.problem.groups[g].pins)

    def _needs(
        self, g: int, adult: int, options: list[list[_Option]], others: dict[int, _Pick]
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


def _undominated(days: list[list[_Option]]) -> list[list[_Option]]:
    """Return the options that no other of the day beats in points and in every subject missed."""
    found = []
    for options in days:
        kept: list[_Option] = []
        for option in sorted(options, key=lambda item: (item[1], sum(steps for _, steps in item[2]))):
            missed = dict(option[2])
            if not any(all(missed.get(pair, 0) >= steps for pair, steps in other[2]) for other in kept):
                kept.append(option)
        found.append(kept)
    return found


class _Weeks:
    """Branch and bound over the days of the cycle; `begins` is None if nothing is below the given points."""

    def __init__(  # noqa: PLR0917 -- called in one place, in the order of the problem
        self,
        alone: _Alone,
        options: list[list[_Option]],
        needs: tuple[int, ...],
        musts: frozenset[int],
        counts: dict[int, int],
        visits: list[int],
        below: int | None,
    ) -> None:
        self.alone, self.options, self.needs, self.musts = alone, options, needs, musts
        self.counts, self.visits, self.days = dict(counts), visits, alone.problem.days
        self.points = below
        self.begins: tuple[int, ...] | None = None
        self._go(0, needs[0], 0, [])

    def _marginal(self, day: int) -> list[tuple[int, _Option]]:
        """Return the options of a day with what they add now, cheapest first."""
        second = self.alone.second(self.visits, day)
        return sorted(
            (option[1] + second + self.alone.repeated(self.counts, option[2]), option)
            for option in self.options[day]
        )

    def _cheapest(self, day: int) -> int:
        """Return the least that a session on a day adds now."""
        repeated, least = self.alone.repeated, None
        for _, plain, pieces in self.options[day]:
            if least is None or plain < least:
                points = plain + repeated(self.counts, pieces)
                least = points if least is None else min(least, points)
        return least + self.alone.second(self.visits, day)

    def _rest(self, day: int, left: int) -> int | None:
        """Return what the days from this one on add at least; None if there are too few of them."""
        total, first = 0, day
        for week in range(day // self.days, len(self.needs)):
            last = (week + 1) * self.days
            need = left if week == day // self.days else self.needs[week]
            low = sorted(self._cheapest(d) for d in range(first, last) if self.options[d])
            if len(low) < need:
                return None
            total += sum(low[:need])
            first = last
        return total

    def _go(self, day: int, left: int, cost: int, begins: list[int]) -> None:
        if day == len(self.options):
            if self.points is None or cost < self.points:
                self.points, self.begins = cost, tuple(begins)
            return
        rest = self._rest(day, left)
        if rest is None or (self.points is not None and cost + rest >= self.points):
            return
        ends = (day + 1) % self.days == 0
        then = (self.needs[day // self.days + 1] if day + 1 < len(self.options) else 0) if ends else None
        if left:
            for added, (begin, _, pieces) in self._marginal(day):
                if self.points is not None and cost + added >= self.points:
                    break
                for pair, steps in pieces:
                    self.counts[pair] = self.counts.get(pair, 0) + steps
                if not ends or left == 1:
                    self._go(day + 1, left - 1 if then is None else then, cost + added, [*begins, begin])
                for pair, steps in pieces:
                    self.counts[pair] -= steps
        if day not in self.musts and (not ends or left == 0):
            self._go(day + 1, left if then is None else then, cost, [*begins, NOWHERE])


def least_alone(problem: Problem) -> dict[str, Least]:
    """Return for every supported pupil of a checked problem the least harm that the pupil could have alone."""
    alone = _Alone(problem)
    return {pupil.id: alone.least(pupil.id) for pupil in alone.found.pupils}


def with_fairness(problem: Problem) -> Problem:
    """Return the problem with `unavoidable` filled, so that the worst-off pupil is the one with most avoidable harm."""
    least = least_alone(problem)
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
    found = least if least is not None else least_alone(problem)
    harm = Judge(problem).harm(timetable)
    every = [Avoidable(pupil, item.points, found[pupil]) for pupil, item in harm.pupils.items()]
    return tuple(sorted(every, key=lambda item: -item.avoidable)[:most])
