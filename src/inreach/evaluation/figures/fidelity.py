"""How much of what was planned was delivered."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ratio import ClusteredRatio, Ratio
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.target_group import clusters_of, known, targets_of
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

NAME = "fidelity"
DEFINITION = "Minutes delivered over minutes planned, summed over targets for which both are known."
MOST_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class FidelityBasis:
    """Delivered over planned minutes where both are known, and targets that lack one of the two."""

    delivered: ClusteredRatio | None
    unknown: int

    @property
    def n(self) -> int:
        """Targets with both."""
        return targets_of(self.delivered)


RULES: tuple[RefusalRule[FidelityBasis], ...] = (
    RefusalRule(
        "few with minutes",
        lambda basis: basis.n < FEWEST_FOR_SHARE,
        lambda basis: (
            f"Fewer than {FEWEST_FOR_SHARE} targets have both planned and delivered minutes on record."
        ),
    ),
    RefusalRule(
        "most minutes unknown",
        lambda basis: basis.unknown > MOST_UNKNOWN * (basis.n + basis.unknown),
        lambda basis: (
            f"For {basis.unknown} of {basis.n + basis.unknown} targets "
            "planned or delivered minutes are not known."
        ),
    ),
    RefusalRule(
        "one pupil",
        lambda basis: clusters_of(basis.delivered) < 2,
        lambda basis: "All these targets are one pupil's.",
    ),
)


def sentence(minutes: Ratio, interval: Interval) -> str:
    """Say how many of the minutes planned were delivered."""
    return (
        f"Of {minutes.bottom:,.0f} minutes planned, {minutes.top:,.0f} were delivered: "
        f"{100 * minutes.value:.0f} in 100 ({interval.low:.0f} to {interval.high:.0f})."
    )


def fidelity(delivered: ClusteredRatio | None, unknown: int) -> Shown:
    """Return delivered over planned minutes, or why it is not shown; `unknown` targets lack one of the two."""
    basis = FidelityBasis(delivered, unknown)
    refused = refusal(RULES, basis, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    minutes = known(delivered)
    low, high = (100 * max(0.0, end) for end in minutes.limits())
    interval = Interval(low, high)
    return Figure(
        name=NAME,
        estimate=100 * minutes.value,
        unit="per cent of planned minutes",
        interval=interval,
        n=basis.n,
        denominator=basis.n + unknown,
        of="targets",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(minutes, interval),
        notes=("A session that nobody recorded is not counted as delivered.",),
    )
