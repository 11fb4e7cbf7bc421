"""One statistic of a report with everything that belongs to it: the entry of the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inreach.evaluation.charts.report_chart import ReportChart
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.refusal_rule import Rules
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import JointContext, ServiceContext, UnitsContext


def not_told(context: object) -> Iterable[Shown]:
    """A statistic that a kind of report does not tell."""
    return ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """One statistic: its definition, estimators, sentences, rules of refusal, indicator and chart.

    `definitions` has one for each name that indicators give its figures, the first being its own. `estimators` are the
    functions that its numbers come from, none where there is no number by design; `sentences` those that word a figure
    of it. `indicator` is the stem of its file. A report tells it by calling `of_service` or `of_joint` for the whole,
    or `of_units` for each kind of unit.
    """

    part: Part
    definitions: Mapping[str, str]
    estimators: tuple[Callable[..., Any], ...]
    sentences: tuple[Callable[..., str], ...]
    rules: Rules
    indicator: str
    chart: ReportChart | None = None
    of_service: Callable[[ServiceContext], Iterable[Shown]] = not_told
    of_joint: Callable[[JointContext], Iterable[Shown]] = not_told
    of_units: Callable[[UnitsContext, str], Iterable[Shown]] | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return next(iter(self.definitions))
