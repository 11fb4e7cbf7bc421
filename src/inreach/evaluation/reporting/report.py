"""The whole evaluation of a service as typed values: sections of figures and refusals, and what charts draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import CapacityRow, Outcomes, Position, TargetRow
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.figures.figure import Figure, Refusal, Shown

Floats = NDArray[np.float64]


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
class PooledUnits:
    """Units of one kind drawn together, for a caterpillar; arrays have one entry a unit, in points of the scale.

    `estimate` is the unit's mean gain and `mean` that of the service, so that both lie on one scale. Nothing here is in
    order: whoever draws them sorted says that the order means nothing (`sentence` does).
    """

    kind: str
    names: tuple[str, ...]
    n: Floats
    mean: float
    estimate: Floats
    low: Floats
    high: Floats
    above: Floats
    top_fifth: Floats
    sentence: str


@dataclass(frozen=True, slots=True)
class PooledShares:
    """Shares not met, met and exceeded of units of one kind, drawn together; one row a unit, one column a category."""

    kind: str
    names: tuple[str, ...]
    n: Floats
    service: Floats
    estimate: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class FactorEffect:
    """What goes with one factor: percentage points more (or fewer) targets `outcome`, and how it stands on the page.

    `p` is that of the coefficient with errors that schools share, `adjusted` after Benjamini-Hochberg over the page.
    """

    factor: str
    outcome: str
    points: float
    interval: Interval
    p: float
    adjusted: float
    stands_out: bool
    n: int


@dataclass(frozen=True, slots=True)
class HeldStep:
    """The share held from a time on: estimate, interval if there is one, and targets still followed."""

    weeks: float
    held: float
    low: float | None
    high: float | None
    at_risk: float


@dataclass(frozen=True, slots=True)
class HeldCurve:
    """How long targets met were held; the tail with fewer than 10 at risk is left out.

    `all_lost` and `all_held` are the extreme curves for those never checked, at the times of `steps`. `between` says
    that losses are known only to lie between two checks; then each step is the higher end, `low` the lower.
    """

    steps: tuple[HeldStep, ...]
    all_lost: tuple[float, ...]
    all_held: tuple[float, ...]
    checked: int
    unchecked: int
    common_dates: bool


@dataclass(frozen=True, slots=True)
class DoseBand:
    """Targets by where their delivered dose lies, and the shares met or exceeded drawn together."""

    position: Position
    targets: int
    reviewed: int
    met: float
    low: float
    high: float


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
    held: HeldCurve | None = None
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
