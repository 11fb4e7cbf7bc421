"""Figures that compare: a waiting list, raters, units in a funnel, holding over time, and capacity before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.evaluation.agreement import intraclass, rating_error
from inreach.evaluation.change import Group, waiting_list
from inreach.evaluation.figure import Evidence, Figure, Interval, Refusal, Shown
from inreach.evaluation.shares import dispersion, outside, wilson
from inreach.evaluation.survival import FEWEST_AT_RISK, kaplan_meier, never_checked

APART_AT_START = 0.25
FEWEST_TWICE_RATED = 20
FEWEST_UNITS = 10
FEWEST_STAFF = 10

WAITING = (
    "Difference of the two changes over the pooled spread before (Morris 2008), exact correction for few."
)
AGREEMENT = "ICC(2,1): agreement of one rater with another, over targets rated by the same raters."
FUNNEL = "Units outside the 99.8 % limits around the overall share, widened for the spread beyond chance."
HELD = "Kaplan-Meier share of targets met or exceeded that are still held, log-log interval."
CAPACITY = "Staff groups that rated themselves higher after than before, over groups with both ratings."


@dataclass(frozen=True, slots=True)
class WaitingDesign:
    """How a waiting list came about: weeks of support and of waiting, and whether need decided who waited."""

    weeks_of_support: float
    weeks_of_waiting: float
    ordered_by_need: bool


def waiting(treated: Group, control: Group, design: WaitingDesign) -> Shown:
    """Return d of a waiting-list comparison, or why it is not shown."""
    reason = ""
    if min(treated.n, control.n) < 2:
        reason = "Both groups need at least 2 pupils."
    else:
        freedom = treated.n + control.n - 2
        pooled = (
            ((treated.n - 1) * treated.sd_before**2 + (control.n - 1) * control.sd_before**2) / freedom
        ) ** 0.5
        apart = abs(treated.mean_before - control.mean_before)
        if not pooled:
            reason = "The ratings before are all alike, so there is no spread to divide by."
        elif apart > APART_AT_START * pooled:
            reason = f"The groups already differed by {apart / pooled:.2f} standard deviations before."
        elif design.weeks_of_waiting < design.weeks_of_support / 2:
            reason = "The waiting was shorter than half of the support."
        elif design.ordered_by_need:
            reason = "Need decided who waited, so the groups are not alike."
    if reason:
        return Refusal("waiting list", reason, WAITING)
    found = waiting_list(treated, control)
    low, high = found.limits()
    apart_now = low > 0 or high < 0
    both = f"{found.d:.2f} standard deviations ({low:.2f} to {high:.2f})"
    return Figure(
        name="waiting list",
        estimate=found.d,
        unit="standard deviations of a rating",
        interval=Interval(low, high),
        n=treated.n + control.n,
        denominator=treated.n + control.n,
        of="pupils",
        label=Evidence.EXPERIMENT if apart_now else Evidence.DESCRIBE,
        definition=WAITING,
        sentence=(
            f"Against those waiting, the change is consistent with the intervention causing {both}."
            if apart_now
            else f"The change cannot be told from that of those waiting: {both}."
        ),
    )


def raters(ratings: Sequence[Sequence[float]], sd: float) -> Shown:
    """Return how far raters agree on targets rated twice or more, or why it is not shown; `sd` is that of ratings."""
    if len(ratings) < FEWEST_TWICE_RATED:
        return Refusal(
            "agreement",
            f"Only {len(ratings)} targets were rated by two people; "
            f"below {FEWEST_TWICE_RATED} see the scatter instead.",
            AGREEMENT,
        )
    try:
        found = intraclass(ratings)
    except ValueError as missing:
        return Refusal("agreement", str(missing), AGREEMENT)
    error = rating_error(sd, min(1.0, max(0.0, found.icc_2_1)))
    return Figure(
        name="agreement",
        estimate=found.icc_2_1,
        unit="correlation",
        interval=Interval(found.low, found.high),
        n=found.n,
        denominator=found.n,
        of="targets rated more than once",
        label=Evidence.DESCRIBE,
        definition=AGREEMENT,
        sentence=(
            f"{found.n} targets were rated by {found.raters} people each, who agree to {found.icc_2_1:.2f} "
            f"({found.low:.2f} to {found.high:.2f}); one rating errs by about {error:.1f} points."
        ),
    )


def funnel(hits: Sequence[int], sizes: Sequence[int], of: str = "schools") -> Shown:
    """Return the share of units outside the outer funnel limits, or why the funnel is not shown."""
    if len(sizes) < FEWEST_UNITS:
        return Refusal(
            "funnel", f"A funnel of {len(sizes)} {of} has no shape; it needs {FEWEST_UNITS}.", FUNNEL
        )
    found = outside(hits, sizes, tau2=dispersion(hits, sizes))
    return Figure(
        name="funnel",
        estimate=found.outside / found.units,
        unit="share",
        interval=None,
        without="This counts the units themselves.",
        n=found.units,
        denominator=found.units,
        of=of,
        label=Evidence.DESCRIBE,
        definition=FUNNEL,
        sentence=(
            f"{found.outside} of {found.units} {of} lie outside the outer lines; "
            f"by luck about {found.by_luck:.1f} would. Look at recording and intake first."
        ),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """Follow-up of targets met or exceeded: time to loss or to the last check, and how many were never checked.

    `planned_for_all` says that follow-up was arranged for every such target, not for those that went well.
    """

    times: tuple[float, ...]
    lost: tuple[bool, ...]
    unchecked: int
    planned_for_all: bool


def held(follow_up: Held, at: float, unit: str = "school weeks") -> Shown:
    """Return the share still held at a time, or why it is not shown."""
    risk = sum(time >= at for time in follow_up.times)
    reason = ""
    if not follow_up.planned_for_all:
        reason = "Follow-up was arranged for some targets only, and those are not like the others."
    elif risk < FEWEST_AT_RISK:
        reason = f"Only {risk} targets were still followed at {at:g} {unit}; fewer than {FEWEST_AT_RISK} say nothing."
    if reason:
        return Refusal("held", reason, HELD)
    curve = kaplan_meier(follow_up.times, follow_up.lost)
    share = curve.held_at(at)
    step = next((s for s in reversed(curve.steps) if s.time <= at), None)
    ends = None if step is None or step.low is None or step.high is None else Interval(step.low, step.high)
    ends_of_it = never_checked(follow_up.times, follow_up.lost, follow_up.unchecked, at)
    n = len(follow_up.times)
    spoken = f" ({100 * ends.low:.0f} to {100 * ends.high:.0f})" if ends else ""
    return Figure(
        name="held",
        estimate=share,
        unit="share",
        interval=ends,
        without="" if ends else "Nothing was lost by then, so the curve gives no interval.",
        n=n,
        denominator=n + follow_up.unchecked,
        of="targets met or exceeded",
        label=Evidence.DESCRIBE,
        definition=HELD,
        sentence=(
            f"After {at:g} {unit} about {100 * share:.0f} in 100 met targets were still held{spoken}. "
            f"{follow_up.unchecked} were never checked: had all of them been lost it would be "
            f"{100 * ends_of_it.all_lost:.0f}, had all been held {100 * ends_of_it.all_held:.0f}."
        ),
    )


def capacity(before: Sequence[int], after: Sequence[int], then: Sequence[int | None] = ()) -> Shown:
    """Return the share of staff groups that rated themselves higher, or why it is not shown.

    `then` is how they rate, afterwards, where they had been; the change from there stands beside the other.
    ValueError if before and after do not pair.
    """
    if len(before) != len(after) or (then and len(then) != len(before)):
        raise ValueError("Every staff group needs both of its ratings.")
    if len(before) < FEWEST_STAFF:
        return Refusal(
            "capacity",
            f"Fewer than {FEWEST_STAFF} staff groups rated themselves; they are listed one by one.",
            CAPACITY,
        )
    pairs = list(zip(before, after, strict=True))
    up, same = sum(b > a for a, b in pairs), sum(a == b for a, b in pairs)
    looked_back = [(t, b) for t, b in zip(then, after, strict=False) if t is not None]
    higher = sum(b > t for t, b in looked_back)
    n = len(pairs)
    if looked_back:
        note = f"Looking back at where they had been, {higher} of {len(looked_back)} rated themselves higher now."
    else:
        note = "Nobody was asked to rate the starting point again, so how far it was re-set is not known."
    low, high = wilson(up, n)
    return Figure(
        name="capacity",
        estimate=up / n,
        unit="share",
        interval=Interval(low, high),
        n=n,
        denominator=n,
        of="staff groups",
        label=Evidence.DESCRIBE,
        definition=CAPACITY,
        sentence=(
            f"{up} of {n} staff groups rated themselves higher, {same} the same, {n - up - same} lower. "
            "Self-ratings often re-set the starting point."
        ),
        notes=(note,),
    )
