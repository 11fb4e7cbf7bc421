"""Units drawn together: who stands apart from the service is named, the rest is drawn and left unnamed.

The units are sorted by their estimates, so that the eye sees how the intervals overlap. Only those of which it is 95 %
sure on which side of the mean they lie have a name: the order of the others means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from inreach.evaluation.aggregation.types import Sums
from inreach.evaluation.charts.canvas import Canvas, Entry, Scale, ticks
from inreach.evaluation.charts.palette import CARD, INK, INTERVAL, INTERVAL_QUIET, LINE_STRONG, POINT
from inreach.evaluation.charts.report_chart import Refit, Refits, ReportChart
from inreach.evaluation.charts.text_width import LEADING, wrapped
from inreach.evaluation.disclosure.release import Sheet
from inreach.evaluation.disclosure.suppression import NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import ALL, Adds, Table
from inreach.evaluation.estimators.sufficient_statistics import Cells
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, counted
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.report import Part, Report
from inreach.evaluation.figures.unit_differences import PooledUnits, draw
from inreach.evaluation.figures.units import plural

NAME = "areas and schools beside the service"
DEFINITION = (
    "Mean gain of each unit, drawn towards the mean of all, with the spread between units integrated over."
)
CANNOT = (
    "This cannot tell you that one is better at its work than another: who is referred, how hard targets are "
    "and who rates them differ too."
)
MOST_NAMED, MOST_UNNAMED = 12, 36
SURE = 0.95
SUMMED = ("n", "pupils", "pupil_n2", "total", "squares", "pupil_squares", "shared")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as drawn; `apart` is 1 above the mean, -1 below it, 0 where the data cannot tell."""

    name: str
    n: int
    estimate: float
    low: float
    high: float
    apart: int


def units(pooled: PooledUnits) -> list[Unit]:
    """The units, highest estimate first."""
    made = [
        Unit(
            pooled.names[i],
            int(pooled.n[i]),
            float(pooled.estimate[i]),
            float(pooled.low[i]),
            float(pooled.high[i]),
            int(pooled.above[i] >= SURE) - int(pooled.above[i] <= 1 - SURE),
        )
        for i in range(len(pooled.names))
    ]
    return sorted(made, key=lambda unit: (-unit.estimate, unit.name))


def counts(pooled: PooledUnits) -> Table:
    """How many targets each unit rests on, and all of them."""
    cells: dict[tuple[str, ...], float] = {
        (pooled.kind, name, "reviewed"): float(n) for name, n in zip(pooled.names, pooled.n, strict=True)
    }
    whole = (ALL, "reviewed")
    return Table({**cells, whole: sum(cells.values())}, (Adds(tuple(cells), whole),))


def chart(
    pooled: PooledUnits, suppression: Suppression = NOTHING_HIDDEN, refit: Refit | None = None
) -> Drawn:
    """Return the intervals of all units about the service's mean, or why they are not shown.

    A hidden unit has no estimate, and since the others lean on it too, they are worked out again without it by
    `refit`; without a `refit` nothing is shown.
    """
    kept = [name for name in pooled.names if suppression.shows((pooled.kind, name, "reviewed"))]
    left_out = len(pooled.names) - len(kept)
    if left_out:
        if refit is None or len(kept) < 2:
            return Refusal(
                NAME,
                f"{left_out} of {len(pooled.names)} are too small to leave the school, and the others lean on them.",
                DEFINITION,
            )
        try:
            pooled = refit(frozenset(kept))
        except ValueError as few:
            return Refusal(NAME, str(few), DEFINITION)
    if len(pooled.names) < 2:
        return Refusal(NAME, "There are not two of a kind to be compared.", DEFINITION)
    lines = units(pooled)
    drawn = thinned(lines)
    targets = sum(unit.n for unit in lines)
    notes = suppression.note(left_out)
    if len(drawn) < len(lines):
        notes += (
            f"{len(drawn)} of {len(lines)} are drawn: of those that stand apart on either side up to {MOST_NAMED}, "
            "the ones with most targets, and evenly spaced ones of the rest.",
        )
    sure = sum(unit.apart != 0 for unit in lines)
    return Chart(
        name=f"mean gain by {pooled.kind}",
        title=f"Mean gain by {pooled.kind}: {counted(sure, len(lines), plural(pooled.kind))} set apart, "
        f"over {targets:,} reviewed targets",
        sentence_senco=_plain(lines, pooled),
        sentence_manager=f"{_moved(pooled)} {pooled.sentence}",
        evidence=Evidence.CHANGE,
        cannot_tell=CANNOT,
        spec=_drawing(drawn, pooled, Width.WIDE),
        narrow=_drawing(drawn, pooled, Width.NARROW),
        table=_table(drawn, pooled.kind),
        notes=notes,
    )


def thinned(lines: list[Unit]) -> list[Unit]:
    """The units that are drawn, in their order: of those that stand apart the ones with most targets, and some others.

    The ones farthest out would be a list of the top and the bottom, which is what chance makes of small units.
    """
    sides = [[unit for unit in lines if unit.apart == side] for side in (1, -1)]
    above, below = (sorted(side, key=lambda unit: (-unit.n, unit.name))[:MOST_NAMED] for side in sides)
    rest = [unit for unit in lines if unit.apart == 0]
    if len(rest) > MOST_UNNAMED:
        rest = [rest[int(i)] for i in np.linspace(0, len(rest) - 1, MOST_UNNAMED)]
    kept = {unit.name for unit in (*above, *below, *rest)}
    return [unit for unit in lines if unit.name in kept]


def _plain(lines: list[Unit], pooled: PooledUnits) -> str:
    """The same for whoever works in one of them."""
    apart = [unit for unit in lines if unit.apart]
    if not apart:
        return f"{_moved(pooled)} The data cannot tell one {pooled.kind} from another."
    one = max(apart, key=lambda unit: unit.n)
    side = "above" if one.apart > 0 else "below"
    return (
        f"{_moved(pooled)} {one.name} lies {side} that: "
        f"its own mean is likely to be between {one.low:.1f} and {one.high:.1f} points ({one.n:,} targets)."
    )


def _moved(pooled: PooledUnits) -> str:
    """The service's mean in words."""
    return f"Ratings moved from baseline to review by {pooled.mean:.1f} points on average."


def _table(lines: list[Unit], kind: str) -> Grid:
    """The same numbers by name, since their order means nothing."""
    sides = {1: "above the mean", -1: "below the mean", 0: "cannot be told apart"}
    return Grid(
        (kind.capitalize(), "Targets", "Mean gain, points", "Likely range", "Against the service"),
        tuple(
            (
                unit.name,
                f"{unit.n:,}",
                f"{unit.estimate:.1f}",
                f"{unit.low:.1f} to {unit.high:.1f}",
                sides[unit.apart],
            )
            for unit in sorted(lines, key=lambda unit: unit.name)
        ),
    )


def _drawing(lines: list[Unit], pooled: PooledUnits, width: Width) -> Spec:
    """One thick interval for each unit; names stand on the empty side of the mean."""
    lowest, highest = min(unit.low for unit in lines), max(unit.high for unit in lines)
    room = 0.04 * (highest - lowest)
    scale = Scale(lowest - room, highest + room, 6.0, width - 10.0)
    thin = 9.0 if sum(unit.apart == 0 for unit in lines) > 14 else 15.0
    rows: list[dict[str, Any]] = []
    top = 0.0
    for unit in lines:
        beyond = min(unit.low, pooled.mean) if unit.apart > 0 else max(unit.high, pooled.mean)
        edge = scale.at(beyond) - 8 * unit.apart
        words = (
            wrapped(unit.name, (edge if unit.apart > 0 else width - edge) - 2, lines=2) if unit.apart else []
        )
        height = max(24.0, LEADING * len(words) + 6) if unit.apart else thin
        rows.append(
            {
                "unit": unit.name if unit.apart else "",
                "low": unit.low,
                "high": unit.high,
                "estimate": unit.estimate,
                "apart": unit.apart,
                "middle": top + height / 2,
                "edge": edge,
                "first": top + height / 2 - LEADING * (len(words) - 1) / 2,
                "text": words,
            }
        )
        top += height
    canvas = Canvas(width, top + 6)
    canvas.across(
        scale, ticks(scale.low, scale.high, 6 if width is Width.WIDE else 4), "mean gain, points of the scale"
    )
    y: dict[str, Any] = {"y": ("middle", canvas.lines)}
    ends: dict[str, Any] = {"x": ("low", scale), "x2": ("high", scale), **y}
    apart, rest = [r for r in rows if r["apart"]], [r for r in rows if not r["apart"]]
    line: dict[str, Any] = {"stroke": INK, "strokeWidth": 1.25, "strokeDash": [5, 3]}
    canvas.draw("rule", rest, ends, stroke=INTERVAL_QUIET, strokeWidth=5 if thin < 12 else 8)
    canvas.draw(
        "rule", [{"mean": pooled.mean}], {"x": ("mean", scale), "y": 0.0, "y2": canvas.height}, **line
    )
    canvas.draw("rule", apart, ends, stroke=INTERVAL, strokeWidth=11)
    at: dict[str, Any] = {"x": ("estimate", scale), **y}
    canvas.draw("circle", rest, at, fill=LINE_STRONG, size=12, opacity=1)
    diamond: dict[str, Any] = {"shape": "diamond", "size": 50, "stroke": CARD, "strokeWidth": 0.8}
    canvas.draw("point", apart, at, fill=POINT, opacity=1, **diamond)
    pixels = Scale(0, width, 0, width)
    for side, align in ((1, "right"), (-1, "left")):
        named = [row for row in apart if row["apart"] == side]
        canvas.words(named, {"x": ("edge", pixels), "y": ("first", canvas.lines)}, align=align, halo=True)
    canvas.key(
        [
            Entry("rule", "stands apart", {"stroke": INTERVAL, "strokeWidth": 11}),
            Entry("rule", "cannot be told apart, not named", {"stroke": INTERVAL_QUIET, "strokeWidth": 8}),
            Entry("rule", f"service mean, {pooled.mean:.1f}", line),
        ]
    )
    return canvas.spec()


def refits(sums: Sums) -> dict[str, Refit]:
    """Return how the schools of these sums are drawn together again without some of them.

    Areas and programmes have none: their pupils are tied to those of hidden ones, so where one is hidden they are not
    shown. ValueError, when one is called, if too few schools are left.
    """
    cells = next(iter(sums.cells.values()), None)
    if cells is None:
        return {}

    def schools(kept: frozenset[str]) -> PooledUnits:
        rows = [at for at, name in enumerate(cells.schools) if str(name) in kept]
        fewer = Cells(
            tuple(cells.schools[at] for at in rows),
            cells.areas,
            *(getattr(cells, part)[rows] for part in SUMMED),
        )
        drawing = draw(fewer, "area")[1]
        if isinstance(drawing, Refusal):
            raise ValueError(drawing.reason)
        return drawing

    return {"school": schools}


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the units of each kind that is drawn together."""
    return tuple(chart(units) for units in report.units.values())


def sheets(report: Report, refits: Refits) -> tuple[Sheet, ...]:
    """Return the units of each kind as they leave; without a refit they stay if any of them is hidden."""
    return tuple(_sheet(units, refits.get(kind)) for kind, units in report.units.items())


def _sheet(units: PooledUnits, refit: Refit | None) -> Sheet:
    """Units of one kind as they leave."""
    return Sheet(NAME, counts(units), lambda suppression: chart(units, suppression, refit))


CHART = ReportChart(
    NAME,
    Part.AREAS,
    of_report,
    absent=Refusal(NAME, "There are too few targets to draw areas or schools together.", DEFINITION),
    sheets=sheets,
)
