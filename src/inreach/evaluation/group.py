"""Several targets together: shares met, medians, change and progress, each with its interval or its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from scipy import stats

from inreach.core.ratings import HIGHEST, LOWEST
from inreach.evaluation.change import clustered_mean, paired, regression_to_the_mean
from inreach.evaluation.figure import Evidence, Figure, Interval, Refusal, Shown
from inreach.evaluation.reviews import ACHIEVED, held_apart, reviews, share_interval
from inreach.evaluation.shares import design_effect
from inreach.evaluation.target import RELIABILITIES, SMALLEST_GAP, Target

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


def share_met(targets: Sequence[Target]) -> Shown:
    """Return the share of reviewed targets met or exceeded, or why it is not shown."""
    state = reviews(targets)
    if state.reviewed < FEWEST_FOR_SHARE:
        return Refusal(
            "met or exceeded",
            f"Fewer than {FEWEST_FOR_SHARE} targets are reviewed; they are listed one by one, not as a share.",
            MET,
        )
    reason = held_apart(state)
    if reason:
        return Refusal("met or exceeded", reason, MET)
    schools: dict[str, list[int]] = {}
    for target, _ in reviewed(targets):
        tally = schools.setdefault(target.school, [0, 0])
        tally[0] += target.outcome in ACHIEVED
        tally[1] += 1
    hits, sizes = zip(*schools.values(), strict=True)
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


def median_gain(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return the median gain in points, or why it is not shown."""
    made = reviewed(targets)
    if not made:
        return Refusal("median gain", "No target is reviewed yet.", MEDIAN)
    gains = sorted(gained for _, gained in made)
    low = int(stats.binom.ppf(0.025, len(gains), 0.5))
    enough = low >= 1
    before = median(t.baseline for t, _ in made)
    after = median(t.achieved for t, _ in made if t.achieved is not None)
    return Figure(
        name="median gain",
        estimate=median(gains),
        unit="points",
        interval=Interval(gains[low - 1], gains[-low]) if enough else None,
        without="" if enough else f"{len(gains)} gains are too few for an interval of their median.",
        n=len(gains),
        denominator=len(targets),
        of="targets",
        label=Evidence.CHANGE,
        definition=MEDIAN,
        sentence=f"The middle rating of {len(gains)} targets moved from {before:g} to {after:g}.",
        notes=(rise_by_selection(selection),),
    )


def mean_change(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return the mean change in points, or why it is not shown."""
    made = reviewed(targets)
    pupils, schools = {t.pupil for t, _ in made}, {t.school for t, _ in made}
    reason = ""
    if any(not target.worded for target, _ in made):
        reason = "Some scales have no written steps, so a point on one is not a point on another."
    elif len(pupils) < FEWEST_PUPILS:
        reason = f"Fewer than {FEWEST_PUPILS} pupils are reviewed."
    if reason:
        return Refusal("mean change", reason, MEAN)
    by_school = len(schools) >= 2
    found = clustered_mean(
        [gained for _, gained in made], [t.school if by_school else t.pupil for t, _ in made]
    )
    before = sum(t.baseline for t, _ in made) / len(made)
    return Figure(
        name="mean change",
        estimate=found.mean,
        unit="points",
        interval=Interval(found.low, found.high),
        n=len(made),
        denominator=len(targets),
        of="targets",
        label=Evidence.CHANGE,
        definition=MEAN,
        sentence=(
            f"Ratings moved from {before:.1f} to {before + found.mean:.1f} on average, "
            f"a change of {found.mean:.1f} points ({found.low:.1f} to {found.high:.1f})."
        ),
        notes=(rise_by_selection(selection),),
    )


def progress(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return progress as one ratio of sums, with a cluster-robust error by the delta method, or why it is not shown."""
    made = [(t, g) for t, g in reviewed(targets) if not t.edited and t.wanted >= SMALLEST_GAP]
    left_out = len(reviewed(targets)) - len(made)
    clusters = {t.school for t, _ in made}
    by_school = len(clusters) >= 2
    keys = [t.school if by_school else t.pupil for t, _ in made]
    if len(made) < FEWEST_FOR_SHARE or len(set(keys)) < 2:
        return Refusal(
            "progress",
            f"Fewer than {FEWEST_FOR_SHARE} reviewed targets expected at least {SMALLEST_GAP} points "
            f"and kept their expectation ({left_out} left out).",
            PROGRESS,
        )
    gained, wanted = np.array([g for _, g in made], float), np.array([t.wanted for t, _ in made], float)
    ratio = float(gained.sum() / wanted.sum())
    names = list(dict.fromkeys(keys))
    left = np.bincount([names.index(k) for k in keys], weights=gained - ratio * wanted)
    g = left.size
    se = math.sqrt(g / (g - 1) * float(left @ left)) / float(wanted.sum())
    reach = float(stats.t.isf(0.025, g - 1)) * se
    low, high = 100 * (ratio - reach), 100 * (ratio + reach)
    return Figure(
        name="progress",
        estimate=100 * ratio,
        unit="per cent of the expected gain",
        interval=Interval(low, high),
        n=len(made),
        denominator=len(targets),
        of="targets",
        label=Evidence.CHANGE,
        definition=PROGRESS,
        sentence=(
            f"Together these {len(made)} targets moved from their baselines to {100 * ratio:.0f} per cent "
            f"of the gain expected ({low:.0f} to {high:.0f})."
        ),
        notes=(
            f"{left_out} reviewed targets expected fewer than {SMALLEST_GAP} points or were edited, and are left out.",
            rise_by_selection(selection),
        ),
    )


def standardised_change(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return g_av over pupils (each pupil's targets averaged first), or why it is not shown."""
    made = reviewed(targets)
    pupils = list(dict.fromkeys(t.pupil for t, _ in made))
    clipped = sum(t.achieved == HIGHEST or t.baseline == LOWEST for t, _ in made)
    reason = ""
    if any(not target.worded for target, _ in made):
        reason = "Some scales have no written steps, so a point on one is not a point on another."
    elif len(pupils) < FEWEST_PUPILS:
        reason = f"Fewer than {FEWEST_PUPILS} pupils are reviewed."
    elif clipped > MOST_CLIPPED * len(made):
        reason = (
            f"{clipped} of {len(made)} targets began at {LOWEST} or ended at {HIGHEST}; "
            "the ends of the scale cut off the spread that this figure divides by."
        )
    if reason:
        return Refusal("standardised change", reason, G_AV)
    before = [float(np.mean([t.baseline for t, _ in made if t.pupil == p])) for p in pupils]
    after = [float(np.mean([t.baseline + gained for t, gained in made if t.pupil == p])) for p in pupils]
    try:
        found = paired(before, after)
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
        denominator=len({t.pupil for t in targets}),
        of="pupils",
        label=Evidence.CHANGE,
        definition=G_AV,
        sentence=(
            f"Pupils moved from {np.mean(before):.1f} to {np.mean(after):.1f}, {found.g_av:.2f} standard deviations "
            f"({found.g_low:.2f} to {found.g_high:.2f}); this is no measure of months of progress."
        ),
        notes=(rise_by_selection(selection),),
    )
