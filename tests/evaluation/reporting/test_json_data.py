"""A report as data holds every figure with its indicator."""

import json
from datetime import date

from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.indicators import indicator_of
from inreach.evaluation.reporting.header import ReportHeader
from inreach.evaluation.reporting.json_data import report_data
from tests.evaluation import example_reports

ABOUT = ReportHeader(date(2026, 11, 22), date(2025, 9, 1), None, ("Not counted: 1 withdrawn.",))


def test_plain_data_holds_every_figure_with_its_indicator_and_can_be_json():
    report = example_reports.large()
    told = json.loads(json.dumps(report_data(report, ABOUT)))
    figures = [one for section in told["sections"] for one in section["figures"]]
    assert [one["indicator"] for one in figures] == [indicator_of(shown).key for shown in report]
    assert sum("not_shown" in one for one in figures) == sum(isinstance(shown, Refusal) for shown in report)
    assert (told["from"], told["to"], told["service"]) == ("2025-09-01", None, report.service)
