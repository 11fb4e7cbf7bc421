"""Raises the bound further: groups that share pupils are planned together, exactly, at the prices reached so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from inreach.planner.bound import PATIENCE, Ascent
from inreach.planner.exact.blocks import Block, Plan, partition
from inreach.planner.exact.forced import through
from inreach.planner.exact.mixed import solve
from inreach.planner.exact.model import Builder, Model
from inreach.planner.prices import PARTS, Prices, evaluate
from inreach.planner.weave import NEVER

WIDE = 0.035  # how much dearer than its groups alone a block is taken to be at most, at first, as a share
SECONDS = 30.0  # for one block
ROOM = 64  # parts by which a known plan of a block may be passed
BRIEF = 2000  # nodes for one forced session
HARDLY = 32  # parts by which an adult may charge more and still stand for another
SLOWER, SLOWEST = 0.7, 0.002


class Climb:
    """The bound by blocks; every step is one pass over all blocks at one set of prices."""

    def __init__(self, ascent: Ascent, halted: Callable[[], bool], tell: Callable[[int], None]) -> None:
        self.ascent, self.halted, self.tell = ascent, halted, tell
        self.blocks = partition(ascent.arena)
        self.inside = frozenset(pupil for block in self.blocks if not block.simple for pupil in block.inside)
        ascent.now = {name: value.copy() for name, value in ascent.best.items()}
        for value in ascent.mean.values():
            value[:] = 0
        self.parts = ascent.parts
        self.pace = 0.02
        self.best: int | None = None

    def insider_worth(self, prices: Prices, pupils: frozenset[int]) -> int:
        """Return what shares of pupils are worth that blocks do without, in parts."""
        arena, info = self.ascent.arena, self.ascent.field
        found = 0
        for pupil in pupils:
            found += int(prices.worst[pupil]) * int(arena.unavoidable[pupil])
            if not info.many[pupil]:
                continue
            weight = PARTS + int(prices.worst[pupil])
            pairs = np.nonzero(info.owner == pupil)[0]
            shared = weight * info.sharp[pairs] * prices.repeat[pairs] // PARTS
            found += int((shared * info.free[pairs]).sum())
            found += PARTS * int(arena.weigh[4]) * int(prices.away[pupil]) // PARTS * int(arena.cap[pupil])
            found += int((weight * int(arena.weigh[0]) * prices.second[pupil] // PARTS).sum())
        return found

    def columns(self, prices: Prices, block: Block, spread: int) -> Plan:
        """Return the sessions of a block with which it may cost less than `spread` parts more than its parts alone."""
        if len(block.groups) > 1:
            return [
                session
                for part in block.parts
                for session in self.columns(prices, part, spread + (0 if part.simple else part.gain))
            ]
        g, arena, found = block.groups[0], self.ascent.arena, []
        low = int(arena.first[g, 0])
        crew = int(arena.trained[g + 1] - arena.trained[g])
        costs = np.empty((crew, int(arena.first[g, -1]) - low), dtype=np.int64)
        limit = int(self.ascent.use.least[g]) + spread
        through(arena, self.ascent.field, prices, g, limit, BRIEF, costs)
        charges = self._charges(prices, g, costs < NEVER)
        line = self._lines(g, charges)
        kin = arena.kin[low : low + costs.shape[1]]
        cheapest: dict[tuple[int, int], tuple[int, int, int]] = {}
        for bit in range(crew):
            for local in np.nonzero(costs[bit] < limit)[0]:
                key, charge = (line[bit], int(kin[local])), int(charges[bit, kin[local] - low])
                if key not in cheapest or charge < cheapest[key][0]:
                    cheapest[key] = charge, bit, low + int(local)
        found.extend((g, bit, place, line) for (line, _), (_, bit, place) in sorted(cheapest.items()))
        return found

    def _charges(self, prices: Prices, g: int, there: np.ndarray) -> np.ndarray:
        """Return what each adult of a group charges for each kind of place, NEVER where not there."""
        arena = self.ascent.arena
        low, high = int(arena.first[g, 0]), int(arena.first[g, -1])
        day = np.searchsorted(arena.first[g], np.arange(low, high), side="right") - 1
        begins, kin = arena.begins[low:high], arena.kin[low:high] - low
        ends = np.minimum(arena.shape[5], begins + arena.length[g] + arena.weigh[5])
        found = np.full(there.shape, NEVER, dtype=np.int64)
        for bit in range(len(there)):
            adult = arena.crew[arena.trained[g] + bit]
            sums = np.cumsum(np.pad(prices.adult[adult], ((0, 0), (1, 0))), axis=1)
            charge = sums[day, ends] - sums[day, begins] + arena.length[g] * prices.hours[adult]
            np.minimum.at(found[bit], kin[there[bit]], charge[there[bit]])
        return found

    def _lines(self, g: int, charges: np.ndarray) -> list[int]:
        """Return for each adult of a group the one that stands for it, who charges hardly more wherever both are."""
        arena = self.ascent.arena
        teacher = arena.teacher[arena.crew[arena.trained[g] : arena.trained[g + 1]]]
        found: dict[int, int] = {}
        for bit in sorted(range(len(charges)), key=lambda bit: (charges[bit].sum(), bit)):
            stands = (
                other
                for other in found.values()
                if teacher[other] >= teacher[bit] and (charges[other] <= charges[bit] + HARDLY).all()
            )
            found[bit] = next(stands, bit)
        return [found[bit] for bit in range(len(charges))]

    def known(self, prices: Prices, block: Block) -> int | None:
        """Return what the cheapest plan known for a block costs at these prices; None if there is none."""
        worth = [self.build(prices, block, plan).value(set(range(len(plan)))) for plan in block.plans]
        return min(worth, default=None)

    def build(self, prices: Prices, block: Block, columns: Plan) -> Model:
        """Return the model of a block with these columns."""
        builder = Builder(self.ascent.arena, self.ascent.field, prices, block.inside)
        return builder.build(block.groups, columns)

    def price(self, prices: Prices, block: Block) -> tuple[int, Plan]:
        """Return at least what a block costs at these prices, in parts, and a plan that costs little."""
        use = self.ascent.use
        if block.simple:
            g = block.groups[0]
            return int(use.least[g]), [(g, int(use.lead[g]), int(p), 0) for p in use.picked[g] if p >= 0]
        alone, plan = self.alone(prices, block)
        known = self.known(prices, block)
        spread = block.spread or int(WIDE * max(alone, PARTS))
        if known is not None:
            spread = min(2 * spread, known - alone + ROOM)
        spread = max(spread, ROOM)
        model = self.build(prices, block, self.columns(prices, block, spread))
        found = solve(model, SECONDS, self.halted, self._start(block, model))
        if found.chosen is not None:
            plan = [model.columns[column] for column in sorted(found.chosen)]
            if plan not in block.plans:
                block.plans = [plan, *block.plans[:5]]
        block.spread = spread
        least = alone if found.least is None else max(alone, min(found.least, alone + spread))
        block.gain = least - alone
        return least, plan

    def _start(self, block: Block, model: Model) -> set[int] | None:
        number = {session: column for column, session in enumerate(model.columns)}
        for plan in block.plans:
            if all(session in number for session in plan):
                return {number[session] for session in plan}
        return None

    def alone(self, prices: Prices, block: Block) -> tuple[int, Plan]:
        """Return at least what the parts of a block cost together, in parts of a point, and their plans."""
        if not block.parts:
            g = block.groups[0]
            use = self.ascent.use
            plan = [(g, int(use.lead[g]), int(p), 0) for p in use.picked[g] if p >= 0]
            return int(use.least[g]) - self.insider_worth(prices, block.inside), plan
        found, plan, before = 0, [], frozenset()
        for part in block.parts:
            least, sessions = self.price(prices, part)
            found += least
            plan += sessions
            if not part.simple:
                before |= part.inside
        return found - self.insider_worth(prices, block.inside - before), plan

    def step(self, target: float) -> int:
        """Make one pass, move the prices, and return the best bound in points; stops early when halted."""
        ascent = self.ascent
        prices = ascent.whole()
        total = int(evaluate(ascent.arena, ascent.field, prices, ascent.use, PATIENCE))
        plans = {}
        for block in self.blocks:
            total -= sum(int(ascent.use.least[g]) for g in block.groups)
            if not block.simple:
                total += self.insider_worth(prices, block.inside)
            least, plans[block.groups] = self.price(prices, block)
            if self.halted():
                return self.points
            total += least
            if total > self.parts:
                self.parts = total
                self.tell(self.points)
        if self.best is None or total > self.best:
            self.best = total
            ascent.best = {name: value.copy() for name, value in ascent.now.items()}
        else:
            self.pace *= SLOWER
        self.last = total
        ascent.move(target - total / PARTS, self.slope(prices, plans), self.pace)
        return self.points

    def slope(self, prices: Prices, plans: dict[tuple[int, ...], Plan]) -> dict[str, np.ndarray]:
        """Return in points how the bound changes with each price: by plans of blocks, for shares of insiders alone."""
        arena, info = self.ascent.arena, self.ascent.field
        alone = self.ascent.slope()
        found = {name: np.zeros_like(value) for name, value in alone.items()}
        lone = self.ascent.use.worst / PARTS
        for block in self.blocks:
            self._used(block, plans[block.groups], prices, found)
            inside = np.array(sorted(block.inside), dtype=np.int64)
            weights = self.ascent.now["worst"][inside]
            if weights.sum() > 0:
                found["worst"][inside] += lone[inside] - (weights * lone[inside]).sum() / weights.sum()
        found["worst"] -= found["worst"].mean()
        found["adult"] -= 1.0
        found["hours"] -= arena.hours
        found["pupil"] = (found["pupil"] - 1.0) * info.many[:, None, None]
        found["room"] -= info.rooms
        inside = np.array(sorted(self.inside), dtype=np.int64)
        weight = (1 + self.ascent.now["worst"]) * info.many
        found["repeat"] = (found["repeat"] - info.free) * info.sharp * weight[info.owner][:, None]
        found["second"] = (found["second"] - 1.0) * arena.weigh[0] * weight[:, None]
        found["away"] = (found["away"] - arena.cap) * arena.weigh[4] * info.many
        pairs = np.isin(info.owner, inside)
        found["repeat"][pairs] = alone["repeat"][pairs]
        found["second"][inside] = alone["second"][inside]
        found["away"][inside] = alone["away"][inside]
        return found

    def _used(self, block: Block, plan: Plan, prices: Prices, found: dict[str, np.ndarray]) -> None:
        """Add what the plan of a block uses."""
        arena, info, now = self.ascent.arena, self.ascent.field, self.ascent.now
        missed: Counter[int] = Counter()
        visits: Counter[tuple[int, int]] = Counter()
        away: Counter[int] = Counter()
        harm: Counter[int] = Counter()
        for g, bit, place, _ in plan:
            day = int(np.searchsorted(arena.first[g], place, side="right")) - 1
            begin, length = int(arena.begins[place]), int(arena.length[g])
            time = slice(begin, begin + length)
            adult = int(arena.crew[arena.trained[g] + bit])
            found["adult"][adult, day, begin : begin + length + int(arena.weigh[5])] += 1
            found["hours"][adult] += length
            found["room"][: info.size[g] + 1, day, time] += 1
            for j, member in enumerate(range(arena.who[g], arena.who[g + 1])):
                pupil, row = int(arena.pupil[member]), int(arena.own[place]) + j
                found["pupil"][pupil, day, time] += 1
                visits[pupil, day] += 1 - int(arena.in_class[g])
                harm[pupil] += int(arena.plain[row])
                if not arena.teacher[adult]:
                    away[pupil] += int(arena.away[row])
                for piece in range(arena.part[row], arena.part[row + 1]):
                    missed[int(arena.pair[piece])] += int(arena.steps[piece])
        for pair, steps in missed.items():
            pupil = int(info.owner[pair])
            low = np.minimum(steps, info.free[pair])
            found["repeat"][pair] += low
            share = 0 if pupil in block.inside else now["repeat"][pair] * info.many[pupil]
            harm[pupil] += float((info.sharp[pair] * (steps - low + share * low)).sum())
        for (pupil, day), times in visits.items():
            found["second"][pupil, day] += 1
            share = 0 if pupil in block.inside else now["second"][pupil, day] * info.many[pupil]
            harm[pupil] += int(arena.weigh[0]) * (max(0, times - 1) + share * min(1, times))
        for pupil, steps in away.items():
            found["away"][pupil] += min(steps, int(arena.cap[pupil]))
        most = max((harm[pupil] for pupil in block.inside), default=0)
        for pupil, points in harm.items():
            found["worst"][pupil] += most if pupil in block.inside else points

    @property
    def done(self) -> bool:
        """Say whether a further pass would gain nothing."""
        return self.pace < SLOWEST

    @property
    def points(self) -> int:
        """The bound in whole points, rounded up, because harm is a whole number."""
        return -(-self.parts // PARTS)
