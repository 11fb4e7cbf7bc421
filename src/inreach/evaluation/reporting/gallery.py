"""The gallery: all ten charts on a large service and on one with seven targets, as one page."""

from __future__ import annotations

from collections.abc import Sequence

from inreach.evaluation.charts.page import Room, gallery
from inreach.evaluation.charts.pupil_charts import Pupil, of_pupil
from inreach.evaluation.figures.report import Report
from inreach.evaluation.reporting.report_charts import of_report


def page(rooms: Sequence[tuple[Report, Pupil]]) -> str:
    """Return the page with the charts of reports, each with those of a pupil before them."""
    return gallery(
        [
            Room(
                f"{report.service}: {report.targets:,} targets",
                f"{report.reviewed:,} of {report.targets:,} targets are reviewed.",
                (*of_pupil(pupil), *of_report(report)),
            )
            for report, pupil in rooms
        ]
    )
