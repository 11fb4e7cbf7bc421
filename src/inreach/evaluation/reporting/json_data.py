"""A report as plain data, for programs: every figure whole, every refusal with its reason, nobody's rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inreach.evaluation.charts.chart import Chart, Drawn
from inreach.evaluation.figures.figure import Figure, Shown
from inreach.evaluation.indicators import indicator_of
from inreach.evaluation.reporting.header import About
from inreach.evaluation.reporting.report import Report


def report_data(report: Report, about: About) -> dict[str, Any]:
    """Return the report as data that JSON can hold."""
    return {
        **_head(report, about),
        "targets": report.targets,
        "reviewed": report.reviewed,
        "comparisons": report.comparisons,
        "sections": [
            {
                "part": str(section.part),
                "title": section.title,
                "figures": [_shown(one) for one in section.figures],
            }
            for section in report.sections
        ],
    }


def shared_data(report: Report, about: About, drawn: Sequence[Drawn]) -> dict[str, Any]:
    """Return what left as data: the tables and words of its charts, and nothing else."""
    return {**_head(report, about), "charts": [_drawn(one) for one in drawn]}


def _head(report: Report, about: About) -> dict[str, Any]:
    return {
        "service": report.service,
        "on": about.on.isoformat(),
        "from": about.first and about.first.isoformat(),
        "to": about.last and about.last.isoformat(),
        "readers": about.readers,
        "notes": list(about.notes),
    }


def _shown(one: Shown) -> dict[str, Any]:
    about = {"name": one.name, "definition": one.definition, "indicator": indicator_of(one).key}
    if not isinstance(one, Figure):
        return {**about, "not_shown": one.reason}
    return {
        **about,
        "estimate": one.estimate,
        "unit": one.unit,
        "interval": one.interval
        and {"low": one.interval.low, "high": one.interval.high, "level": one.interval.level},
        "without": one.without,
        "n": one.n,
        "denominator": one.denominator,
        "of": one.of,
        "evidence": str(one.label),
        "sentence": one.sentence,
        "notes": list(one.notes),
    }


def _drawn(one: Drawn) -> dict[str, Any]:
    if not isinstance(one, Chart):
        return {"name": one.name, "not_shown": one.reason}
    return {
        "name": one.name,
        "title": one.title,
        "evidence": str(one.evidence),
        "sentence": one.sentence_manager,
        "cannot_tell": one.cannot_tell,
        "headings": list(one.table.headings),
        "lines": [list(line) for line in one.table.lines],
        "notes": list(one.notes),
    }
