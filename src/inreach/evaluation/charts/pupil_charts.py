"""The charts of one pupil, which never leave the school."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.evaluation.charts import dumbbell, timeline
from inreach.evaluation.estimators.trend import Line
from inreach.evaluation.figures.chart import Drawn
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.probes import Probes


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
