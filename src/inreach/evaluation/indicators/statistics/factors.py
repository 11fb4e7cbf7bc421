"""What goes with targets met and not met."""

from __future__ import annotations

from inreach.evaluation.charts import factors as factors_chart
from inreach.evaluation.estimators.contrast import contrast
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.estimators.proportions import benjamini_hochberg
from inreach.evaluation.figures import comparisons, factors
from inreach.evaluation.figures.report import Part
from inreach.evaluation.indicators.statistic import Statistic

STATISTICS = (
    Statistic(
        part=Part.FACTORS,
        definitions={"factor": factors.FACTOR, "factor, one split": factors.SPLIT},
        estimators=(cumulative_logit, contrast, benjamini_hochberg),
        sentences=(comparisons.sentence,),
        rules=factors.RULES,
        indicator="factors",
        chart=factors_chart.CHART,
        of_service=lambda context: context.comparisons.factors,
    ),
)
