"""Whether targets that were met were still held when somebody looked again, and how many nobody looked at.

With common check dates Kaplan and Meier's steps at those dates, nothing between them; where each target was checked
when it suited, Turnbull's two ends. Both refuse what rests on fewer than 10 targets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import Checks
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import wilson
from inreach.evaluation.estimators.survival import (
    FEWEST_AT_RISK,
    Mass,
    kaplan_meier,
    log_rank,
    never_checked,
    turnbull,
)
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown, mentionable
from inreach.evaluation.reporting.report import HeldCurve, HeldStep

Floats = NDArray[np.float64]
SNAP = 2.0
MOST_DATES = 6
ASKED = (13.0, 26.0, 39.0)  # school weeks: about a term, two terms, a school year

HELD = "Kaplan-Meier share of targets met or exceeded that are still held at a common check date, log-log interval."
BETWEEN = (
    "Share of targets met or exceeded still held, between the two ends of Turnbull's curve, since checks had no common "
    "dates; the interval runs from Wilson's lower limit of the lower end to Wilson's upper limit of the upper one."
)
NEVER = "Targets met or exceeded that were never checked after their review, over all met or exceeded."
COMPARED = "Mantel and Cox's test of curves that were planned to be compared, at common check dates."
SELECTED = "Follow-up was arranged for some targets only, and those are not like the others."
LASTED = "Targets of one school go together; this interval does not allow for that and is a little too short."


@dataclass(frozen=True, slots=True)
class Dated:
    """Checks on common dates: time of loss or last check, whether lost, and counts."""

    times: Floats
    lost: NDArray[np.bool_]
    counts: Floats
    dates: tuple[float, ...]

    def at_risk(self, date: float) -> float:
        """Targets still followed at a date."""
        return float(self.counts[self.times >= date].sum())


def dated(checks: Checks, check_weeks: Sequence[float] = ()) -> Dated | None:
    """Return checks on common dates, None if they have none: each within 2 weeks of one, no date skipped before a loss.

    Without `check_weeks` the times themselves are the dates if there are no more than 6.
    """
    seen = np.unique(np.concatenate([checks.left, checks.right]))
    seen = seen[(seen > 0) & np.isfinite(seen)]
    dates = np.array(sorted(check_weeks)) if check_weeks else seen
    if not dates.size or not seen.size or (not check_weeks and dates.size > MOST_DATES):
        return None
    if np.abs(seen[:, None] - dates[None, :]).min(1).max() > SNAP:
        return None

    def place(values: Floats) -> NDArray[np.intp]:
        return np.asarray(np.abs(values[:, None] - dates[None, :]).argmin(1), dtype=np.intp)

    lost = np.isfinite(checks.right)
    last = np.where(checks.left > 0, place(checks.left), -1)
    gone = np.where(lost, place(np.where(lost, checks.right, 0.0)), -1)
    if (gone[lost] != last[lost] + 1).any():
        return None
    times = np.where(lost, dates[gone], np.where(last >= 0, dates[last], 0.0))
    return Dated(times, lost, checks.count, tuple(dates.tolist()))


def figures(checks: Checks | None, check_weeks: Sequence[float] = ()) -> tuple[Shown, ...]:
    """Return the shares held at the check dates, how many were never checked, and what is refused."""
    if checks is None or not checks.count.sum() + checks.unchecked:
        return (
            Refusal("held", "No target that was met is on record, so nothing could be followed up.", HELD),
        )
    never = _never(checks)
    if not checks.count.sum():
        return (never, Refusal("held", "No target that was met was ever checked again.", HELD))
    if not checks.for_all:
        return (never, Refusal("held", SELECTED, HELD))
    on_dates = dated(checks, check_weeks)
    if on_dates:
        return (never, *(_at_date(on_dates, checks.unchecked, date) for date in on_dates.dates))
    masses = turnbull(checks.left.tolist(), _ends(checks), checks.count.tolist())
    return (never, *(_between(masses, checks, at) for at in check_weeks or ASKED))


def _ends(checks: Checks) -> list[float | None]:
    """First checks lost, None where no loss was seen."""
    return [float(r) if math.isfinite(r) else None for r in checks.right]


def _never(checks: Checks) -> Figure:
    """How many were never checked."""
    total = int(checks.count.sum()) + checks.unchecked
    return Figure(
        name="never followed up",
        estimate=checks.unchecked / total,
        unit="share",
        interval=None,
        without="This counts the records themselves, so nothing was sampled.",
        n=total,
        denominator=total,
        of="targets met or exceeded",
        label=Evidence.DESCRIBE,
        definition=NEVER,
        sentence=f"{checks.unchecked} of {total} targets met or exceeded were never checked again.",
    )


def _few(name: str, known: float, at: float, definition: str) -> Refusal:
    """A time at which too few are followed."""
    return Refusal(
        name,
        f"Only {known:.0f} target{' was' if known == 1 else 's were'} still followed at {at:g} school weeks; "
        f"fewer than {FEWEST_AT_RISK} say nothing.",
        definition,
    )


def _at_date(on_dates: Dated, unchecked: int, at: float) -> Shown:
    """The share held at one common date."""
    name, risk = f"held at {at:g} school weeks", on_dates.at_risk(at)
    if risk < FEWEST_AT_RISK:
        return _few(name, risk, at, HELD)
    times, lost, counts = (part.tolist() for part in (on_dates.times, on_dates.lost, on_dates.counts))
    curve = kaplan_meier(times, lost, counts)
    step = next((s for s in reversed(curve.steps) if s.time <= at), None)
    ends = None if step is None or step.low is None or step.high is None else Interval(step.low, step.high)
    extremes = never_checked(times, lost, unchecked, at, counts)
    share, n = curve.held_at(at), int(sum(counts))
    spoken = f" ({100 * ends.low:.0f} to {100 * ends.high:.0f})" if ends else ""
    nothing = "Everything was lost by then" if share == 0 else "Nothing was lost by then"
    return Figure(
        name=name,
        estimate=share,
        unit="share",
        interval=ends,
        without="" if ends else f"{nothing}, so the curve gives no interval.",
        n=n,
        denominator=n + unchecked,
        of="targets met or exceeded",
        label=Evidence.DESCRIBE,
        definition=HELD,
        sentence=(
            f"After {at:g} school weeks about {100 * share:.0f} in 100 met targets were still held{spoken}. "
            f"{unchecked} were never checked: had all of them been lost it would be {100 * extremes.all_lost:.0f}, "
            f"had all been held {100 * extremes.all_held:.0f}."
        ),
        notes=(LASTED, "Between two check dates nothing is known."),
    )


def _both_ends(masses: Sequence[Mass], at: float) -> tuple[float, float]:
    """The lower and upper end of Turnbull's curve at a time."""
    sure = sum(mass.share for mass in masses if mass.right <= at)
    perhaps = sum(mass.share for mass in masses if mass.left < at)
    return max(0.0, 1 - perhaps), min(1.0, 1 - sure)


def _between(masses: Sequence[Mass], checks: Checks, at: float) -> Shown:
    """The share held at a time as two ends."""
    name = f"held at {at:g} school weeks"
    known = float(checks.count[(checks.left >= at) | (checks.right <= at)].sum())
    if known < FEWEST_AT_RISK or not (checks.left >= at).any():
        return _few(name, float(checks.count[checks.left >= at].sum()), at, BETWEEN)
    low, high = _both_ends(masses, at)
    ends = Interval(wilson(low * known, known)[0], wilson(high * known, known)[1])
    n, unchecked = int(checks.count.sum()), checks.unchecked
    whole = n + unchecked
    return Figure(
        name=name,
        estimate=(low + high) / 2,
        unit="share",
        interval=ends,
        n=int(known),
        denominator=whole,
        of="targets met or exceeded",
        label=Evidence.DESCRIBE,
        definition=BETWEEN,
        sentence=(
            f"After {at:g} school weeks between {100 * low:.0f} and {100 * high:.0f} in 100 met targets were still "
            f"held ({100 * ends.low:.0f} to {100 * ends.high:.0f}); checks had no common dates. "
            f"{unchecked} were never checked: had all of them been lost it could be {100 * low * n / whole:.0f}, "
            f"had all been held {100 * (high * n + unchecked) / whole:.0f}."
        ),
        notes=(LASTED,),
    )


def curve(checks: Checks | None, check_weeks: Sequence[float] = ()) -> HeldCurve | None:
    """Return what the chart draws, ending before fewer than 10 are at risk; None where nothing may be drawn."""
    if checks is None or not checks.count.sum() or not checks.for_all:
        return None
    n, unchecked = float(checks.count.sum()), checks.unchecked
    whole = n + unchecked
    on_dates = dated(checks, check_weeks)
    if on_dates:
        times, lost, counts = (part.tolist() for part in (on_dates.times, on_dates.lost, on_dates.counts))
        found = kaplan_meier(times, lost, counts)
        dates = [date for date in on_dates.dates if on_dates.at_risk(date) >= FEWEST_AT_RISK]
        extremes = [never_checked(times, lost, unchecked, date, counts) for date in dates]
        steps = []
        for date in dates:
            step = next((s for s in reversed(found.steps) if s.time <= date), None)
            low, high = (step.low, step.high) if step else (None, None)
            steps.append(HeldStep(date, found.held_at(date), low, high, on_dates.at_risk(date)))
        all_lost, all_held = [e.all_lost for e in extremes], [e.all_held for e in extremes]
    else:
        masses = turnbull(checks.left.tolist(), _ends(checks), checks.count.tolist())
        ends = sorted({mass.right for mass in masses if math.isfinite(mass.right)} | {m.left for m in masses})
        steps, all_lost, all_held = [], [], []
        for time in ends:
            risk = float(checks.count[checks.left >= time].sum())
            if not time or risk < FEWEST_AT_RISK:
                continue
            low, high = _both_ends(masses, time)
            steps.append(HeldStep(time, high, low, high, risk))
            all_lost.append(low * n / whole)
            all_held.append((high * n + unchecked) / whole)
    if not steps:
        return None
    return HeldCurve(tuple(steps), tuple(all_lost), tuple(all_held), int(n), unchecked, on_dates is not None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A planned comparison before the page is corrected: its kind, the test and how many targets it rests on."""

    kind: str
    chi2: float
    groups: int
    n: int
    p: float


def compare(checks: Checks | None, kind: str, check_weeks: Sequence[float] = ()) -> Compared | Refusal:
    """Compare curves of the groups of checks, `kind` (programme, area) being what was planned to be compared."""
    name = "held, compared"
    if not kind:
        return Refusal(
            name, "No comparison of curves was planned, and one chosen after looking would mislead.", COMPARED
        )
    if checks is None or not checks.group or not checks.for_all:
        return Refusal(name, SELECTED if checks and checks.group else "No groups were followed up.", COMPARED)
    on_dates = dated(checks, check_weeks)
    if on_dates is None:
        return Refusal(
            name, "Checks had no common dates, so the curves cannot be set side by side.", COMPARED
        )
    sizes: dict[str, float] = {}
    for group, count in zip(checks.group, checks.count, strict=True):
        sizes[group] = sizes.get(group, 0.0) + float(count)
    large = {group for group, size in sizes.items() if size >= FEWEST_AT_RISK}
    kept = np.array([group in large for group in checks.group])
    if len(large) < 2 or not (on_dates.lost & kept).any():
        reason = f"Fewer than two groups have {FEWEST_AT_RISK} followed targets, or none was lost."
        return Refusal(name, reason, COMPARED)
    found = log_rank(
        on_dates.times[kept].tolist(),
        on_dates.lost[kept].tolist(),
        [group for group in checks.group if group in large],
        on_dates.counts[kept].tolist(),
    )
    return Compared(kind, found.chi2, len(large), int(checks.count[kept].sum()), found.p)


def compared(found: Compared, adjusted: float, looked: int) -> Figure:
    """Return a planned comparison as a figure, after the page's correction over `looked` comparisons."""
    kind = mentionable(found.kind, "the group")
    if adjusted < 0.05:
        says = f"The curves differ by more than luck often gives: {kind} is associated with how long targets were held."
    else:
        says = f"Whether {kind} is associated with how long targets were held cannot be told."
    return Figure(
        name="held, compared",
        estimate=found.chi2,
        unit="chi-squared",
        interval=None,
        without="This is a test of whole curves, which have intervals of their own.",
        n=found.n,
        denominator=found.n,
        of="followed targets",
        label=Evidence.COMPARISON,
        definition=COMPARED,
        sentence=f"{says} {found.groups} groups were planned to be compared.",
        notes=(f"{looked} comparison{' was' if looked == 1 else 's were'} looked at on this page.", LASTED),
    )
