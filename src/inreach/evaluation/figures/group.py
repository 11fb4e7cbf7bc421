"""Several targets together: shares met, medians, change and progress, each with its interval or its reason.

Each figure comes in two forms: from targets one by one, and (`..._from`) from sums, which is what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from inreach.core.ratings import HIGHEST, LOWEST
from inreach.evaluation.estimators.change import Moments, moments, paired_from, regression_to_the_mean
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import design_effect, share_interval
from inreach.evaluation.estimators.ratio import Shared, ratio
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.reviews import ACHIEVED, Reviews, held_apart, reviews
from inreach.evaluation.figures.target import RELIABILITIES, SMALLEST_GAP, Target

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
FEWEST_FOR_SHARE = 10
FEWEST_PUPILS = 10
MOST_CLIPPED = 0.25

MET = "Targets met or exceeded over targets reviewed; Wilson's interval, widened for targets of one school."
MEDIAN = "Median of achieved less baseline; interval from the order of the gains (sign test)."
MEAN = "Mean of achieved less baseline; interval widened for targets of one school."
PROGRESS = (
    "100 sum(achieved - baseline) / sum(expected - baseline) over targets that expect at least 3 points."
)
G_AV = (
    "Mean change of pupils over sqrt((s_before^2 + s_after^2) / 2), corrected for few; noncentral t interval."
)


@dataclass(frozen=True, slots=True)
class Selection:
    """How pupils came to be chosen: mean and spread of all pupils' baselines, and the highest rating still chosen."""

    mean: float
    sd: float
    chosen_up_to: int


def rise_by_selection(selection: Selection | None) -> str:
    """The sentence that stands beside every change without a comparison: what selection alone would give.

    The cut lies half a point above the highest rating chosen, since ratings are whole numbers.
    """
    if selection is None:
        return (
            "Pupils chosen because they were low tend to rise by themselves; "
            "by how much cannot be said without the ratings of all pupils."
        )
    cut = selection.chosen_up_to + 0.5
    rises = [regression_to_the_mean(selection.mean, selection.sd, cut, r) for r in RELIABILITIES]
    return (
        f"Pupils chosen for a rating of {selection.chosen_up_to} or less would rise by {rises[0]:.2f} to "
        f"{rises[-1]:.2f} points with no support at all, depending on how well raters agree (0.9 to 0.6)."
    )


def reviewed(targets: Sequence[Target]) -> list[tuple[Target, int]]:
    """The targets with an achieved rating, and their gain."""
    return [(target, target.gained) for target in targets if target.gained is not None]


def shared(made: Sequence[tuple[Target, int]], bottom: Callable[[Target], float]) -> Shared | None:
    """Gains over an amount of each target as one ratio, None without targets."""
    if not made:
        return None
    gains, over = [gained for _, gained in made], [bottom(target) for target, _ in made]
    return Shared(
        ratio(gains, over, [t.school for t, _ in made]),
        ratio(gains, over, [(t.school, t.pupil) for t, _ in made]),
    )


def share_met(targets: Sequence[Target]) -> Shown:
    """Return the share of reviewed targets met or exceeded, or why it is not shown."""
    schools: dict[str, list[int]] = {}
    for target, _ in reviewed(targets):
        tally = schools.setdefault(target.school, [0, 0])
        tally[0] += target.outcome in ACHIEVED
        tally[1] += 1
    return share_met_from(
        reviews(targets), [h for h, _ in schools.values()], [n for _, n in schools.values()]
    )


def share_met_from(state: Reviews, hits: Sequence[float], sizes: Sequence[float]) -> Shown:
    """Return the share met from the state of reviews, and hits and reviewed targets of each school."""
    if state.reviewed < FEWEST_FOR_SHARE:
        return Refusal(
            "met or exceeded",
            f"Fewer than {FEWEST_FOR_SHARE} targets are reviewed; they are listed one by one, not as a share.",
            MET,
        )
    reason = held_apart(state)
    if reason:
        return Refusal("met or exceeded", reason, MET)
    interval = share_interval(state.met, state.reviewed, design_effect(hits, sizes))
    return Figure(
        name="met or exceeded",
        estimate=state.met / state.reviewed,
        unit="share",
        interval=interval,
        n=state.reviewed,
        denominator=state.due,
        of="targets due for review",
        label=Evidence.DESCRIBE,
        definition=MET,
        sentence=(
            f"{state.met} of {state.reviewed} reviewed targets were rated met or exceeded, which fits a true share of "
            f"{100 * interval.low:.0f} to {100 * interval.high:.0f} in 100."
        ),
        notes=(state.sentence,),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """Reviewed targets by baseline and achieved rating: one entry of each array a pair, `count` its targets."""

    baseline: Ints
    achieved: Ints
    count: Floats

    @property
    def n(self) -> int:
        """How many targets."""
        return int(self.count.sum())

    @property
    def clipped(self) -> int:
        """How many began at the lowest or ended at the highest rating."""
        return int(self.count[(self.baseline == LOWEST) | (self.achieved == HIGHEST)].sum())

    def middle(self, values: Ints) -> float:
        """The median of values of the pairs."""
        return (nth(values, self.count, (self.n + 1) // 2) + nth(values, self.count, self.n // 2 + 1)) / 2


def nth(values: Ints, count: Floats, k: int) -> int:
    """The k-th smallest of values with counts, k from 1."""
    order = np.argsort(values, kind="stable")
    return int(values[order][np.searchsorted(np.cumsum(count[order]), k - 0.5)])


def rating_pairs(targets: Sequence[Target]) -> Tally:
    """Count the reviewed targets by their ratings."""
    pairs = np.array([(t.baseline, t.achieved) for t, _ in reviewed(targets)], dtype=np.intp).reshape(-1, 2)
    found, count = np.unique(pairs, axis=0, return_counts=True)
    return Tally(found[:, 0], found[:, 1], count.astype(float))


def median_gain(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return the median gain in points, or why it is not shown."""
    return median_gain_from(rating_pairs(targets), len(targets), selection)


def median_gain_from(pairs: Tally, opened: int, selection: Selection | None = None) -> Shown:
    """Return the median gain from counts of ratings; `opened` counts all targets."""
    if not pairs.n:
        return Refusal("median gain", "No target is reviewed yet.", MEDIAN)
    gains = pairs.achieved - pairs.baseline
    low = int(stats.binom.ppf(0.025, pairs.n, 0.5))
    ends = (nth(gains, pairs.count, low), nth(gains, pairs.count, pairs.n - low + 1)) if low >= 1 else None
    before, after = pairs.middle(pairs.baseline), pairs.middle(pairs.achieved)
    return Figure(
        name="median gain",
        estimate=pairs.middle(gains),
        unit="points",
        interval=Interval(*ends) if ends else None,
        without="" if ends else f"{pairs.n} gains are too few for an interval of their median.",
        n=pairs.n,
        denominator=opened,
        of="targets",
        label=Evidence.CHANGE,
        definition=MEDIAN,
        sentence=f"The middle rating of {pairs.n} targets moved from {before:g} to {after:g}.",
        notes=(rise_by_selection(selection),),
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """What the figures of points rest on: all targets, reviewed ones without written steps, and reviewed pupils."""

    opened: int
    unworded: int
    pupils: int

    @property
    def reason(self) -> str:
        """Why points are not averaged, empty if they may be."""
        if self.unworded:
            return "Some scales have no written steps, so a point on one is not a point on another."
        if self.pupils < FEWEST_PUPILS:
            return f"Fewer than {FEWEST_PUPILS} pupils are reviewed."
        return ""


def measured(targets: Sequence[Target]) -> Measured:
    """Count what the figures of points rest on."""
    made = reviewed(targets)
    return Measured(
        len(targets), sum(not t.worded for t, _ in made), len({(t.school, t.pupil) for t, _ in made})
    )


def mean_change(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return the mean change in points, or why it is not shown."""
    made = reviewed(targets)
    before = sum(t.baseline for t, _ in made) / max(1, len(made))
    return mean_change_from(shared(made, lambda t: 1.0), before, measured(targets), selection)


def mean_change_from(
    gained: Shared | None, before: float, base: Measured, selection: Selection | None = None
) -> Shown:
    """Return the mean change from gains over targets and the mean baseline of reviewed ones."""
    if base.reason or gained is None:
        return Refusal("mean change", base.reason or "No target is reviewed yet.", MEAN)
    found = gained.told
    low, high = found.limits()
    return Figure(
        name="mean change",
        estimate=found.value,
        unit="points",
        interval=Interval(low, high),
        n=int(found.n),
        denominator=base.opened,
        of="targets",
        label=Evidence.CHANGE,
        definition=MEAN,
        sentence=(
            f"Ratings moved from {before:.1f} to {before + found.value:.1f} on average, "
            f"a change of {found.value:.1f} points ({low:.1f} to {high:.1f})."
        ),
        notes=(rise_by_selection(selection),),
    )


def progress(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return progress as one ratio of sums, with a cluster-robust error by the delta method, or why it is not shown."""
    made = reviewed(targets)
    fixed = [(t, g) for t, g in made if not t.edited and t.wanted >= SMALLEST_GAP]
    return progress_from(shared(fixed, lambda t: t.wanted), len(made), len(targets), selection)


def progress_from(gained: Shared | None, made: int, opened: int, selection: Selection | None = None) -> Shown:
    """Return progress from gains over expected gains of targets that qualify, of `made` reviewed and `opened` ones."""
    left_out = made - (int(gained.told.n) if gained else 0)
    if gained is None or gained.told.n < FEWEST_FOR_SHARE or gained.told.clusters < 2:
        return Refusal(
            "progress",
            f"Fewer than {FEWEST_FOR_SHARE} reviewed targets expected at least {SMALLEST_GAP} points "
            f"and kept their expectation ({left_out} left out).",
            PROGRESS,
        )
    found = gained.told
    low, high = (100 * end for end in found.limits())
    return Figure(
        name="progress",
        estimate=100 * found.value,
        unit="per cent of the expected gain",
        interval=Interval(low, high),
        n=int(found.n),
        denominator=opened,
        of="targets",
        label=Evidence.CHANGE,
        definition=PROGRESS,
        sentence=(
            f"Together these {found.n:.0f} targets moved from their baselines to {100 * found.value:.0f} per cent "
            f"of the gain expected ({low:.0f} to {high:.0f})."
        ),
        notes=(
            f"{left_out} reviewed targets expected fewer than {SMALLEST_GAP} points or were edited, and are left out.",
            rise_by_selection(selection),
        ),
    )


def standardised_change(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return g_av over pupils (each pupil's targets averaged first), or why it is not shown."""
    ratings: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for t, gained in reviewed(targets):
        ratings.setdefault((t.school, t.pupil), []).append((t.baseline, t.baseline + gained))
    means = np.array([np.mean(pairs, axis=0) for pairs in ratings.values()]).reshape(-1, 2)
    everyone = len({(t.school, t.pupil) for t in targets})
    sums = moments(means[:, 0], means[:, 1])
    return standardised_change_from(sums, everyone, rating_pairs(targets), measured(targets), selection)


def standardised_change_from(
    pupils: Moments, everyone: int, pairs: Tally, base: Measured, selection: Selection | None = None
) -> Shown:
    """Return g_av from sums over pupils' mean ratings; `everyone` counts pupils with any target."""
    reason = base.reason
    if not reason and pairs.clipped > MOST_CLIPPED * pairs.n:
        reason = (
            f"{pairs.clipped} of {pairs.n} targets began at {LOWEST} or ended at {HIGHEST}; "
            "the ends of the scale cut off the spread that this figure divides by."
        )
    if reason:
        return Refusal("standardised change", reason, G_AV)
    try:
        found = paired_from(pupils)
    except ValueError:
        return Refusal(
            "standardised change", "The ratings are all alike, so there is no spread to divide by.", G_AV
        )
    return Figure(
        name="standardised change",
        estimate=found.g_av,
        unit="standard deviations of a rating",
        interval=Interval(found.g_low, found.g_high),
        n=found.n,
        denominator=everyone,
        of="pupils",
        label=Evidence.CHANGE,
        definition=G_AV,
        sentence=(
            f"Pupils moved from {pupils.before / pupils.n:.1f} to {pupils.after / pupils.n:.1f}, "
            f"{found.g_av:.2f} standard deviations ({found.g_low:.2f} to {found.g_high:.2f}); "
            "this is no measure of months of progress."
        ),
        notes=(rise_by_selection(selection),),
    )
