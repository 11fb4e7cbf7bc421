"""Whether what was reached was held after support ended, in the order in which a report tells it."""

from __future__ import annotations

from collections.abc import Iterable

from inreach.evaluation.charts import maintenance as maintenance_chart
from inreach.evaluation.estimators.proportions import benjamini_hochberg, share, wilson
from inreach.evaluation.estimators.survival import kaplan_meier, log_rank, never_checked, turnbull
from inreach.evaluation.figures import maintenance, maintenance_comparison
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import ServiceContext
from inreach.evaluation.indicators.statistic import Statistic


def held_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The share still held at each check date, or between two ends."""
    return maintenance.share_held(context.sums.checks, context.service.check_weeks)


STATISTICS = (
    Statistic(
        part=Part.SUSTAINABILITY,
        definitions={maintenance.NEVER: maintenance.NEVER_DEFINITION},
        estimators=(share,),
        sentences=(maintenance.never_sentence,),
        rules=(),
        indicator="never-checked",
        chart=maintenance_chart.CHART,
        of_service=lambda context: maintenance.never_followed_up(context.sums.checks),
    ),
    Statistic(
        part=Part.SUSTAINABILITY,
        definitions={
            maintenance.NAME: maintenance.AT_DATES,
            "held between two ends": maintenance.BETWEEN_ENDS,
        },
        estimators=(kaplan_meier, turnbull, never_checked, wilson),
        sentences=(maintenance.date_sentence, maintenance.ends_sentence),
        rules=maintenance.RULES,
        indicator="held",
        chart=maintenance_chart.CHART,
        of_service=held_of_service,
    ),
    Statistic(
        part=Part.SUSTAINABILITY,
        definitions={maintenance_comparison.NAME: maintenance_comparison.DEFINITION},
        estimators=(log_rank, benjamini_hochberg),
        sentences=(maintenance_comparison.sentence,),
        rules=maintenance_comparison.RULES,
        indicator="held-compared",
        of_service=lambda context: (context.comparisons.maintenance,),
    ),
)
