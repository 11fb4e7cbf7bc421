"""What about the records limits what can be said: missing reviews, ceilings, small gaps, edits, and ratings of 10."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inreach.core.targets.ratings import HIGHEST
from inreach.evaluation.aggregation.thresholds import SMALLEST_GAP
from inreach.evaluation.aggregation.types import Reviews
from inreach.evaluation.estimators.proportions import share
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.reviews import reviews
from inreach.evaluation.figures.target import Target, at_ceiling

TOO_MANY_TENS = 0.25
A_COUNT = "This counts the records themselves, so nothing was sampled."


@dataclass(frozen=True, slots=True)
class Records:
    """What limits records, counted: targets with no room to rise, those not to maintain and how many of these expect
    too little, edited ones, and achieved ratings of 10.
    """

    state: Reviews
    at_ceiling: int
    with_gap: int
    small_gaps: int
    edited: int
    tens: int


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its name, how it is worked out, how many of what records have it, and what they do."""

    name: str
    definition: str
    count: Callable[[Records], int]
    total: Callable[[Records], int]
    of: str
    does: Callable[[Records], str]


@dataclass(frozen=True, slots=True)
class LimitCount:
    """How many of how many records have a limit."""

    limit: Limit
    count: int
    total: int


MISSING = Limit(
    "missing reviews",
    "Reviews due and not made, over reviews due.",
    lambda records: records.state.missing,
    lambda records: records.state.due,
    "reviews due",
    lambda records: "were not made",
)
CEILING = Limit(
    "ceiling",
    "Targets with a baseline of at least 8, or the top of the scale expected, over all targets.",
    lambda records: records.at_ceiling,
    lambda records: records.state.opened,
    "targets",
    lambda records: "leave little room to rise",
)
SMALL_GAPS = Limit(
    "small gaps",
    "Targets that expect fewer than 3 points, over all targets but those to maintain.",
    lambda records: records.small_gaps,
    lambda records: records.with_gap,
    "targets",
    lambda records: f"expect fewer than {SMALLEST_GAP} points; their progress is not shown as a share",
)
EDITED = Limit(
    "edited expectations",
    "Targets whose expected rating was changed after the first session, over all targets.",
    lambda records: records.edited,
    lambda records: records.state.opened,
    "targets",
    lambda records: "had their expected rating changed after the first session",
)
TENS = Limit(
    "ratings of 10",
    "Achieved ratings of 10, over reviewed targets.",
    lambda records: records.tens,
    lambda records: records.state.reviewed,
    "reviewed targets",
    lambda records: (
        "were rated 10, so many that the scale hides how far pupils came"
        if records.tens > TOO_MANY_TENS * records.state.reviewed
        else "were rated 10"
    ),
)
LIMITS = (MISSING, CEILING, SMALL_GAPS, EDITED, TENS)
RULES: tuple[RefusalRule[LimitCount], ...] = (
    RefusalRule(
        "nothing to count",
        lambda counted: not counted.total,
        lambda counted: f"There are no {counted.limit.of} to count.",
    ),
)


def sentence(counted: LimitCount, records: Records) -> str:
    """Say how many records have a limit, and what that does."""
    limit = counted.limit
    return f"{counted.count} of {counted.total} {limit.of} {limit.does(records)}."


def data_quality(targets: Sequence[Target]) -> tuple[Shown, ...]:
    """Return every limit of the records of targets."""
    gaps = [target for target in targets if not target.maintain]
    records = Records(
        state=reviews(targets),
        at_ceiling=sum(map(at_ceiling, targets)),
        with_gap=len(gaps),
        small_gaps=sum(target.wanted < SMALLEST_GAP for target in gaps),
        edited=sum(target.edited for target in targets),
        tens=sum(target.achieved == HIGHEST for target in targets),
    )
    return tuple(limit_from(limit, records) for limit in LIMITS)


def limit_from(limit: Limit, records: Records) -> Shown:
    """Return one limit from counts alone, or that there is nothing to count."""
    counted = LimitCount(limit, limit.count(records), limit.total(records))
    refused = refusal(RULES, counted, figure=limit.name, definition=limit.definition)
    if refused:
        return refused
    return Figure(
        name=limit.name,
        estimate=share(counted.count, counted.total),
        unit="share",
        interval=None,
        without=A_COUNT,
        n=counted.total,
        denominator=counted.total,
        of=limit.of,
        label=Evidence.DESCRIBE,
        definition=limit.definition,
        sentence=sentence(counted, records),
    )
