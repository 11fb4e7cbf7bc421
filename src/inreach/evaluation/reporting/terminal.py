"""A report as lines for a terminal: each figure's sentence, what it rests on, and what is not shown and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from inreach.evaluation.figures.chart import Chart, Drawn
from inreach.evaluation.figures.figure import Evidence, Figure
from inreach.evaluation.figures.report import Report, Section
from inreach.evaluation.reporting.header import ReportHeader, by_reason, day

NARROWEST, WIDEST = 64, 100


def report_lines(report: Report, header: ReportHeader, width: int = WIDEST) -> list[str]:
    """Return the report in lines of at most this width (64 to 100 characters)."""
    width = min(max(width, NARROWEST), WIDEST)
    lines = [*_head(report, header, width)]
    for section in report.sections:
        lines += ["", section.title, "-" * len(section.title)]
        lines += _section(section, width)
    used = {shown.label for shown in report if isinstance(shown, Figure)}
    if used:
        lines += ["", "What kinds of evidence there are", "-" * 32]
        for label in Evidence:
            if label in used:
                lines += _wrapped(f"{label}: {label.meaning}", width, "  ", "    ")
    return lines


def shared_lines(
    report: Report, header: ReportHeader, drawn: Sequence[Drawn], width: int = WIDEST
) -> list[str]:
    """Return what left, as lines: the words of each chart, and the reasons of those that are not shown."""
    width = min(max(width, NARROWEST), WIDEST)
    lines = _wrapped(f"{report.service}, on {day(header.on)}. {header.begun}", width)
    lines += _wrapped(header.readers, width)
    for note in header.notes:
        lines += _wrapped(note, width)
    for chart in drawn:
        lines.append("")
        if isinstance(chart, Chart):
            lines += _wrapped(chart.title, width)
            lines += _wrapped(chart.sentence_manager, width, "  ", "  ")
            lines += _wrapped(f"{chart.evidence}. {chart.cannot_tell}", width, "    ", "    ")
            for note in chart.notes:
                lines += _wrapped(note, width, "    ", "    ")
        else:
            lines += _wrapped(f"Not shown: {chart.name}. {chart.reason}", width, "", "  ")
    return lines


def _head(report: Report, header: ReportHeader, width: int) -> Iterator[str]:
    yield from _wrapped(f"{report.service}, evaluated on {day(header.on)}", width)
    yield from _wrapped(
        f"{header.begun} {report.targets:,} targets, {report.reviewed:,} of them reviewed.", width
    )
    for note in (*header.notes, header.readers):
        yield from _wrapped(note, width)


def _section(section: Section, width: int) -> Iterator[str]:
    """Figures first, each with its evidence and what it rests on; then notes that they share; then refusals."""
    notes: dict[str, None] = {}
    for shown in section.shown:
        yield from _wrapped(shown.sentence, width, "  ", "  ")
        yield from _wrapped(f"{shown.label}, {shown.counted}", width, "      ", "      ")
        notes |= dict.fromkeys(shown.notes)
    for note in notes:
        yield from _wrapped(f"Note: {note}", width, "  ", "    ")
    for reason, names in by_reason(section.refused).items():
        yield from _wrapped(f"Not shown: {'; '.join(names)}. {reason}", width, "  ", "    ")


def _wrapped(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    return wrap(text, width, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)
