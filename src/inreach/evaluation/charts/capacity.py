"""What staff say that they can do, at the start and at the end, and where they say later that they had been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from inreach.evaluation.aggregation.types import CapacityRow
from inreach.evaluation.charts.canvas import Canvas, Entry, Scale, dot, listing
from inreach.evaluation.charts.palette import CARD, INK, INK_SOFT, INTERVAL, LINE_STRONG, POINT
from inreach.evaluation.charts.report_chart import Refits, ReportChart
from inreach.evaluation.disclosure.release import Sheet
from inreach.evaluation.disclosure.suppression import HIDDEN, NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import Adds, Table
from inreach.evaluation.estimators.change import clustered_mean
from inreach.evaluation.figures.capacity import FEWEST_PAIRS, FEWEST_STATEMENT
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, count, counted
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.report import Part, Report

NAME = "what staff say they can do"
DEFINITION = (
    "Mean rating of each statement by the same staff at start and end, with the range of the mean change."
)
CANNOT = (
    "This cannot tell you what staff do in class. "
    "Self-ratings often re-set the starting point once people know more."
)
MOST = 12
PAIRS = "all statements"
STAFF = ("capacity", "staff")
WAYS = ("higher", "the same", "lower")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: mean ratings, the interval of the end as start plus mean change, and the staff counted by way."""

    words: str
    n: int
    start: float
    end: float
    then: float | None
    ends: tuple[float, float] | None
    ways: tuple[int, int, int]


def statements(rows: Sequence[CapacityRow]) -> list[Statement]:
    """The statements in the order in which they are first met."""
    made = []
    for words in dict.fromkeys(row.statement for row in rows):
        own = [row for row in rows if row.statement == words]
        shifts = [float(row.end - row.start) for row in own]
        looks = [row.then for row in own if row.then is not None]
        start, n = mean(row.start for row in own), len(own)
        several = len({row.school for row in own}) > 1
        clusters = [row.school if several else row.staff for row in own]
        ends = None
        if n >= FEWEST_STATEMENT and len(set(clusters)) > 1 and len(set(shifts)) > 1:
            change = clustered_mean(shifts, clusters)
            ends = (start + change.low, start + change.high)
        made.append(
            Statement(
                words,
                n,
                start,
                mean(row.end for row in own),
                mean(looks) if len(looks) == n else None,
                ends,
                _ways(shifts),
            )
        )
    return made


def _ways(shifts: Sequence[float]) -> tuple[int, int, int]:
    """How many went up, stayed and went down."""
    return sum(s > 0 for s in shifts), sum(s == 0 for s in shifts), sum(s < 0 for s in shifts)


def pairs(rows: Sequence[CapacityRow]) -> tuple[int, int, int]:
    """Pairs of ratings, start and end, that went up, stayed and went down."""
    return _ways([row.end - row.start for row in rows])


def people(rows: Sequence[CapacityRow]) -> int:
    """How many members of staff there are."""
    return len({(row.school, row.staff) for row in rows})


def counts(rows: Sequence[CapacityRow]) -> Table:
    """Pairs of ratings by way, of each statement and of all."""
    cells: dict[tuple[str, ...], float] = {STAFF: people(rows)}
    adds = []
    for words, ways in [(PAIRS, pairs(rows)), *((s.words, s.ways) for s in statements(rows))]:
        parts = tuple(("capacity", words, way) for way in WAYS)
        whole = ("capacity", words, "all")
        cells.update(zip(parts, ways, strict=True))
        cells[whole] = sum(ways)
        adds.append(Adds(parts, whole))
    return Table(cells, tuple(adds))


def chart(rows: Sequence[CapacityRow], suppression: Suppression = NOTHING_HIDDEN) -> Drawn:
    """Return the statements as paired dots, or why they are not shown; one of which anything is hidden is left out."""
    if len(rows) < FEWEST_PAIRS:
        few = f"Fewer than {FEWEST_PAIRS} pairs of ratings; they are talked over one by one."
        return Refusal(NAME, few, DEFINITION)
    known = statements(rows)
    kept = [s for s in known if suppression.shows(*(("capacity", s.words, way) for way in (*WAYS, "all")))]
    if not kept:
        return Refusal(NAME, "So few staff moved one way that they could be known by it.", DEFINITION)
    drawn = kept[:MOST]
    notes = suppression.note(len(known) - len(kept))
    if len(drawn) < len(kept):
        notes += (f"The first {MOST} of {len(kept)} statements are drawn; the table has them all.",)
    ways = tuple(sum(s.ways[at] for s in kept) for at in range(3))
    number = sum(ways)
    everybody = people(rows) if suppression.shows(STAFF) else HIDDEN
    denominator = len(rows) if suppression.shows(("capacity", PAIRS, "all")) else number
    one = max(kept, key=lambda s: s.n)
    told = (
        f"In {ways[0]} of {count(number, 'pair')} of ratings staff rated themselves higher at the end, "
        f"in {ways[1]} the same, in {ways[2]} lower. "
        f"On “{one.words}” the mean moved from {one.start:.1f} to {one.end:.1f}."
    )
    later = (
        " Looking back, they place their start where the triangle is." if any(s.then for s in kept) else ""
    )
    return Chart(
        name=NAME,
        title="What staff say they can do, start and end: "
        + counted(number, denominator, "pairs of ratings")
        + f", staff: {everybody}",
        sentence_senco=f"{told}{later} Self-ratings often re-set the starting point.",
        sentence_manager=f"{told} Self-ratings often re-set the starting point.",
        evidence=Evidence.CHANGE,
        cannot_tell=CANNOT,
        spec=_drawing(drawn, Width.WIDE),
        narrow=_drawing(drawn, Width.NARROW),
        table=_table(kept),
        notes=notes,
        design="The same staff at the start and the end, with nobody to compare them with.",
    )


def _table(lines: Sequence[Statement]) -> Grid:
    """The same numbers, with how many went which way."""
    return Grid(
        (
            "Statement",
            "Pairs",
            "Start",
            "End",
            "Looking back at the start",
            "Likely range of the end",
            "Higher",
            "Same",
            "Lower",
        ),
        tuple(
            (
                s.words,
                str(s.n),
                f"{s.start:.1f}",
                f"{s.end:.1f}",
                "not asked" if s.then is None else f"{s.then:.1f}",
                "too few" if s.ends is None else f"{s.ends[0]:.1f} to {s.ends[1]:.1f}",
                *(str(way) for way in s.ways),
            )
            for s in lines
        ),
    )


def _drawing(lines: Sequence[Statement], width: Width) -> Spec:
    """Start and end as a pair of dots with the interval under the end."""
    places = listing([s.words for s in lines], width, bar=22.0, gap=14.0, beside=280.0)
    canvas = Canvas(width, places.height)
    highest = max([5.0, *(s.end for s in lines), *(s.start for s in lines)])
    top = 10.0 if highest > 5 else 5.0
    scale = Scale(0.7, top + 0.3, places.left + 2, places.right)
    canvas.across(scale, list(range(1, int(top) + 1)), f"mean self-rating, 1 to {top:.0f}")
    rows = [
        {
            "statement": s.words,
            "start": s.start,
            "end": s.end,
            "then": s.then,
            "low": max(1.0, s.ends[0]) if s.ends else None,
            "high": min(top, s.ends[1]) if s.ends else None,
            "middle": place.middle,
        }
        for s, place in zip(lines, places.lines, strict=True)
    ]
    y: dict[str, Any] = {"y": ("middle", canvas.lines)}
    sure = [row for row in rows if row["low"] is not None]
    looked = [row for row in rows if row["then"] is not None]
    before = dot(CARD, INK, line=1.75, size=70)
    end = dot(POINT, size=56)
    then = dot(CARD, INK_SOFT, line=1.5, size=64, shape="triangle-up")
    canvas.draw(
        "rule", sure, {"x": ("low", scale), "x2": ("high", scale), **y}, stroke=INTERVAL, strokeWidth=12
    )
    canvas.draw(
        "rule", rows, {"x": ("start", scale), "x2": ("end", scale), **y}, stroke=LINE_STRONG, strokeWidth=1.5
    )
    canvas.draw("point", rows, {"x": ("start", scale), **y}, **before)
    canvas.draw("point", looked, {"x": ("then", scale), **y}, **then)
    canvas.draw("point", rows, {"x": ("end", scale), **y}, **end)
    entries = [Entry("point", "start", before), Entry("point", "end", end)]
    if looked:
        entries.append(Entry("point", "start, looking back", then))
    if sure:
        entries.append(Entry("rule", "likely range of the end", {"stroke": INTERVAL, "strokeWidth": 12}))
    places.named(canvas)
    canvas.key(entries)
    return canvas.spec()


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the statements of a report."""
    return (chart(report.capacity),)


def sheets(report: Report, refits: Refits) -> tuple[Sheet, ...]:
    """Return the statements of a report as they leave; nothing where nobody rated any."""
    rows = report.capacity
    if not rows:
        return ()
    return (Sheet(NAME, counts(rows), lambda suppression: chart(rows, suppression)),)


CHART = ReportChart(NAME, Part.CAPACITY, of_report, sheets=sheets)
