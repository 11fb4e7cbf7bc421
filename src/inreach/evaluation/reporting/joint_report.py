"""The report of several services together, from the sums that they shared."""

from __future__ import annotations

import numpy as np

from inreach.evaluation.aggregation.joint_sums import Joint
from inreach.evaluation.aggregation.types import Outcomes
from inreach.evaluation.disclosure.tables import TOTAL
from inreach.evaluation.figures import unit_differences
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.reviews import Reviews, bounds_from
from inreach.evaluation.reporting.report import Part, PooledShares, PooledUnits, Report, Section

HELD = "Reviewed targets in the sums that services shared, over those that they reviewed as far as is known."
BOUNDS = "Met or exceeded over all due, once with every missing review not met and once with every one met."


def report(joint: Joint, name: str) -> Report:
    """Return the report of a joint evaluation: what it rests on, shares, and areas and schools drawn together.

    Shares are of areas of which every service told all. ValueError unless the sums are of gains.
    """
    if joint.value != "gain":
        raise ValueError("A joint report is about gains; these sums are of achieved ratings.")
    kind = joint.by[0]
    areas, schools = unit_differences.draw(joint.cells, kind)
    told = outcomes(joint)
    shares = unit_differences.draw_shares(told, kind)
    found: tuple[Shown, ...] = (
        *unit_differences.each_share(told, kind),
        unit_differences.differ(areas),
        *unit_differences.each(areas),
        unit_differences.differ(schools),
    )
    return Report(
        service=name,
        targets=int(joint.outcomes[TOTAL]["opened"].low),
        reviewed=int(joint.outcomes[TOTAL]["reviewed"].low),
        comparisons=0,
        sections=(
            Section(Part.ATTAINMENT, (_rests_on(joint), _met(joint))),
            Section(Part.AREAS, found),
        ),
        outcomes={kind: told},
        units={units.kind: units for units in (areas, schools) if isinstance(units, PooledUnits)},
        shares={kind: shares} if isinstance(shares, PooledShares) else {},
    )


def outcomes(joint: Joint) -> Outcomes:
    """Return the counts of those areas of which every service told all, missing and not due reviews too."""
    kinds = ("not met", "met", "exceeded", "missing", "not due")
    names = [
        area
        for area, counts in joint.outcomes.items()
        if area != TOTAL and all(counts[kind].known for kind in kinds)
    ]
    return Outcomes(
        tuple(names), *(np.array([joint.outcomes[area][kind].low for area in names]) for kind in kinds)
    )


def _rests_on(joint: Joint) -> Shown:
    """How many targets the joint evaluation holds, and what it leaves out."""
    n = int(joint.cells.n.sum())
    return Figure(
        name="shared sums",
        estimate=n,
        unit="targets",
        interval=None,
        without="This counts what was shared, so nothing was sampled.",
        n=n,
        denominator=n + int(joint.left_out.low),
        of="reviewed targets",
        label=Evidence.DESCRIBE,
        definition=HELD,
        sentence=joint.sentence,
    )


def _met(joint: Joint) -> Shown:
    """The share met over all due as bounds, where the services' totals are known."""
    totals = joint.outcomes[TOTAL]
    name = "met, with missing reviews"
    hidden = [kind for kind in ("met", "exceeded", "missing", "not due", "opened") if not totals[kind].known]
    if hidden:
        return Refusal(
            name, f"Not every service told its totals; hidden, since small, are: {', '.join(hidden)}.", BOUNDS
        )
    counts = {kind: int(bounds.low) for kind, bounds in totals.items()}
    return bounds_from(
        Reviews(
            opened=counts["opened"],
            reviewed=counts["reviewed"],
            missing=counts["missing"],
            not_due=counts["not due"],
            met=counts["met"] + counts["exceeded"],
        )
    )
