"""A report on a terminal says what the page says, in lines that fit."""

from datetime import date
from functools import cache

from lxml import html

from inreach.evaluation.figures.figure import Figure
from inreach.evaluation.reporting.header import ReportHeader
from inreach.evaluation.reporting.html_page import report_page
from inreach.evaluation.reporting.terminal import report_lines
from tests.evaluation import example_reports

ABOUT = ReportHeader(date(2026, 11, 22), date(2025, 9, 1), None, ("Not counted: 1 withdrawn.",))


@cache
def page_of(which: str) -> str:
    return report_page(getattr(example_reports, which)(), ABOUT)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_sentence_and_every_reason_is_on_the_terminal_and_on_the_page():
    for which in ("large", "tiny"):
        report = getattr(example_reports, which)()
        lines = flat(" ".join(report_lines(report, ABOUT, 80)))
        page = flat(html.fromstring(page_of(which)).text_content())
        for shown in report:
            said = shown.sentence if isinstance(shown, Figure) else shown.reason
            assert said in lines
            assert said in page or shown.name == "points"


def test_no_line_is_wider_than_the_terminal_asked_for():
    for asked, least, most in ((40, 40, 64), (80, 60, 80), (200, 80, 100)):
        widest = max(map(len, report_lines(example_reports.large(), ABOUT, asked)))
        assert least < widest <= most
