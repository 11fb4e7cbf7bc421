"""The whole evaluation of a service as typed values: sections of figures and refusals, and what charts draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inreach.evaluation.aggregation.types import CapacityRow, Outcomes, TargetRow
from inreach.evaluation.figures.comparisons import FactorEffect
from inreach.evaluation.figures.dose_position import DoseBand
from inreach.evaluation.figures.figure import Figure, Refusal, Shown
from inreach.evaluation.figures.maintenance_curve import MaintenanceCurve
from inreach.evaluation.figures.unit_differences import PooledUnits
from inreach.evaluation.figures.unit_shares import PooledShares


class Part(StrEnum):
    """The sections of a report, in their order."""

    ATTAINMENT = "attainment"
    PROGRESS = "progress"
    AREAS = "areas"
    FACTORS = "factors"
    SUSTAINABILITY = "sustainability"
    DOSE = "dose"
    CAPACITY = "capacity"
    QUALITY = "data quality"


TITLES = {
    Part.ATTAINMENT: "Were targets met?",
    Part.PROGRESS: "How far did ratings move?",
    Part.AREAS: "Do areas, programmes and schools differ?",
    Part.FACTORS: "What goes with targets met and not met?",
    Part.SUSTAINABILITY: "Was it held after support ended?",
    Part.DOSE: "How much was delivered, and how long were pupils out of class?",
    Part.CAPACITY: "Can the school do more by itself?",
    Part.QUALITY: "How good are the records?",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its answers, each a figure or a refusal."""

    part: Part
    figures: tuple[Shown, ...]

    @property
    def title(self) -> str:
        """The question."""
        return TITLES[self.part]

    @property
    def shown(self) -> tuple[Figure, ...]:
        """The figures that are shown."""
        return tuple(f for f in self.figures if isinstance(f, Figure))

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """The numbers that are not shown, with their reasons."""
        return tuple(f for f in self.figures if isinstance(f, Refusal))


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page. `comparisons` is how many were looked at, over which the correction was made.

    `outcomes`, `units` and `shares` are by kind of unit ("area", "programme", "school", "year"). `rows` are the targets
    one by one where the service handed in rows.
    """

    service: str
    targets: int
    reviewed: int
    comparisons: int
    sections: tuple[Section, ...]
    outcomes: Mapping[str, Outcomes] = field(default_factory=dict)
    units: Mapping[str, PooledUnits] = field(default_factory=dict)
    shares: Mapping[str, PooledShares] = field(default_factory=dict)
    effects: tuple[FactorEffect, ...] = ()
    maintenance: MaintenanceCurve | None = None
    bands: tuple[DoseBand, ...] = ()
    minutes_out: tuple[float, ...] = ()
    capacity: tuple[CapacityRow, ...] = ()
    rows: tuple[TargetRow, ...] = ()

    def section(self, part: Part) -> Section:
        """The section of this part; KeyError if there is none."""
        for section in self.sections:
            if section.part is part:
                return section
        raise KeyError(part)

    def __iter__(self) -> Iterator[Shown]:
        """Every figure and refusal of the page."""
        return (shown for section in self.sections for shown in section.figures)
