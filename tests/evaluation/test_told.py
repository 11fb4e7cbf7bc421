"""A report on a terminal and as a page: whole, calm, and without what it must not hold."""

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache

from lxml import html

from inreach.evaluation.figures.figure import Figure, Refusal
from inreach.evaluation.indicators import indicator_of
from inreach.evaluation.reporting.header import About, by_reason
from inreach.evaluation.reporting.html_page import report_page, shared_page
from inreach.evaluation.reporting.json_data import report_data
from inreach.evaluation.reporting.terminal import report_lines
from tests.evaluation import charts_world

ABOUT = About(date(2026, 11, 22), date(2025, 9, 1), None, ("Not counted: 1 withdrawn.",))


@cache
def page_of(which: str) -> str:
    return report_page(getattr(charts_world, which)(), ABOUT)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_sentence_and_every_reason_is_on_the_terminal_and_on_the_page():
    for which in ("large", "tiny"):
        report = getattr(charts_world, which)()
        lines = flat(" ".join(report_lines(report, ABOUT, 80)))
        page = flat(html.fromstring(page_of(which)).text_content())
        for shown in report:
            said = shown.sentence if isinstance(shown, Figure) else shown.reason
            assert said in lines
            assert said in page or shown.name == "points"


def test_no_line_is_wider_than_the_terminal_asked_for():
    for asked, least, most in ((40, 40, 64), (80, 60, 80), (200, 80, 100)):
        widest = max(map(len, report_lines(charts_world.large(), ABOUT, asked)))
        assert least < widest <= most


def test_numbers_with_the_same_reason_are_named_together():
    refused = [
        Refusal("one", "Too few.", "d"),
        Refusal("two", "Too few.", "d"),
        Refusal("one", "Too few.", "d"),
    ]
    assert by_reason(refused) == {"Too few.": ["one", "two"]}


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
    page = shared_page(charts_world.tiny(), replace(ABOUT, hidden_below=5), ())
    told = html.fromstring(page).text_content()
    assert "numbers from 1 to 4 are hidden" in told
    assert "7 targets" not in told


def test_plain_data_holds_every_figure_with_its_indicator_and_can_be_json():
    report = charts_world.large()
    told = json.loads(json.dumps(report_data(report, ABOUT)))
    figures = [one for section in told["sections"] for one in section["figures"]]
    assert [one["indicator"] for one in figures] == [indicator_of(shown).key for shown in report]
    assert sum("not_shown" in one for one in figures) == sum(isinstance(shown, Refusal) for shown in report)
    assert (told["from"], told["to"], told["service"]) == ("2025-09-01", None, report.service)
