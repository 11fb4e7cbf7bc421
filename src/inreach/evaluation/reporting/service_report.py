"""The whole evaluation of a service: from rows or sums to a report, with every refusal in its place."""

from __future__ import annotations

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.types import Service
from inreach.evaluation.figures import dose_position, maintenance_curve
from inreach.evaluation.figures.report import Part, Report
from inreach.evaluation.figures.report_context import ServiceContext
from inreach.evaluation.figures.unit_differences import PooledUnits
from inreach.evaluation.figures.unit_shares import PooledShares, draw_shares
from inreach.evaluation.indicators.registry import service_section


def analyse(service: Service) -> Report:
    """Return the whole report of a service.

    Every section is what the statistics of its part say (`indicators.registry`). Comparisons (factors, doses, planned
    curves) are corrected together, over everything on the page. ValueError if there are no targets, or as for
    core.targets.ratings.outcome.
    """
    sums = aggregate(service) if service.sums is None else service.sums
    context = ServiceContext(service, sums)
    if not context.reviews.opened:
        raise ValueError("There are no targets to evaluate.")
    shares = {kind: draw_shares(outcomes, kind) for kind, outcomes in sums.outcomes.items()}
    return Report(
        service=service.name,
        targets=context.reviews.opened,
        reviewed=context.reviews.reviewed,
        comparisons=context.comparisons.looked,
        sections=tuple(service_section(part, context) for part in Part),
        outcomes=sums.outcomes,
        units={
            kind: units for kind, units in context.units.drawings.items() if isinstance(units, PooledUnits)
        },
        shares={kind: drawn for kind, drawn in shares.items() if isinstance(drawn, PooledShares)},
        effects=context.comparisons.effects,
        maintenance=maintenance_curve.curve(sums.checks, service.check_weeks),
        bands=dose_position.bands(sums.placed) if sums.placed else (),
        minutes_out=tuple(service.minutes_out),
        capacity=service.capacity,
        rows=service.rows,
    )
