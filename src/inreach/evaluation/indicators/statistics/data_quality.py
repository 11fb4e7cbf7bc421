"""How good the records are, and what a joint evaluation rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from inreach.evaluation.aggregation.joint_sums import combine
from inreach.evaluation.charts import data_quality as data_quality_chart
from inreach.evaluation.estimators.proportions import share
from inreach.evaluation.figures import data_quality, shared_sums
from inreach.evaluation.figures.data_quality import Limit
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import ServiceContext
from inreach.evaluation.indicators.statistic import Statistic


def of_records(limit: Limit) -> Callable[[ServiceContext], Iterable[Shown]]:
    """One limit of the records of a service."""
    return lambda context: (data_quality.limit_from(limit, context.records),)


LIMITS = tuple(
    Statistic(
        part=Part.QUALITY,
        definitions={limit.name: limit.definition},
        estimators=(share,),
        sentences=(data_quality.sentence,),
        rules=data_quality.RULES,
        indicator="records",
        chart=data_quality_chart.CHART,
        of_service=of_records(limit),
    )
    for limit in data_quality.LIMITS
)
SHARED_SUMS = Statistic(
    part=Part.ATTAINMENT,
    definitions={shared_sums.NAME: shared_sums.DEFINITION},
    estimators=(combine,),
    sentences=(shared_sums.sentence,),
    rules=(),
    indicator="shared-sums",
    of_joint=lambda context: (shared_sums.rests_on(context.joint),),
)
STATISTICS = (*LIMITS, SHARED_SUMS)
