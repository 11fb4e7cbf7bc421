"""Figures that compare: a waiting list, raters, and units in a funnel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.evaluation.estimators.change import Group, waiting_list
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import dispersion, outside
from inreach.evaluation.estimators.rater_agreement import intraclass, rating_error
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown

APART_AT_START = 0.25
FEWEST_TWICE_RATED = 20
FEWEST_UNITS = 10

WAITING = (
    "Difference of the two changes over the pooled spread before (Morris 2008), exact correction for few."
)
AGREEMENT = "ICC(2,1): agreement of one rater with another, over targets rated by the same raters."
FUNNEL = "Units outside the 99.8 % limits around the overall share, widened for the spread beyond chance."


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
            "funnel",
            f"A funnel needs {FEWEST_UNITS} {of} to have a shape; here it would have {len(sizes)}.",
            FUNNEL,
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
