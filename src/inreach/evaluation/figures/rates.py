"""How fast ratings moved, over a group: points per school week and per delivered hour, as ratios of sums."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.evaluation.aggregation.thresholds import FEWEST_WEEKS
from inreach.evaluation.aggregation.types import LeftOut
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ratio import ClusteredRatio, Ratio
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import UNWRITTEN_STEPS, RefusalRule, refusal
from inreach.evaluation.figures.target_group import clusters_of, known, targets_of
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

MOST_LEFT_OUT = 0.5
HARDER = "Harder targets are given more hours, so fewer points an hour do not mean worse work."


@dataclass(frozen=True, slots=True)
class Rate:
    """What a rate is called, its unit, what it is over, and how it is worked out."""

    name: str
    unit: str
    over: str
    definition: str


WEEKLY = Rate(
    "rate per week",
    "points per school week",
    "school weeks",
    "Sum of points of change over sum of school weeks between the ratings, for targets with at least 4 of them; "
    "interval widened for targets of one school.",
)
HOURLY = Rate(
    "rate per hour",
    "points per delivered hour",
    "hours",
    "Sum of points of change over sum of hours delivered; interval widened for targets of one school.",
)


@dataclass(frozen=True, slots=True)
class RateBasis:
    """Gains over time of the targets that qualify, those left out and why, and those without written steps."""

    gained: ClusteredRatio | None
    left_out: int
    why_left_out: str
    unworded: int

    @property
    def n(self) -> int:
        """Targets that qualify."""
        return targets_of(self.gained)


ONE_PUPIL: RefusalRule[RateBasis] = RefusalRule(
    "one pupil",
    lambda basis: clusters_of(basis.gained) < 2,
    lambda basis: "All these targets are one pupil's, so nothing says how far the rate could lie off.",
)
WEEKLY_RULES: tuple[RefusalRule[RateBasis], ...] = (
    UNWRITTEN_STEPS,
    RefusalRule(
        "few with known weeks",
        lambda basis: basis.n < FEWEST_FOR_SHARE,
        lambda basis: (
            f"Fewer than {FEWEST_FOR_SHARE} reviewed targets have {FEWEST_WEEKS} known school weeks; "
            f"left out: {basis.why_left_out}."
        ),
    ),
    RefusalRule(
        "most left out",
        lambda basis: basis.left_out > MOST_LEFT_OUT * (basis.n + basis.left_out),
        lambda basis: (
            f"Most reviewed targets give no rate, and the others need not be like them: {basis.why_left_out}."
        ),
    ),
    ONE_PUPIL,
)
HOURLY_RULES: tuple[RefusalRule[RateBasis], ...] = (
    UNWRITTEN_STEPS,
    RefusalRule(
        "few with known hours",
        lambda basis: basis.n < FEWEST_FOR_SHARE,
        lambda basis: (
            f"Fewer than {FEWEST_FOR_SHARE} reviewed targets have known hours delivered; "
            "planned hours do not stand in for them."
        ),
    ),
    RefusalRule(
        "most hours unknown",
        lambda basis: basis.left_out > MOST_LEFT_OUT * (basis.n + basis.left_out),
        lambda basis: (
            f"For {basis.left_out} of {basis.n + basis.left_out} reviewed targets "
            "the hours delivered are not known."
        ),
    ),
    ONE_PUPIL,
)


def sentence(rate: Rate, gain: Ratio, interval: Interval) -> str:
    """Say how far ratings moved in all, over how much time, and how fast that is."""
    return (
        f"{gain.n:.0f} targets moved from their baselines to ratings {abs(gain.top):g} points "
        f"{'higher' if gain.top >= 0 else 'lower'} in all, over {gain.bottom:,.0f} {rate.over}: "
        f"{gain.value:.2f} {rate.unit} ({interval.low:.2f} to {interval.high:.2f})."
    )


def weekly(
    gained: ClusteredRatio | None, left_out: LeftOut, *, over_holiday: int = 0, unworded: int = 0
) -> Shown:
    """Return points per school week from gains over weeks of the targets that qualify, or why it is not shown.

    `over_holiday` counts those whose weeks span a holiday; it is said, since nothing is taught then.
    """
    basis = RateBasis(gained, left_out.together, _why(left_out), unworded)
    notes = (
        f"{over_holiday} of them span a holiday, which is not counted as weeks.",
        f"Left out: {basis.why_left_out}.",
        "This takes change as even over the weeks; first weeks often bring more.",
    )
    return _rate(WEEKLY, WEEKLY_RULES, basis, notes)


def hourly(gained: ClusteredRatio | None, unknown: int, *, unworded: int = 0) -> Shown:
    """Return points per delivered hour from gains over hours, or why it is not shown; `unknown` have no hours."""
    basis = RateBasis(gained, unknown, f"{unknown} without known hours", unworded)
    return _rate(HOURLY, HOURLY_RULES, basis, (f"Left out: {basis.why_left_out}.", HARDER))


def _why(left_out: LeftOut) -> str:
    """Why targets are left out of rates a week, the reasons that apply."""
    counted = (
        (left_out.unknown, "with unknown dates"),
        (left_out.short, f"with fewer than {FEWEST_WEEKS} school weeks"),
        (left_out.holiday, "where nobody knows whether a holiday lies between"),
    )
    return ", ".join(f"{count} {why}" for count, why in counted if count) or "none"


def _rate(
    rate: Rate, rules: tuple[RefusalRule[RateBasis], ...], basis: RateBasis, notes: tuple[str, ...]
) -> Shown:
    """One rate, or its refusal."""
    refused = refusal(rules, basis, figure=rate.name, definition=rate.definition)
    if refused:
        return refused
    gain = known(basis.gained)
    interval = Interval(*gain.limits())
    return Figure(
        name=rate.name,
        estimate=gain.value,
        unit=rate.unit,
        interval=interval,
        n=int(gain.n),
        denominator=basis.n + basis.left_out,
        of="reviewed targets",
        label=Evidence.CHANGE,
        definition=rate.definition,
        sentence=sentence(rate, gain, interval),
        notes=notes,
    )
