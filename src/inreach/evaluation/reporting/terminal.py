"""A report as lines for a terminal: each figure's sentence, what it rests on, and what is not shown and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from inreach.evaluation.charts.chart import Chart, Drawn
from inreach.evaluation.figures.figure import Evidence, Figure
from inreach.evaluation.reporting.header import About, by_reason, day
from inreach.evaluation.reporting.report import Report, Section

NARROWEST, WIDEST = 64, 100


def report_lines(report: Report, about: About, width: int = WIDEST) -> list[str]:
    """Return the report in lines of at most this width (64 to 100 characters)."""
    width = min(max(width, NARROWEST), WIDEST)
    found = [*_head(report, about, width)]
    for section in report.sections:
        found += ["", section.title, "-" * len(section.title)]
        found += _section(section, width)
    used = {shown.label for shown in report if isinstance(shown, Figure)}
    if used:
        found += ["", "What kinds of evidence there are", "-" * 32]
        for label in Evidence:
            if label in used:
                found += _wrapped(f"{label}: {label.meaning}", width, "  ", "    ")
    return found


def shared_lines(report: Report, about: About, drawn: Sequence[Drawn], width: int = WIDEST) -> list[str]:
    """Return what left, as lines: the words of each chart, and the reasons of those that are not shown."""
    width = min(max(width, NARROWEST), WIDEST)
    found = _wrapped(f"{report.service}, on {day(about.on)}. {about.begun}", width)
    found += _wrapped(about.readers, width)
    for note in about.notes:
        found += _wrapped(note, width)
    for one in drawn:
        found.append("")
        if isinstance(one, Chart):
            found += _wrapped(one.title, width)
            found += _wrapped(one.sentence_manager, width, "  ", "  ")
            found += _wrapped(f"{one.evidence}. {one.cannot_tell}", width, "    ", "    ")
            for note in one.notes:
                found += _wrapped(note, width, "    ", "    ")
        else:
            found += _wrapped(f"Not shown: {one.name}. {one.reason}", width, "", "  ")
    return found


def _head(report: Report, about: About, width: int) -> Iterator[str]:
    yield from _wrapped(f"{report.service}, evaluated on {day(about.on)}", width)
    yield from _wrapped(
        f"{about.begun} {report.targets:,} targets, {report.reviewed:,} of them reviewed.", width
    )
    for note in (*about.notes, about.readers):
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
