"""Where the prices go next: the highest point, near the best prices so far, below everything that plans have shown.

What a plan costs is a plane over the prices, and the bound lies below all of them. The best point of these planes in a
box around the best prices is the next to try; the box grows when it holds what it promised, and shrinks when not
(cutting planes of Kelley, Journal of SIAM 8, 1960, in a box after Marsten, Hogan and Blankenship, Operations Research
23, 1975).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from inreach.planner.array_types import Floats
from inreach.planner.bounds.blocks import Block, Plan
from inreach.planner.bounds.lagrange_multipliers import RelaxationData
from inreach.planner.bounds.lower_bound import SHARES
from inreach.planner.search.compiled_problem import (
    CYCLE_DAYS,
    DAY_STEPS,
    SECOND_SAME_DAY,
    TEACHER_TIME,
    TURNAROUND,
    CompiledProblem,
)

KEPT = 24  # plans of each block
REACH = {  # how far a price may move for a box of size 1
    "adult": 1.0,
    "hours": 0.05,
    "pupil": 1.0,
    "room": 1.0,
    "worst": 0.1,
    "block": 0.3,
    "repeat": 0.03,
    "second": 0.05,
    "away": 0.01,
}
Point = tuple[str, int]  # kind of price and its number; insiders of a block weigh together under "block"
Now = dict[str, Floats]


def uses(  # noqa: PLR0912, PLR0917 -- one pass over the sessions of a plan
    compiled: CompiledProblem, relaxation: RelaxationData, block: Block, number: int, plan: Plan, now: Now
) -> dict[Point, float]:
    """Return how the cost of a block's plan changes with each price, in points."""
    slopes: Counter[Point] = Counter()
    missed: Counter[int] = Counter()
    visits: Counter[tuple[int, int]] = Counter()
    away: Counter[int] = Counter()
    harm: Counter[int] = Counter()
    days, size = int(compiled.shape[CYCLE_DAYS]), int(compiled.shape[DAY_STEPS])
    inside = frozenset() if block.simple else block.inside
    for g, bit, place, _ in plan:
        day = int(np.searchsorted(compiled.first[g], place, side="right")) - 1
        begin, length = int(compiled.begins[place]), int(compiled.length[g])
        adult = int(compiled.crew[compiled.crew_start[g] + bit])
        slopes["hours", adult] += length
        for step in range(begin, min(size, begin + length + int(compiled.weights[TURNAROUND]))):
            slopes["adult", (adult * days + day) * size + step] += 1
        for step in range(begin, begin + length):
            for room in range(int(relaxation.size[g]) + 1):
                slopes["room", (room * days + day) * size + step] += 1
        for j, member in enumerate(range(compiled.member_start[g], compiled.member_start[g + 1])):
            pupil, row = int(compiled.pupil[member]), int(compiled.row_start[place]) + j
            visits[pupil, day] += 0 if compiled.in_class[g] else 1
            harm[pupil] += int(compiled.plain[row])
            if relaxation.many[pupil]:
                for step in range(begin, begin + length):
                    slopes["pupil", (pupil * days + day) * size + step] += 1
            if not compiled.teacher[adult]:
                away[pupil] += int(compiled.away[row])
            for piece in range(compiled.piece_start[row], compiled.piece_start[row + 1]):
                missed[int(compiled.pair[piece])] += int(compiled.steps[piece])
    kinds = relaxation.free.shape[1]
    for pair, steps in missed.items():
        pupil = int(relaxation.owner[pair])
        even = bool(relaxation.many[pupil]) and pupil not in inside
        for kind in range(kinds):
            low = min(steps, int(relaxation.free[pair, kind]))
            sharp = int(relaxation.sharp[pair, kind])
            harm[pupil] += sharp * (steps - low)
            if even:
                harm[pupil] += sharp * now["repeat"][pair, kind] * low
                slopes["repeat", pair * kinds + kind] += (1 + now["worst"][pupil]) * sharp * low
    for (pupil, day), times in ((key, times) for key, times in visits.items() if times):
        harm[pupil] += int(compiled.weights[SECOND_SAME_DAY]) * (times - 1)
        if relaxation.many[pupil] and pupil not in inside:
            harm[pupil] += int(compiled.weights[SECOND_SAME_DAY]) * now["second"][pupil, day]
            slopes["second", pupil * days + day] += (1 + now["worst"][pupil]) * int(
                compiled.weights[SECOND_SAME_DAY]
            )
    for pupil, steps in away.items():
        if relaxation.many[pupil] and pupil not in inside:
            slopes["away", pupil] += int(compiled.weights[TEACHER_TIME]) * min(
                steps, int(compiled.cap[pupil])
            )
    slopes["block", number] = max(
        (harm[pupil] - int(compiled.unavoidable[pupil]) for pupil in inside), default=0
    )
    for pupil, points in harm.items():
        if pupil not in inside:
            slopes["worst", pupil] += points
    return {point: float(slope) for point, slope in slopes.items() if slope}


@dataclass(slots=True)
class Plane:
    """A plan, what it costs at the best prices so far, and how that changes with each price."""

    plan: Plan
    points: float
    slopes: dict[Point, float]


@dataclass(slots=True)
class Bundle:
    """The planes of every block, and the size of the box."""

    compiled: CompiledProblem
    relaxation: RelaxationData
    blocks: list[Block]
    inside: frozenset[int]
    box: float = 0.1
    planes: dict[int, list[Plane]] = field(default_factory=dict)

    def worth(self, now: Now) -> dict[str, Floats]:
        """Return how the worth of the prices changes with each price."""
        compiled, relaxation = self.compiled, self.relaxation
        many = relaxation.many.astype(bool)
        even = many & ~np.isin(np.arange(len(many)), sorted(self.inside))
        weight = (1 + now["worst"]) * even
        repeat = relaxation.sharp * relaxation.free * weight[relaxation.owner][:, None]
        flat = np.bincount(
            relaxation.owner,
            (relaxation.sharp * relaxation.free * now["repeat"]).sum(axis=1),
            minlength=len(many),
        )
        dense = {
            "adult": np.ones(now["adult"].shape),
            "hours": compiled.hours,
            "pupil": np.broadcast_to(many[:, None, None], now["pupil"].shape),
            "room": relaxation.rooms,
            "repeat": repeat,
            "second": np.broadcast_to(
                weight[:, None] * compiled.weights[SECOND_SAME_DAY], now["second"].shape
            ),
            "away": compiled.cap * compiled.weights[TEACHER_TIME] * even,
            "worst": (flat + compiled.weights[SECOND_SAME_DAY] * now["second"].sum(axis=1)) * even
            + compiled.unavoidable,
        }
        return {name: np.asarray(value, dtype=float).ravel() for name, value in dense.items()}

    def learn(self, number: int, plane: Plane) -> None:
        """Keep a plane of a block; the oldest one goes when there are too many."""
        known = self.planes.setdefault(number, [])
        known[:] = [plane, *(item for item in known if item.plan != plane.plan)][:KEPT]

    def next(self, now: Now, weights: dict[int, float]) -> tuple[float, dict[Point, float]]:
        """Return what the planes allow at most inside the box, in points above the worth now, and each price's move.

        `weights` are the weights of blocks as the worst-off one.
        """
        import highspy

        worth = self.worth(now)
        points = {point for planes in self.planes.values() for plane in planes for point in plane.slopes}
        for name in worth:
            moving = np.nonzero(now[name].ravel())[0] if name != "worst" else np.arange(now[name].size)
            points |= {(name, int(n)) for n in moving}
        points |= {("block", n) for n, weight in weights.items() if weight}
        insiders = self.inside
        order = sorted(p for p in points if not (p[0] == "worst" and p[1] in insiders))
        order = [
            p for p in order if not (p[0] in {"repeat", "second", "away"} and self._whose(p) in insiders)
        ]
        column = {point: n for n, point in enumerate(order)}
        low, high, cost = np.zeros(len(order)), np.zeros(len(order)), np.zeros(len(order))
        for (name, number), n in column.items():
            value = weights[number] if name == "block" else now[name].ravel()[number]
            low[n] = max(-self.box * REACH[name], -value)
            high[n] = self.box * REACH[name]
            if name in SHARES:
                high[n] = min(high[n], 1 - value)
            cost[n] = -worth[name][number] if name != "block" else 0.0
        theta = {number: len(order) + k for k, number in enumerate(sorted(self.planes))}
        rows, tops = [], []
        for number, planes in self.planes.items():
            for plane in planes:
                rows.append(
                    {theta[number]: 1.0} | {column[p]: -s for p, s in plane.slopes.items() if p in column}
                )
                tops.append(plane.points)
        total = {column[p]: 1.0 for p in order if p[0] in {"worst", "block"}}
        solver = highspy.Highs()
        for option, setting in {"output_flag": False, "threads": 1, "time_limit": 20.0}.items():
            solver.setOptionValue(option, setting)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(order) + len(theta), len(rows) + 1
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = np.concatenate([cost, np.ones(len(theta))])
        program.col_lower_ = np.concatenate([low, np.full(len(theta), -1e30)])
        program.col_upper_ = np.concatenate([high, np.full(len(theta), 1e30)])
        program.row_lower_ = np.array([-1e30] * len(rows) + [0.0])
        program.row_upper_ = np.array([*tops, 0.0])
        rows.append(total)
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(row) for row in rows)])
        matrix.index_ = np.array([n for row in rows for n in row], dtype=np.int32)
        matrix.value_ = np.array([value for row in rows for value in row.values()])
        solver.passModel(program)
        solver.run()
        values = np.array(solver.getSolution().col_value)
        if len(values) != program.num_col_:
            return 0.0, {}
        return float(solver.getInfo().objective_function_value), {
            point: float(values[n]) for point, n in column.items() if abs(values[n]) > 1e-9
        }

    def _whose(self, point: Point) -> int:
        name, number = point
        if name == "repeat":
            return int(self.relaxation.owner[number // self.relaxation.free.shape[1]])
        return number if name == "away" else number // int(self.compiled.shape[CYCLE_DAYS])
