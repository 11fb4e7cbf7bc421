"""What a joint evaluation rests on: the targets in the sums that services shared."""

from __future__ import annotations

from inreach.evaluation.aggregation.joint_sums import Joint
from inreach.evaluation.aggregation.types import TOTAL, Reviews
from inreach.evaluation.figures import missing_review_bounds
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal

NAME = "shared sums"
DEFINITION = (
    "Reviewed targets in the sums that services shared, over those that they reviewed as far as is known."
)


def hidden_totals(joint: Joint) -> list[str]:
    """The totals that a service hid because they are small."""
    totals = joint.outcomes[TOTAL]
    return [kind for kind in ("met", "exceeded", "missing", "not due", "opened") if not totals[kind].known]


TOTALS_RULES: tuple[RefusalRule[Joint], ...] = (
    RefusalRule(
        "totals hidden",
        lambda joint: bool(hidden_totals(joint)),
        lambda joint: (
            f"Not every service told its totals; hidden, since small, are: {', '.join(hidden_totals(joint))}."
        ),
    ),
)


def sentence(joint: Joint) -> str:
    """Say how many targets the joint evaluation holds, and what it leaves out."""
    return joint.sentence


def rests_on(joint: Joint) -> Shown:
    """Return how many targets the joint evaluation holds."""
    n = int(joint.cells.n.sum())
    return Figure(
        name=NAME,
        estimate=n,
        unit="targets",
        interval=None,
        without="This counts what was shared, so nothing was sampled.",
        n=n,
        denominator=n + int(joint.left_out.low),
        of="reviewed targets",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(joint),
    )


def joint_bounds(joint: Joint) -> Shown:
    """Return the share met over all due as bounds, where the services' totals are known."""
    refused = refusal(
        TOTALS_RULES,
        joint,
        figure=missing_review_bounds.NAME,
        definition=missing_review_bounds.DEFINITION,
    )
    if refused:
        return refused
    counts = {kind: int(bounds.low) for kind, bounds in joint.outcomes[TOTAL].items()}
    return missing_review_bounds.bounds_from(
        Reviews(
            opened=counts["opened"],
            reviewed=counts["reviewed"],
            missing=counts["missing"],
            not_due=counts["not due"],
            met=counts["met"] + counts["exceeded"],
        )
    )
