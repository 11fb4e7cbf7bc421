"""Whether targets were met, in the order in which a report tells it."""

from __future__ import annotations

from collections.abc import Iterable

from inreach.core.targets.ratings import gain
from inreach.evaluation.aggregation.types import Reviews
from inreach.evaluation.charts import outcomes
from inreach.evaluation.estimators.proportions import design_effect, share, share_interval
from inreach.evaluation.estimators.response_propensity import chances
from inreach.evaluation.figures import (
    missing_review_bounds,
    nonresponse_weighting,
    share_met,
    shared_sums,
    target,
)
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import ServiceContext, met_by_school
from inreach.evaluation.figures.thresholds import ONE_BY_ONE
from inreach.evaluation.indicators.statistic import Statistic


def share_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The share met."""
    yield share_met.share_met_from(context.reviews, *met_by_school(context.sums.ratings))


def bounds_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The bounds, where reviews are missing."""
    if context.reviews.missing:
        yield missing_review_bounds.bounds_from(context.reviews)


def weighting_of_service(context: ServiceContext) -> Iterable[Shown]:
    """Missing reviews weighed in, where there are some and areas are known."""
    if context.reviews.missing and context.sums.placed is not None:
        yield nonresponse_weighting.weighted(context.sums.placed, context.reviews)


def points_of_service(context: ServiceContext) -> Iterable[Shown]:
    """Targets one by one, where they are few and were handed in as rows."""
    service = context.service
    if service.rows and context.reviews.reviewed < ONE_BY_ONE:
        yield from (target.points(target.target_of(row, service.today)) for row in service.rows)


STATISTICS = (
    Statistic(
        part=Part.ATTAINMENT,
        definitions={share_met.NAME: share_met.DEFINITION},
        estimators=(share, share_interval, design_effect),
        sentences=(share_met.sentence,),
        rules=share_met.RULES,
        indicator="met",
        chart=outcomes.CHART,
        of_service=share_of_service,
    ),
    Statistic(
        part=Part.ATTAINMENT,
        definitions={missing_review_bounds.NAME: missing_review_bounds.DEFINITION},
        estimators=(Reviews.tipping_point,),
        sentences=(missing_review_bounds.sentence,),
        rules=(*missing_review_bounds.RULES, *shared_sums.TOTALS_RULES),
        indicator="met-bounds",
        chart=outcomes.CHART,
        of_service=bounds_of_service,
        of_joint=lambda context: (shared_sums.joint_bounds(context.joint),),
    ),
    Statistic(
        part=Part.ATTAINMENT,
        definitions={nonresponse_weighting.NAME: nonresponse_weighting.DEFINITION},
        estimators=(chances,),
        sentences=(nonresponse_weighting.sentence,),
        rules=nonresponse_weighting.RULES,
        indicator="met-weighed",
        of_service=weighting_of_service,
    ),
    Statistic(
        part=Part.ATTAINMENT,
        definitions={"points": target.POINTS},
        estimators=(gain,),
        sentences=(target.points_sentence,),
        rules=(target.NOT_REVIEWED,),
        indicator="points",
        of_service=points_of_service,
    ),
)
