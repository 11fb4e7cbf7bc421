"""All charts of a report, in the order in which a reader asks, and those of one pupil."""

from __future__ import annotations

from inreach.evaluation.charts.report_chart import Refits
from inreach.evaluation.disclosure.release import Sheet
from inreach.evaluation.figures.chart import Drawn
from inreach.evaluation.figures.report import Part, Report
from inreach.evaluation.indicators.registry import CHARTS


def of_report(report: Report) -> tuple[Drawn, ...]:
    """The eight charts of a service, for readers inside it; nothing is hidden (see `disclosure.release`)."""
    made: list[Drawn] = []
    for chart in CHARTS:
        drawn = chart.draw(report)
        made += drawn or ([chart.absent] if chart.absent else [])
    return tuple(made)


def of_part(report: Report, part: Part) -> tuple[Drawn, ...]:
    """The charts that answer one question, for readers inside; none where there is nothing to draw."""
    return tuple(drawn for chart in CHARTS if chart.part is part for drawn in chart.draw(report))


def sheets(report: Report, refits: Refits | None = None) -> tuple[Sheet, ...]:
    """Return the sheets of a report, in the order of its charts.

    `refits` draws the units of a kind together again without those that are hidden; a kind without one is not shown if
    any of its units is hidden. Schools leave in the funnel and drawn together, not by outcome: so many small counts
    would hide nearly all of each other.
    """
    by_kind = [
        chart.sheet_of_kind(outcomes, kind) for kind, outcomes in report.outcomes.items() for chart in CHARTS
    ]
    whole = [sheet for chart in CHARTS for sheet in chart.sheets(report, refits or {})]
    return (*(sheet for sheet in by_kind if sheet is not None), *whole)
