"""Every figure and refusal of a report comes from one entry, and everything of an entry can be reached from it."""

import inspect
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.joint_sums import combine
from inreach.evaluation.aggregation.types import CapacityRow, FollowUp, Service, TargetRow
from inreach.evaluation.charts import examples
from inreach.evaluation.disclosure.sum_suppression import sums_to_share
from inreach.evaluation.figures.figure import Figure, Refusal
from inreach.evaluation.figures.report import Part, Report, Section
from inreach.evaluation.indicators import indicators
from inreach.evaluation.indicators.registry import BY_DEFINITION, CHARTS, FIGURES, STATISTICS, statistic_of
from inreach.evaluation.indicators.statistic import not_told
from inreach.evaluation.reporting import report_charts
from inreach.evaluation.reporting.joint_report import joint_report
from inreach.evaluation.reporting.service_report import analyse
from tests.evaluation import example_reports

NEVER_A_FIGURE = {"most favourable dose"}


def followed(week: float, rating: int = 8, programme: str = "one") -> TargetRow:
    return TargetRow("p", "s", "speech", 3, 7, 8, programme=programme, follow_ups=(FollowUp(week, rating),))


def two_ways() -> tuple[TargetRow, ...]:
    """A factor that goes one way with meeting a target and the other with exceeding it."""
    random = np.random.default_rng(3)
    return tuple(
        TargetRow(
            f"p{i}",
            f"s{i % 25}",
            "speech",
            3 - i % 3 // 2,
            6 + i % 2,
            5 + i % 2 + int(random.choice(3, p=[0.2, 0.6, 0.2] if agreed else [0.4, 0.2, 0.4])),
            factors={"agreed by all": agreed},
        )
        for i, agreed in enumerate(random.random(1500) < 0.5)
    )


@cache
def reports() -> tuple[Report, ...]:
    """Services large and small, with and without what the statistics ask for, and several together."""
    lines = [
        Line("hill", area, "", str(at), 2, 6, 3 + at % 5) for at in range(40) for area in ("reading", "talk")
    ]
    scattered = Service(
        "Scattered", tuple(followed(5.0 + 0.7 * i) for i in range(60)), follow_up_for_all=True
    )
    compared = [followed(13, 5 if i < 20 else 8, "one") for i in range(40)]
    compared += [followed(13, 8, "two") for _ in range(38)]
    planned = Service(
        "Planned", tuple(compared), check_weeks=(13,), follow_up_for_all=True, planned="programme"
    )
    asked_again = tuple(
        CapacityRow(f"s{i % 3}", f"t{i}", "We can", 2, 3 + i % 3, 1, 3 + i % 2) for i in range(24)
    )
    return (
        example_reports.large(),
        analyse(examples.large()),
        example_reports.tiny(),
        analyse(Service("One", rows=(TargetRow("a", "hill", "reading", 3, 6),))),
        analyse(scattered),
        analyse(planned),
        analyse(Service("Two ways", two_ways())),
        analyse(Service("Staff", rows=(TargetRow("a", "hill", "reading", 3, 6),), capacity=asked_again)),
        joint_report(combine([sums_to_share(in_memory(lines), service="North")]), "North"),
    )


def all_shown():
    return [shown for report in reports() for shown in report]


def without_entry(report: Report) -> list[str]:
    """What a report tells that has no entry, or an entry of another part."""
    return [
        shown.name
        for section in report.sections
        for shown in section.figures
        if shown.definition not in BY_DEFINITION or statistic_of(shown).part is not section.part
    ]


def test_every_figure_and_every_refusal_has_an_entry_in_the_part_that_tells_it():
    assert [name for report in reports() for name in without_entry(report)] == []


def test_a_figure_that_has_no_entry_is_found_out():
    strange = Section(Part.DOSE, (Refusal("new", "Nobody wrote it down.", "A new way to count."),))
    misplaced = Section(Part.DOSE, example_reports.tiny().section(Part.CAPACITY).figures)
    planted = replace(example_reports.tiny(), sections=(strange, misplaced))
    assert without_entry(planted) == ["new", "capacity"]


def test_every_refusal_comes_from_a_rule_of_its_entry():
    astray = {
        (shown.name, shown.rule)
        for shown in all_shown()
        if isinstance(shown, Refusal) and shown.rule not in {rule.name for rule in statistic_of(shown).rules}
    }
    assert astray == set()


def test_every_definition_is_told_as_a_figure_by_some_report():
    """An entry that no report tells would stand beside the report, not in it."""
    told = {shown.definition for shown in all_shown() if isinstance(shown, Figure)}
    assert {name for name, definition in FIGURES.items() if definition not in told} == NEVER_A_FIGURE


@pytest.mark.parametrize("statistic", STATISTICS, ids=lambda statistic: statistic.name)
class TestOfAnEntry:
    def test_it_has_its_definition_and_its_indicator_speaks_of_it(self, statistic):
        indicator = indicators()[statistic.indicator]
        assert all(definition.strip() for definition in statistic.definitions.values())
        assert set(statistic.definitions) <= set(indicator.figures)

    def test_its_numbers_come_from_estimators_that_say_what_they_return(self, statistic):
        assert bool(statistic.estimators) is (statistic.name not in NEVER_A_FIGURE)
        assert all(callable(estimator) and estimator.__doc__ for estimator in statistic.estimators)

    def test_its_sentences_and_rules_are_those_of_one_room(self, statistic):
        assert bool(statistic.sentences) is (statistic.name not in NEVER_A_FIGURE)
        rooms = {inspect.getmodule(sentence).__name__ for sentence in statistic.sentences}
        assert all(room.startswith("inreach.evaluation.figures.") for room in rooms)
        names = [rule.name for rule in statistic.rules]
        assert len(names) == len(set(names))

    def test_some_report_asks_for_it(self, statistic):
        ways = (statistic.of_service, statistic.of_joint)
        assert statistic.of_units is not None or any(way is not not_told for way in ways)

    def test_its_chart_is_among_those_of_a_report_and_of_what_leaves(self, statistic):
        if statistic.chart is not None:
            assert statistic.chart in CHARTS
            assert statistic.chart.name


def test_every_indicator_file_is_that_of_an_entry():
    assert set(indicators()) == {statistic.indicator for statistic in STATISTICS}


def test_every_part_of_a_report_is_told_by_entries_in_the_order_of_the_report():
    parts = [statistic.part for statistic in STATISTICS if statistic.name != "shared sums"]
    assert parts == sorted(parts, key=list(Part).index)
    assert set(parts) == set(Part)


def test_every_chart_is_drawn_for_a_report_in_the_part_that_it_answers():
    report = example_reports.large()
    drawn = [one for part in Part for one in report_charts.of_part(report, part)]
    assert len(drawn) >= len(CHARTS)
    assert {type(one) for one in report_charts.of_report(report)} <= {Refusal, type(drawn[0])}
    assert all(chart.draw(report) for chart in CHARTS)
