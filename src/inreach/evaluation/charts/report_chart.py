"""A chart of a report as one entry: which question it answers, how readers inside see it, and as what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inreach.evaluation.aggregation.types import TOTAL, Outcomes
from inreach.evaluation.disclosure.release import Sheet
from inreach.evaluation.disclosure.tables import ALL, Cell
from inreach.evaluation.figures.chart import Drawn
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.report import Part, Report
from inreach.evaluation.figures.unit_differences import PooledUnits

Refit = Callable[[frozenset[str]], PooledUnits]
Refits = Mapping[str, Refit]


def no_sheets(report: Report, refits: Refits) -> Sequence[Sheet]:
    """A chart that leaves by kind of unit, or not at all."""
    return ()


def no_sheet_of_kind(outcomes: Outcomes, kind: str) -> Sheet | None:
    """A chart that is not of one kind of unit."""
    return None


@dataclass(frozen=True, slots=True)
class ReportChart:
    """One chart of a report.

    `draw` gives the drawings for readers inside, none where the report holds nothing to draw; `absent` is then what a
    list of all charts says. What leaves is made of `sheets`, or of `sheet_of_kind` for each kind of unit whose targets
    are counted.
    """

    name: str
    part: Part
    draw: Callable[[Report], Sequence[Drawn]]
    absent: Refusal | None = None
    sheets: Callable[[Report, Refits], Sequence[Sheet]] = no_sheets
    sheet_of_kind: Callable[[Outcomes, str], Sheet | None] = no_sheet_of_kind


def totals_of(report: Report) -> dict[Cell, float]:
    """The totals to which counts of several charts are tied, that of all targets first."""
    return {(ALL, TOTAL): report.targets, (ALL, "reviewed"): report.reviewed}
