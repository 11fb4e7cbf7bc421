"""A report as a page: whole, calm, and without what it must not hold."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

from lxml import html

from inreach.evaluation.reporting.header import ReportHeader
from inreach.evaluation.reporting.html_page import report_page, shared_page
from tests.evaluation import example_reports

ABOUT = ReportHeader(date(2026, 11, 22), date(2025, 9, 1), None, ("Not counted: 1 withdrawn.",))


@cache
def page_of(which: str) -> str:
    return report_page(getattr(example_reports, which)(), ABOUT)


def test_the_page_fetches_nothing_runs_nothing_and_its_links_lead_somewhere():
    for page in (page_of("large"), page_of("tiny")):
        tree = html.fromstring(page)
        assert (
            tree.xpath(
                "//script | //link | //img | //iframe | //*[@style and not(ancestor-or-self::*[name()='svg'])]"
            )
            == []
        )
        assert re.findall(r"url\((?!data:|#|\\?&quot;#|\"#)", page) == []
        assert [a for a in tree.xpath("//a/@href") if not a.startswith("#")] == []
        assert set(tree.xpath("//a/@href")) <= {f"#{one}" for one in tree.xpath("//@id")}


def test_each_chart_of_the_page_has_its_table_and_what_it_cannot_tell():
    charts = html.fromstring(page_of("large")).xpath("//figure")
    assert len(charts) >= 8
    assert [
        one
        for one in charts
        if not one.xpath(".//table//td") or not one.xpath(".//p[@class='chart__cannot']")
    ] == []


def test_seven_targets_are_a_table_and_not_a_share():
    tree = html.fromstring(page_of("tiny"))
    rows = tree.xpath("//table[@class='report__table']/tbody/tr")
    assert [one.text_content()[-7:] for one in rows][-1] == "not yet"
    assert len(rows) == 7


def test_a_page_to_pass_on_tells_no_counts_of_its_own():
    page = shared_page(example_reports.tiny(), replace(ABOUT, hidden_below=5), ())
    told = html.fromstring(page).text_content()
    assert "numbers from 1 to 4 are hidden" in told
    assert "7 targets" not in told
