"""What goes with targets met: differences in percentage points, with the mark of the correction over the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inreach.core.text import listed
from inreach.evaluation.charts.canvas import Canvas, Entry, Scale, dot, listing, ticks
from inreach.evaluation.charts.palette import CARD, INK, INTERVAL, INTERVAL_QUIET, LINE_STRONG, POINT
from inreach.evaluation.charts.report_chart import Refits, ReportChart, totals_of
from inreach.evaluation.disclosure.release import Sheet, anchored
from inreach.evaluation.disclosure.suppression import NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import ALL, Adds, Table
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, count, counted
from inreach.evaluation.figures.comparisons import FactorEffect
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.report import Part, Report

NAME = "what goes with targets met"
DEFINITION = (
    "Difference in percentage points of targets met or exceeded with and without a factor, at typical values."
)
CANNOT = (
    "This cannot tell you that doing more of something would help: schools that do it may differ in other ways, "
    "and what nobody recorded is not here."
)
MOST = 14
WHOLE = (ALL, "reviewed")


def counts(effects: Sequence[FactorEffect], reviewed: int) -> Table:
    """Targets that each comparison rests on, and those that it leaves out."""
    cells: dict[tuple[str, ...], float] = {WHOLE: reviewed}
    adds = []
    for effect in effects:
        inside, out = ("factors", effect.factor, "compared"), ("factors", effect.factor, "left out")
        cells |= {inside: effect.n, out: reviewed - effect.n}
        adds.append(Adds((inside, out), WHOLE))
    return Table(cells, tuple(adds))


def chart(
    effects: Sequence[FactorEffect],
    reviewed: int,
    comparisons: int,
    suppression: Suppression = NOTHING_HIDDEN,
) -> Drawn:
    """Return the differences as dots with intervals, or why there are none; `comparisons` were looked at."""
    kept = [effect for effect in effects if suppression.shows(("factors", effect.factor, "compared"))]
    if not kept or not suppression.shows(WHOLE):
        return Refusal(NAME, "No factor is recorded for enough targets to be compared.", DEFINITION)
    first = kept[0].outcome
    lines = sorted(
        (effect for effect in kept if effect.outcome == first),
        key=lambda effect: (-effect.stands_out, -abs(effect.points), effect.factor),
    )
    drawn = lines[:MOST]
    out = [effect for effect in lines if effect.stands_out]
    notes = suppression.note(len({e.factor for e in effects}) - len({e.factor for e in kept}))
    if len(drawn) < len(lines):
        notes += (f"{MOST} of {len(lines)} are drawn; the table has them all.",)
    apart = _apart(kept)
    if apart:
        notes += (f"For {listed(apart)} the table shows two outcomes that point different ways.",)
    notes += (f"{count(comparisons, 'comparison')} looked at; of those marked about 1 in 20 will be luck.",)
    most = max(effect.n for effect in lines)
    return Chart(
        name=NAME,
        title=f"What goes with targets {first}: "
        + counted(min(most, reviewed), reviewed, "reviewed targets compared"),
        sentence_senco=_sentence(lines[0], first) if out else _nothing(len(lines), first),
        sentence_manager=_summary(out, lines, first),
        evidence=Evidence.COMPARISON,
        cannot_tell=CANNOT,
        spec=_drawing(drawn, first, Width.WIDE),
        narrow=_drawing(drawn, first, Width.NARROW),
        table=_table(kept),
        notes=notes,
    )


def _apart(effects: Sequence[FactorEffect]) -> list[str]:
    """Factors whose outcomes have different signs, so that both are to be seen."""
    signs: dict[str, set[bool]] = {}
    for effect in effects:
        signs.setdefault(effect.factor, set()).add(effect.points > 0)
    return sorted(factor for factor, seen in signs.items() if len(seen) > 1)


def _sentence(effect: FactorEffect, outcome: str) -> str:
    """One difference in words."""
    more = "more" if effect.points > 0 else "fewer"
    low, high = sorted((abs(effect.interval.low), abs(effect.interval.high)))
    crosses = effect.interval.low < 0 < effect.interval.high
    ends = (
        f"{effect.interval.low:+.0f} to {effect.interval.high:+.0f}"
        if crosses
        else f"{low:.0f} to {high:.0f}"
    )
    return (
        f"“{_capital(effect.factor)}” is associated with {abs(effect.points):.0f} {more} in every 100 targets "
        f"{outcome} ({ends}), comparing targets equally ambitious."
    )


def _nothing(number: int, outcome: str) -> str:
    """No factor stands out."""
    return (
        f"None of {count(number, 'factor')} is associated with targets {outcome} "
        "clearly enough to be told from luck."
    )


def _summary(out: Sequence[FactorEffect], lines: Sequence[FactorEffect], outcome: str) -> str:
    """How many stand out, and which."""
    if not out:
        return _nothing(len(lines), outcome)
    which = "is" if len(out) == 1 else "are"
    names = listed([effect.factor for effect in out[:3]]) + (" among others" if len(out) > 3 else "")
    return (
        f"{len(out)} of {count(len(lines), 'factor')} {which} associated with targets {outcome} after allowing for how "
        f"many were looked at: {names}. This is an association."
    )


def _capital(words: str) -> str:
    """The words with a capital at their start."""
    return words[:1].upper() + words[1:]


def _table(effects: Sequence[FactorEffect]) -> Grid:
    """The same numbers, and those of the other outcomes."""
    return Grid(
        ("Factor", "Targets", "In every 100, more or fewer", "Likely range", "Compared", "Stands out"),
        tuple(
            (
                effect.factor,
                effect.outcome,
                f"{effect.points:+.0f}",
                f"{effect.interval.low:+.0f} to {effect.interval.high:+.0f}",
                f"{effect.n:,}",
                "yes" if effect.stands_out else "no",
            )
            for effect in effects
        ),
    )


def _drawing(effects: Sequence[FactorEffect], outcome: str, width: Width) -> Spec:
    """A thick interval and a small dot for each factor, on both sides of a line at no difference."""
    places = listing([_capital(effect.factor) for effect in effects], width, bar=18.0, gap=12.0, beside=236.0)
    canvas = Canvas(width, places.height)
    low = min(0.0, *(effect.interval.low for effect in effects))
    high = max(0.0, *(effect.interval.high for effect in effects))
    room = 0.06 * (high - low)
    scale = Scale(low - room, high + room, places.left + 8, places.right)
    title = f"more or fewer in every 100 targets {outcome}"
    canvas.across(scale, ticks(scale.low, scale.high, 6), title)
    zero = [{"none": 0}]
    canvas.draw(
        "rule", zero, {"x": ("none", scale), "y": 0.0, "y2": canvas.height}, stroke=INK, strokeWidth=1.5
    )
    rows = [
        {
            "factor": effect.factor,
            "low": effect.interval.low,
            "high": effect.interval.high,
            "points": effect.points,
            "stands out": effect.stands_out,
            "middle": place.middle,
        }
        for effect, place in zip(effects, places.lines, strict=True)
    ]
    y: dict[str, Any] = {"y": ("middle", canvas.lines)}
    ends: dict[str, Any] = {"x": ("low", scale), "x2": ("high", scale), **y}
    out, rest = [r for r in rows if r["stands out"]], [r for r in rows if not r["stands out"]]
    canvas.draw("rule", rest, ends, stroke=INTERVAL_QUIET, strokeWidth=10)
    canvas.draw("rule", out, ends, stroke=INTERVAL, strokeWidth=12)
    marked = dot(POINT, line=0.8, size=80, shape="diamond")
    plain = dot(CARD, LINE_STRONG, line=1.5, size=36)
    canvas.draw("point", rest, {"x": ("points", scale), **y}, **plain)
    canvas.draw("point", out, {"x": ("points", scale), **y}, **marked)
    places.named(canvas)
    canvas.key(
        [
            Entry("point", "stands out over the whole page", marked),
            Entry("point", "could be luck", plain),
            Entry("rule", "likely range", {"stroke": INTERVAL, "strokeWidth": 12}),
            Entry("rule", "no difference", {"stroke": INK, "strokeWidth": 1.5}),
        ]
    )
    return canvas.spec()


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the differences of a report."""
    return (chart(report.effects, report.reviewed, report.comparisons),)


def sheets(report: Report, refits: Refits) -> tuple[Sheet, ...]:
    """Return the differences of a report as they leave."""
    effects, reviewed, looked = report.effects, report.reviewed, report.comparisons
    given = anchored(counts(effects, reviewed), totals_of(report))
    return (Sheet(NAME, given, lambda suppression: chart(effects, reviewed, looked, suppression)),)


CHART = ReportChart(NAME, Part.FACTORS, of_report, sheets=sheets)
