"""Whether areas, programmes and schools differ, in the order in which a report tells it of each kind."""

from __future__ import annotations

from collections.abc import Iterable

from inreach.evaluation.charts import caterpillar, outcomes
from inreach.evaluation.charts import funnel as funnel_chart
from inreach.evaluation.estimators import crossed_effects, partial_pooling
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories_integrated
from inreach.evaluation.estimators.proportions import dispersion, outside
from inreach.evaluation.figures import funnel, unit_differences, unit_shares
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import ServiceContext, UnitsContext
from inreach.evaluation.indicators.statistic import Statistic


def shares_of_units(units: UnitsContext, kind: str) -> Iterable[Shown]:
    """The share met of each unit; schools have the funnel instead."""
    return unit_shares.each_share(units.outcomes[kind], kind) if kind != "school" else ()


def differences_of_units(units: UnitsContext, kind: str) -> Iterable[Shown]:
    """How many units of a kind differ, where they are drawn together."""
    return (unit_differences.differ(units.drawings[kind]),) if kind in units.drawings else ()


def gains_of_units(units: UnitsContext, kind: str) -> Iterable[Shown]:
    """The mean gain of each unit; no school is told by itself."""
    return unit_differences.each(units.drawings[kind]) if kind in units.drawings and kind != "school" else ()


def funnel_of_service(context: ServiceContext) -> Iterable[Shown]:
    """Schools against chance, where targets are counted by school."""
    if "school" in context.sums.outcomes:
        yield funnel.school_funnel(context.sums.outcomes["school"])


STATISTICS = (
    Statistic(
        part=Part.AREAS,
        definitions={"met, by unit": unit_shares.DEFINITION},
        estimators=(draw_categories_integrated,),
        sentences=(unit_shares.sentence,),
        rules=unit_shares.RULES,
        indicator="unit-share",
        chart=outcomes.CHART,
        of_units=shares_of_units,
    ),
    Statistic(
        part=Part.AREAS,
        definitions={"units differ": unit_differences.DIFFER},
        estimators=(crossed_effects.analyse, partial_pooling.integrated),
        sentences=(unit_differences.sentence,),
        rules=unit_differences.RULES,
        indicator="units-differ",
        chart=caterpillar.CHART,
        of_units=differences_of_units,
    ),
    Statistic(
        part=Part.AREAS,
        definitions={"mean gain, by unit": unit_differences.MEAN_GAIN},
        estimators=(crossed_effects.analyse, partial_pooling.integrated),
        sentences=(unit_differences.unit_sentence,),
        rules=unit_differences.RULES,
        indicator="unit-gain",
        chart=caterpillar.CHART,
        of_units=gains_of_units,
    ),
    Statistic(
        part=Part.AREAS,
        definitions={funnel.NAME: funnel.DEFINITION},
        estimators=(outside, dispersion),
        sentences=(funnel.sentence,),
        rules=funnel.RULES,
        indicator="funnel",
        chart=funnel_chart.CHART,
        of_service=funnel_of_service,
    ),
)
