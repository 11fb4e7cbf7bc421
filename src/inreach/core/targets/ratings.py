"""Target Monitoring and Evaluation (TME): what three ratings on one 1 to 10 scale mean, and GAS T.

The classes follow the design's section "Formulas". Ratings are ordinal: counts by outcome and medians come
first, and a share of expected gain belongs to one target and is never averaged.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

LOWEST, HIGHEST = 1, 10


class Outcome(StrEnum):
    """What became of a target, from no rating yet to better than expected."""

    NOT_RATED = "not_rated"
    WORSE = "worse"
    NO_PROGRESS = "no_progress"
    SOME_PROGRESS = "some_progress"
    MET = "met"
    EXCEEDED = "exceeded"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return self.value.replace("_", " ").capitalize() + (" yet" if self is Outcome.NOT_RATED else "")


def on_scale(rating: int, name: str) -> int:
    """Return the rating; ValueError with a sentence if it is not a whole number from 1 to 10."""
    if isinstance(rating, bool) or not isinstance(rating, int) or not LOWEST <= rating <= HIGHEST:
        raise ValueError(
            f"The {name} rating must be a whole number from {LOWEST} to {HIGHEST}, not {rating}."
        )
    return rating


def outcome(baseline: int, expected: int, achieved: int | None, maintain: bool = False) -> Outcome:
    """Return the TME outcome; ValueError if a rating is off the scale or expected does not fit the baseline.

    Expected is above the baseline, or equal to it for a target marked "maintain". A target that nobody has
    rated is not rated yet, never "no progress".
    """
    on_scale(baseline, "baseline")
    on_scale(expected, "expected")
    if expected < baseline:
        raise ValueError(f"The expected rating ({expected}) must not be below the baseline ({baseline}).")
    if expected == baseline and not maintain:
        raise ValueError(
            f"The expected rating ({expected}) is the same as the baseline. "
            "Expect more, or mark the target as one to maintain."
        )
    if expected > baseline and maintain:
        raise ValueError(
            f"A target to maintain expects its baseline ({baseline}), not {expected}. "
            "Expect the baseline, or take the mark away."
        )
    if achieved is None:
        return Outcome.NOT_RATED
    on_scale(achieved, "achieved")
    if achieved > expected:
        return Outcome.EXCEEDED
    if achieved == expected:
        return Outcome.MET
    if achieved < baseline:
        return Outcome.WORSE
    return Outcome.NO_PROGRESS if achieved == baseline else Outcome.SOME_PROGRESS


def gain(baseline: int, achieved: int) -> int:
    """Return achieved minus baseline, in points of the scale."""
    return on_scale(achieved, "achieved") - on_scale(baseline, "baseline")


def gap(expected: int, achieved: int) -> int:
    """Return achieved minus expected, in points of the scale; negative while the target is not met."""
    return on_scale(achieved, "achieved") - on_scale(expected, "expected")


def rate_per_week(points: float, school_weeks: float) -> float | None:
    """Return points per school week, None when no school time has passed; ValueError if it is negative."""
    if school_weeks < 0:
        raise ValueError("School weeks between two ratings cannot be negative.")
    return points / school_weeks if school_weeks else None


def share_of_expected_gain(baseline: int, expected: int, achieved: int) -> float | None:
    """Return gain over expected gain of one target (0.5 is half), or None when no gain was expected."""
    expected_gain = gain(baseline, expected)
    return gain(baseline, achieved) / expected_gain if expected_gain else None


def ceiling(expected: int) -> bool:
    """Say whether the target cannot be exceeded, because it expects the top of the scale."""
    return on_scale(expected, "expected") == HIGHEST


@dataclass(frozen=True, slots=True)
class Rated:
    """The three ratings of one target; achieved is None until it is rated."""

    baseline: int
    expected: int
    achieved: int | None = None
    maintain: bool = False

    @property
    def outcome(self) -> Outcome:
        """The outcome of these ratings; ValueError as for outcome()."""
        return outcome(self.baseline, self.expected, self.achieved, maintain=self.maintain)


@dataclass(frozen=True, slots=True)
class Summary:
    """Several targets together. Medians are over rated targets, and None when none is rated."""

    targets: int
    rated: int
    counts: dict[Outcome, int]
    median_baseline: float | None
    median_expected: float | None
    median_achieved: float | None
    median_gain: float | None
    lowest_gain: int | None
    highest_gain: int | None
    met_or_exceeded: int
    made_progress: int
    could_not_exceed: int
    sentence: str


def summary(targets: Sequence[Rated]) -> Summary:
    """Return counts by outcome, medians and the number at the ceiling; ValueError as for outcome()."""
    outcomes = [target.outcome for target in targets]
    counts = {kind: outcomes.count(kind) for kind in Outcome}
    rated = [(t, t.achieved) for t in targets if t.achieved is not None]
    gains = [gain(t.baseline, achieved) for t, achieved in rated]
    top = sum(ceiling(t.expected) for t in targets)
    good = counts[Outcome.MET] + counts[Outcome.EXCEEDED]
    return Summary(
        targets=len(targets),
        rated=len(rated),
        counts=counts,
        median_baseline=median(t.baseline for t, _ in rated) if rated else None,
        median_expected=median(t.expected for t, _ in rated) if rated else None,
        median_achieved=median(achieved for _, achieved in rated) if rated else None,
        median_gain=median(gains) if gains else None,
        lowest_gain=min(gains, default=None),
        highest_gain=max(gains, default=None),
        met_or_exceeded=good,
        made_progress=sum(points > 0 for points in gains),
        could_not_exceed=top,
        sentence=(
            f"{good} of {len(rated)} rated targets met or exceeded; "
            f"{len(targets) - len(rated)} not rated yet; "
            f"{top} could not be exceeded, because they expect {HIGHEST}."
        ),
    )


def gas_t(scores: Sequence[float], weights: Sequence[float] | None = None, rho: float = 0.3) -> float:
    """Return the Goal Attainment Scaling T-score of scores from -2 to 2; equal weights if none are given.

    T = 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2), with rho 0.3 by convention
    (Turner-Stokes 2009). ValueError without scores, off the scale, or with weights that do not fit.
    """
    if not scores:
        raise ValueError("A GAS score needs at least one goal.")
    if any(not -2 <= score <= 2 for score in scores):
        raise ValueError("Each goal is scored from -2 (much less than expected) to 2 (much more).")
    if not 0 <= rho <= 1:
        raise ValueError("The correlation between goals (rho) is from 0 to 1.")
    chosen = [1.0] * len(scores) if weights is None else list(weights)
    if len(chosen) != len(scores):
        raise ValueError("Give one weight for each goal.")
    if any(weight < 0 for weight in chosen) or not sum(chosen):
        raise ValueError("Weights must not be negative, and at least one must be above 0.")
    below = (1 - rho) * sum(w * w for w in chosen) + rho * sum(chosen) ** 2
    return 50 + 10 * sum(w * x for w, x in zip(chosen, scores, strict=True)) / math.sqrt(below)
