"""How fast ratings moved, over a group: points per school week and per delivered hour, as ratios of sums."""

from __future__ import annotations

from inreach.evaluation.aggregation.types import LeftOut
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ratio import Shared
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.group import FEWEST_FOR_SHARE
from inreach.evaluation.figures.target import FEWEST_WEEKS

MOST_LEFT_OUT = 0.5
UNWORDED = "Some scales have no written steps, so a point on one is not a point on another."
WEEKLY = (
    "Sum of points of change over sum of school weeks between the ratings, for targets with at least 4 of them; "
    "interval widened for targets of one school."
)
HOURLY = "Sum of points of change over sum of hours delivered; interval widened for targets of one school."
HARDER = "Harder targets are given more hours, so fewer points an hour do not mean worse work."


def weekly(gained: Shared | None, left_out: LeftOut, *, over_holiday: int = 0, unworded: int = 0) -> Shown:
    """Return points per school week from gains over weeks of the targets that qualify, or why it is not shown.

    `over_holiday` counts those whose weeks span a holiday; it is said, since nothing is taught then.
    """
    n = int(gained.told.n) if gained else 0
    reason = UNWORDED if unworded else ""
    if not reason and n < FEWEST_FOR_SHARE:
        reason = (
            f"Fewer than {FEWEST_FOR_SHARE} reviewed targets have {FEWEST_WEEKS} known school weeks; "
            f"left out: {_why(left_out)}."
        )
    elif not reason and left_out.together > MOST_LEFT_OUT * (n + left_out.together):
        reason = (
            f"Most reviewed targets give no rate, and the others need not be like them: {_why(left_out)}."
        )
    notes = (
        f"{over_holiday} of them span a holiday, which is not counted as weeks.",
        f"Left out: {_why(left_out)}.",
        "This takes change as even over the weeks; first weeks often bring more.",
    )
    words = ("rate per week", "points per school week", "school weeks", WEEKLY)
    return _rate(gained, reason, words, n + left_out.together, notes)


def hourly(gained: Shared | None, unknown: int, *, unworded: int = 0) -> Shown:
    """Return points per delivered hour from gains over hours, or why it is not shown; `unknown` have no hours."""
    n = int(gained.told.n) if gained else 0
    reason = UNWORDED if unworded else ""
    if not reason and n < FEWEST_FOR_SHARE:
        reason = (
            f"Fewer than {FEWEST_FOR_SHARE} reviewed targets have known hours delivered; "
            "planned hours do not stand in for them."
        )
    elif not reason and unknown > MOST_LEFT_OUT * (n + unknown):
        reason = f"For {unknown} of {n + unknown} reviewed targets the hours delivered are not known."
    notes = (f"Left out: {unknown} without known hours.", HARDER)
    words = ("rate per hour", "points per delivered hour", "hours", HOURLY)
    return _rate(gained, reason, words, n + unknown, notes)


def _why(left_out: LeftOut) -> str:
    """Why targets are left out of rates a week, the reasons that apply."""
    counted = (
        (left_out.unknown, "with unknown dates"),
        (left_out.short, f"with fewer than {FEWEST_WEEKS} school weeks"),
        (left_out.holiday, "where nobody knows whether a holiday lies between"),
    )
    return ", ".join(f"{count} {why}" for count, why in counted if count) or "none"


def _rate(
    gained: Shared | None,
    reason: str,
    words: tuple[str, str, str, str],
    reviewed: int,
    notes: tuple[str, ...],
) -> Shown:
    """One rate, or its refusal."""
    name, unit, over, definition = words
    if not reason and gained is not None and gained.told.clusters < 2:
        reason = "All these targets are one pupil's, so nothing says how far the rate could lie off."
    if reason or gained is None:
        return Refusal(name, reason, definition)
    found = gained.told
    low, high = found.limits()
    return Figure(
        name=name,
        estimate=found.value,
        unit=unit,
        interval=Interval(low, high),
        n=int(found.n),
        denominator=reviewed,
        of="reviewed targets",
        label=Evidence.CHANGE,
        definition=definition,
        sentence=(
            f"{found.n:.0f} targets moved from their baselines to ratings {abs(found.top):g} points "
            f"{'higher' if found.top >= 0 else 'lower'} in all, over {found.bottom:,.0f} {over}: "
            f"{found.value:.2f} {unit} ({low:.2f} to {high:.2f})."
        ),
        notes=notes,
    )
