"""The cheapest timetable that can be put together from sessions of many good ones, as a whole-number program.

The idea is that of tour merging (Cook and Seymour, INFORMS Journal on Computing 15, 2003): good answers agree on most
of what they are made of, so the best of their parts is a small problem. The program knows rooms by size only, adults
by lines, and walking and covers not at all; what it finds still has to be timetabled, so it only says where to look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.bounds.block_model import Builder, Model
from inreach.planner.bounds.block_solver import ENDLESS, Rows, begin_with, loaded, program
from inreach.planner.bounds.blocks import Plan
from inreach.planner.bounds.exchangeable_sessions import Kind, kinds_of, placed, together
from inreach.planner.bounds.interchangeable_adults import PLENTY, lines_of
from inreach.planner.bounds.lagrange_multipliers import PARTS, LagrangeMultipliers, RelaxationData
from inreach.planner.search.compiled_problem import (
    ALL_UNAVOIDABLE,
    DAY_STEPS,
    GROUPS,
    PUPILS,
    TURNAROUND,
    WEEK_DAYS,
    WEEKS,
    WORST_PUPIL,
    CompiledProblem,
)

POINT = 0.99  # harm is in whole points: a bound closer than this proves that nothing is better
HALF = 0.5  # more than this is one: HiGHS works in floating point
EFFORT = 0.2  # the share of its time that HiGHS gives to finding better answers

Choice = list[tuple[int, int, int]]  # group, line, place


def free_of_charge(compiled: CompiledProblem, relaxation: RelaxationData) -> LagrangeMultipliers:
    """Return prices at which nothing is charged but the harm; the worst-off pupil counts in full."""
    _, pupils, adults, _, days, size = (int(n) for n in compiled.shape[:6])
    worst = np.zeros(pupils, dtype=np.int64)
    worst[:1] = PARTS * int(compiled.weights[WORST_PUPIL])
    none = {
        "adult": (adults, days, size),
        "hours": (adults,),
        "pupil": (pupils, days, size),
        "room": relaxation.rooms.shape,
        "repeat": relaxation.free.shape,
        "second": (pupils, days),
        "away": (pupils,),
    }
    return LagrangeMultipliers(
        worst=worst, **{name: np.zeros(shape, dtype=np.int64) for name, shape in none.items()}
    )


class MergingModel:
    """All groups with the sessions to choose from; `teams` are the adults whose time is scarce."""

    def __init__(self, compiled: CompiledProblem, relaxation: RelaxationData, teams: list[list[int]]) -> None:
        self.compiled, self.relaxation, self.teams = compiled, relaxation, teams
        self.lines = lines_of(compiled, teams)

    def columns(self, seen: Ints, most: int, known: Choice) -> Plan:
        """Return the known sessions and, of those seen most often, `most` at most, each for every line of its kind.

        `seen` counts for each place and kind of adult, in the group's own numbering of kinds. One place stands for all
        of its day at which every pupil loses as much: a known one, or the one that was seen most often.
        """
        compiled, sessions = self.compiled, set(known)
        summed, times = np.zeros_like(seen), seen.sum(axis=1)
        np.add.at(summed, compiled.representative, seen)
        times[[place for _, _, place in known]] = int(times.sum()) + 1
        stands: dict[int, int] = {}
        for place in np.argsort(-times, kind="stable").tolist():
            stands.setdefault(int(compiled.representative[place]), place)
        places, kinds = np.nonzero(summed)
        order = np.lexsort((kinds, places, -summed[places, kinds]))[:most]
        owner = np.searchsorted(compiled.first[:, -1], places[order], side="right")
        for group, place, kind in zip(
            owner.tolist(), places[order].tolist(), kinds[order].tolist(), strict=True
        ):
            for line in self.lines[group].values():
                session = (group, line.bit, stands[place])
                if line.kind == compiled.kind_start[group] + kind and len(self.equal(*session)):
                    sessions.add(session)
        return as_columns(sessions)

    def equal(self, group: int, bit: int, place: int) -> Ints:
        """Return the places of a day at which every pupil loses as much as at this one, where a line has an adult."""
        compiled, mask = self.compiled, self.lines[group][bit].mask
        day = int(np.searchsorted(compiled.first[group], place, side="right")) - 1
        span = np.arange(int(compiled.first[group, day]), int(compiled.first[group, day + 1]))
        equal: Ints = span[
            (compiled.representative[span] == compiled.representative[place])
            & ((compiled.adults[span] & mask) != 0)
        ]
        return equal

    def week(self, group: int, place: int) -> int:
        """Return the week of the cycle of a place."""
        day = int(np.searchsorted(self.compiled.first[group], place, side="right")) - 1
        return day // int(self.compiled.shape[WEEK_DAYS])

    def model(self, columns: Plan) -> Model:
        """Return the model of all groups with these columns."""
        groups, pupils = int(self.compiled.shape[GROUPS]), int(self.compiled.shape[PUPILS])
        prices = free_of_charge(self.compiled, self.relaxation)
        builder = Builder(self.compiled, self.relaxation, prices, frozenset(range(pupils)))
        return builder.build(tuple(range(groups)), columns)

    def kinds(self, model: Model) -> list[Kind]:
        """Return the columns of a model by kind."""
        return kinds_of(
            self.compiled, self.relaxation, model, self.equal, lambda group, bit: self.lines[group][bit].team
        )

    def rows(self, model: Model, kinds: list[Kind], start: Iterable[tuple[int, int, int]] = ()) -> Rows:
        """Return the rows of a model of all groups, with those for pupils, rooms, scarce adults and pinned sessions.

        `start` is a good choice: where names of equal adults make no difference, its groups have the first ones.
        """
        compiled, relaxation, rows = self.compiled, self.relaxation, program(model)
        rows.whole = [True] * len(rows.whole)  # no shares are charged, so all that is counted is whole
        size, turn = int(compiled.shape[DAY_STEPS]), int(compiled.weights[TURNAROUND])
        busy: dict[tuple[Any, ...], set[int]] = defaultdict(set)
        for kind in kinds:
            if len(kind.begins) > 1:
                most = float(len({model.columns[column][0] for column in kind.columns}))
                kind.counts = {begin: rows.column(0.0, most, whole=True) for begin in kind.begins}
                parts = {**dict.fromkeys(kind.columns, 1.0), **dict.fromkeys(kind.counts.values(), -1.0)}
                rows.row(0.0, 0.0, parts)
            for begin in kind.begins:
                for step in range(begin, begin + kind.length):
                    for room in range(kind.room + 1):
                        busy["room", room, kind.day, step].update(kind.at(begin))
                if kind.team != PLENTY:
                    for step in range(begin, min(size, begin + kind.length + turn)):
                        busy["adult", kind.team, kind.day, step].update(kind.at(begin))
        for (group, *at), columns in together(model, kinds).items():
            for pupil in compiled.pupil[
                compiled.member_start[group] : compiled.member_start[group + 1]
            ].tolist():
                if relaxation.many[pupil]:
                    busy["pupil", pupil, *at].update(columns)
        most_of = {
            "adult": lambda team, *_: len(self.teams[team]),
            "room": lambda *at: int(relaxation.rooms[at]),
            "pupil": lambda *_: 1,
        }
        limited = set()
        for (what, *at), taken in busy.items():
            key = most_of[what](*at), frozenset(taken)
            if sum(rows.upper[column] for column in taken) > key[0] and key not in limited:
                limited.add(key)
                rows.row(-ENDLESS, float(key[0]), dict.fromkeys(sorted(taken), 1.0))
        self._pins(model, rows)
        self._hours(model, rows, {session[:2] for session in start})
        return rows

    def _pins(self, model: Model, rows: Rows) -> None:
        """Add that a group meets at every pinned time or not at all; on their days it has no other place."""
        for group, day in zip(*np.nonzero(self.compiled.pinned), strict=True):
            kept = [n for n, at in enumerate(model.day) if at == day and model.columns[n][0] == group]
            leads = [lead for (one, _), lead in rows.leads.items() if one == group]
            rows.row(0.0, ENDLESS, {**dict.fromkeys(kept, 1.0), **dict.fromkeys(leads, -1.0)})

    def _hours(self, model: Model, rows: Rows, likely: set[tuple[int, int]]) -> None:
        """Add the hours of scarce adults: a group of a team is with one of its adults, and takes all its sessions.

        Adults of a team are equal: the n-th group, likely ones and those with most work first, has one of the first n.
        """
        compiled = self.compiled
        work: dict[int, dict[int, float]] = defaultdict(dict)
        for column, (group, bit, _, _) in enumerate(model.columns):
            team = self.lines[group][bit].team
            if team != PLENTY and len(self.teams[team]) == 1:
                work[self.teams[team][0]][column] = float(compiled.length[group])
        turns: dict[int, int] = defaultdict(int)
        steps = {
            key: float(compiled.length[key[0]] * compiled.dose[key[0]] * compiled.shape[WEEKS])
            for key in rows.leads
        }
        for group, bit in sorted(rows.leads, key=lambda key: (key not in likely, -steps[key], key)):
            team = self.lines[group][bit].team
            if team == PLENTY or len(self.teams[team]) == 1:
                continue
            turns[team] += 1
            mine = {rows.column(0.0, 1.0, whole=True): adult for adult in self.teams[team][: turns[team]]}
            rows.row(0.0, 0.0, {**dict.fromkeys(mine, 1.0), rows.leads[group, bit]: -1.0})
            for column, adult in mine.items():
                work[adult][column] = steps[group, bit]
        for adult, parts in work.items():
            rows.row(-ENDLESS, float(compiled.hours[adult]), parts)

    def first_adults(self, choice: Choice) -> dict[int, int]:
        """Return bits of adults for groups of teams: the n-th group with most work has one of the first n adults.

        Adults of a team are equal, so nothing is lost, and what differs in their names alone is not looked at twice.
        """
        compiled = self.compiled
        taken: dict[int, int] = defaultdict(int)
        adults: dict[int, int] = {}
        bits = dict(session[:2] for session in choice)
        for group in sorted(bits, key=lambda group: (-compiled.length[group] * compiled.dose[group], group)):
            team = self.lines[group][bits[group]].team
            if team == PLENTY:
                continue
            taken[team] += 1
            first = self.teams[team][: taken[team]]
            crew = compiled.crew[compiled.crew_start[group] : compiled.crew_start[group + 1]].tolist()
            adults[group] = sum(1 << bit for bit, adult in enumerate(crew) if adult in first)
        return adults

    def solve(
        self,
        columns: Plan,
        start: Choice,
        seconds: float,
        halted: Callable[[], bool],
        better: Callable[[Choice, int], None],
    ) -> bool:
        """Call `better` with each better choice than `start` and its points; say whether nothing better is left."""
        model = self.model(columns)
        for column, (_, _, place, _) in enumerate(columns):
            model.costs[column] += PARTS * int(self.compiled.move_cost[place])
        kinds = self.kinds(model)
        solver = loaded(
            self.rows(model, kinds, start),
            {"time_limit": max(0.0, seconds), "mip_abs_gap": POINT, "mip_heuristic_effort": EFFORT},
        )
        known = [{n for n, column in enumerate(columns) if column[:3] in set(start)}]
        begin_with(solver, known[0], len(columns))

        def improved(values: Ints) -> bool:
            chosen = set(np.nonzero(values[: len(columns)] > HALF)[0].tolist())
            if chosen not in known:
                known.append(chosen)
                choice = placed(self.compiled, model, kinds, self.equal, values)
                better(choice, -(-model.value(chosen) // PARTS) + int(self.compiled.weights[ALL_UNAVOIDABLE]))
            return False

        return run(solver, halted, improved)

    def seat(
        self, choice: Choice, alike: MergingModel, seconds: float, halted: Callable[[], bool]
    ) -> Choice | None:
        """Return a choice of another recombination with one adult of a team for each group; None if none was found.

        A session may go to any time of its day at which all pupils lose as much.
        """
        first = alike.first_adults(choice)
        wanted = {
            (group, own.bit, place)
            for group, bit, place in choice
            for own in self.lines[group].values()
            if own.mask & alike.lines[group][bit].mask & first.get(group, -1)
            and len(self.equal(group, own.bit, place))
        }
        columns = as_columns(wanted)
        model = self.model(columns)
        doses = dict.fromkeys(model.doses, 0)
        for group, _, place in choice:
            doses[group, self.week(group, place)] += 1
        bare = replace(
            model, costs=[0] * len(columns), hinges=[], worst=0, burdens=[], missing={}, doses=doses
        )
        kinds = self.kinds(bare)
        rows = self.rows(bare, kinds)
        rows.upper = [0.0 if cost else upper for cost, upper in zip(rows.costs, rows.upper, strict=True)]
        solver = loaded(rows, {"time_limit": seconds})
        seated: list[Choice] = []

        def found(values: Ints) -> bool:
            seated.append(placed(self.compiled, bare, kinds, self.equal, values))
            return True

        run(solver, halted, found)
        return next((one for one in seated if len(one) == len(choice)), None)


def as_columns(sessions: Iterable[tuple[int, int, int]]) -> Plan:
    """Return sessions as columns, each line standing for itself."""
    return [(group, bit, place, bit) for group, bit, place in sorted(sessions)]


def run(solver: Any, halted: Callable[[], bool], improved: Callable[[Ints], bool]) -> bool:
    """Let HiGHS run until it is halted or `improved`, told every answer, wants no more; say if it came to an end."""
    import highspy

    enough: list[bool] = []

    def listen(event: Any) -> None:
        if enough or halted():
            event.interrupt()

    def better(event: Any) -> None:
        if improved(np.array(event.data_out.mip_solution)):
            enough.append(True)

    solver.cbMipInterrupt += listen
    solver.cbMipImprovingSolution += better
    solver.run()
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        improved(
            np.array(solver.getSolution().col_value)
        )  # the last answer, also of a program that was solved at once
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)
