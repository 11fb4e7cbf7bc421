"""How good the records are: what share of them limits what can be said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inreach.core.text import listed
from inreach.evaluation.charts.canvas import Canvas, Entry, Scale, listing
from inreach.evaluation.charts.palette import AMBER, HATCH, INK_SOFT, LINE_STRONG, SUNK
from inreach.evaluation.charts.report_chart import Refits, ReportChart, totals_of
from inreach.evaluation.disclosure.release import Sheet, anchored
from inreach.evaluation.disclosure.suppression import NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import ALL, Adds, Cell, Table
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, counted, in_100
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.report import Part, Report

NAME = "how good the records are"
CELLS = "data quality"
DEFINITION = "Records that limit what can be said, over all records that they could be among."
CANNOT = "This cannot tell you whether what was recorded is true, only how much of it can be used."
MUCH = 0.25


def counts(parts: Sequence[Shown]) -> Table:
    """Records with each limit, those without, and both together."""
    cells: dict[tuple[str, ...], float] = {}
    adds = []
    for part in parts:
        if not isinstance(part, Figure):
            continue
        mine, rest, whole = part_cells(part)
        hits = round(part.estimate * part.n)
        cells |= {mine: hits, rest: part.n - hits, whole: part.n}
        adds.append(Adds((mine, rest), whole))
    return Table(cells, tuple(adds))


def part_cells(part: Figure) -> tuple[Cell, Cell, Cell]:
    """The cells of records with a limit, without it, and of both; reviews that are not missing are those made."""
    mine, rest, whole = ((CELLS, part.name, word) for word in ("yes", "no", "all"))
    return mine, (ALL, "reviewed") if part.name == "missing reviews" else rest, whole


def chart(parts: Sequence[Shown], suppression: Suppression = NOTHING_HIDDEN) -> Drawn:
    """Return one bar for each limit, or why there is nothing to draw; parts are shares of records, as figures."""
    known = [part for part in parts if isinstance(part, Figure)]
    kept = [part for part in known if suppression.shows(*part_cells(part))]
    if not kept:
        return Refusal(
            NAME,
            "There are no records to judge."
            if not known
            else "The numbers are too small to leave the school.",
            DEFINITION,
        )
    heaviest = max(kept, key=lambda part: part.estimate)
    much = [part.name for part in kept if part.estimate >= MUCH]
    n = max(part.n for part in kept)
    notes = suppression.note(len(known) - len(kept))
    notes += tuple(f"{part.name.capitalize()}: {part.reason}" for part in parts if isinstance(part, Refusal))
    return Chart(
        name=NAME,
        title="How far the records carry: " + counted(n, n, "records looked at"),
        sentence_senco=heaviest.sentence,
        sentence_manager=(
            f"A quarter or more of the records are limited by {listed(much)}."
            if much
            else "None of these limits touches a quarter of the records."
        ),
        evidence=Evidence.DESCRIBE,
        design="The records as they were found.",
        cannot_tell=CANNOT,
        spec=_drawing(kept, Width.WIDE),
        narrow=_drawing(kept, Width.NARROW),
        table=Grid(
            ("What limits", "Records", "Of", "In 100", "In words"),
            tuple(
                (
                    p.name.capitalize(),
                    f"{round(p.estimate * p.n):,}",
                    f"{p.n:,} {p.of}",
                    in_100(p.estimate),
                    p.sentence,
                )
                for p in kept
            ),
        ),
        notes=notes,
    )


def _drawing(parts: Sequence[Figure], width: Width) -> Spec:
    """A strip for each limit, filled as far as it goes."""
    places = listing([part.name.capitalize() for part in parts], width, bar=16.0, gap=16.0, beside=176.0)
    canvas = Canvas(width, places.height)
    room = 150.0 if width is Width.WIDE else 104.0
    scale = Scale(0, 100, places.left, width - room)
    canvas.across(scale, [0, 25, 50, 75, 100], "share of records", ending=" %")
    rows = [
        {
            "limit": part.name,
            "none": 0,
            "all": 100,
            "share": 100 * part.estimate,
            "top": place.top,
            "bottom": place.bottom,
            "middle": place.middle,
            "text": f"{round(part.estimate * part.n):,} of {part.n:,}",
        }
        for part, place in zip(parts, places.lines, strict=True)
    ]
    over: dict[str, Any] = {"y": ("top", canvas.lines), "y2": ("bottom", canvas.lines), "x": ("none", scale)}
    canvas.draw("bar", rows, {**over, "x2": ("all", scale)}, fill=SUNK, stroke=None)
    canvas.draw(
        "bar",
        [r for r in rows if r["share"]],
        {**over, "x2": ("share", scale)},
        fill=HATCH,
        stroke=AMBER,
        strokeWidth=1,
    )
    canvas.words(
        rows, {"x": ("all", scale), "y": ("middle", canvas.lines)}, dx=10, fill=INK_SOFT, fontSize=12.5
    )
    places.named(canvas)
    canvas.key(
        [
            Entry("bar", "records with this limit", {"fill": HATCH, "stroke": AMBER, "strokeWidth": 1}),
            Entry("bar", "all records", {"fill": SUNK, "stroke": LINE_STRONG, "strokeWidth": 0.5}),
        ]
    )
    return canvas.spec()


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the limits of a report's records."""
    return (chart(report.section(Part.QUALITY).figures),)


def sheets(report: Report, refits: Refits) -> tuple[Sheet, ...]:
    """Return the limits of a report's records as they leave."""
    parts = report.section(Part.QUALITY).figures
    given = anchored(counts(parts), totals_of(report))
    return (Sheet(NAME, given, lambda suppression: chart(parts, suppression)),)


CHART = ReportChart(NAME, Part.QUALITY, of_report, sheets=sheets)
