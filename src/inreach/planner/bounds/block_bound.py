"""Raises the bound further: groups that share pupils are planned together, exactly, at the prices reached so far."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from inreach.planner.array_types import Flags, Ints
from inreach.planner.bounds.block_model import Builder, Model
from inreach.planner.bounds.block_solver import solve
from inreach.planner.bounds.blocks import Block, Plan, partition
from inreach.planner.bounds.bundle_method import Bundle, Plane, uses
from inreach.planner.bounds.lagrange_multipliers import PARTS, LagrangeMultipliers
from inreach.planner.bounds.lower_bound import PATIENCE, SHARES, Ascent
from inreach.planner.entry import evaluate, through
from inreach.planner.search.compiled_problem import DAY_STEPS, SECOND_SAME_DAY, TEACHER_TIME, TURNAROUND
from inreach.planner.search.group_branch_and_bound import NEVER

WIDE = 0.035  # how much dearer than its groups alone a block is taken to be at most, at first, as a share
SECONDS = 30.0  # for one block
ROOM = 64  # parts by which a known plan of a block may be passed
BRIEF = 2000  # nodes for one forced session
HARDLY = 32  # parts by which an adult may charge more and still stand for another
ENOUGH = 0.3  # the share of what the planes promise that must come true for the box to grow
WIDER, SMALLER, SMALLEST = 1.5, 0.5, 0.001
LITTLE = 0.5  # points
ROUNDS = 6  # times that single groups are asked between two passes


class BlockBound:
    """The bound by blocks; every step is one pass over all blocks at one set of prices."""

    def __init__(self, ascent: Ascent, halted: Callable[[], bool], tell: Callable[[int], None]) -> None:
        self.ascent, self.halted, self.tell = ascent, halted, tell
        self.blocks = partition(ascent.compiled)
        self.inside = frozenset(pupil for block in self.blocks if not block.simple for pupil in block.inside)
        ascent.now = {name: value.copy() for name, value in ascent.best.items()}
        self.bundle = Bundle(ascent.compiled, ascent.relaxation, self.blocks, self.inside)
        self.parts = 0 if ascent.parts is None else ascent.parts
        self.hoped = 0.0
        self.best: int | None = None

    def insider_worth(self, prices: LagrangeMultipliers, pupils: frozenset[int]) -> int:
        """Return what is charged for pupils evenly and blocks count exactly, in parts."""
        compiled, relaxation = self.ascent.compiled, self.ascent.relaxation
        parts = 0
        for pupil in pupils:
            parts += int(prices.worst[pupil]) * int(compiled.unavoidable[pupil])
            if not relaxation.many[pupil]:
                continue
            weight = PARTS + int(prices.worst[pupil])
            pairs = np.nonzero(relaxation.owner == pupil)[0]
            shared = weight * relaxation.sharp[pairs] * prices.repeat[pairs] // PARTS
            parts += int((shared * relaxation.free[pairs]).sum())
            parts += (
                PARTS
                * int(compiled.weights[TEACHER_TIME])
                * int(prices.away[pupil])
                // PARTS
                * int(compiled.cap[pupil])
            )
            parts += int(
                (weight * int(compiled.weights[SECOND_SAME_DAY]) * prices.second[pupil] // PARTS).sum()
            )
        return parts

    def columns(self, prices: LagrangeMultipliers, block: Block, spread: int) -> Plan:
        """Return the sessions of a block with which it may cost less than `spread` parts more than its parts alone."""
        if len(block.groups) > 1:
            return [
                session
                for part in block.parts
                for session in self.columns(prices, part, spread + (0 if part.simple else part.gain))
            ]
        g, compiled = block.groups[0], self.ascent.compiled
        low = int(compiled.first[g, 0])
        crew = int(compiled.crew_start[g + 1] - compiled.crew_start[g])
        costs = np.empty((crew, int(compiled.first[g, -1]) - low), dtype=np.int64)
        limit = int(self.ascent.use.least[g]) + spread
        through(compiled, self.ascent.relaxation, prices, g, limit, BRIEF, costs)
        charges = self._charges(prices, g, costs < NEVER)
        lines = self._lines(g, charges)
        kin = compiled.representative[low : low + costs.shape[1]]
        cheapest: dict[tuple[int, int], tuple[int, int, int]] = {}
        for bit in range(crew):
            for local in np.nonzero(costs[bit] < limit)[0]:
                key, charge = (lines[bit], int(kin[local])), int(charges[bit, kin[local] - low])
                if key not in cheapest or charge < cheapest[key][0]:
                    cheapest[key] = charge, bit, low + int(local)
        return [(g, bit, place, line) for (line, _), (_, bit, place) in sorted(cheapest.items())]

    def _charges(self, prices: LagrangeMultipliers, g: int, there: Flags) -> Ints:
        """Return what each adult of a group charges for each kind of place, NEVER where not there."""
        compiled = self.ascent.compiled
        low, high = int(compiled.first[g, 0]), int(compiled.first[g, -1])
        day = np.searchsorted(compiled.first[g], np.arange(low, high), side="right") - 1
        begins, kin = compiled.begins[low:high], compiled.representative[low:high] - low
        ends = np.minimum(
            compiled.shape[DAY_STEPS], begins + compiled.length[g] + compiled.weights[TURNAROUND]
        )
        charges = np.full(there.shape, NEVER, dtype=np.int64)
        for bit in range(len(there)):
            adult = compiled.crew[compiled.crew_start[g] + bit]
            sums = np.cumsum(np.pad(prices.adult[adult], ((0, 0), (1, 0))), axis=1)
            charge = sums[day, ends] - sums[day, begins] + compiled.length[g] * prices.hours[adult]
            np.minimum.at(charges[bit], kin[there[bit]], charge[there[bit]])
        return charges

    def _lines(self, g: int, charges: Ints) -> list[int]:
        """Return for each adult of a group the one that stands for it, who charges hardly more wherever both are.

        Only a teacher stands for a teacher, and only a helper for a helper: time with a helper is time away.
        """
        compiled = self.ascent.compiled
        teacher = compiled.teacher[compiled.crew[compiled.crew_start[g] : compiled.crew_start[g + 1]]]
        lines: dict[int, int] = {}
        for bit in sorted(range(len(charges)), key=lambda bit: (charges[bit].sum(), bit)):
            stands = (
                other
                for other in lines.values()
                if teacher[other] == teacher[bit] and (charges[other] <= charges[bit] + HARDLY).all()
            )
            lines[bit] = next(stands, bit)
        return [lines[bit] for bit in range(len(charges))]

    def known(self, prices: LagrangeMultipliers, block: Block) -> int | None:
        """Return what the cheapest plan known for a block costs at these prices; None if there is none."""
        worth = [self.build(prices, block, plan).value(set(range(len(plan)))) for plan in block.plans]
        return min(worth, default=None)

    def build(self, prices: LagrangeMultipliers, block: Block, columns: Plan) -> Model:
        """Return the model of a block with these columns."""
        inside = frozenset() if block.simple else block.inside
        builder = Builder(self.ascent.compiled, self.ascent.relaxation, prices, inside)
        return builder.build(block.groups, columns)

    def price(self, prices: LagrangeMultipliers, block: Block) -> tuple[int, Plan]:
        """Return at least what a block costs at these prices, in parts, and a plan that costs little."""
        use = self.ascent.use
        if block.simple:
            g = block.groups[0]
            return int(use.least[g]), self._picked(g)
        parts_bound, plan = self.parts_bound(prices, block)
        known = self.known(prices, block)
        spread = block.spread or int(WIDE * max(parts_bound, PARTS))
        if known is not None:
            spread = min(2 * spread, known - parts_bound + ROOM)
        spread = max(spread, ROOM)
        model = self.build(prices, block, self.columns(prices, block, spread))
        solved = solve(model, SECONDS, self.halted, self._start(block, model))
        if solved.chosen is not None:
            plan = [model.columns[column] for column in sorted(solved.chosen)]
            if plan not in block.plans:
                block.plans = [plan, *block.plans[:5]]
        block.spread = spread
        least = (
            parts_bound if solved.least is None else max(parts_bound, min(solved.least, parts_bound + spread))
        )
        block.gain = least - parts_bound
        return least, plan

    def _start(self, block: Block, model: Model) -> set[int] | None:
        number = {session: column for column, session in enumerate(model.columns)}
        for plan in block.plans:
            if all(session in number for session in plan):
                return {number[session] for session in plan}
        return None

    def parts_bound(self, prices: LagrangeMultipliers, block: Block) -> tuple[int, Plan]:
        """Return at least what the parts of a block cost together, in parts of a point, and their plans."""
        if not block.parts:
            g = block.groups[0]
            return int(self.ascent.use.least[g]) - self.insider_worth(prices, block.inside), self._picked(g)
        bound = 0
        plan: Plan = []
        before: frozenset[int] = frozenset()
        for part in block.parts:
            least, sessions = self.price(prices, part)
            bound += least
            plan += sessions
            if not part.simple:
                before |= part.inside
        return bound - self.insider_worth(prices, block.inside - before), plan

    def sweep(self, prices: LagrangeMultipliers) -> tuple[int, list[Plan]] | None:
        """Return the bound at these prices, in parts, and a plan of each block; None when halted meanwhile."""
        ascent = self.ascent
        total = int(evaluate(ascent.compiled, ascent.relaxation, prices, ascent.use, PATIENCE))
        plans = []
        for block in self.blocks:
            total -= sum(int(ascent.use.least[g]) for g in block.groups)
            if not block.simple:
                total += self.insider_worth(prices, block.inside)
            least, plan = self.price(prices, block)
            if self.halted():
                return None
            plans.append(plan)
            total += least
            if total > self.parts:
                self.parts = total
                self.tell(self.points)
        return total, plans

    def step(self) -> int:
        """Make one pass over all blocks, choose the next prices, and return the best bound in points."""
        ascent = self.ascent
        swept = self.sweep(ascent.whole())
        if swept is None:
            return self.points
        total, plans = swept
        better = self.best is None or total > self.best
        if self.best is not None:
            held = (total - self.best) / PARTS >= ENOUGH * self.hoped
            self.bundle.box *= WIDER if held else 1.0 if better else SMALLER
        best = total if self.best is None else max(total, self.best)
        self.best = best
        if better:
            ascent.best = {name: value.copy() for name, value in ascent.now.items()}
        self._learn(dict(enumerate(plans)), better)
        self._aim(best)
        return self.points

    def _learn(self, plans: dict[int, Plan], moved: bool) -> None:
        """Keep the plans just found; where the best prices have moved, work out anew what all plans cost there."""
        ascent, bundle = self.ascent, self.bundle
        prices = ascent.whole(ascent.best)
        for number, plan in plans.items():
            block = self.blocks[number]
            known = [item.plan for item in bundle.planes.get(number, ()) if item.plan != plan]
            for item in [*reversed(known), plan] if moved else [plan]:
                points = self.build(prices, block, item).value(set(range(len(item)))) / PARTS
                slopes = uses(ascent.compiled, ascent.relaxation, block, number, item, ascent.best)
                bundle.learn(number, Plane(item, points, slopes))

    def _aim(self, best: int) -> None:
        """Set the prices to the best point of the planes in the box, after asking the single groups a few times.

        `best` is the best bound so far, in parts of a point.
        """
        ascent, now = self.ascent, self.ascent.best
        inside = {n: sorted(block.inside) for n, block in enumerate(self.blocks) if not block.simple}
        weights = {n: float(now["worst"][pupils].sum()) for n, pupils in inside.items()}
        worth = self._worth(ascent.whole(now)) / PARTS
        for _ in range(ROUNDS):
            top, moves = self.bundle.next(now, weights)
            self.hoped = top - worth - best / PARTS
            ascent.now = {name: value.copy() for name, value in now.items()}
            for (name, number), move in moves.items():
                if name != "block":
                    ascent.now[name].reshape(-1)[number] += move
                elif weights[number] > 0:
                    ascent.now["worst"][inside[number]] *= 1 + move / weights[number]
                else:
                    ascent.now["worst"][inside[number]] += move / len(inside[number])
            for name, value in ascent.now.items():
                np.clip(value, 0, 1 if name in SHARES else None, out=value)
            self._worth(ascent.whole())
            self._learn(
                {
                    n: [session for g in block.groups for session in self._picked(g)]
                    for n, block in enumerate(self.blocks)
                },
                False,
            )

    def _picked(self, g: int) -> Plan:
        """Return the cheapest cycle of a group at the prices evaluated last."""
        use = self.ascent.use
        return [(g, int(use.lead[g]), int(place), 0) for place in use.picked[g] if place >= 0]

    def _worth(self, prices: LagrangeMultipliers) -> int:
        """Return what the prices are worth, in parts, without the shares of insiders."""
        ascent = self.ascent
        groups_bound = int(evaluate(ascent.compiled, ascent.relaxation, prices, ascent.use, PATIENCE))
        return int(ascent.use.least.sum()) - groups_bound - self.insider_worth(prices, self.inside)

    @property
    def done(self) -> bool:
        """Say whether a further pass would gain next to nothing."""
        return self.best is not None and (self.hoped < LITTLE or self.bundle.box < SMALLEST)

    @property
    def points(self) -> int:
        """The bound in whole points, rounded up, because harm is a whole number."""
        return -(-self.parts // PARTS)
