"""The plan of one block at given prices as a whole-number program, built in whole parts of a point.

A column is a session: a group with one of its adults at one place. What grows with the sum over several sessions, the
same subject again, a second session on one day, time away from the teacher, is a *hinge*: so many points for each unit
beyond what is free. Pupils all of whose groups are in the block need no shares: their loss is counted exactly, and the
worst-off of them stands for all in the term of the worst-off pupil.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from inreach.planner.bounds.blocks import Plan
from inreach.planner.bounds.lagrange_multipliers import PARTS, LagrangeMultipliers, RelaxationData
from inreach.planner.search.compiled_problem import (
    PREPARATION_MISSED,
    SECOND_SAME_DAY,
    SESSION_SHORT,
    TEACHER_TIME,
    TURNAROUND,
    WEEK_DAYS,
    WEEKS,
    CompiledProblem,
)


@dataclass(slots=True)
class Hinge:
    """Parts for each unit of a sum over columns beyond what is free."""

    free: int
    units: dict[int, int]
    cost: int = 0

    def beyond(self, chosen: set[int]) -> int:
        """Return the units beyond what is free."""
        return max(0, sum(units for column, units in self.units.items() if column in chosen) - self.free)


@dataclass(slots=True)
class Burden:
    """An insider's harm beyond what is unavoidable: points of columns, and of hinges by number."""

    spared: int = 0
    plain: dict[int, int] = field(default_factory=dict)
    hinges: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Model:
    """Columns are sessions; their costs, and what depends on several of them."""

    block: tuple[int, ...]
    columns: Plan
    costs: list[int]
    hinges: list[Hinge]
    worst: int
    burdens: list[Burden]
    short: int
    doses: dict[tuple[int, int], int]  # group, week: sessions
    missing: dict[tuple[int, int], int]  # group, week: parts if nothing prepares
    day: list[int]
    week: list[int]
    prepares: list[bool]

    def value(self, chosen: set[int]) -> int:
        """Return what a choice of columns costs, in parts."""
        parts = sum(self.costs[column] for column in chosen)
        beyond = [hinge.beyond(chosen) for hinge in self.hinges]
        parts += sum(hinge.cost * units for hinge, units in zip(self.hinges, beyond, strict=True))
        parts += self.worst * max(0, *(self.harm(item, chosen, beyond) for item in self.burdens), 0)
        placed = [(self.columns[column][0], self.week[column]) for column in chosen]
        parts += sum(self.short * (dose - placed.count(key)) for key, dose in self.doses.items())
        ready = {(self.columns[column][0], self.week[column]) for column in chosen if self.prepares[column]}
        return parts + sum(price for key, price in self.missing.items() if key not in ready)

    @staticmethod
    def harm(burden: Burden, chosen: set[int], beyond: list[int]) -> int:
        """Return an insider's points beyond what is unavoidable."""
        return (
            -burden.spared
            + sum(points for column, points in burden.plain.items() if column in chosen)
            + sum(points * beyond[number] for number, points in burden.hinges.items())
        )


class Builder:
    """Builds the model of one block from the sessions that may be in it."""

    def __init__(
        self,
        compiled: CompiledProblem,
        relaxation: RelaxationData,
        prices: LagrangeMultipliers,
        inside: frozenset[int],
    ) -> None:
        self.compiled, self.relaxation, self.prices, self.inside = compiled, relaxation, prices, inside
        self.hinges: list[Hinge] = []
        self.known: dict[object, int] = {}

    def weight(self, pupil: int) -> int:
        """Return the parts for a point of a pupil's harm."""
        return PARTS + (0 if pupil in self.inside else int(self.prices.worst[pupil]))

    def share(self, pupil: int, parts: int, share: int) -> int:
        """Return the parts of a hinge that are charged evenly, because other blocks share the pupil."""
        return 0 if pupil in self.inside or not self.relaxation.many[pupil] else parts * int(share) // PARTS

    def cost(self, group: int, bit: int, place: int, day: int) -> int:
        """Return what a session costs whatever else the block plans, in parts."""
        compiled, prices, relaxation = self.compiled, self.prices, self.relaxation
        begin, length = int(compiled.begins[place]), int(compiled.length[group])
        adult = int(compiled.crew[compiled.crew_start[group] + bit])
        time = slice(begin, begin + length)
        parts = int(prices.room[: relaxation.size[group] + 1, day, time].sum())
        parts += int(
            prices.adult[adult, day, begin : begin + length + int(compiled.weights[TURNAROUND])].sum()
        )
        parts += length * int(prices.hours[adult])
        for j, member in enumerate(range(compiled.member_start[group], compiled.member_start[group + 1])):
            pupil, row = int(compiled.pupil[member]), int(compiled.row_start[place]) + j
            weight = self.weight(pupil)
            parts += weight * int(compiled.plain[row])
            if not relaxation.many[pupil]:
                continue
            parts += int(prices.pupil[pupil, day, time].sum())
            if pupil in self.inside:
                continue
            if not compiled.in_class[group]:
                parts += self.share(
                    pupil, weight * int(compiled.weights[SECOND_SAME_DAY]), prices.second[pupil, day]
                )
            if not compiled.teacher[adult]:
                even = self.share(pupil, PARTS * int(compiled.weights[TEACHER_TIME]), prices.away[pupil])
                parts += even * int(compiled.away[row])
            for piece in range(compiled.piece_start[row], compiled.piece_start[row + 1]):
                pair = int(compiled.pair[piece])
                for kind, sharp in enumerate(relaxation.sharp[pair]):
                    shared = self.share(pupil, weight * int(sharp), prices.repeat[pair, kind])
                    parts += shared * int(compiled.steps[piece])
        return parts

    def hinge(self, free: int, units: dict[int, int], most: int, cost: int) -> int | None:
        """Add a hinge, or its cost to an equal one, and return its number; None if the sum is never beyond."""
        if most <= free or not units:
            return None
        number = self.known.setdefault((free, tuple(units.items())), len(self.hinges))
        if number == len(self.hinges):
            self.hinges.append(Hinge(free, units))
        self.hinges[number].cost += cost
        return number

    def build(self, block: tuple[int, ...], columns: Plan) -> Model:
        """Return the model of a block with these columns."""
        compiled = self.compiled
        day = [int(np.searchsorted(compiled.first[g], place, side="right")) - 1 for g, _, place, _ in columns]
        costs = [self.cost(*column[:3], at) for column, at in zip(columns, day, strict=True)]
        missed: dict[int, dict[int, int]] = defaultdict(dict)
        visits: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        away: dict[int, dict[int, int]] = defaultdict(dict)
        burdens: dict[int, Burden] = defaultdict(Burden)
        for column, ((g, bit, place, _), at) in enumerate(zip(columns, day, strict=True)):
            helped = not compiled.teacher[compiled.crew[compiled.crew_start[g] + bit]]
            for j, member in enumerate(range(compiled.member_start[g], compiled.member_start[g + 1])):
                pupil, row = int(compiled.pupil[member]), int(compiled.row_start[place]) + j
                burdens[pupil].plain[column] = int(compiled.plain[row])
                burdens[pupil].spared = int(compiled.unavoidable[pupil])
                if not compiled.in_class[g]:
                    visits[pupil, at][column] = 1
                if helped and compiled.away[row]:
                    away[pupil][column] = int(compiled.away[row])
                for piece in range(compiled.piece_start[row], compiled.piece_start[row + 1]):
                    units = missed[int(compiled.pair[piece])]
                    units[column] = units.get(column, 0) + int(compiled.steps[piece])
        self._repeats(columns, day, missed, burdens)
        for (pupil, at), units in visits.items():
            parts = self.weight(pupil) * int(compiled.weights[SECOND_SAME_DAY])
            rest = parts - self.share(pupil, parts, self.prices.second[pupil, at])
            number = self.hinge(1, units, len({columns[column][0] for column in units}), rest)
            if number is not None:
                burdens[pupil].hinges[number] = int(compiled.weights[SECOND_SAME_DAY])
        for pupil, units in away.items():
            parts = PARTS * int(compiled.weights[TEACHER_TIME])
            rest = parts - self.share(pupil, parts, self.prices.away[pupil])
            self.hinge(int(compiled.cap[pupil]), units, self._most(columns, day, units), rest)
        weeks = range(int(compiled.shape[WEEKS]))
        prepared = {
            (g, w): PARTS * int(compiled.weights[PREPARATION_MISSED])
            for g in block
            for w in weeks
            if compiled.linked[g, w]
        }
        distinct = {
            (item.spared, tuple(item.plain.items()), tuple(item.hinges.items())): item
            for pupil, item in burdens.items()
            if pupil in self.inside
        }
        return Model(
            block=block,
            columns=columns,
            costs=costs,
            hinges=self.hinges,
            worst=sum(int(self.prices.worst[pupil]) for pupil in self.inside),
            burdens=list(distinct.values()),
            short=PARTS * int(compiled.weights[SESSION_SHORT]),
            doses={(g, w): int(compiled.dose[g]) for g in block for w in weeks},
            missing=prepared,
            day=day,
            week=[at // int(compiled.shape[WEEK_DAYS]) for at in day],
            prepares=[bool(compiled.prepares[place]) for _, _, place, _ in columns],
        )

    def _repeats(
        self,
        columns: Plan,
        day: list[int],
        missed: dict[int, dict[int, int]],
        burdens: dict[int, Burden],
    ) -> None:
        for pair, units in missed.items():
            pupil = int(self.relaxation.owner[pair])
            most = self._most(columns, day, units)
            for kind, sharp in enumerate(self.relaxation.sharp[pair]):
                parts = self.weight(pupil) * int(sharp)
                rest = parts - self.share(pupil, parts, self.prices.repeat[pair, kind])
                number = self.hinge(int(self.relaxation.free[pair, kind]), units, most, rest)
                if number is not None:
                    hinges = burdens[pupil].hinges
                    hinges[number] = hinges.get(number, 0) + int(sharp)

    def _most(self, columns: Plan, day: list[int], units: dict[int, int]) -> int:
        """Return how large a sum over columns can be when each group meets once a day at most."""
        best: dict[tuple[int, int], int] = defaultdict(int)
        for column, size in units.items():
            key = columns[column][0], day[column]
            best[key] = max(best[key], size)
        return sum(best.values())
