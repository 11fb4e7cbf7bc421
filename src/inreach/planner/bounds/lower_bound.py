"""How close to the best a timetable is: a lower bound for the whole problem, valid at every moment and rising.

Prices rise where groups want more than there is and fall where there is more than they want (subgradient ascent with
Polyak's step, USSR Computational Mathematics 9, 1969, along a mean of the last directions).
"""

from __future__ import annotations

import numpy as np

from inreach.planner.array_types import Floats
from inreach.planner.bounds.lagrange_multipliers import (
    PARTS,
    LagrangeMultipliers,
    RelaxationData,
    ResourceUse,
)
from inreach.planner.entry import evaluate
from inreach.planner.problem.problem import Problem
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.compiled_problem import (
    SECOND_SAME_DAY,
    TEACHER_TIME,
    WORST_PUPIL,
    CompiledProblem,
    build,
)
from inreach.planner.search.group_branch_and_bound import LossCounters

PATIENCE = 100_000
STALE = 20  # evaluations without progress before the steps become smaller
LITTLE = 0.00002  # progress, as a share of the target, that does not count
SLOWEST = 0.002
SHARES = frozenset({"repeat", "second", "away"})
SCALES = {  # how far a price moves for the same slope: shares live between 0 and 1, prices in points
    "adult": 1.0,
    "hours": 0.04,
    "pupil": 1.0,
    "room": 1.0,
    "worst": 0.004,
    "repeat": 0.002,
    "second": 0.01,
    "away": 0.00003,
}


def relaxation_data_of(problem: Problem, compiled: CompiledProblem, candidates: Candidates) -> RelaxationData:
    """Return what prices need to know beside the compiled problem."""
    kinds, fives = problem.weights.repeats, candidates.fives
    pairs = sorted(candidates.pairs.items(), key=lambda item: item[1])
    ends = [*candidates.curve, len(candidates.points)][1:]
    cycle_steps = [end - begin - 1 for begin, end in zip(candidates.curve, ends, strict=True)]
    free = np.array([[int(repeat.free(steps)) for repeat in kinds] for steps in cycle_steps], dtype=np.int64)
    sharp = np.array([[repeat.points * fives for repeat in kinds] for _ in cycle_steps], dtype=np.int64)
    blocks = np.diff(compiled.pupil_group_start) * problem.weeks
    sizes = sorted({room.places for room in problem.rooms})
    size = [
        next(n for n, places in enumerate([*sizes, 1 << 30]) if places >= len(group.members))
        if group.joins is None
        else -1
        for group in problem.groups
    ]
    rooms = np.array(
        [candidates.there[compiled.room_places >= places].sum(axis=0) for places in sizes], dtype=np.int64
    )
    own, starts = np.zeros(len(compiled.pair), dtype=np.int64), [0]
    chosen: list[int] = []
    length: list[int] = []
    for g in range(len(problem.groups)):
        for j in range(compiled.member_start[g + 1] - compiled.member_start[g]):
            known: dict[int, int] = {}
            for place in range(compiled.first[g, 0], compiled.first[g, -1]):
                row = compiled.row_start[place] + j
                for piece in range(compiled.piece_start[row], compiled.piece_start[row + 1]):
                    pair = int(compiled.pair[piece])
                    own[piece] = known.setdefault(pair, len(chosen) + len(known))
            chosen.extend(known)
            starts.append(len(chosen))
            length.extend(cycle_steps[pair] + 1 for pair in known)
    members = len(compiled.pupil)
    curve = np.array([0, *np.cumsum(length).tolist()][:-1] if length else [], dtype=np.int64)
    return RelaxationData(
        free=free.reshape(len(cycle_steps), len(kinds)),
        sharp=sharp.reshape(len(cycle_steps), len(kinds)),
        owner=np.array([pupil for (pupil, _), _ in pairs], dtype=np.int64),
        many=(blocks > 1).astype(np.int64),
        size=np.array(size, dtype=np.int64),
        rooms=rooms.reshape(len(sizes), candidates.cycle_days, candidates.size),
        own=own,
        pairs=np.array(chosen, dtype=np.int64),
        starts=np.array(starts, dtype=np.int64),
        curve=curve,
        length=np.array(length, dtype=np.int64),
        counters=LossCounters(
            which=own,
            missed=np.zeros(len(chosen), dtype=np.int64),
            curve=curve,
            points=np.zeros(sum(length), dtype=np.int64),
            whose=np.arange(members),
            away=np.zeros(members, dtype=np.int64),
            even=np.zeros(members, dtype=np.int64),
            over=np.zeros(members, dtype=np.int64),
            cap=compiled.cap[compiled.pupil],
        ),
    )


class Ascent:
    """Prices as real numbers, and the best bound so far; every step evaluates prices rounded to whole parts."""

    def __init__(self, problem: Problem) -> None:
        candidates = Candidates(problem)
        self.compiled = build(problem, candidates)
        self.relaxation = relaxation_data_of(problem, self.compiled, candidates)
        groups, pupils, adults, _, days, size = (int(n) for n in self.compiled.shape[:6])
        shapes = {
            "adult": (adults, days, size),
            "hours": (adults,),
            "pupil": (pupils, days, size),
            "room": self.relaxation.rooms.shape,
            "worst": (pupils,),
            "repeat": self.relaxation.free.shape,
            "second": (pupils, days),
            "away": (pupils,),
        }
        self.now = {name: np.zeros(shape) for name, shape in shapes.items()}
        self.now["worst"][:] = self.compiled.weights[WORST_PUPIL] / max(1, pupils)
        self.best = self._copy()
        self.mean = {name: np.zeros(shape) for name, shape in shapes.items()}
        self.use = ResourceUse(
            **{name: np.zeros(shape, dtype=np.int64) for name, shape in shapes.items()},
            picked=np.full((groups, days), -1, dtype=np.int64),
            lead=np.full(groups, -1, dtype=np.int64),
            least=np.zeros(groups, dtype=np.int64),
        )
        self.parts: int | None = None
        self.pace, self.stale = 1.0, 0

    def _copy(self) -> dict[str, Floats]:
        return {name: value.copy() for name, value in self.now.items()}

    def whole(self, values: dict[str, Floats] | None = None) -> LagrangeMultipliers:
        """Return the prices of now, or these, in whole parts."""
        values = self.now if values is None else values
        return LagrangeMultipliers(
            **{name: np.floor(value * PARTS).astype(np.int64) for name, value in values.items()}
        )

    def slope(self) -> dict[str, Floats]:
        """Return in points how the bound changes with each price."""
        compiled, relaxation, use = self.compiled, self.relaxation, self.use
        weight = (1 + self.now["worst"]) * relaxation.many
        harms = use.worst / PARTS - compiled.unavoidable
        flat = (relaxation.sharp * relaxation.free * self.now["repeat"]).sum(axis=1) * relaxation.many[
            relaxation.owner
        ]
        harms = harms - np.bincount(relaxation.owner, flat, minlength=len(harms))
        harms = harms - compiled.weights[SECOND_SAME_DAY] * self.now["second"].sum(axis=1) * relaxation.many
        return {
            "adult": use.adult - 1.0,
            "hours": use.hours - compiled.hours * 1.0,
            "pupil": (use.pupil - 1.0) * relaxation.many[:, None, None],
            "room": use.room - relaxation.rooms * 1.0,
            "worst": harms - (harms.mean() if harms.size else 0.0),
            "repeat": (use.repeat - relaxation.free) * relaxation.sharp * weight[relaxation.owner][:, None],
            "second": (use.second - 1.0) * compiled.weights[SECOND_SAME_DAY] * weight[:, None],
            "away": (use.away - compiled.cap) * compiled.weights[TEACHER_TIME] * relaxation.many * 1.0,
        }

    def step(self, target: float) -> int:
        """Evaluate, move the prices, and return the best bound in points; `target` is the harm of a known timetable."""
        parts = int(evaluate(self.compiled, self.relaxation, self.whole(), self.use, PATIENCE))
        if self.parts is None or parts > self.parts:
            little = self.parts is not None and parts - self.parts < LITTLE * target * PARTS
            self.stale = self.stale + 1 if little else 0
            self.parts, self.best = parts, self._copy()
        else:
            self.stale += 1
        if self.stale >= STALE or parts - self.parts < self.parts - target * PARTS:
            self.pace, self.stale = max(self.pace * 0.75, SLOWEST), 0
            self.now = {name: value.copy() for name, value in self.best.items()}
            for value in self.mean.values():
                value[:] = 0
        else:
            self.move(target - parts / PARTS, self.slope(), self.pace)
        return self.points

    def move(self, gap: float, slopes: dict[str, Floats], pace: float) -> None:
        """Move the prices along the mean of the last slopes, as far as `gap` points may lie ahead."""
        size = 0.0
        for name, slope in slopes.items():
            blocked = (self.now[name] <= 0) & (slope < 0)
            self.mean[name] = 0.7 * self.mean[name] + 0.3 * np.where(blocked, 0.0, slope)
            size += SCALES[name] * float((self.mean[name] ** 2).sum())
        length = pace * max(1.0, gap) / max(size, 1e-9)
        for name, mean in self.mean.items():
            moved = self.now[name] + length * SCALES[name] * mean
            self.now[name] = np.clip(moved, 0, 1 if name in SHARES else None)
        self.now["worst"] = on_simplex(self.now["worst"], float(self.compiled.weights[WORST_PUPIL]))

    @property
    def points(self) -> int:
        """The bound in whole points, rounded up, because harm is a whole number."""
        return -(-self.parts // PARTS) if self.parts is not None else 0


def on_simplex(values: Floats, total: float) -> Floats:
    """Return the nearest numbers, none negative, that add up to `total` (Held, Wolfe and Crowder 1974)."""
    if not len(values) or total <= 0:
        return np.zeros_like(values)
    falling = np.sort(values)[::-1]
    over = (np.cumsum(falling) - total) / np.arange(1, len(values) + 1)
    nearest: Floats = np.maximum(values - over[np.nonzero(falling > over)[0][-1]], 0.0)
    return nearest
