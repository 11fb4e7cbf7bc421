"""The report of several services together, from the sums that they shared."""

from __future__ import annotations

from inreach.evaluation.aggregation.joint_sums import Joint
from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.figures.report import Part, Report
from inreach.evaluation.figures.report_context import JointContext
from inreach.evaluation.figures.unit_differences import PooledUnits
from inreach.evaluation.figures.unit_shares import PooledShares, draw_shares
from inreach.evaluation.indicators.registry import joint_section


def joint_report(joint: Joint, name: str) -> Report:
    """Return the report of a joint evaluation: what it rests on, shares, and areas and schools drawn together.

    Shares are of areas of which every service told all. ValueError unless the sums are of gains.
    """
    if joint.value != "gain":
        raise ValueError("A joint report is about gains; these sums are of achieved ratings.")
    context = JointContext(joint)
    units, kind = context.units, context.kind
    shares = draw_shares(units.outcomes[kind], kind)
    return Report(
        service=name,
        targets=int(joint.outcomes[TOTAL]["opened"].low),
        reviewed=int(joint.outcomes[TOTAL]["reviewed"].low),
        comparisons=0,
        sections=tuple(joint_section(part, context) for part in (Part.ATTAINMENT, Part.AREAS)),
        outcomes=units.outcomes,
        units={
            drawing.kind: drawing for drawing in units.drawings.values() if isinstance(drawing, PooledUnits)
        },
        shares={kind: shares} if isinstance(shares, PooledShares) else {},
    )
