"""How long what was reached was held: a curve of steps, with how many are still followed under it."""

from __future__ import annotations

from typing import Any

from inreach.evaluation.charts.canvas import Canvas, Entry, Scale
from inreach.evaluation.charts.palette import INK_SOFT, INTERVAL, LINE_STRONG, POINT
from inreach.evaluation.charts.report_chart import Refits, ReportChart, totals_of
from inreach.evaluation.disclosure.release import Sheet, anchored
from inreach.evaluation.disclosure.suppression import NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import Adds, Cell, Table
from inreach.evaluation.estimators.survival import FEWEST_AT_RISK
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, count, counted, in_100
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.maintenance_curve import MaintenanceCurve, MaintenanceStep
from inreach.evaluation.figures.report import Part, Report

NAME = "held after support ended"
DEFINITION = (
    "Share of targets met that were still held, by Kaplan and Meier at common dates, else by Turnbull."
)
CANNOT = (
    "This cannot tell you what happened between two checks, nor to targets that nobody checked, "
    "nor that support made the difference."
)
FOLLOWED, GONE = "followed", "lost or no longer followed by"


def counts(curve: MaintenanceCurve) -> Table:
    """Targets followed at each step, those that fell away between two steps, and those never checked."""
    cells: dict[tuple[str, ...], float] = {
        ("held", "checked"): curve.checked,
        ("held", "never checked"): curve.unchecked,
        ("held", "all met"): curve.checked + curve.unchecked,
    }
    adds = [Adds((("held", "checked"), ("held", "never checked")), ("held", "all met"))]
    before: Cell = ("held", "checked")
    for step in curve.steps:
        here, away = ("held", FOLLOWED, f"{step.weeks:g}"), ("held", GONE, f"{step.weeks:g}")
        cells[here], cells[away] = round(step.at_risk), cells[before] - round(step.at_risk)
        lost = _lost(curve, step)
        cells["held", "lost at", f"{step.weeks:g}"] = lost
        kept = ("held", "held at", f"{step.weeks:g}")
        cells[kept] = round(step.at_risk) - lost
        adds.append(Adds((here, away), before))
        adds.append(Adds((("held", "lost at", f"{step.weeks:g}"), kept), here))
        before = here
    return Table(cells, tuple(adds))


def _lost(curve: MaintenanceCurve, step: MaintenanceStep) -> int:
    """How many were lost at a step, which the height of the step gives away."""
    at = curve.steps.index(step)
    before = curve.steps[at - 1].held if at else 1.0
    return max(0, min(round(step.at_risk), round(step.at_risk * (1 - step.held / before)))) if before else 0


def chart(curve: MaintenanceCurve | None, suppression: Suppression = NOTHING_HIDDEN) -> Drawn:
    """Return the curve as far as 10 are followed, or why it is not shown; it is shown whole or not at all."""
    if curve is None or not curve.steps:
        return Refusal(
            NAME,
            f"Fewer than {FEWEST_AT_RISK} targets met were checked again, too few for a curve.",
            DEFINITION,
        )
    if suppression.hidden & set(counts(curve).cells):
        return Refusal(NAME, "Some steps rest on numbers that are too small to leave the school.", DEFINITION)
    last = curve.steps[-1]
    if last.low is None or last.high is None:
        ends = ""
    elif curve.common_dates:
        ends = f" ({in_100(last.low)} to {in_100(last.high)})"
    else:
        ends = f" (between two checks, so {in_100(last.low)} to {in_100(last.high)})"
    never = "1 was" if curve.unchecked == 1 else f"{curve.unchecked:,} were"
    told = (
        f"{last.weeks:g} school weeks on, about {in_100(last.held)} in 100 targets met were rated as still held{ends}. "
        f"{never} never checked."
    )
    worst, kindest = curve.all_lost[-1], curve.all_held[-1]
    return Chart(
        name=NAME,
        title="Targets still held after support ended: "
        + counted(curve.checked, curve.checked + curve.unchecked, "targets met checked again"),
        sentence_senco=told,
        sentence_manager=(
            f"{told} If none of those had held it would be {in_100(worst)}, if all had, {in_100(kindest)}."
        ),
        evidence=Evidence.DESCRIBE,
        cannot_tell=CANNOT,
        spec=_drawing(curve, Width.WIDE),
        narrow=_drawing(curve, Width.NARROW),
        table=_table(curve),
        notes=(
            f"The curve stops where fewer than {FEWEST_AT_RISK} are still followed.",
            *(
                ()
                if curve.common_dates
                else (
                    "Checks were made at odd times, so each loss is known only to lie between two of them.",
                )
            ),
        ),
    )


def _table(curve: MaintenanceCurve) -> Grid:
    """The steps in figures."""
    lines = [
        (
            f"{step.weeks:g}",
            in_100(step.held),
            "all alike"
            if step.low is None or step.high is None
            else f"{in_100(step.low)} to {in_100(step.high)}",
            f"{step.at_risk:,.0f}",
            f"{in_100(lost)} to {in_100(held)}",
        )
        for step, lost, held in zip(curve.steps, curve.all_lost, curve.all_held, strict=True)
    ]
    return Grid(
        (
            "School weeks after review",
            "Held, in 100",
            "Likely range",
            "Still followed",
            "If none or all of the unchecked held",
        ),
        tuple(lines),
    )


def _drawing(curve: MaintenanceCurve, width: Width) -> Spec:
    """Steps with a band, thin lines for the extremes, and the numbers at risk in a row."""
    plot = 250.0 if width is Width.WIDE else 220.0
    height = plot + 58.0
    canvas = Canvas(width, height)
    end = curve.steps[-1].weeks * 1.05 or 1.0
    across = Scale(0, end, 48.0, width - 14.0)
    down = Scale(0, 100, plot, 0.0)
    canvas.down(down, [0, 25, 50, 75, 100], at=42.0, ending=" %")
    lines = [{"share": v} for v in (0, 25, 50, 75, 100)]
    canvas.draw(
        "rule", lines, {"x": 48.0, "x2": width - 14.0, "y": ("share", down)}, stroke="#efebe1", strokeWidth=1
    )
    rows = [{"weeks": 0.0, "held": 100.0, "low": 100.0, "high": 100.0, "lost": None, "kept": None}]
    for step, lost, kept in zip(curve.steps, curve.all_lost, curve.all_held, strict=True):
        rows.append(
            {
                "weeks": step.weeks,
                "held": 100 * step.held,
                "low": 100 * (step.held if step.low is None else step.low),
                "high": 100 * (step.held if step.high is None else step.high),
                "lost": 100 * lost,
                "kept": 100 * kept,
            }
        )
    rows.append({**rows[-1], "weeks": end})
    x: dict[str, Any] = {"x": ("weeks", across)}
    known = rows[1:]
    canvas.draw(
        "area",
        rows,
        {**x, "y": ("low", down), "y2": ("high", down)},
        fill=INTERVAL,
        fillOpacity=0.75,
        line=False,
        interpolate="step-after",
    )
    thin: dict[str, Any] = {
        "stroke": INK_SOFT,
        "strokeWidth": 1.25,
        "strokeDash": [2, 3],
        "interpolate": "step-after",
    }
    if curve.unchecked:
        canvas.draw("line", known, {**x, "y": ("lost", down)}, **thin)
        canvas.draw("line", known, {**x, "y": ("kept", down)}, **thin)
    solid: dict[str, Any] = {"stroke": POINT, "strokeWidth": 2, "interpolate": "step-after"}
    for edge in ("held",) if curve.common_dates else ("low", "high"):
        canvas.draw("line", rows, {**x, "y": (edge, down)}, **solid)
    risk = [{"weeks": 0.0, "text": f"{curve.checked:,}"}] + [
        {"weeks": step.weeks, "text": f"{step.at_risk:,.0f}"} for step in curve.steps
    ]
    kept_rows: list[dict[str, object]] = []
    taken = -100.0
    for row in risk:
        here = across.at(float(str(row["weeks"])))
        if here - taken > 12 + 8 * len(str(row["text"])):
            kept_rows.append(row)
            taken = here
    stops = [{"weeks": row["weeks"], "text": f"{float(str(row['weeks'])):g}"} for row in kept_rows]
    canvas.words(stops, {**x, "y": plot + 14}, align="center", fill=INK_SOFT, fontSize=12)
    canvas.words(
        [{"text": "school weeks after the review"}],
        {"x": 48.0, "y": plot + 30},
        fill=INK_SOFT,
        fontSize=12,
        dx=-6,
    )
    canvas.words(kept_rows, {**x, "y": plot + 58}, align="center", fontSize=12)
    canvas.draw(
        "rule", [{}], {"x": 40.0, "x2": width - 14.0, "y": plot + 42}, stroke=LINE_STRONG, strokeWidth=0.75
    )
    canvas.words([{"text": "still followed"}], {"x": 48.0, "y": plot + 74}, fill=INK_SOFT, fontSize=12, dx=-6)
    canvas.below = 26.0
    entries = [
        Entry(
            "rule",
            "still held" if curve.common_dates else "the two ends",
            {"stroke": POINT, "strokeWidth": 2},
        ),
        Entry(
            "bar",
            "likely range" if curve.common_dates else "between two checks",
            {"fill": INTERVAL, "fillOpacity": 0.75},
        ),
    ]
    if curve.unchecked:
        words = f"if none, or all, of {count(curve.unchecked, 'unchecked target')} held"
        entries.append(Entry("rule", words, {"stroke": INK_SOFT, "strokeWidth": 1.25, "strokeDash": [2, 3]}))
    canvas.key(entries)
    return canvas.spec()


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the curve of a report."""
    return (chart(report.maintenance),)


def sheets(report: Report, refits: Refits) -> tuple[Sheet, ...]:
    """Return the curve of a report as it leaves; nothing without one."""
    curve = report.maintenance
    if curve is None:
        return ()
    given = anchored(counts(curve), totals_of(report))
    return (Sheet(NAME, given, lambda suppression: chart(curve, suppression)),)


CHART = ReportChart(NAME, Part.SUSTAINABILITY, of_report, sheets=sheets)
