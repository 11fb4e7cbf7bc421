"""Each target of one pupil: before, expected, and at review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inreach.core.targets.ratings import HIGHEST, LOWEST
from inreach.evaluation.charts.canvas import Canvas, Entry, Scale, dot, listing
from inreach.evaluation.charts.palette import CARD, INK, INK_SOFT, INTERVAL, LINE_STRONG, POINT
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Spec, Width, count, counted
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.reviews import ACHIEVED
from inreach.evaluation.figures.target import Target

NAME = "before, expected, review"
DEFINITION = (
    "Baseline, expected and achieved rating of each target, with one point either way as rating error."
)
CANNOT = (
    "This cannot tell you what moved a rating: support, time, another rater or a good day look alike here."
)
MOST = 12
ERROR = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A target with the words by which its people know it."""

    words: str
    target: Target


def chart(whose: str, targets: Sequence[Named]) -> Drawn:
    """Return the targets of one pupil, or why there is nothing to draw; it never leaves a school."""
    if not targets:
        return Refusal(NAME, "There are no targets yet.", DEFINITION)
    made = [named for named in targets if named.target.achieved is not None]
    drawn = list(targets[:MOST])
    notes: tuple[str, ...] = ()
    if len(drawn) < len(targets):
        notes += (f"The first {MOST} of {len(targets)} are drawn; the table has them all.",)
    edited = sum(named.target.edited for named in targets)
    if edited:
        notes += (f"{count(edited, 'expectation')} changed after the first session, marked with a star.",)
    return Chart(
        name=NAME,
        title=f"{whose}'s targets, before, expected and at review: "
        + counted(len(made), len(targets), "targets reviewed"),
        sentence_senco=_sentence(whose, targets, made),
        sentence_manager=_short(targets, made),
        evidence=Evidence.CHANGE if made else Evidence.DESCRIBE,
        cannot_tell=CANNOT,
        spec=_drawing(drawn, Width.WIDE),
        narrow=_drawing(drawn, Width.NARROW),
        table=_table(targets),
        notes=notes,
        design="One pupil before and after, with nobody to compare with.",
    )


def _sentence(whose: str, targets: Sequence[Named], made: Sequence[Named]) -> str:
    """What became of them, and the first that has still to get there."""
    if not made:
        which = "The target" if len(targets) == 1 else f"All {len(targets)} targets"
        waits = "waits" if len(targets) == 1 else "wait"
        return f"{which} of {whose} still {waits} for a review; a target without one is not a target missed."
    reached = sum(named.target.outcome in ACHIEVED for named in made)
    short = next((named.target for named in made if named.target.outcome not in ACHIEVED), made[0].target)
    which = "one" if len(made) > 1 else "it"
    return (
        f"Of {whose}'s {count(len(made), 'reviewed target')}, {reached} reached the level expected; {which} moved from "
        f"{short.baseline} to {short.achieved} (expected {short.expected}). "
        "One point either way is within rating error."
    )


def _short(targets: Sequence[Named], made: Sequence[Named]) -> str:
    """The same for whoever does not know the pupil."""
    if not made:
        return f"{count(len(targets), 'target')}, none reviewed yet."
    gains = sorted(named.target.gained or 0 for named in made)
    return (
        f"{len(made)} of {count(len(targets), 'target')} moved from a baseline to a review, "
        f"by {gains[0]:+d} to {gains[-1]:+d} points; the figure is about one pupil and is not added up."
        if len(made) > 1
        else f"One of {count(len(targets), 'target')} moved from a baseline to a review, by {gains[0]:+d} points."
    )


def _table(targets: Sequence[Named]) -> Grid:
    """The ratings in figures."""
    lines = []
    for named in targets:
        target = named.target
        outcome = target.outcome.label
        lines.append(
            (
                named.words,
                str(target.baseline),
                f"{target.expected}{' (changed)' if target.edited else ''}",
                "not yet" if target.achieved is None else str(target.achieved),
                outcome,
            )
        )
    return Grid(("Target", "Before", "Expected", "At review", "Outcome"), tuple(lines))


def _drawing(targets: Sequence[Named], width: Width) -> Spec:
    """A line for each target on the scale from 1 to 10."""
    names = [named.words + (" *" if named.target.edited else "") for named in targets]
    places = listing(names, width, bar=26.0, gap=14.0, beside=250.0)
    canvas = Canvas(width, places.height)
    scale = Scale(LOWEST - 0.4, HIGHEST + 0.4, places.left, places.right)
    canvas.across(scale, list(range(LOWEST, HIGHEST + 1)), "rating, 1 to 10")
    rows = [
        {
            "target": named.words,
            "before": named.target.baseline,
            "expected": named.target.expected,
            "review": named.target.achieved,
            "low": max(LOWEST, (named.target.achieved or 0) - ERROR),
            "high": min(HIGHEST, (named.target.achieved or 0) + ERROR),
            "middle": place.middle,
            "top": place.middle - 11,
            "bottom": place.middle + 11,
        }
        for named, place in zip(targets, places.lines, strict=True)
    ]
    made = [row for row in rows if row["review"] is not None]
    y: dict[str, Any] = {"y": ("middle", canvas.lines)}
    canvas.draw(
        "rule",
        rows,
        {"x": ("before", scale), "x2": ("expected", scale), **y},
        stroke=LINE_STRONG,
        strokeDash=[2, 4],
        strokeWidth=1.5,
    )
    canvas.draw(
        "rule", made, {"x": ("low", scale), "x2": ("high", scale), **y}, stroke=INTERVAL, strokeWidth=12
    )
    canvas.draw(
        "rule", made, {"x": ("before", scale), "x2": ("review", scale), **y}, stroke=POINT, strokeWidth=2
    )
    canvas.draw(
        "rule",
        rows,
        {"x": ("expected", scale), "y": ("top", canvas.lines), "y2": ("bottom", canvas.lines)},
        stroke=INK,
        strokeWidth=3,
    )
    before = dot(CARD, INK, line=1.75, size=80)
    review = dot(POINT)
    canvas.draw("point", rows, {"x": ("before", scale), **y}, **before)
    canvas.draw("point", made, {"x": ("review", scale), **y}, **review)
    waiting = [
        {**row, "text": "not yet reviewed", "at": row["expected"]} for row in rows if row["review"] is None
    ]
    left = [row for row in waiting if scale.at(float(str(row["expected"]))) + 130 > width]
    right = [row for row in waiting if row not in left]
    style: dict[str, Any] = {"fill": INK_SOFT, "fontSize": 12, "halo": True}
    canvas.words(right, {"x": ("expected", scale), **y}, dx=9, **style)
    canvas.words(left, {"x": ("before", scale), **y}, dx=-10, align="right", **style)
    places.named(canvas)
    canvas.key(
        [
            Entry("point", "before", before),
            Entry(
                "tick",
                "expected",
                {"orient": "vertical", "fill": INK, "thickness": 3, "size": 16, "opacity": 1},
            ),
            Entry("point", "at review", review),
            Entry("rule", "one point either way", {"stroke": INTERVAL, "strokeWidth": 12}),
        ]
    )
    return canvas.spec()
