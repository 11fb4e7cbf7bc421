"""Schools by how many targets they have and what share was met, against the lines that chance alone would draw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from inreach.evaluation.aggregation.types import Outcomes
from inreach.evaluation.charts.canvas import Canvas, Entry, Scale, dot, ticks
from inreach.evaluation.charts.outcomes import units
from inreach.evaluation.charts.palette import CARD, INK, INK_SOFT, LINE_STRONG, PLUM, SUNK, TEAL_TINT
from inreach.evaluation.charts.report_chart import ReportChart
from inreach.evaluation.charts.text_width import cut, wide
from inreach.evaluation.disclosure.release import Sheet
from inreach.evaluation.disclosure.suppression import NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import Table, by_unit
from inreach.evaluation.estimators.proportions import dispersion, outside, share_limits
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, counted, in_100
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.report import Part, Report

NAME = "schools against chance"
DEFINITION = "Share of reviewed targets met or exceeded against their number; limits of 95 and 99.8 %."
CANNOT = (
    "This cannot tell you that a school outside the lines does well or badly. "
    "Look at how it records, and at whom it takes in, first."
)
FEWEST = 10
MOST_INSIDE, MOST_NAMED = 300, 8
LEVELS = (0.95, 0.998)
BETWEEN = 48
COLUMNS = ("met or exceeded", "not met")


@dataclass(frozen=True, slots=True)
class School:
    """One unit: its name, targets met or exceeded, targets reviewed, and whether it lies outside the outer lines."""

    name: str
    hits: int
    n: int
    outside: bool


def counts(outcomes: Outcomes, kind: str) -> Table:
    """Every count that the chart shows, or that can be worked out from it."""
    lines = [unit for unit in units(outcomes) if unit.reviewed]
    return by_unit(
        kind, [u.name for u in lines], COLUMNS, [(u.good, u.counts[2]) for u in lines], {"reviewed": COLUMNS}
    )


def chart(outcomes: Outcomes, kind: str = "school", suppression: Suppression = NOTHING_HIDDEN) -> Drawn:
    """Return the funnel of the units that may be shown, around their own overall share, or why there is none."""
    known = [unit for unit in units(outcomes) if unit.reviewed]
    kept = [
        unit
        for unit in known
        if suppression.shows(*((kind, unit.name, column) for column in (*COLUMNS, "reviewed")))
    ]
    if len(kept) < FEWEST:
        return Refusal(
            NAME, f"Fewer than {FEWEST} {kind}s can be shown; a funnel of so few has no shape.", DEFINITION
        )
    hits, sizes = [unit.good for unit in kept], [unit.reviewed for unit in kept]
    share, tau2 = sum(hits) / sum(sizes), dispersion(hits, sizes)
    if share in {0.0, 1.0}:
        return Refusal(
            NAME, f"Every {kind} has the same share, so there is nothing to set apart.", DEFINITION
        )
    beyond = outside(hits, sizes, LEVELS[1], tau2)
    limits = {n: share_limits(share, n, LEVELS[1], tau2) for n in set(sizes)}
    schools = [
        School(
            unit.name,
            unit.good,
            unit.reviewed,
            not limits[unit.reviewed][0] <= unit.good / unit.reviewed <= limits[unit.reviewed][1],
        )
        for unit in kept
    ]
    inside = [s for s in schools if not s.outside]
    step = -(-len(inside) // MOST_INSIDE)
    drawn = [s for s in schools if s.outside] + inside[::step]
    notes = suppression.note(len(known) - len(kept))
    if step > 1:
        notes += (f"One in {step} of the {kind}s inside the lines is drawn.",)
    if tau2:
        notes += (
            f"The lines are widened, because {kind}s differ by more than chance alone would make them.",
        )
    luck = f"{beyond.by_luck:.1f}" if beyond.by_luck < 10 else f"{beyond.by_luck:.0f}"
    lies = {0: f"No {kind} lies", 1: f"1 {kind} lies"}.get(beyond.outside, f"{beyond.outside} {kind}s lie")
    first = " Look at recording and intake first." if beyond.outside else ""
    return Chart(
        name=NAME,
        title=f"Share met or exceeded against number of targets: {counted(len(kept), len(known), f'{kind}s')}, "
        f"{sum(sizes):,} targets",
        sentence_senco=(
            f"Over all these {kind}s {in_100(share)} in every 100 reviewed targets were rated met or exceeded. "
            f"A {kind} with few targets lands far from that by luck alone."
        ),
        sentence_manager=(
            f"{lies} outside the outer lines. With {len(kept)} {kind}s we would expect about {luck} "
            f"by luck.{first}"
        ),
        evidence=Evidence.DESCRIBE,
        cannot_tell=CANNOT,
        spec=_drawing(drawn, share, tau2, Width.WIDE),
        narrow=_drawing(drawn, share, tau2, Width.NARROW),
        table=_table(drawn, kind),
        notes=notes,
    )


def _table(schools: list[School], kind: str) -> Grid:
    """The same numbers by name."""
    return Grid(
        (kind.capitalize(), "Met or exceeded", "Reviewed", "In 100", "Outer lines"),
        tuple(
            (s.name, f"{s.hits:,}", f"{s.n:,}", in_100(s.hits / s.n), "outside" if s.outside else "inside")
            for s in sorted(schools, key=lambda s: s.name)
        ),
    )


def _drawing(schools: list[School], share: float, tau2: float, width: Width) -> Spec:
    """Bands of limits, small points, and names of those outside where there is room."""
    height = 360.0 if width is Width.WIDE else 300.0
    canvas = Canvas(width, height)
    least, most = min(s.n for s in schools), max(s.n for s in schools)
    first, last = max(1, math.floor(0.85 * least)), math.ceil(1.1 * most)
    log = last / first > 12
    across = Scale(first if log else 0.0, last, 48.0, width - 8.0, log)
    down = Scale(0, 100, height, 0.0)
    marks = [v for v in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if first <= v <= last]
    canvas.across(across, marks if log else ticks(0, last, 5), "reviewed targets", grid=False)
    canvas.down(down, [0, 25, 50, 75, 100], at=42.0, ending=" %")
    sizes = np.geomspace(first, last, BETWEEN) if log else np.linspace(first, last, BETWEEN)
    bands = []
    for n in sorted({max(1, round(float(size))) for size in sizes} | {first, last}):
        ends = {level: share_limits(share, n, level, tau2) for level in LEVELS}
        bands.append(
            {
                "n": float(n),
                "low_95": 100 * ends[0.95][0],
                "high_95": 100 * ends[0.95][1],
                "low_99_8": 100 * ends[0.998][0],
                "high_99_8": 100 * ends[0.998][1],
            }
        )
    x: dict[str, Any] = {"x": ("n", across)}
    for level, fill in (("99_8", SUNK), ("95", TEAL_TINT)):
        band = {**x, "y": (f"low_{level}", down), "y2": (f"high_{level}", down)}
        canvas.draw("area", bands, band, fill=fill, interpolate="monotone", line=False)
    for edge in ("low_99_8", "high_99_8"):
        canvas.draw(
            "line",
            bands,
            {**x, "y": (edge, down)},
            stroke=LINE_STRONG,
            strokeWidth=1.25,
            interpolate="monotone",
        )
    centre = [{"share": 100 * share}]
    canvas.draw(
        "rule",
        centre,
        {"x": across.start, "x2": across.end, "y": ("share", down)},
        stroke=INK,
        strokeWidth=1.25,
        strokeDash=[5, 3],
    )
    rows = [{"unit": s.name if s.outside else "", "n": s.n, "share": 100 * s.hits / s.n} for s in schools]
    over: dict[str, Any] = {**x, "y": ("share", down)}
    inside, out = [r for r in rows if not r["unit"]], [r for r in rows if r["unit"]]
    canvas.draw(
        "point",
        inside,
        over,
        fill=INK_SOFT,
        fillOpacity=0.55,
        stroke=CARD,
        strokeWidth=0.5,
        size=30,
        shape="circle",
        opacity=1,
    )
    far = dot(PLUM, line=0.8, size=72, shape="diamond")
    canvas.draw("point", out, over, **far)
    _names(canvas, out, across, down)
    canvas.key(
        [
            Entry("bar", "95 in 100 by chance", {"fill": TEAL_TINT}),
            Entry("bar", "99.8 in 100 by chance", {"fill": SUNK, "stroke": LINE_STRONG}),
            Entry("point", "outside", far),
            Entry(
                "rule",
                f"all together, {in_100(share)} %",
                {"stroke": INK, "strokeDash": [5, 3], "strokeWidth": 1.25},
            ),
        ]
    )
    return canvas.spec()


def _names(canvas: Canvas, rows: list[dict[str, object]], across: Scale, down: Scale) -> None:
    """Name points outside, the largest first, where the name meets neither an edge nor another name."""
    taken: list[tuple[float, float, float]] = []
    placed: dict[str, list[dict[str, object]]] = {"left": [], "right": []}
    for row in sorted(rows, key=lambda r: (-float(str(r["n"])), str(r["unit"]))):
        x, y = across.at(float(str(row["n"]))), down.at(float(str(row["share"])))
        text = cut(str(row["unit"]), 190.0)
        size = wide(text)
        for align, start in (("left", x + 9), ("right", x - 9 - size)):
            free = all(abs(y - b) > 16 or start > right or start + size < left for left, right, b in taken)
            if start >= across.start and start + size <= canvas.width and free:
                taken.append((start, start + size, y))
                placed[align].append({"n": row["n"], "share": row["share"], "text": text})
                break
        if len(taken) == MOST_NAMED:
            break
    for align, named in placed.items():
        dx = 9 if align == "left" else -9
        canvas.words(named, {"x": ("n", across), "y": ("share", down)}, align=align, dx=dx, halo=True)


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the funnel of schools; none where targets are not counted by school."""
    school = report.outcomes.get("school")
    return (chart(school),) if school else ()


def sheet_of_kind(outcomes: Outcomes, kind: str) -> Sheet | None:
    """Return the funnel of schools as it leaves."""
    if kind != "school":
        return None
    return Sheet(NAME, counts(outcomes, kind), lambda suppression: chart(outcomes, kind, suppression))


CHART = ReportChart(
    NAME,
    Part.AREAS,
    of_report,
    absent=Refusal(NAME, "Targets are not counted by school.", DEFINITION),
    sheet_of_kind=sheet_of_kind,
)
