"""Whether targets that were met were still held when somebody looked again, and how many nobody looked at.

With common check dates Kaplan and Meier's steps at those dates, nothing between them; where each target was checked
when it suited, Turnbull's two ends. Both refuse what rests on fewer than 10 targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.evaluation.aggregation.types import Checks
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import share, wilson
from inreach.evaluation.estimators.survival import (
    FEWEST_AT_RISK,
    Extremes,
    Mass,
    kaplan_meier,
    never_checked,
    turnbull,
)
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.follow_up_checks import LASTED, SELECTED, Dated, dated, first_lost
from inreach.evaluation.figures.refusal_rule import RefusalRule, Rules, refusal

ASKED = (13.0, 26.0, 39.0)  # school weeks: about a term, two terms, a school year
NAME = "held"
NEVER = "never followed up"
NEVER_DEFINITION = (
    "Targets met or exceeded that were never checked after their review, over all met or exceeded."
)
AT_DATES = "Kaplan-Meier share of targets met or exceeded that are still held at a common check date, log-log interval."
BETWEEN_ENDS = (
    "Share of targets met or exceeded still held, between the two ends of Turnbull's curve, since checks had no common "
    "dates; the interval runs from Wilson's lower limit of the lower end to Wilson's upper limit of the upper one."
)


@dataclass(frozen=True, slots=True)
class Followed:
    """How many targets were still followed at a time, in school weeks after the review."""

    known: float
    at: float
    enough: bool


CHECKS_RULES: tuple[RefusalRule[Checks | None], ...] = (
    RefusalRule(
        "none met",
        lambda checks: checks is None or not checks.count.sum() + checks.unchecked,
        lambda checks: "No target that was met is on record, so nothing could be followed up.",
    ),
    RefusalRule(
        "none checked",
        lambda checks: checks is None or not checks.count.sum(),
        lambda checks: "No target that was met was ever checked again.",
    ),
    RefusalRule(
        "follow-up of some only",
        lambda checks: checks is None or not checks.for_all,
        lambda checks: SELECTED,
    ),
)
FEW_FOLLOWED: RefusalRule[Followed] = RefusalRule(
    "few followed",
    lambda followed: not followed.enough,
    lambda followed: (
        f"Only {followed.known:.0f} target{' was' if followed.known == 1 else 's were'} still followed "
        f"at {followed.at:g} school weeks; fewer than {FEWEST_AT_RISK} say nothing."
    ),
)
RULES: Rules = (*CHECKS_RULES, FEW_FOLLOWED)


def never_sentence(unchecked: int, total: int) -> str:
    """Say how many nobody looked at."""
    return f"{unchecked} of {total} targets met or exceeded were never checked again."


def date_sentence(
    at: float, held: float, interval: Interval | None, unchecked: int, extremes: Extremes
) -> str:
    """Say how many are still held at a common date, and what those never checked could make of it."""
    ends = f" ({100 * interval.low:.0f} to {100 * interval.high:.0f})" if interval else ""
    return (
        f"After {at:g} school weeks about {100 * held:.0f} in 100 met targets were still held{ends}. "
        f"{unchecked} were never checked: had all of them been lost it would be {100 * extremes.all_lost:.0f}, "
        f"had all been held {100 * extremes.all_held:.0f}."
    )


def ends_sentence(
    at: float, ends: tuple[float, float], interval: Interval, checked: int, unchecked: int
) -> str:
    """Say between what two ends the share still held lies, and what those never checked could make of it."""
    (low, high), whole = ends, checked + unchecked
    return (
        f"After {at:g} school weeks between {100 * low:.0f} and {100 * high:.0f} in 100 met targets were still "
        f"held ({100 * interval.low:.0f} to {100 * interval.high:.0f}); checks had no common dates. "
        f"{unchecked} were never checked: had all of them been lost it could be {100 * low * checked / whole:.0f}, "
        f"had all been held {100 * (high * checked + unchecked) / whole:.0f}."
    )


def figures(checks: Checks | None, check_weeks: Sequence[float] = ()) -> tuple[Shown, ...]:
    """Return how many were never checked, the shares held at the check dates, and what is refused."""
    return (*never_followed_up(checks), *share_held(checks, check_weeks))


def never_followed_up(checks: Checks | None) -> tuple[Figure, ...]:
    """Return how many were never checked; nothing where no target was met."""
    if checks is None or not checks.count.sum() + checks.unchecked:
        return ()
    total = int(checks.count.sum()) + checks.unchecked
    return (
        Figure(
            name=NEVER,
            estimate=share(checks.unchecked, total),
            unit="share",
            interval=None,
            without="This counts the records themselves, so nothing was sampled.",
            n=total,
            denominator=total,
            of="targets met or exceeded",
            label=Evidence.DESCRIBE,
            definition=NEVER_DEFINITION,
            sentence=never_sentence(checks.unchecked, total),
        ),
    )


def share_held(checks: Checks | None, check_weeks: Sequence[float] = ()) -> tuple[Shown, ...]:
    """Return the share still held at each check date, or at the usual ones between two ends, or why it is not shown."""
    refused = refusal(CHECKS_RULES, checks, figure=NAME, definition=AT_DATES)
    if refused or checks is None:
        return (refused,) if refused else ()
    on_dates = dated(checks, check_weeks)
    if on_dates:
        return tuple(_at_date(on_dates, checks.unchecked, date) for date in on_dates.dates)
    masses = turnbull(checks.left.tolist(), first_lost(checks), checks.count.tolist())
    return tuple(_between(masses, checks, at) for at in check_weeks or ASKED)


def _at_date(on_dates: Dated, unchecked: int, at: float) -> Shown:
    """The share held at one common date."""
    name, risk = f"held at {at:g} school weeks", on_dates.at_risk(at)
    followed = Followed(risk, at, enough=risk >= FEWEST_AT_RISK)
    refused = refusal((FEW_FOLLOWED,), followed, figure=name, definition=AT_DATES)
    if refused:
        return refused
    times, lost, counts = (part.tolist() for part in (on_dates.times, on_dates.lost, on_dates.counts))
    steps = kaplan_meier(times, lost, counts)
    step = next((s for s in reversed(steps.steps) if s.time <= at), None)
    ends = None if step is None or step.low is None or step.high is None else Interval(step.low, step.high)
    extremes = never_checked(times, lost, unchecked, at, counts)
    held, n = steps.held_at(at), int(sum(counts))
    nothing = "Everything was lost by then" if held == 0 else "Nothing was lost by then"
    return Figure(
        name=name,
        estimate=held,
        unit="share",
        interval=ends,
        without="" if ends else f"{nothing}, so the curve gives no interval.",
        n=n,
        denominator=n + unchecked,
        of="targets met or exceeded",
        label=Evidence.DESCRIBE,
        definition=AT_DATES,
        sentence=date_sentence(at, held, ends, unchecked, extremes),
        notes=(LASTED, "Between two check dates nothing is known."),
    )


def both_ends(masses: Sequence[Mass], at: float) -> tuple[float, float]:
    """The lower and upper end of Turnbull's curve at a time."""
    sure = sum(mass.share for mass in masses if mass.right <= at)
    perhaps = sum(mass.share for mass in masses if mass.left < at)
    return max(0.0, 1 - perhaps), min(1.0, 1 - sure)


def _between(masses: Sequence[Mass], checks: Checks, at: float) -> Shown:
    """The share held at a time as two ends."""
    name, later = f"held at {at:g} school weeks", checks.left >= at
    known = float(checks.count[later | (checks.right <= at)].sum())
    enough = known >= FEWEST_AT_RISK and bool(later.any())
    followed = Followed(float(checks.count[later].sum()), at, enough)
    refused = refusal((FEW_FOLLOWED,), followed, figure=name, definition=BETWEEN_ENDS)
    if refused:
        return refused
    low, high = both_ends(masses, at)
    ends = Interval(wilson(low * known, known)[0], wilson(high * known, known)[1])
    n, unchecked = int(checks.count.sum()), checks.unchecked
    return Figure(
        name=name,
        estimate=(low + high) / 2,
        unit="share",
        interval=ends,
        n=int(known),
        denominator=n + unchecked,
        of="targets met or exceeded",
        label=Evidence.DESCRIBE,
        definition=BETWEEN_ENDS,
        sentence=ends_sentence(at, (low, high), ends, n, unchecked),
        notes=(LASTED,),
    )
