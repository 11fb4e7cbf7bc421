"""Reviews that are missing, and what else about the data limits what can be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.core.ratings import HIGHEST, Outcome
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.target import SMALLEST_GAP, Target, at_ceiling

MOST_MISSING = 0.10
FEWEST_DUE = 10
TOO_MANY_TENS = 0.25
ACHIEVED = (Outcome.MET, Outcome.EXCEEDED)
BOUNDS = "Met or exceeded over all due, once with every missing review not met and once with every one met."
MISSING = "Reviews due and not made, over reviews due."
CEILING = "Targets with a baseline of at least 8, or the top of the scale expected, over all targets."
SMALL = "Targets that expect fewer than 3 points, over all targets but those to maintain."
EDITED = "Targets whose expected rating was changed after the first session, over all targets."
TENS = "Achieved ratings of 10, over reviewed targets."
A_COUNT = "This counts the records themselves, so nothing was sampled."


@dataclass(frozen=True, slots=True)
class Reviews:
    """Targets by the state of their review; every target is in exactly one of due and reviewed, missing, or not due.

    A target reviewed before it was due counts as due and reviewed.
    """

    opened: int
    reviewed: int
    missing: int
    not_due: int
    met: int

    @property
    def due(self) -> int:
        """Reviewed and missing together."""
        return self.reviewed + self.missing

    @property
    def share_missing(self) -> float:
        """Missing over due, 0 when none is due."""
        return self.missing / self.due if self.due else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The share met if every missing review were not met, and if every one were; ValueError when none is due."""
        if not self.due:
            raise ValueError("No review is due.")
        return self.met / self.due, (self.met + self.missing) / self.due

    def tipping_point(self, share: float) -> int | None:
        """How many of the missing would have to be not met for the share of all due to fall below `share`.

        0 if it is below already with all of them met; None if even all of them would not do it.
        """
        for failed in range(self.missing + 1):
            if (self.met + self.missing - failed) / self.due < share:
                return failed
        return None

    @property
    def sentence(self) -> str:
        """The denominator in words."""
        return (
            f"{self.opened} targets opened, {self.due} reviews due, {self.reviewed} made, {self.missing} missing, "
            f"{self.not_due} not due yet."
        )


def reviews(targets: Sequence[Target]) -> Reviews:
    """Count reviews made, missing and not due yet."""
    outcomes = [(target.outcome, target.due) for target in targets]
    reviewed = [outcome for outcome, _ in outcomes if outcome is not Outcome.NOT_RATED]
    missing = sum(outcome is Outcome.NOT_RATED and due for outcome, due in outcomes)
    return Reviews(
        opened=len(outcomes),
        reviewed=len(reviewed),
        missing=missing,
        not_due=len(outcomes) - len(reviewed) - missing,
        met=sum(outcome in ACHIEVED for outcome in reviewed),
    )


def bounds(targets: Sequence[Target], claim: float = 0.5) -> Shown:
    """Return the share met over all due as a range from the harshest to the kindest reading of the missing reviews.

    `claim` is the share whose tipping point is told. The estimate is the middle of the range.
    """
    return bounds_from(reviews(targets), claim)


def bounds_from(state: Reviews, claim: float = 0.5) -> Shown:
    """Return the bounds of bounds() from the state of reviews alone."""
    if not state.due:
        return Refusal("met, with missing reviews", "No review is due yet.", BOUNDS)
    if state.due < FEWEST_DUE:
        return Refusal(
            "met, with missing reviews",
            f"Fewer than {FEWEST_DUE} reviews are due; targets are listed one by one, not as a share.",
            BOUNDS,
        )
    low, high = state.bounds
    failed = state.tipping_point(claim)
    if failed is None:
        tips = f"Even if none of the {state.missing} missing were met, at least {100 * claim:.0f} in 100 would be."
    elif failed == 0:
        tips = f"Even if all {state.missing} missing were met, fewer than {100 * claim:.0f} in 100 would be."
    else:
        tips = f"If {failed} of the {state.missing} missing were not met, fewer than {100 * claim:.0f} in 100 would be."
    return Figure(
        name="met, with missing reviews",
        estimate=(low + high) / 2,
        unit="share",
        interval=None,
        without="The two ends are bounds, which hold whatever the missing reviews would have said.",
        n=state.reviewed or state.due,
        denominator=state.due,
        of="reviews due",
        label=Evidence.DESCRIBE,
        definition=BOUNDS,
        sentence=(
            f"Between {100 * low:.0f} and {100 * high:.0f} in 100 targets due for review were met or exceeded. {tips}"
        ),
        notes=(state.sentence,),
    )


@dataclass(frozen=True, slots=True)
class Records:
    """What the data-quality strip counts: targets with no room to rise, those not to maintain and how many of these
    expect too little, edited ones, and achieved ratings of 10.
    """

    state: Reviews
    at_ceiling: int
    with_gap: int
    small_gaps: int
    edited: int
    tens: int


def strip(targets: Sequence[Target]) -> tuple[Shown, ...]:
    """Return the data-quality strip: missing reviews, ceilings, small gaps, edited expectations, ratings of 10."""
    gaps = [target for target in targets if not target.maintain]
    return strip_from(
        Records(
            state=reviews(targets),
            at_ceiling=sum(map(at_ceiling, targets)),
            with_gap=len(gaps),
            small_gaps=sum(target.wanted < SMALLEST_GAP for target in gaps),
            edited=sum(target.edited for target in targets),
            tens=sum(target.achieved == HIGHEST for target in targets),
        )
    )


def strip_from(records: Records) -> tuple[Shown, ...]:
    """Return the data-quality strip of strip() from counts alone."""
    state, tens = records.state, records.tens
    heavy = tens > TOO_MANY_TENS * state.reviewed
    return (
        _part("missing reviews", (state.missing, state.due), "reviews due", MISSING, "were not made"),
        _part(
            "ceiling",
            (records.at_ceiling, state.opened),
            "targets",
            CEILING,
            "leave little room to rise",
        ),
        _part(
            "small gaps",
            (records.small_gaps, records.with_gap),
            "targets",
            SMALL,
            f"expect fewer than {SMALLEST_GAP} points; their progress is not shown as a share",
        ),
        _part(
            "edited expectations",
            (records.edited, state.opened),
            "targets",
            EDITED,
            "had their expected rating changed after the first session",
        ),
        _part(
            "ratings of 10",
            (tens, state.reviewed),
            "reviewed targets",
            TENS,
            "were rated 10" + (", so many that the scale hides how far pupils came" if heavy else ""),
        ),
    )


def _part(name: str, counted: tuple[int, int], of: str, definition: str, says: str) -> Shown:
    """One part of the strip, or that there is nothing to count."""
    count, total = counted
    if not total:
        return Refusal(name, f"There are no {of} to count.", definition)
    return Figure(
        name=name,
        estimate=count / total,
        unit="share",
        interval=None,
        without=A_COUNT,
        n=total,
        denominator=total,
        of=of,
        label=Evidence.DESCRIBE,
        definition=definition,
        sentence=f"{count} of {total} {of} {says}.",
    )


def held_apart(state: Reviews) -> str:
    """The reason why a share of reviewed targets alone is not shown, empty if it may be."""
    if state.share_missing > MOST_MISSING:
        return (
            f"{state.missing} of {state.due} reviews due are missing, more than {100 * MOST_MISSING:.0f} in 100, "
            "so the reviewed ones do not stand for all; see the bounds."
        )
    return ""
