"""A report as one page that stands alone: no script, nothing fetched, fit for a screen, a telephone and paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree
from lxml.html import builder as h

from inreach.evaluation.charts.page import alone
from inreach.evaluation.charts.page import figure as chart_of
from inreach.evaluation.figures.chart import Chart, Drawn
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal
from inreach.evaluation.figures.report import Part, Report, Section
from inreach.evaluation.figures.target import POINTS
from inreach.evaluation.figures.thresholds import ONE_BY_ONE
from inreach.evaluation.indicators import Indicator, in_order, indicator_of
from inreach.evaluation.reporting.header import ReportHeader, by_reason, day
from inreach.evaluation.reporting.report_charts import of_part

STYLES = Path(__file__).parent / "data" / "report.css"


def report_page(report: Report, header: ReportHeader) -> str:
    """Return the whole page for readers inside: every question with its figures, charts and refusals."""
    parts = [_section(report, section) for section in report.sections]
    return alone(
        _title(report), _body(report, header, [*_evidence(report), *parts, *_appendix(report)]), styles()
    )


def shared_page(report: Report, header: ReportHeader, drawn: Sequence[Drawn]) -> str:
    """Return the page for readers outside: charts that have left through the one door, and nothing else."""
    parts = [chart_of(chart, "h2") for chart in drawn if isinstance(chart, Chart)]
    refused = [chart for chart in drawn if isinstance(chart, Refusal)]
    return alone(
        _title(report), _body(report, header, [*parts, *([_refused(refused)] if refused else [])]), styles()
    )


def styles() -> str:
    """The style sheet of the page."""
    return STYLES.read_text(encoding="utf-8")


def _title(report: Report) -> str:
    return f"Evaluation: {report.service}"


def _body(report: Report, header: ReportHeader, parts: Sequence[etree._Element]) -> etree._Element:
    counted = (
        f"{report.targets:,} targets, {report.reviewed:,} of them reviewed. "
        if not header.hidden_below
        else ""
    )
    head = h.E.header(
        h.CLASS("report__head"),
        h.P(f"Evaluated on {day(header.on)}", h.CLASS("report__day")),
        h.H1(report.service),
        h.P(f"{counted}{header.begun}", h.CLASS("report__lead")),
        h.P(header.readers, h.CLASS("report__readers")),
    )
    if header.notes:
        head.append(h.UL(h.CLASS("report__notes"), *(h.LI(note) for note in header.notes)))
    return h.BODY(h.E.main(h.CLASS("report"), head, *parts))


def _evidence(report: Report) -> list[etree._Element]:
    """What the labels mean, of those that the page uses."""
    used = {shown.label for shown in report if isinstance(shown, Figure)}
    entries = [
        part for label in Evidence if label in used for part in (h.DT(_label(label)), h.DD(label.meaning))
    ]
    if not entries:
        return []
    return [
        h.E.section(h.CLASS("report__evidence"), h.H2("What kind of evidence each number is"), h.DL(*entries))
    ]


def _label(evidence: Evidence) -> etree._Element:
    dots = "●" * (evidence.strength + 1) + "○" * (len(Evidence) - 1 - evidence.strength)
    return h.SPAN(
        h.CLASS("label"), h.SPAN(dots, {"class": "label__strength", "aria-hidden": "true"}), f" {evidence}"
    )


def _section(report: Report, section: Section) -> etree._Element:
    """One question: figures, charts, and what is not shown."""
    whole = h.E.section(h.CLASS("report__section"), h.H2(section.title))
    listed = section.part is Part.ATTAINMENT and 0 < len(report.rows) <= ONE_BY_ONE
    figures = [figure for figure in section.shown if not (listed and figure.definition == POINTS)]
    if figures:
        whole.append(h.UL(h.CLASS("figures"), *map(_figure, figures)))
    notes = dict.fromkeys(note for figure in figures for note in figure.notes)
    if notes:
        whole.append(h.UL(h.CLASS("report__notes"), *(h.LI(note) for note in notes)))
    if listed:
        whole.append(_one_by_one(report))
    drawn = of_part(report, section.part)
    for chart in drawn:
        if isinstance(chart, Chart):
            whole.append(chart_of(chart))
    missing = section.refused or tuple(chart for chart in drawn if isinstance(chart, Refusal))
    if missing:
        whole.append(_refused(missing))
    return whole


def _one_by_one(report: Report) -> etree._Element:
    """Few targets as a table, without anybody's name; the school only where there are several."""
    several = len({row.school for row in report.rows}) > 1
    heads = ("Area of need", *(["School"] if several else []), "Before", "Expected", "At review")
    lines = [
        h.TR(
            h.TH(row.area, scope="row"),
            *([h.TD(row.school)] if several else []),
            h.TD(str(row.baseline)),
            h.TD(str(row.expected)),
            h.TD("not yet" if row.achieved is None else str(row.achieved)),
        )
        for row in report.rows
    ]
    return h.DIV(
        {"class": "report__scroll", "tabindex": "0", "role": "region", "aria-label": "Each target"},
        h.TABLE(
            h.CLASS("report__table"),
            h.E.caption(
                _label(Evidence.CHANGE),
                " Each target by itself. One point either way is within rating error.",
            ),
            h.THEAD(h.TR(*(h.TH(name, scope="col") for name in heads))),
            h.TBODY(*lines),
        ),
    )


def _figure(figure: Figure) -> etree._Element:
    """A figure's sentence, with its evidence and what it rests on, and how it is worked out."""
    indicator = indicator_of(figure)
    return h.LI(
        h.CLASS("figure"),
        h.P(figure.sentence, h.CLASS("figure__sentence")),
        h.P(
            h.CLASS("figure__rests"),
            _label(figure.label),
            h.SPAN(figure.counted, h.CLASS("figure__counted")),
            h.A(indicator.title, href=f"#{indicator.key}"),
        ),
    )


def _refused(refused: Sequence[Refusal]) -> etree._Element:
    """What is not shown, by reason."""
    entries = [
        h.DIV(h.DT("; ".join(name[:1].upper() + name[1:] for name in names)), h.DD(reason))
        for reason, names in by_reason(refused).items()
    ]
    return h.DIV(h.CLASS("refused"), h.H3("Not shown, and why"), h.DL(*entries))


def _appendix(report: Report) -> list[etree._Element]:
    """The indicators of the figures that the page shows, in the order of a report."""
    used = {indicator_of(shown).key for shown in report if isinstance(shown, Figure)}
    kept = [indicator for indicator in in_order() if indicator.key in used]
    if not kept:
        return []
    head = h.H2("What each number is")
    return [
        h.E.section(
            h.CLASS("report__section indicators"), head, *(_indicator(indicator) for indicator in kept)
        )
    ]


def _indicator(indicator: Indicator) -> etree._Element:
    entries_by_heading = {
        "What": indicator.what,
        "Why": indicator.why,
        "Cannot tell": indicator.cannot_tell,
        "Worked out as": " ".join(indicator.definitions),
        "From": indicator.source,
        "Checked by": indicator.checker,
        "Looked at": (
            f"{day(indicator.reviewed)}, next by {day(indicator.next_review)}. Written by: {indicator.author}."
        ),
    }
    entries = [part for name, words in entries_by_heading.items() for part in (h.DT(name), h.DD(words))]
    return h.DIV({"class": "indicator", "id": indicator.key}, h.H3(indicator.title), h.DL(*entries))
