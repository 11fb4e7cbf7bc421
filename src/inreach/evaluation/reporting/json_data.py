"""A report as plain data, for programs: every figure whole, every refusal with its reason, nobody's rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inreach.evaluation.figures.chart import Chart, Drawn
from inreach.evaluation.figures.figure import Figure, Shown
from inreach.evaluation.figures.report import Report
from inreach.evaluation.indicators import indicator_of
from inreach.evaluation.reporting.header import ReportHeader


def report_data(report: Report, header: ReportHeader) -> dict[str, Any]:
    """Return the report as data that JSON can hold."""
    return {
        **_head(report, header),
        "targets": report.targets,
        "reviewed": report.reviewed,
        "comparisons": report.comparisons,
        "sections": [
            {
                "part": str(section.part),
                "title": section.title,
                "figures": [_shown(shown) for shown in section.figures],
            }
            for section in report.sections
        ],
    }


def shared_data(report: Report, header: ReportHeader, drawn: Sequence[Drawn]) -> dict[str, Any]:
    """Return what left as data: the tables and words of its charts, and nothing else."""
    return {**_head(report, header), "charts": [_drawn(chart) for chart in drawn]}


def _head(report: Report, header: ReportHeader) -> dict[str, Any]:
    return {
        "service": report.service,
        "on": header.on.isoformat(),
        "from": header.first and header.first.isoformat(),
        "to": header.last and header.last.isoformat(),
        "readers": header.readers,
        "notes": list(header.notes),
    }


def _shown(shown: Shown) -> dict[str, Any]:
    identity = {"name": shown.name, "definition": shown.definition, "indicator": indicator_of(shown).key}
    if not isinstance(shown, Figure):
        return {**identity, "not_shown": shown.reason}
    return {
        **identity,
        "estimate": shown.estimate,
        "unit": shown.unit,
        "interval": shown.interval
        and {"low": shown.interval.low, "high": shown.interval.high, "level": shown.interval.level},
        "without": shown.without,
        "n": shown.n,
        "denominator": shown.denominator,
        "of": shown.of,
        "evidence": str(shown.label),
        "sentence": shown.sentence,
        "notes": list(shown.notes),
    }


def _drawn(chart: Drawn) -> dict[str, Any]:
    if not isinstance(chart, Chart):
        return {"name": chart.name, "not_shown": chart.reason}
    return {
        "name": chart.name,
        "title": chart.title,
        "evidence": str(chart.evidence),
        "sentence": chart.sentence_manager,
        "cannot_tell": chart.cannot_tell,
        "headings": list(chart.table.headings),
        "lines": [list(line) for line in chart.table.lines],
        "notes": list(chart.notes),
    }
