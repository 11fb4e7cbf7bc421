"""The indicators of a report: for every figure what it is, why it is shown, who answers for it, and until when."""

from inreach.evaluation.indicators.files import (
    Indicator,
    IndicatorRefused,
    in_order,
    indicator_of,
    indicators,
    overdue,
    read,
)
from inreach.evaluation.indicators.registry import FIGURES

__all__ = [
    "FIGURES",
    "Indicator",
    "IndicatorRefused",
    "in_order",
    "indicator_of",
    "indicators",
    "overdue",
    "read",
]
