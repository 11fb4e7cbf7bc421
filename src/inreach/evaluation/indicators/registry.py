"""Every statistic of a report, in its order: what the report, its charts and its indicators are made of.

A statistic that is not here is told nowhere. How to add one: docs/how-to-change/a-statistic-with-its-chart.md.
"""

from __future__ import annotations

from itertools import groupby

from inreach.evaluation.charts.report_chart import ReportChart
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part, Section
from inreach.evaluation.figures.report_context import JointContext, ServiceContext, UnitsContext
from inreach.evaluation.figures.unit_differences import no_units
from inreach.evaluation.indicators.statistic import Statistic, not_told
from inreach.evaluation.indicators.statistics import (
    areas,
    attainment,
    capacity,
    data_quality,
    dose,
    factors,
    progress,
    sustainability,
)

STATISTICS: tuple[Statistic, ...] = (
    *attainment.STATISTICS,
    *progress.STATISTICS,
    *areas.STATISTICS,
    *factors.STATISTICS,
    *sustainability.STATISTICS,
    *dose.STATISTICS,
    *capacity.STATISTICS,
    *data_quality.STATISTICS,
)
CHARTS: tuple[ReportChart, ...] = tuple(dict.fromkeys(s.chart for s in STATISTICS if s.chart is not None))
FIGURES = {name: definition for s in STATISTICS for name, definition in s.definitions.items()}
BY_DEFINITION = {definition: s for s in STATISTICS for definition in s.definitions.values()}


def statistic_of(shown: Shown) -> Statistic:
    """Return the statistic that a figure or refusal is of, by its definition; KeyError if there is none."""
    return BY_DEFINITION[shown.definition]


def service_section(part: Part, context: ServiceContext) -> Section:
    """Return what the statistics of a part say of a service; statistics of units are told kind by kind."""
    told: list[Shown] = []
    for of_units, statistics in groupby(_of(part), key=lambda s: s.of_units is not None):
        if of_units:
            told += _of_units(list(statistics), context.units)
        else:
            told += [shown for s in statistics for shown in s.of_service(context)]
    if not told and part is Part.AREAS:
        told.append(no_units())
    return Section(part, tuple(told))


def joint_section(part: Part, context: JointContext) -> Section:
    """Return what the statistics of a part say of several services together, what only such a report tells first."""
    whole = sorted(_of(part), key=lambda s: s.of_service is not not_told)
    told = [shown for s in whole for shown in s.of_joint(context)]
    return Section(part, (*told, *_of_units(_of(part), context.units)))


def _of(part: Part) -> list[Statistic]:
    """The statistics of a part."""
    return [s for s in STATISTICS if s.part is part]


def _of_units(statistics: list[Statistic], units: UnitsContext) -> list[Shown]:
    """What statistics of units say, kind by kind."""
    return [
        shown
        for kind in units.kinds
        for s in statistics
        if s.of_units is not None
        for shown in s.of_units(units, kind)
    ]
