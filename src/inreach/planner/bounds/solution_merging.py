"""Joins the good timetables of a search to a better one, while the search goes on.

What is learned of the search is how often groups stood where, at low heat, and its best timetable. One joining looks at
some groups that have much to do with each other among many of the sessions seen, and at all others among few: a large
neighbourhood of the best timetable (Shaw, Principles and Practice of Constraint Programming, 1998), drawn by chance.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inreach.planner.array_types import Flags, Ints
from inreach.planner.bounds.interchangeable_adults import PLENTY, alone, scarce, teams_of
from inreach.planner.bounds.lagrange_multipliers import LagrangeMultipliers
from inreach.planner.bounds.lower_bound import relaxation_data_of
from inreach.planner.bounds.merging_model import Choice, MergingModel
from inreach.planner.entry import construct, improve, polish
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.compiled_problem import GROUPS, CompiledProblem, build
from inreach.planner.search.conversion import as_incumbent, as_timetable
from inreach.planner.search.group_branch_and_bound import NEVER
from inreach.planner.search.rng import FINE, plain_draw, seeded
from inreach.planner.search.ruin_and_recreate import Incumbent, empty_incumbent
from inreach.planner.search.search import COLD, HOT
from inreach.planner.search.search_state import SearchState, empty_state

NARROW = 1.4  # sessions to choose from, for each that is to be placed, where a joining does not look closely
RELATED = 4  # groups drawn, of which the one that has most to do with those chosen is chosen too
SEATING = 8.0  # seconds for giving each group of a team one of its adults
A_GROUP = 60  # rounds for each group in which the adults and rooms of what was chosen are found
STEPS = 20  # steps in which the heat falls meanwhile


@dataclass(frozen=True, slots=True)
class SolutionSample:
    """How often groups stood at places with each kind of adult, and the best timetable so far."""

    places: Ints
    kinds: Ints
    times: Ints
    best: Timetable


class SolutionSamples:
    """Counts where groups stand."""

    def __init__(self) -> None:
        self.times: Ints | None = None

    def look(self, compiled: CompiledProblem, state: SearchState) -> None:
        """Count every session on a state once."""
        if self.times is None:
            most = int(np.diff(compiled.kind_start).max(initial=1))
            self.times = np.zeros((len(compiled.begins), most), dtype=np.int64)
        groups = np.nonzero(state.lead >= 0)[0]
        kinds = (
            compiled.crew_kind[compiled.crew_start[groups] + state.lead[groups]] - compiled.kind_start[groups]
        )
        places = state.place[groups]
        at, day = np.nonzero(places >= 0)
        self.times[places[at, day], kinds[at]] += 1

    def sample(self, best: Timetable) -> SolutionSample:
        """Return what was counted so far, beside the best timetable."""
        times = np.zeros((0, 1), dtype=np.int64) if self.times is None else self.times
        places, kinds = np.nonzero(times)
        return SolutionSample(places, kinds, times[places, kinds], best)

    def combined(self, sample: SolutionSample) -> SolutionSample:
        """Return what another search has seen and what was counted here, as one."""
        if self.times is None:
            return sample
        times = self.times.copy()
        times[sample.places, sample.kinds] += sample.times
        places, kinds = np.nonzero(times)
        return SolutionSample(places, kinds, times[places, kinds], sample.best)


@dataclass(frozen=True, slots=True)
class Look:
    """How closely a joining looks: at which share of the groups, among how many sessions for each to be placed."""

    share: float
    wide: float


class SolutionMerger:
    """Finds the best timetable that sessions seen often make together."""

    def __init__(self, problem: Problem, prices: LagrangeMultipliers) -> None:
        candidates = Candidates(problem)
        self.problem, self.compiled = problem, build(problem, candidates)
        relaxation, adults = (
            relaxation_data_of(problem, self.compiled, candidates),
            scarce(prices, self.compiled),
        )
        self.alike = MergingModel(self.compiled, relaxation, teams_of(problem, adults))
        self.named = MergingModel(self.compiled, relaxation, alone(adults))
        self.sessions = int(self.compiled.dose.sum()) * problem.weeks
        self.owner = np.searchsorted(
            self.compiled.first[:, -1], np.arange(len(self.compiled.begins)), side="right"
        )
        self.unseated: set[frozenset[tuple[int, int, int]]] = set()
        self.rng = seeded(0)

    def merge(
        self,
        sample: SolutionSample,
        look: Look,
        until: float,
        halted: Callable[[], bool],
        give: Callable[[Timetable], None],
    ) -> bool:
        """Give a better timetable if there is one among the sessions seen most often.

        Say whether it is certain before the time of the clock that there is nothing better than what was found.
        """
        best = as_incumbent(self.problem, self.compiled, sample.best)
        most = int(np.diff(self.compiled.kind_start).max(initial=1))
        seen = np.zeros((len(self.compiled.begins), most), dtype=np.int64)
        seen[sample.places, sample.kinds] = sample.times
        start = [] if best is None else self.choice(best)
        points = NEVER if best is None else int(best.points[0])
        part, columns = self.related(look.share), set()
        for groups, width in ((part, look.wide), (~part, NARROW)):
            mine = np.where(groups[self.owner, None], seen, 0)
            work = int(self.compiled.dose[groups].sum()) * self.problem.weeks
            columns |= set(self.alike.columns(mine, int(width * work), start))
        choices: list[tuple[int, Choice]] = []
        proved = self.alike.solve(
            sorted(columns),
            start,
            until - time.time(),
            halted,
            lambda choice, cost: choices.append((cost, choice)),
        )
        for cost, choice in sorted(choices):
            if cost < points and not halted() and frozenset(choice) not in self.unseated:
                incumbent = self.settled(choice, halted)
                if incumbent is not None and incumbent.points[0] < points:
                    give(as_timetable(self.problem, self.compiled, incumbent))
                    break
                self.unseated.add(frozenset(choice))
        return proved

    def related(self, share: float) -> Flags:
        """Return which groups are in a share of them, drawn by chance, that have much to do with each other."""
        count = int(self.compiled.shape[GROUPS])
        part = np.zeros(count, dtype=bool)
        wanted = min(count, max(1, round(share * count)))
        part[plain_draw(self.rng, count)] = True
        while part.sum() < wanted:
            inside, outside = np.nonzero(part)[0], np.nonzero(~part)[0]
            anchor = inside[plain_draw(self.rng, len(inside))]
            drawn = [int(outside[plain_draw(self.rng, len(outside))]) for _ in range(RELATED)]
            part[max(drawn, key=lambda group: self.compiled.relatedness[anchor, group])] = True
        return part

    def choice(self, incumbent: Incumbent) -> Choice:
        """Return the sessions of a state, with the lines of their adults."""
        sessions = []
        for group in np.nonzero(incumbent.lead >= 0)[0].tolist():
            lines = self.alike.lines[group].values()
            bit = next(line.bit for line in lines if line.mask >> int(incumbent.lead[group]) & 1)
            sessions += [(group, bit, int(place)) for place in incumbent.place[group] if place >= 0]
        return sessions

    def settled(self, choice: Choice, halted: Callable[[], bool]) -> Incumbent | None:
        """Return a state with the chosen sessions, as far as there are adults and rooms for them."""
        seated = self.named.seat(choice, self.alike, SEATING, halted)
        if seated is None:
            return None
        compiled = self.narrowed(seated)
        state, rng = empty_state(compiled), seeded(0)
        incumbent = empty_incumbent(state)
        now = construct(compiled, state, incumbent, rng)
        mean = now / max(1, self.sessions)
        for step in range(STEPS):
            heat = mean * HOT * (COLD / HOT) ** (step / STEPS)
            now = improve(
                compiled,
                state,
                incumbent,
                rng,
                now,
                int(heat * FINE),
                A_GROUP * len(state.lead) // STEPS,
                False,
            )
        free = empty_state(self.compiled)
        polish(self.compiled, free, incumbent, rng)
        return incumbent

    def narrowed(self, choice: Choice) -> CompiledProblem:
        """Return the problem with the chosen sessions alone; where adults are plenty, at all times of equal cost."""
        compiled, adults = self.compiled, np.zeros_like(self.compiled.adults)
        for group, bit, place in choice:
            line = self.named.lines[group][bit]
            span = slice(int(compiled.first[group, 0]), int(compiled.first[group, -1]))
            same = compiled.representative[span] == compiled.representative[place]
            if line.team != PLENTY:
                same = np.arange(span.start, span.stop) == place
            adults[span] = np.where(same, compiled.adults[span] & line.mask, adults[span])
        return compiled._replace(adults=adults)
