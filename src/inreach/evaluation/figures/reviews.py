"""Targets by the state of their review, and why many missing reviews forbid a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.core.targets.ratings import Outcome
from inreach.evaluation.figures.refusal_rule import RefusalRule
from inreach.evaluation.figures.target import Target

MOST_MISSING = 0.10
ACHIEVED = (Outcome.MET, Outcome.EXCEEDED)


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


MANY_MISSING: RefusalRule[Reviews] = RefusalRule(
    "many missing reviews",
    lambda state: state.share_missing > MOST_MISSING,
    lambda state: (
        f"{state.missing} of {state.due} reviews due are missing, more than {100 * MOST_MISSING:.0f} in 100, "
        "so the reviewed ones do not stand for all; see the bounds."
    ),
)
