"""How much was delivered and how long pupils were out of class, in the order in which a report tells it."""

from __future__ import annotations

from collections.abc import Iterable

from inreach.evaluation.charts import dose
from inreach.evaluation.estimators.contrast import contrast
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories_integrated
from inreach.evaluation.estimators.order_statistics import lower_rank
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.estimators.proportions import benjamini_hochberg, design_effect, share_interval
from inreach.evaluation.estimators.ratio import ratio
from inreach.evaluation.figures import comparisons, dose_comparison, dose_position, fidelity, minutes_out
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import ServiceContext
from inreach.evaluation.indicators.statistic import Statistic


def inside_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The share inside the conditions, where doses were handed in."""
    if context.sums.placed is not None:
        yield dose_position.inside(context.sums.placed)


def bands_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The share met by where the dose lies, where doses were handed in."""
    return dose_position.by_band(context.sums.placed) if context.sums.placed is not None else ()


STATISTICS = (
    Statistic(
        part=Part.DOSE,
        definitions={fidelity.NAME: fidelity.DEFINITION},
        estimators=(ratio,),
        sentences=(fidelity.sentence,),
        rules=fidelity.RULES,
        indicator="fidelity",
        of_service=lambda context: (fidelity.fidelity(context.sums.delivered, context.sums.no_plan),),
    ),
    Statistic(
        part=Part.DOSE,
        definitions={dose_position.INSIDE: dose_position.INSIDE_DEFINITION},
        estimators=(share_interval, design_effect),
        sentences=(dose_position.inside_sentence,),
        rules=dose_position.INSIDE_RULES,
        indicator="dose-range",
        chart=dose.CHART,
        of_service=inside_of_service,
    ),
    Statistic(
        part=Part.DOSE,
        definitions={dose_position.MET_BY_DOSE: dose_position.MET_BY_DOSE_DEFINITION},
        estimators=(draw_categories_integrated,),
        sentences=(dose_position.band_sentence,),
        rules=dose_position.MET_BY_DOSE_RULES,
        indicator="dose-and-result",
        chart=dose.CHART,
        of_service=bands_of_service,
    ),
    Statistic(
        part=Part.DOSE,
        definitions={dose_comparison.NAME: dose_comparison.DEFINITION},
        estimators=(cumulative_logit, contrast, benjamini_hochberg),
        sentences=(comparisons.sentence,),
        rules=dose_comparison.RULES,
        indicator="dose-and-result",
        of_service=lambda context: context.comparisons.dose,
    ),
    Statistic(
        part=Part.DOSE,
        definitions={dose_comparison.CURVE: dose_comparison.CURVE_DEFINITION},
        estimators=(),
        sentences=(),
        rules=(dose_comparison.NO_CURVE,),
        indicator="dose-curve",
        of_service=lambda context: (dose_comparison.curve(),),
    ),
    Statistic(
        part=Part.DOSE,
        definitions={minutes_out.NAME: minutes_out.DEFINITION},
        estimators=(lower_rank,),
        sentences=(minutes_out.sentence,),
        rules=minutes_out.RULES,
        indicator="minutes-out",
        chart=dose.CHART,
        of_service=lambda context: (minutes_out.minutes_out(context.service.minutes_out),),
    ),
)
