"""Targets not met, met, exceeded and not yet reviewed, by area or another kind of unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inreach.evaluation.aggregation.types import TOTAL, Outcomes
from inreach.evaluation.charts.canvas import Canvas, Entry, Listing, Scale, listing
from inreach.evaluation.charts.palette import (
    CARD,
    EXCEEDED,
    INK,
    INK_SOFT,
    INTERVAL,
    LINE_STRONG,
    MET,
    NOT_MET,
    NOT_YET,
    POINT,
)
from inreach.evaluation.charts.report_chart import ReportChart
from inreach.evaluation.disclosure.release import Sheet
from inreach.evaluation.disclosure.suppression import HIDDEN, NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import ALL, Cell, Table, by_unit
from inreach.evaluation.estimators.proportions import wilson
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, count, counted, in_100
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.report import Part, Report
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

NAME = "targets met"
DEFINITION = "Targets by what became of them; a target without a review is a part of its own."
CANNOT = (
    "This cannot tell you why areas differ, or what would have happened without support. "
    "Some areas set easier targets than others."
)
MOST = 12
COLUMNS = ("exceeded", "met", "not met", "not yet reviewed")
SUMS = {
    "met or exceeded": COLUMNS[:2],
    "reviewed": ("met or exceeded", "not met"),
    TOTAL: ("reviewed", "not yet reviewed"),
}
FILLS = {"exceeded": EXCEEDED, "met": MET, "not met": NOT_MET, "not yet reviewed": NOT_YET}
LETTERS = {"exceeded": CARD, "met": INK, "not met": INK, "not yet reviewed": INK_SOFT}
OUTLINES: dict[str, dict[str, Any]] = {
    "exceeded": {},
    "met": {},
    "not met": {"stroke": "#a65400", "strokeWidth": 1},
    "not yet reviewed": {"stroke": LINE_STRONG, "strokeWidth": 1, "strokeDash": [3, 3]},
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the chart: counts in the order of COLUMNS."""

    name: str
    counts: tuple[int, ...]

    @property
    def all(self) -> int:
        """All targets."""
        return sum(self.counts)

    @property
    def good(self) -> int:
        """Met or exceeded."""
        return self.counts[0] + self.counts[1]

    @property
    def reviewed(self) -> int:
        """With a review."""
        return self.all - self.counts[3]

    @property
    def ends(self) -> tuple[float, float] | None:
        """Wilson's interval of the share met or exceeded of those reviewed; None below 10."""
        return wilson(self.good, self.reviewed) if self.reviewed >= FEWEST_FOR_SHARE else None

    @property
    def bounds(self) -> tuple[float, float]:
        """The share of all that is met if none of those not reviewed is, and if every one is."""
        return self.good / self.all, (self.good + self.counts[3]) / self.all


def units(outcomes: Outcomes) -> list[Unit]:
    """The lines, those with most targets first."""
    waiting = outcomes.missing + outcomes.not_due
    columns = (outcomes.exceeded, outcomes.met, outcomes.not_met, waiting)
    made = [Unit(name, tuple(int(column[i]) for column in columns)) for i, name in enumerate(outcomes.names)]
    return sorted((unit for unit in made if unit.all), key=lambda unit: (-unit.all, unit.name))


def counts(outcomes: Outcomes, kind: str) -> Table:
    """Every count that the chart shows, or that can be worked out from it."""
    lines = units(outcomes)
    return by_unit(kind, [u.name for u in lines], COLUMNS, [u.counts for u in lines], SUMS)


def cells(kind: str, unit: str) -> tuple[Cell, ...]:
    """The cells of one line, its total last."""
    return tuple((kind, unit, column) for column in (*COLUMNS, TOTAL))


def chart(outcomes: Outcomes, kind: str = "area", suppression: Suppression = NOTHING_HIDDEN) -> Drawn:
    """Return the stacked bars with the interval of the share met or exceeded beside them, or why there are none.

    A line of which anything is hidden is neither drawn nor used in a sentence; lines beyond MOST are in the table.
    """
    lines = units(outcomes)
    if not lines:
        return Refusal(NAME, "There are no targets yet.", DEFINITION)
    open_lines = [unit for unit in lines if suppression.shows(*cells(kind, unit.name))]
    drawn = open_lines[:MOST]
    if not drawn:
        return Refusal(NAME, "Every line holds numbers that are too small to leave the school.", DEFINITION)
    whole = [sum(unit.counts[i] for unit in lines) for i in range(len(COLUMNS))]
    total = Unit("", tuple(whole))
    shown = suppression.shows(*((ALL, column) for column in (*COLUMNS, TOTAL)))
    notes = suppression.note(len(lines) - len(open_lines))
    if len(open_lines) > MOST:
        notes += (f"The {MOST} with most targets of {len(open_lines)} are drawn; the table has them all.",)
    title = f"Met, exceeded and not met by {kind}: "
    title += counted(total.reviewed, total.all, "targets reviewed") if shown else "the number is hidden"
    return Chart(
        name=f"{NAME} by {kind}",
        title=title,
        sentence_senco=_together(total) if shown else _one(drawn[0]),
        sentence_manager=_one(drawn[0]),
        evidence=Evidence.DESCRIBE,
        cannot_tell=CANNOT,
        spec=_drawing(drawn, Width.WIDE),
        narrow=_drawing(drawn, Width.NARROW),
        table=_table(lines, kind, suppression),
        notes=notes,
    )


def _together(total: Unit) -> str:
    """All units together, for whoever set the targets."""
    waiting = count(total.counts[3], "target has", "targets have")
    return (
        f"Of {count(total.reviewed, 'reviewed target')}, {total.good:,} were rated met or exceeded "
        f"and {total.counts[2]:,} not met. {waiting} no review yet and counts as neither."
        if total.counts[3] == 1
        else f"Of {count(total.reviewed, 'reviewed target')}, {total.good:,} were rated met or exceeded "
        f"and {total.counts[2]:,} not met. {waiting} no review yet and count as neither."
    )


def _one(unit: Unit) -> str:
    """The largest unit, with what the missing reviews could change."""
    waiting = unit.counts[3]
    if unit.ends is None:
        words = f"In {unit.name}, {unit.good} of {count(unit.reviewed, 'reviewed target')} were rated met or exceeded"
        return f"{words}: too few for a share."
    low, high = unit.ends
    words = f"In {unit.name}, {in_100(low)} to {in_100(high)} in every 100 reviewed targets were rated met or exceeded"
    if not waiting:
        return f"{words}; all {unit.all:,} are reviewed."
    least, most = unit.bounds
    return (
        f"{words}; {waiting:,} of {unit.all:,} are still to be reviewed, "
        f"which could bring the whole to anything from {in_100(least)} to {in_100(most)}."
    )


def _table(lines: list[Unit], kind: str, suppression: Suppression) -> Grid:
    """The same numbers in words and figures."""
    made = []
    for unit in lines:
        row = cells(kind, unit.name)
        numbers = [
            suppression.number(cell, number)
            for cell, number in zip(row, (*unit.counts, unit.all), strict=True)
        ]
        if not suppression.shows(*row):
            share = HIDDEN
        elif unit.ends is None:
            share = f"fewer than {FEWEST_FOR_SHARE} reviewed"
        else:
            share = f"{in_100(unit.ends[0])} to {in_100(unit.ends[1])}"
        made.append((unit.name, *numbers, share))
    headings = (
        kind.capitalize(),
        *(c.capitalize() for c in COLUMNS),
        "All",
        "In 100 reviewed, met or exceeded",
    )
    return Grid(headings, tuple(made))


def _drawing(lines: list[Unit], width: Width) -> Spec:
    """Bars of shares of all targets, and beside them the interval of those reviewed."""
    places = listing([f"{unit.name} ({unit.all:,})" for unit in lines], width)
    canvas = Canvas(width, places.height)
    across = (places.left, 486.0) if width is Width.WIDE else (2.0, 206.0)
    beside = (536.0, 700.0) if width is Width.WIDE else (240.0, 344.0)
    bars, shares = Scale(0, 100, *across), Scale(0, 100, *beside)
    ticks = [0, 50, 100]
    canvas.across(
        shares, ticks, "met or exceeded in 100 reviewed" if width is Width.WIDE else "in 100 reviewed"
    )
    canvas.across(bars, ticks, "share of all targets", ending=" %", grid=False)
    _bars(canvas, lines, places, bars)
    _intervals(canvas, lines, places, shares)
    entries = [Entry("bar", column, {"fill": FILLS[column], **OUTLINES[column]}) for column in COLUMNS]
    entries += [
        Entry("rule", "likely range", {"stroke": INTERVAL, "strokeWidth": 10}),
        Entry("rule", "what reviews still to come could make it", {"stroke": INK_SOFT, "strokeWidth": 1.5}),
    ]
    places.named(canvas)
    canvas.key(entries)
    return canvas.spec()


def _bars(canvas: Canvas, lines: list[Unit], places: Listing, scale: Scale) -> None:
    """The segments of each bar, with their counts where they fit."""
    for part, column in enumerate(COLUMNS):
        rows: list[dict[str, Any]] = []
        for unit, place in zip(lines, places.lines, strict=True):
            start = 100 * sum(unit.counts[:part]) / unit.all
            end = start + 100 * unit.counts[part] / unit.all
            if end > start:
                rows.append(
                    {
                        "unit": unit.name,
                        "targets": unit.counts[part],
                        "from": start,
                        "to": end,
                        "top": place.top,
                        "bottom": place.bottom,
                        "middle": place.middle,
                        "half": (start + end) / 2,
                        "text": f"{unit.counts[part]:,}",
                    }
                )
        over = {
            "x": ("from", scale),
            "x2": ("to", scale),
            "y": ("top", canvas.lines),
            "y2": ("bottom", canvas.lines),
        }
        canvas.draw("bar", rows, over, fill=FILLS[column], **OUTLINES[column])
        per_point = (scale.end - scale.start) / 100
        fits = [row for row in rows if (row["to"] - row["from"]) * per_point > 8 + 8 * len(str(row["text"]))]
        canvas.words(
            fits,
            {"x": ("half", scale), "y": ("middle", canvas.lines)},
            align="center",
            fill=LETTERS[column],
            fontSize=12,
            halo=column == "not met",
        )


def _intervals(canvas: Canvas, lines: list[Unit], places: Listing, scale: Scale) -> None:
    """The thick interval, the small point, and the thin range with what the missing reviews could change."""
    rows, few = [], []
    for unit, place in zip(lines, places.lines, strict=True):
        if unit.ends is None:
            few.append({"middle": place.middle, "text": "too few", "at": 0})
            continue
        low, high = unit.ends
        least, most = unit.bounds
        rows.append(
            {
                "unit": unit.name,
                "low": 100 * low,
                "high": 100 * high,
                "least": 100 * least,
                "most": 100 * most,
                "share": 100 * unit.good / unit.reviewed,
                "middle": place.middle,
            }
        )
    y: dict[str, Any] = {"y": ("middle", canvas.lines)}
    canvas.draw(
        "rule", rows, {"x": ("least", scale), "x2": ("most", scale), **y}, stroke=INK_SOFT, strokeWidth=1.5
    )
    canvas.draw(
        "rule", rows, {"x": ("low", scale), "x2": ("high", scale), **y}, stroke=INTERVAL, strokeWidth=10
    )
    canvas.draw("circle", rows, {"x": ("share", scale), **y}, fill=POINT, size=26, opacity=1)
    canvas.words(few, {"x": ("at", scale), **y}, fill=INK_SOFT, fontSize=12)


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the bars by area of need; none where targets are not counted by area."""
    area = report.outcomes.get("area")
    return (chart(area),) if area and area.names else ()


def sheet_of_kind(outcomes: Outcomes, kind: str) -> Sheet | None:
    """Return the bars of one kind of unit as they leave; schools leave in the funnel."""
    if kind == "school":
        return None
    return Sheet(NAME, counts(outcomes, kind), lambda suppression: chart(outcomes, kind, suppression))


CHART = ReportChart(
    NAME,
    Part.ATTAINMENT,
    of_report,
    absent=Refusal(NAME, "Targets are not counted by area of need.", DEFINITION),
    sheet_of_kind=sheet_of_kind,
)
