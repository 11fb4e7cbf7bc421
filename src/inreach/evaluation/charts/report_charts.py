"""All charts of a report, in the order in which a reader asks, and those of one pupil."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.evaluation.charts import (
    capacity,
    caterpillar,
    data_quality,
    dose,
    dumbbell,
    factors,
    funnel,
    maintenance,
    outcomes,
    timeline,
)
from inreach.evaluation.charts.chart import Drawn
from inreach.evaluation.disclosure.suppression import NOTHING_HIDDEN
from inreach.evaluation.estimators.trend import Line
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.probes import Probes
from inreach.evaluation.reporting.report import Part, Report


@dataclass(frozen=True, slots=True)
class Pupil:
    """What is drawn of one pupil: targets with their words, and probes with the line aimed for."""

    whose: str
    targets: tuple[dumbbell.Named, ...]
    probes: Probes | None = None
    aim: Line | None = None
    unit: str = "score"


def of_pupil(pupil: Pupil) -> tuple[Drawn, ...]:
    """The two charts of one pupil; they never leave the school."""
    if pupil.probes is None:
        line: Drawn = Refusal(timeline.NAME, "No probes were recorded.", timeline.DEFINITION)
    else:
        line = timeline.chart(pupil.whose, pupil.probes, pupil.aim, pupil.unit)
    return dumbbell.chart(pupil.whose, pupil.targets), line


def of_report(report: Report) -> tuple[Drawn, ...]:
    """The eight charts of a service, for readers inside it; nothing is hidden (see `disclosure.release`)."""
    made: list[Drawn] = []
    area, school = (report.outcomes.get(kind) for kind in ("area", "school"))
    none = "Targets are not counted by {}."
    made.append(
        outcomes.chart(area)
        if area
        else Refusal(outcomes.NAME, none.format("area of need"), outcomes.DEFINITION)
    )
    pooled = [caterpillar.chart(unit, NOTHING_HIDDEN) for unit in report.units.values()]
    made += pooled or [
        Refusal(
            caterpillar.NAME,
            "There are too few targets to draw areas or schools together.",
            caterpillar.DEFINITION,
        )
    ]
    made.append(
        funnel.chart(school) if school else Refusal(funnel.NAME, none.format("school"), funnel.DEFINITION)
    )
    made.append(factors.chart(report.effects, report.reviewed, report.comparisons))
    made.append(maintenance.chart(report.held))
    made.append(dose.chart(report.bands, report.minutes_out, report.targets))
    made.append(capacity.chart(report.capacity))
    made.append(data_quality.chart(report.section(Part.QUALITY).figures))
    return tuple(made)
