"""Pupils supported at once beside those who waited: the one comparison that may speak of cause."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.evaluation.estimators.change import Group, waiting_list
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown

APART_AT_START = 0.25
DEFINITION = (
    "Difference of the two changes over the pooled spread before (Morris 2008), exact correction for few."
)


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
        return Refusal("waiting list", reason, DEFINITION)
    difference = waiting_list(treated, control)
    low, high = difference.limits()
    apart_now = low > 0 or high < 0
    both = f"{difference.d:.2f} standard deviations ({low:.2f} to {high:.2f})"
    return Figure(
        name="waiting list",
        estimate=difference.d,
        unit="standard deviations of a rating",
        interval=Interval(low, high),
        n=treated.n + control.n,
        denominator=treated.n + control.n,
        of="pupils",
        label=Evidence.EXPERIMENT if apart_now else Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=(
            f"Against those waiting, the change is consistent with the intervention causing {both}."
            if apart_now
            else f"The change cannot be told from that of those waiting: {both}."
        ),
    )
