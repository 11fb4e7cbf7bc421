"""Every figure has an indicator: whole, checked by somebody or said not to be, and not overdue."""

from datetime import date

import pytest

from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.joint_sums import combine
from inreach.evaluation.aggregation.types import Service, TargetRow
from inreach.evaluation.charts import examples
from inreach.evaluation.disclosure.sum_suppression import sums_to_share
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.indicators import (
    FIGURES,
    IndicatorRefused,
    in_order,
    indicator_of,
    indicators,
    overdue,
    read,
)
from inreach.evaluation.reporting.joint_report import joint_report
from inreach.evaluation.reporting.service_report import analyse
from tests.evaluation import example_reports

LOOKED_AT = date(2026, 11, 22)
WHOLE = """
figures = ["points"]
title = "Points"
what = "The rating at review less the rating before."
why = "Few targets are listed."
cannot_tell = "Anything of one point."
source = "Own definition."
author = "Somebody"
checker = "Nobody yet"
reviewed = 2026-11-22
next_review = 2027-11-22
"""


def without(field: str) -> str:
    return "\n".join(line for line in WHOLE.splitlines() if not line.startswith(f"{field} ="))


def one_target() -> Service:
    return Service("One", rows=(TargetRow("a", "hill", "reading", 3, 6),))


def test_every_figure_and_refusal_of_a_report_points_at_its_indicator():
    lines = [
        Line("hill", area, "", str(at), 2, 6, 3 + at % 5) for at in range(40) for area in ("reading", "talk")
    ]
    joint = joint_report(combine([sums_to_share(in_memory(lines), service="North")]), "North")
    reports = [example_reports.large(), example_reports.tiny(), analyse(one_target()), joint]
    lost = [
        shown.name
        for report in reports
        for shown in report
        if shown.definition not in {one for kept in indicators().values() for one in kept.definitions}
    ]
    assert lost == []
    assert indicator_of(next(iter(reports[0]))).key == "met"


def test_every_definition_belongs_to_one_indicator():
    named = [name for one in indicators().values() for name in one.figures]
    assert sorted(named) == sorted(FIGURES)
    assert len(set(FIGURES.values())) == len(FIGURES)
    assert [one.key for one in in_order()][:2] == ["met", "met-bounds"]


def test_a_figure_without_an_indicator_is_found_out():
    with pytest.raises(KeyError):
        indicator_of(Refusal("new", "Nobody wrote it down.", "A new way to count."))


def test_no_indicator_is_overdue_a_year_after_it_was_looked_at_and_every_one_is_later():
    assert overdue(date(2027, 11, 22)) == ()
    assert len(overdue(date(2027, 11, 23))) == len(indicators())
    assert {one.reviewed <= LOOKED_AT for one in indicators().values()} == {True}


def test_a_whole_file_is_read():
    one = read("points", WHOLE)
    assert (one.key, one.figures, one.next_review) == ("points", ("points",), date(2027, 11, 22))


@pytest.mark.parametrize("field", [line.split(" =")[0] for line in WHOLE.strip().splitlines()])
def test_a_file_that_lacks_a_field_is_refused_with_the_field(field):
    with pytest.raises(IndicatorRefused, match=f"points: “{field}” is missing"):
        read("points", without(field))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('["points"]', '["marks"]', "there is no figure “marks”"),
        ('["points"]', "[]", "“figures” names at least one figure"),
        ('"Nobody yet"', '" "', "“checker” is empty"),
        ('"Few targets are listed."', '"It proves that we are the best."', "“why”: The word 'proves'"),
        ("reviewed = 2026-11-22", 'reviewed = "in November"', "“reviewed” is a day"),
        ("2027-11-22", "2026-11-22", "“next_review” comes after “reviewed”"),
        ("title =", "rank = 1\ntitle =", "“rank” is no field of an indicator"),
        ("title =", "title", "this is not TOML"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_what_is_wrong(before, after, sentence):
    with pytest.raises(IndicatorRefused, match=sentence):
        read("points", WHOLE.replace(before, after, 1))


def test_the_large_example_shows_most_indicators_at_work():
    used = {indicator_of(shown).key for shown in analyse(examples.large())}
    assert set(indicators()) - used <= {"points", "shared-sums"}
