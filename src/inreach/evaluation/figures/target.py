"""One target: points, progress, rate and reliable change, or why a number is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inreach.core.targets.ratings import HIGHEST, Outcome, Rated, gain, gas_t, rate_per_week
from inreach.evaluation.aggregation.thresholds import FEWEST_WEEKS, SMALLEST_GAP
from inreach.evaluation.aggregation.types import TargetRow
from inreach.evaluation.estimators.change import reliable_change
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule

HIGH_BASELINE = 8
RELIABILITIES = (0.9, 0.8, 0.7, 0.6)

POINTS = "Achieved rating less baseline rating, in points of the 1 to 10 scale."
PROGRESS = "100 (achieved - baseline) / (expected - baseline), for expected gains of at least 3 points."
RATE = "Points of change divided by the school weeks between the two ratings."
PER_HOUR = "Points of change divided by the hours of the programme that were delivered."
RELIABLE = (
    "Change divided by the spread of differences that rating error alone gives (Jacobson and Truax 1991)."
)
GAS = "50 + 10 sum(w x) / sqrt((1 - rho) sum w^2 + rho (sum w)^2), rho 0.3, x from -2 to 2 (Turner-Stokes 2009)."
TWO_RATINGS = "Two ratings have no spread from which an interval could be had."


@dataclass(frozen=True, slots=True)
class Target:
    """One target as the evaluation sees it: its ratings, whose it is, and what is known of the time between.

    `weeks` are school weeks between baseline and achieved rating, `hours` those delivered, `holiday_weeks` the weeks
    of holiday in between; None is not known. `due` says that the review should have been by now, `edited` that the
    expected rating was changed after the first session, `worded` that the scale's steps were described at the start.
    """

    pupil: str
    school: str
    baseline: int
    expected: int
    achieved: int | None = None
    maintain: bool = False
    due: bool = True
    weeks: float | None = None
    holiday_weeks: float | None = None
    hours: float | None = None
    edited: bool = False
    worded: bool = True

    @property
    def rated(self) -> Rated:
        """The ratings alone."""
        return Rated(self.baseline, self.expected, self.achieved, self.maintain)

    @property
    def outcome(self) -> Outcome:
        """The outcome of the ratings; ValueError as for core.targets.ratings.outcome."""
        return self.rated.outcome

    @property
    def wanted(self) -> int:
        """The expected gain in points."""
        return gain(self.baseline, self.expected)

    @property
    def gained(self) -> int | None:
        """The gain in points, None until it is reviewed."""
        return None if self.achieved is None else gain(self.baseline, self.achieved)


def target_of(row: TargetRow, today: date | None = None) -> Target:
    """The target of a row as the figures of one target see it."""
    return Target(
        pupil=row.pupil,
        school=row.school,
        baseline=row.baseline,
        expected=row.expected,
        achieved=row.achieved,
        maintain=row.maintain,
        due=row.is_due(today),
        weeks=row.weeks,
        holiday_weeks=row.holiday_weeks,
        hours=None if row.delivered_minutes is None else row.delivered_minutes / 60,
        edited=row.edited_after_start,
        worded=row.worded,
    )


def at_ceiling(target: Target) -> bool:
    """Say whether the scale leaves little room: a baseline of at least 8, or the top of the scale expected."""
    return target.baseline >= HIGH_BASELINE or target.expected == HIGHEST


def unreviewed(target: Target) -> str:
    """The reason why nothing is said of a target without a review."""
    when = "is due and has not been made" if target.due else "is not due yet"
    return f"The review of this target {when}; a target without a review is not a target that was missed."


NOT_REVIEWED: RefusalRule[Target] = RefusalRule(
    "not reviewed", lambda target: target.achieved is None, unreviewed
)


def points_sentence(target: Target) -> str:
    """Say the two ratings of a reviewed target beside the one expected."""
    return (
        f"This target moved from {target.baseline} to {target.achieved} (expected {target.expected}). "
        "One point either way is within rating error."
    )


def points(target: Target) -> Shown:
    """Return the points of change of one target, or why there are none."""
    if target.gained is None:
        return NOT_REVIEWED.refuse("points", POINTS, target)
    return Figure(
        name="points",
        estimate=target.gained,
        unit="points",
        interval=None,
        without=TWO_RATINGS,
        n=1,
        denominator=1,
        of="targets",
        label=Evidence.CHANGE,
        definition=POINTS,
        sentence=points_sentence(target),
        notes=("The expected rating was changed after the first session.",) if target.edited else (),
    )


def progress(target: Target) -> Shown:
    """Return the share of the expected gain that was made, in per cent, or why it is not shown."""
    reason = ""
    if target.gained is None:
        reason = unreviewed(target)
    elif target.edited:
        reason = "The expected rating was changed after the first session, so the share has no fixed end."
    elif target.wanted < SMALLEST_GAP:
        reason = (
            f"Only {target.wanted} points were expected. Below {SMALLEST_GAP} the rating error alone "
            "moves this share by more than a hundred points, so the two ratings are shown instead."
        )
    if reason or target.gained is None:
        return Refusal("progress", reason, PROGRESS)
    share = 100 * target.gained / target.wanted
    return Figure(
        name="progress",
        estimate=share,
        unit="per cent of the expected gain",
        interval=None,
        without=TWO_RATINGS,
        n=1,
        denominator=1,
        of="targets",
        label=Evidence.CHANGE,
        definition=PROGRESS,
        sentence=(
            f"This target moved from {target.baseline} to {target.achieved}, "
            f"{share:.0f} per cent of the {target.wanted} points expected."
        ),
    )


def weekly_rate(target: Target) -> Shown:
    """Return points per school week, or why it is not shown."""
    reason = ""
    if target.gained is None:
        reason = unreviewed(target)
    elif target.weeks is None:
        reason = "The dates of the two ratings are not known."
    elif target.weeks < FEWEST_WEEKS:
        reason = f"Only {target.weeks:g} school weeks lie between the ratings; a rate needs at least {FEWEST_WEEKS}."
    elif target.holiday_weeks is None:
        reason = "It is not known whether a holiday lies between the ratings, and a rate would hide it."
    if reason or target.gained is None or target.weeks is None:
        return Refusal("rate per week", reason, RATE)
    rate = rate_per_week(target.gained, target.weeks) or 0.0
    between = (
        f", and {target.holiday_weeks:g} weeks of holiday that are not counted"
        if target.holiday_weeks
        else ""
    )
    return Figure(
        name="rate per week",
        estimate=rate,
        unit="points per school week",
        interval=None,
        without=TWO_RATINGS,
        n=1,
        denominator=1,
        of="targets",
        label=Evidence.CHANGE,
        definition=RATE,
        sentence=(
            f"This target moved from {target.baseline} to {target.achieved} in {target.weeks:g} school weeks{between}: "
            f"{rate:.2f} points a week."
        ),
    )


def hourly_rate(target: Target) -> Shown:
    """Return points per delivered hour, or why it is not shown."""
    reason = ""
    if target.gained is None:
        reason = unreviewed(target)
    elif not target.hours:
        reason = "The hours delivered are not known; planned hours do not stand in for them."
    if reason or target.gained is None or not target.hours:
        return Refusal("rate per hour", reason, PER_HOUR)
    rate = target.gained / target.hours
    return Figure(
        name="rate per hour",
        estimate=rate,
        unit="points per delivered hour",
        interval=None,
        without=TWO_RATINGS,
        n=1,
        denominator=1,
        of="targets",
        label=Evidence.CHANGE,
        definition=PER_HOUR,
        sentence=(
            f"This target moved from {target.baseline} to {target.achieved} over {target.hours:g} hours delivered: "
            f"{rate:.2f} points an hour."
        ),
        notes=("Harder targets are given more hours, so fewer points an hour do not mean worse work.",),
    )


def reliable(target: Target, sd: float, reliability: float | None) -> Shown:
    """Return the reliable change index with `sd` of ratings, in points, and the reliability measured locally.

    Without a measured reliability there is no verdict: the reason gives the change needed at 0.9 to 0.6.
    """
    if target.gained is None or target.achieved is None:
        return Refusal("reliable change", unreviewed(target), RELIABLE)
    if reliability is None:
        needed = [reliable_change(0, 0, sd, r).needed for r in RELIABILITIES]
        return Refusal(
            "reliable change",
            "Nobody has measured here how far two raters agree. "
            f"A change would need {needed[0]:.1f} points to stand out if they agree very well (0.9), "
            f"and {needed[-1]:.1f} if they agree loosely (0.6).",
            RELIABLE,
        )
    change = reliable_change(target.baseline, target.achieved, sd, reliability)
    beyond = "more than" if abs(target.gained) > change.needed else "within what"
    return Figure(
        name="reliable change",
        estimate=change.index,
        unit="spreads of a difference",
        interval=None,
        without=TWO_RATINGS,
        n=1,
        denominator=1,
        of="targets",
        label=Evidence.CHANGE,
        definition=RELIABLE,
        sentence=(
            f"This target moved from {target.baseline} to {target.achieved}, {beyond} rating error gives "
            f"(up to {change.needed:.1f} points)."
        ),
    )


def goal_attainment(
    scores: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    baseline: Literal[-1, -2] | None,
    levels_written_at_start: bool,
    weights_set_at_start: bool,
) -> Shown:
    """Return the GAS T-score of one pupil's goals scored from -2 to 2, or why it is not shown.

    `baseline` is the score that the starting point was given. ValueError as for core.targets.ratings.gas_t.
    """
    reason = ""
    if len(scores) < 2:
        reason = "A T-score is for several goals of one pupil; one goal is shown by its level."
    elif not levels_written_at_start:
        reason = (
            "The five levels were not written at the start, and 1 to 10 ratings are not turned into them."
        )
    elif weights is not None and not weights_set_at_start:
        reason = "The weights were set after the review."
    elif baseline is None:
        reason = "It was not kept whether the starting point counts as -1 or -2, and the score depends on it."
    if reason:
        return Refusal("GAS T", reason, GAS)
    score = gas_t(scores, weights)
    counts = ", ".join(f"{list(scores).count(x)} at {x:+d}" for x in range(-2, 3) if x in scores)
    return Figure(
        name="GAS T",
        estimate=score,
        unit="T",
        interval=None,
        without="A T-score of one pupil's own goals has no sampling error to speak of.",
        n=len(scores),
        denominator=len(scores),
        of="goals",
        label=Evidence.DESCRIBE,
        definition=GAS,
        sentence=f"The goals were rated {counts}; together T {score:.1f}, where 50 is all as expected.",
        notes=(f"The starting point counts as {baseline}.",),
    )
