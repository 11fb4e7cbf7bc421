"""How much was delivered against the conditions of the EEF, and how long pupils were out of class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from inreach.evaluation.aggregation.types import TOTAL, Position
from inreach.evaluation.charts.canvas import Canvas, Entry, Line, Scale, listing
from inreach.evaluation.charts.palette import AMBER, HATCH, INK_SOFT, INTERVAL, LINE_STRONG, POINT, SUNK, TEAL
from inreach.evaluation.charts.report_chart import Refits, ReportChart, totals_of
from inreach.evaluation.disclosure.release import Sheet, anchored
from inreach.evaluation.disclosure.suppression import HIDDEN, NOTHING_HIDDEN, Suppression
from inreach.evaluation.disclosure.tables import ALL, Adds, Table, together
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, counted, in_100
from inreach.evaluation.figures.dose_position import DoseBand
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.report import Part, Report
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

NAME = "delivered sessions"
DEFINITION = (
    "Targets by where their delivered sessions lie against 20 to 50 minutes, 3 to 5 a week, over 8 to 20 weeks; "
    "and minutes out of class a week of each pupil, over all interventions."
)
CANNOT = (
    "This cannot tell you how much support is right: harder targets are given more sessions, "
    "so more is seen beside less progress."
)
NAMES = {
    Position.INSIDE: "Inside the EEF range",
    Position.BELOW: "Below the EEF range",
    Position.ABOVE: "Above the EEF range",
    Position.UNKNOWN: "Not recorded",
}
ORDER = tuple(NAMES)
COUNTED = ("targets", "reviewed", "not yet reviewed", "met or exceeded", "not met")
EVERYBODY = ("minutes out", "all pupils")
STEP, BINS = 60, 6


def binned(minutes: Sequence[float]) -> list[tuple[str, int]]:
    """Pupils by minutes out of class a week: none, then steps of an hour, the last open."""
    values = np.asarray(minutes, float)
    edges = [STEP * k for k in range(BINS)]
    made = [("none", int((values <= 0).sum()))]
    for at, low in enumerate(edges):
        last = at == BINS - 1
        inside = (values > low) & ((values <= low + STEP) | last)
        made.append((f"over {low}" if last else f"{low + 1} to {low + STEP}", int(inside.sum())))
    return made


def counts(bands: Sequence[DoseBand]) -> Table:
    """Targets, reviews, and about how many were met, of each band and of all; the shares give the last away."""
    cells: dict[tuple[str, ...], float] = {}
    adds = []
    for band in bands:
        met = round(band.met * band.reviewed)
        numbers = (band.targets, band.reviewed, band.targets - band.reviewed, met, band.reviewed - met)
        own = {column: ("dose", NAMES[band.position], column) for column in COUNTED}
        cells |= {own[column]: number for column, number in zip(COUNTED, numbers, strict=True)}
        adds.append(Adds((own["reviewed"], own["not yet reviewed"]), own["targets"]))
        adds.append(Adds((own["met or exceeded"], own["not met"]), own["reviewed"]))
    if bands:
        for column in ("targets", "reviewed"):
            parts = tuple(("dose", NAMES[band.position], column) for band in bands)
            cells["dose", "all", column] = sum(cells[part] for part in parts)
            adds.append(Adds(parts, ("dose", "all", column)))
    return Table(cells, tuple(adds))


def pupils(minutes: Sequence[float]) -> Table:
    """Pupils by minutes out of class."""
    if not minutes:
        return Table({})
    cells: dict[tuple[str, ...], float] = {("minutes out", name): number for name, number in binned(minutes)}
    return Table({**cells, EVERYBODY: len(minutes)}, (Adds(tuple(cells), EVERYBODY),))


def chart(
    bands: Sequence[DoseBand],
    minutes: Sequence[float],
    targets: int,
    suppression: Suppression = NOTHING_HIDDEN,
) -> Drawn:
    """Return the bands with the shares met beside them and, under them, pupils by minutes out of class."""
    known = [
        band
        for band in bands
        if band.targets and suppression.shows(*(("dose", NAMES[band.position], c) for c in COUNTED))
    ]
    if not any(band.position is not Position.UNKNOWN for band in known):
        return Refusal(
            NAME, "Sessions are recorded for too few targets to say how much was delivered.", DEFINITION
        )
    known.sort(key=lambda band: ORDER.index(band.position))
    bins = (
        [(name, number) for name, number in binned(minutes) if suppression.shows(("minutes out", name))]
        if minutes
        else []
    )
    whole = ("dose", "all", "targets")
    recorded = sum(band.targets for band in known if band.position is not Position.UNKNOWN)
    everything = targets if suppression.shows(whole, (ALL, TOTAL)) else recorded
    inside = sum(band.targets for band in known if band.position is Position.INSIDE)
    left_out = sum(band.targets > 0 for band in bands) - len(known)
    hidden_bins = (len(binned(minutes)) - len(bins)) if minutes else 0
    over = _over(minutes, bins)
    shares = not left_out  # the shares of all bands lean on each other
    return Chart(
        name=NAME,
        title="Delivered sessions against the EEF range: "
        + counted(recorded, everything, "targets with sessions recorded"),
        sentence_senco=(
            f"Interventions inside the EEF range were delivered for {in_100(inside / recorded)} % of the "
            "targets with sessions recorded. "
            "Longer is not shown to be better: harder targets get more sessions." + over
        ),
        sentence_manager=(
            f"In this service, interventions inside the EEF range were delivered for {inside:,} of {recorded:,} "
            "targets with sessions recorded. "
            "Longer is not shown to be better: harder targets get more sessions." + over
        ),
        evidence=Evidence.DESCRIBE,
        design="What was recorded as delivered, with nothing to compare it with.",
        cannot_tell=CANNOT,
        spec=_drawing(known, bins, shares, Width.WIDE),
        narrow=_drawing(known, bins, shares, Width.NARROW),
        table=_table(known, bins, shares),
        notes=suppression.note(left_out + hidden_bins),
    )


def _over(minutes: Sequence[float], bins: Sequence[tuple[str, int]]) -> str:
    """How many pupils are out for more than two hours, where every bin is shown."""
    if not minutes or len(bins) < BINS + 1:
        return ""
    long = sum(number for _, number in bins[3:])
    return f" {long:,} of {len(minutes):,} pupils were out of class for more than two hours a week."


def _share(band: DoseBand, shares: bool) -> str:
    """The likely range of a band in words."""
    if not shares:
        return HIDDEN
    if band.reviewed < FEWEST_FOR_SHARE:
        return f"fewer than {FEWEST_FOR_SHARE} reviewed"
    return f"{in_100(band.low)} to {in_100(band.high)}"


def _table(bands: Sequence[DoseBand], bins: Sequence[tuple[str, int]], shares: bool) -> Grid:
    """Both panels as one table."""
    lines = [
        (NAMES[band.position], f"{band.targets:,}", f"{band.reviewed:,}", _share(band, shares))
        for band in bands
    ]
    lines += [
        (f"Pupils out of class, minutes a week: {name}", f"{number:,}", "", "") for name, number in bins
    ]
    return Grid(
        ("What was delivered", "Targets or pupils", "Reviewed", "In 100, met or exceeded"), tuple(lines)
    )


def _drawing(bands: Sequence[DoseBand], bins: Sequence[tuple[str, int]], shares: bool, width: Width) -> Spec:
    """Bars of targets with intervals of shares beside them; under them bars of pupils."""
    wide = width is Width.WIDE
    places = listing([NAMES[band.position] for band in bands], width, bar=24.0, gap=12.0, beside=176.0)
    middle = places.height + (52.0 if bins else 0.0)
    lower = 150.0 if bins else 0.0
    canvas = Canvas(width, middle + lower)
    across = (places.left, 470.0) if wide else (2.0, 196.0)
    beside = (536.0, 700.0) if wide else (240.0, 344.0)
    most = max(band.targets for band in bands)
    targets, share = Scale(0, most, *across), Scale(0, 100, *beside)
    _bands(canvas, bands, places.lines, targets)
    y: dict[str, Any] = {"y": ("middle", canvas.lines)}
    known = [
        (b, p) for b, p in zip(bands, places.lines, strict=True) if shares and b.reviewed >= FEWEST_FOR_SHARE
    ]
    rows = [
        {
            "band": NAMES[b.position],
            "low": 100 * b.low,
            "high": 100 * b.high,
            "met": 100 * b.met,
            "middle": p.middle,
        }
        for b, p in known
    ]
    few = [
        {"middle": p.middle, "text": "too few" if shares else HIDDEN}
        for b, p in zip(bands, places.lines, strict=True)
        if not shares or b.reviewed < FEWEST_FOR_SHARE
    ]
    marks = [{"share": v, "text": str(v)} for v in (0, 50, 100)]
    canvas.draw(
        "rule",
        marks,
        {"x": ("share", share), "y": 0.0, "y2": places.height - 4},
        stroke="#ddd8cc",
        strokeWidth=1,
    )
    canvas.words(
        marks, {"x": ("share", share), "y": places.height + 6}, align="center", fill=INK_SOFT, fontSize=12
    )
    under = [{"text": "met or exceeded in 100" if wide else "met in 100"}]
    canvas.words(under, {"x": beside[0], "y": places.height + 22}, fill=INK_SOFT, fontSize=12)
    canvas.words([{"text": "targets"}], {"x": across[0], "y": places.height + 6}, fill=INK_SOFT, fontSize=12)
    canvas.draw(
        "rule", rows, {"x": ("low", share), "x2": ("high", share), **y}, stroke=INTERVAL, strokeWidth=11
    )
    canvas.draw("circle", rows, {"x": ("met", share), **y}, fill=POINT, size=26, opacity=1)
    canvas.words(few, {"x": beside[0], **y}, fill=INK_SOFT, fontSize=12)
    if bins:
        _minutes(canvas, bins, middle, width)
    places.named(canvas)
    canvas.key(
        [
            Entry("bar", "inside the range", {"fill": TEAL}),
            Entry("bar", "outside it", {"fill": SUNK, "stroke": LINE_STRONG}),
            Entry("rule", "likely range of the share met", {"stroke": INTERVAL, "strokeWidth": 11}),
            *([Entry("bar", "pupils out of class", {"fill": HATCH, "stroke": AMBER})] if bins else []),
        ]
    )
    return canvas.spec()


def _bands(canvas: Canvas, bands: Sequence[DoseBand], lines: Sequence[Line], scale: Scale) -> None:
    """A bar of targets for each band, with its number."""
    rows = [
        {
            "band": NAMES[band.position],
            "none": 0,
            "targets": band.targets,
            "top": line.top,
            "bottom": line.bottom,
            "middle": line.middle,
            "inside": band.position is Position.INSIDE,
            "text": f"{band.targets:,}",
        }
        for band, line in zip(bands, lines, strict=True)
    ]
    over: dict[str, Any] = {
        "x": ("none", scale),
        "x2": ("targets", scale),
        "y": ("top", canvas.lines),
        "y2": ("bottom", canvas.lines),
    }
    canvas.draw("bar", [r for r in rows if r["inside"]], over, fill=TEAL)
    canvas.draw("bar", [r for r in rows if not r["inside"]], over, fill=SUNK, stroke=LINE_STRONG)
    canvas.words(rows, {"x": ("targets", scale), "y": ("middle", canvas.lines)}, dx=6, fontSize=12)


def _minutes(canvas: Canvas, bins: Sequence[tuple[str, int]], top: float, width: Width) -> None:
    """Upright bars of pupils by minutes out of class a week."""
    left, right = (0.0, float(width) - 12)
    size = (right - left) / len(bins)
    highest = max([number for _, number in bins] + [1])
    floor = top + 112.0
    down = Scale(0, highest, floor, top + 34.0)
    across = Scale(0, len(bins), left, right)
    rows = [
        {
            "minutes": name,
            "pupils": number,
            "none": 0,
            "from": i + 0.12,
            "to": i + 0.88,
            "half": i + 0.5,
            "text": f"{number:,}",
        }
        for i, (name, number) in enumerate(bins)
    ]
    title = [{"text": "Pupils by minutes out of class a week, all interventions together"}]
    short = [{"text": "Pupils by minutes out of class a week"}]
    canvas.words(title if width is Width.WIDE else short, {"x": 0.0, "y": top + 4}, fontWeight="bold")
    over: dict[str, Any] = {
        "x": ("from", across),
        "x2": ("to", across),
        "y": ("none", down),
        "y2": ("pupils", down),
    }
    canvas.draw("bar", [row for row in rows if row["pupils"]], over, fill=HATCH, stroke=AMBER)
    canvas.words(rows, {"x": ("half", across), "y": ("pupils", down)}, align="center", dy=-9, fontSize=12)
    names = [
        {"half": row["half"], "text": _split(str(row["minutes"])) if size < 70 else [str(row["minutes"])]}
        for row in rows
    ]
    canvas.words(
        names,
        {"x": ("half", across), "y": floor + 14},
        align="center",
        fill=INK_SOFT,
        fontSize=12,
        lineHeight=14,
    )


def _split(name: str) -> list[str]:
    """The name of a bin on two lines."""
    head, blank, tail = name.rpartition(" ")
    return [head, tail] if blank else [name]


def of_report(report: Report) -> tuple[Drawn, ...]:
    """Return the bands and minutes of a report."""
    return (chart(report.bands, report.minutes_out, report.targets),)


def sheets(report: Report, refits: Refits) -> tuple[Sheet, ...]:
    """Return the bands and minutes of a report as they leave."""
    bands, minutes, targets = report.bands, report.minutes_out, report.targets
    given = together([anchored(counts(bands), totals_of(report)), pupils(minutes)])
    return (Sheet(NAME, given, lambda suppression: chart(bands, minutes, targets, suppression)),)


CHART = ReportChart(NAME, Part.DOSE, of_report, sheets=sheets)
