"""Whether the school can do more by itself, in the order in which a report tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from inreach.evaluation.aggregation.types import CapacityRow
from inreach.evaluation.charts import capacity as capacity_chart
from inreach.evaluation.estimators.proportions import design_effect, share_interval
from inreach.evaluation.estimators.ratio import ratio
from inreach.evaluation.figures import capacity
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import ServiceContext
from inreach.evaluation.indicators.statistic import Statistic


def where_enough(
    figure: Callable[[Sequence[CapacityRow]], Shown],
) -> Callable[[ServiceContext], Iterable[Shown]]:
    """A figure of capacity that is told only where there are pairs of ratings enough for any."""

    def of_service(context: ServiceContext) -> Iterable[Shown]:
        rows = context.service.capacity
        return (figure(rows),) if capacity.enough(rows) else ()

    return of_service


def statements_of_service(context: ServiceContext) -> Iterable[Shown]:
    """Each statement by itself, where there are pairs of ratings enough for any."""
    rows = context.service.capacity
    return capacity.statements(rows) if capacity.enough(rows) else ()


STATISTICS = (
    Statistic(
        part=Part.CAPACITY,
        definitions={capacity.NAME: capacity.SHARES},
        estimators=(share_interval, design_effect),
        sentences=(capacity.shares_sentence, capacity.one_way_sentence),
        rules=capacity.RULES,
        indicator="capacity",
        chart=capacity_chart.CHART,
        of_service=lambda context: capacity.shares(context.service.capacity),
    ),
    Statistic(
        part=Part.CAPACITY,
        definitions={capacity.SHIFT.name: capacity.SHIFT.definition},
        estimators=(ratio,),
        sentences=(capacity.shift_sentence,),
        rules=capacity.SHIFT_RULES,
        indicator="capacity-shift",
        chart=capacity_chart.CHART,
        of_service=where_enough(capacity.shift),
    ),
    Statistic(
        part=Part.CAPACITY,
        definitions={capacity.LOOKING_BACK.name: capacity.LOOKING_BACK.definition},
        estimators=(ratio,),
        sentences=(capacity.shift_sentence,),
        rules=(capacity.NOT_ASKED, *capacity.SHIFT_RULES),
        indicator="capacity-shift",
        chart=capacity_chart.CHART,
        of_service=where_enough(capacity.looked_back),
    ),
    Statistic(
        part=Part.CAPACITY,
        definitions={capacity.LATER.name: capacity.LATER.definition},
        estimators=(ratio,),
        sentences=(capacity.shift_sentence,),
        rules=(capacity.NOT_RATED_AGAIN, *capacity.SHIFT_RULES),
        indicator="capacity-shift",
        of_service=where_enough(capacity.later),
    ),
    Statistic(
        part=Part.CAPACITY,
        definitions={"capacity, one statement": capacity.STATEMENT},
        estimators=(share_interval, design_effect),
        sentences=(capacity.statement_sentence,),
        rules=capacity.STATEMENT_RULES,
        indicator="capacity",
        chart=capacity_chart.CHART,
        of_service=statements_of_service,
    ),
)
