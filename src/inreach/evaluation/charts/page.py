"""Charts as parts of a page: built as a tree of elements, so that words are escaped, and without script or style."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree
from lxml.html import builder as h
from lxml.html import tostring

from inreach.evaluation.charts.svg import svg
from inreach.evaluation.figures.chart import Chart, Drawn, Grid, Width
from inreach.evaluation.figures.figure import Evidence

HERE = Path(__file__).parent / "data"
AUDIENCES = ("For a SENCO", "For a manager")


@cache
def styles() -> str:
    """The style sheet of charts, to be served from the page's own address."""
    return (HERE / "charts.css").read_text(encoding="utf-8")


def figure(drawn: Drawn, heading: str = "h3") -> etree._Element:
    """Return a chart with its words and its table, or the words of a refusal, as one element."""
    if not isinstance(drawn, Chart):
        return h.E.figure(
            h.CLASS("chart chart--refused"),
            h.E(heading, f"Not shown: {drawn.name}", h.CLASS("chart__title")),
            h.P(drawn.reason, h.CLASS("chart__reason")),
        )
    pair = zip(AUDIENCES, (drawn.sentence_senco, drawn.sentence_manager), strict=True)
    words = h.DIV(
        h.CLASS("chart__words"),
        *(h.P(h.CLASS("chart__sentence"), h.SPAN(who, h.CLASS("chart__for")), said) for who, said in pair),
        h.P(drawn.cannot_tell, h.CLASS("chart__cannot")),
    )
    if drawn.notes:
        words.append(h.UL(h.CLASS("chart__notes"), *(h.LI(note) for note in drawn.notes)))
    return h.E.figure(
        h.CLASS("chart"),
        h.DIV(
            h.CLASS("chart__frame"),
            h.E.figcaption(
                h.CLASS("chart__head"),
                h.E(heading, drawn.title, h.CLASS("chart__title")),
                _evidence(drawn),
            ),
            h.DIV(
                _drawing(drawn, Width.WIDE),
                _drawing(drawn, Width.NARROW),
            ),
            words,
            h.E.details(
                h.CLASS("chart__numbers"), h.E.summary("The same numbers as a table"), _table(drawn.table)
            ),
        ),
    )


def _evidence(chart: Chart) -> etree._Element:
    """The evidence label, with its strength as dots that are not read out."""
    label = chart.evidence
    dots = "●" * (label.strength + 1) + "○" * (len(Evidence) - 1 - label.strength)
    return h.P(
        h.CLASS("chart__evidence"),
        h.SPAN(
            h.CLASS("chart__label"),
            h.SPAN(dots, {"class": "chart__strength", "aria-hidden": "true"}),
            f"Evidence: {label}",
        ),
        chart.design or label.meaning,
    )


def _drawing(chart: Chart, width: Width) -> etree._Element:
    """One of the two drawings; the style sheet shows the one that fits."""
    name = "wide" if width is Width.WIDE else "narrow"
    return h.DIV(
        h.CLASS(f"chart__drawing chart__drawing--{name}"), etree.fromstring(svg(chart, width).encode())
    )


def _table(grid: Grid) -> etree._Element:
    """The numbers, each line with its name as a heading."""
    return h.DIV(
        {
            "class": "chart__scroll",
            "tabindex": "0",
            "role": "region",
            "aria-label": "The numbers of the chart",
        },
        h.TABLE(
            h.CLASS("chart__table"),
            h.THEAD(h.TR(*(h.TH(name, scope="col") for name in grid.headings))),
            h.TBODY(
                *(
                    h.TR(h.TH(line[0], scope="row"), *(h.TD(entry) for entry in line[1:]))
                    for line in grid.lines
                )
            ),
        ),
    )


def html(drawn: Drawn, heading: str = "h3") -> str:
    """Return the element of a chart as HTML, fit for a page with a policy of `default-src 'self'`."""
    made: str = tostring(figure(drawn, heading), encoding="unicode")
    return made


@dataclass(frozen=True, slots=True)
class Room:
    """One service in the gallery: its name, a line about it, and its charts."""

    name: str
    lead: str
    charts: Sequence[Drawn]


def gallery(rooms: Sequence[Room]) -> str:
    """Return a page of its own with the charts of several services, its styles and letters inside it."""
    body = h.BODY(
        h.E.main(
            h.CLASS("gallery"),
            h.H1("The charts of an evaluation"),
            h.P(
                "Each chart says how many it rests on, what kind of evidence it is, and what it cannot tell. "
                "The thick bar is where the truth is likely to lie; the small point is only the middle of it.",
                h.CLASS("gallery__lead"),
            ),
            *(part for room in rooms for part in _room(room)),
        )
    )
    return alone("The charts of an evaluation", body, (HERE / "gallery.css").read_text(encoding="utf-8"))


def alone(title: str, body: etree._Element, styled: str) -> str:
    """Return a page that needs nothing beside it: the body, these styles, those of charts, and the letters."""
    letters = "".join(
        '@font-face { font-family: "Atkinson Hyperlegible Next"; '
        f"font-weight: {weight}; src: url(data:font/ttf;base64,{_letters(name)}); }}\n"
        for name, weight in (("regular", "200 500"), ("bold", "600 800"))
    )
    head = h.HEAD(
        h.META(charset="utf-8"),
        h.META(name="viewport", content="width=device-width, initial-scale=1"),
        h.TITLE(title),
        h.STYLE(letters + styled + styles()),
    )
    made: str = tostring(h.HTML(head, body, lang="en-GB"), encoding="unicode", doctype="<!doctype html>")
    return made


def _room(room: Room) -> list[etree._Element]:
    """The heading and charts of one service."""
    return [
        h.H2(room.name),
        h.P(room.lead, h.CLASS("gallery__lead")),
        *(figure(chart) for chart in room.charts),
    ]


@cache
def _letters(name: str) -> str:
    """A font file in letters, for a page that stands alone."""
    return base64.b64encode((HERE / f"atkinson-hyperlegible-next-{name}.ttf").read_bytes()).decode()
