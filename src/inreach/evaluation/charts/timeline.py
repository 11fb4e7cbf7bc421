"""One pupil's probes over time: where support began, the line that was aimed for, and how the probes run."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np
from scipy import stats

from inreach.evaluation.charts.canvas import Canvas, Entry, Scale, dot, ticks
from inreach.evaluation.charts.palette import AMBER, CARD, INK, INK_SOFT, INTERVAL, LINE_STRONG, POINT
from inreach.evaluation.estimators import trend
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal
from inreach.evaluation.figures.probes import FEWEST_BEFORE, FEWEST_FOR_TREND, Probes, course

NAME = "probes over time"
DEFINITION = (
    "Probes in the order of their weeks, a Theil-Sen line in each phase of at least 5, and the aimline."
)
CANNOT = (
    "This cannot tell you that support made the change: "
    "one pupil, one start, and everything else that happened then."
)


def chart(whose: str, probes: Probes, aim: trend.Line | None = None, unit: str = "score") -> Drawn:
    """Return the timeline of one pupil, or why there is none. It shows one pupil and never leaves a school."""
    if len(probes.before) < FEWEST_BEFORE or len(probes.after) < 2:
        reason = f"{len(probes.before)} probes before and {len(probes.after)} after are too few to be drawn as phases."
        return Refusal(NAME, reason, DEFINITION)
    weeks = _weeks(probes)
    beyond = _beyond(probes)
    way = "below" if probes.falling else "above"
    rising = probes.rising()
    told = (
        f"{beyond} of {len(probes.after)} probes since the change are {way} every baseline probe: the middle one moved "
        f"from {median(probes.before):g} to {median(probes.after):g}"
        + (f", but {rising[0][0].lower()}{rising[0][1:]}" if rising else ".")
    )
    judged = course(probes, aim) if aim is not None and probes.weeks is not None else None
    against = (
        judged.sentence if isinstance(judged, Figure) else judged.reason if judged else "There is no aimline."
    )
    flat = [
        phase
        for phase, values in (("before", probes.before), ("since", probes.after))
        if len(values) < FEWEST_FOR_TREND
    ]
    notes = tuple(
        f"No line is drawn through the probes {phase} the change: fewer than {FEWEST_FOR_TREND} are noise."
        for phase in flat
    )
    return Chart(
        name=NAME,
        title=f"{whose}'s probes over time: {len(probes.before)} before the change and {len(probes.after)} since, "
        f"{probes.n} of {probes.n} probes",
        sentence_senco=f"{told} {against}",
        sentence_manager=told,
        evidence=Evidence.CHANGE,
        cannot_tell=CANNOT,
        spec=_drawing(probes, weeks, aim, unit, Width.WIDE),
        narrow=_drawing(probes, weeks, aim, unit, Width.NARROW),
        table=Grid(
            ("Week" if probes.weeks else "Session", "Phase", unit.capitalize()),
            tuple(
                (f"{week:g}", "before" if i < len(probes.before) else "since", f"{value:g}")
                for i, (week, value) in enumerate(zip(weeks, [*probes.before, *probes.after], strict=True))
            ),
        ),
        notes=notes,
        design="One pupil before and after, with nobody to compare with.",
    )


def _weeks(probes: Probes) -> tuple[float, ...]:
    """The times of all probes, or their numbers."""
    return probes.weeks or tuple(float(i + 1) for i in range(probes.n))


def _beyond(probes: Probes) -> int:
    """How many later probes lie beyond every earlier one, on the wanted side."""
    if probes.falling:
        return sum(value < min(probes.before) for value in probes.after)
    return sum(value > max(probes.before) for value in probes.after)


def _fan(weeks: Sequence[float], values: Sequence[float]) -> list[dict[str, float]]:
    """The Theil-Sen line of a phase with the lines of its lowest and highest likely slope, all through its middle."""
    line = trend.theil_sen(weeks, values)
    slopes = stats.theilslopes(values, weeks, 0.95)
    middle = float(np.median(weeks))
    height = line.at(middle)
    rows = []
    for week in np.linspace(min(weeks), max(weeks), 33):
        off = float(week) - middle
        ends = sorted((height + off * float(slopes.low_slope), height + off * float(slopes.high_slope)))
        rows.append({"week": float(week), "line": line.at(float(week)), "low": ends[0], "high": ends[1]})
    return rows


def _drawing(probes: Probes, weeks: Sequence[float], aim: trend.Line | None, unit: str, width: Width) -> Spec:
    """Probes as dots, the phase line, the aimline, and a fan for the slope of each phase."""
    height = 300.0 if width is Width.WIDE else 260.0
    top = 22.0
    canvas = Canvas(width, height)
    first, last = weeks[0], weeks[-1]
    split = len(probes.before)
    start = (weeks[split - 1] + weeks[split]) / 2
    phases = [(weeks[:split], probes.before), (weeks[split:], probes.after)]
    fans = [_fan(w, v) for w, v in phases if len(v) >= FEWEST_FOR_TREND]
    values = [*probes.before, *probes.after]
    lowest, highest = min(values), max(values)
    room = 0.12 * (highest - lowest or 1.0)
    bottom, ceiling = lowest - room, highest + room
    goal = [] if aim is None else [{"week": first, "aim": aim.at(first)}, {"week": last, "aim": aim.at(last)}]
    for end in goal:
        bottom, ceiling = min(bottom, end["aim"] - room / 2), max(ceiling, end["aim"] + room / 2)
    if lowest >= 0:
        bottom = max(0.0, bottom)
    across = Scale(first - 0.03 * (last - first), last + 0.03 * (last - first), 40.0, width - 8.0)
    down = Scale(bottom, ceiling, height, top)
    canvas.across(
        across,
        ticks(first, last, 8 if width is Width.WIDE else 5),
        "week" if probes.weeks else "session",
        grid=False,
    )
    canvas.down(down, ticks(bottom, ceiling, 5), at=34.0)
    grid = [{"value": v} for v in ticks(bottom, ceiling, 5)]
    canvas.draw(
        "rule", grid, {"x": 40.0, "x2": width - 8.0, "y": ("value", down)}, stroke="#efebe1", strokeWidth=1
    )
    x: dict[str, Any] = {"x": ("week", across)}
    for fan in fans:
        held = [
            {
                **row,
                "low": min(max(row["low"], bottom), ceiling),
                "high": min(max(row["high"], bottom), ceiling),
            }
            for row in fan
        ]
        canvas.draw(
            "area",
            held,
            {**x, "y": ("low", down), "y2": ("high", down)},
            fill=INTERVAL,
            fillOpacity=0.55,
            line=False,
        )
        canvas.draw("line", fan, {**x, "y": ("line", down)}, stroke=POINT, strokeWidth=2)
    canvas.draw("line", goal, {**x, "y": ("aim", down)}, stroke=AMBER, strokeWidth=2, strokeDash=[7, 4])
    change = [{"week": start}]
    canvas.draw("rule", change, {**x, "y": 4.0, "y2": height}, stroke=INK, strokeWidth=1.5, strokeDash=[2, 3])
    before, since = [{"week": start, "text": "before"}], [{"week": start, "text": "since the change"}]
    at: dict[str, Any] = {**x, "y": 10.0}
    canvas.words(before, at, align="right", dx=-7, fill=INK_SOFT, fontSize=12)
    canvas.words(since, at, dx=7, fill=INK_SOFT, fontSize=12)
    rows = [
        {"week": week, unit: value, "phase": "before" if i < split else "since"}
        for i, (week, value) in enumerate(zip(weeks, values, strict=True))
    ]
    place: dict[str, Any] = {**x, "y": (unit, down)}
    hollow = dot(CARD, INK, line=1.5, size=42)
    full = dot(POINT, size=42)
    canvas.draw("line", rows[:split], place, stroke=LINE_STRONG, strokeWidth=0.75)
    canvas.draw("line", rows[split:], place, stroke=LINE_STRONG, strokeWidth=0.75)
    canvas.draw("point", rows[:split], place, **hollow)
    canvas.draw("point", rows[split:], place, **full)
    entries = [Entry("point", f"{unit} before", hollow), Entry("point", f"{unit} since", full)]
    if fans:
        entries.append(Entry("rule", "middle slope of a phase", {"stroke": POINT, "strokeWidth": 2}))
        entries.append(Entry("bar", "its likely range", {"fill": INTERVAL, "fillOpacity": 0.55}))
    if goal:
        entries.append(Entry("rule", "aimed for", {"stroke": AMBER, "strokeWidth": 2, "strokeDash": [7, 4]}))
    canvas.key(entries)
    return canvas.spec()
