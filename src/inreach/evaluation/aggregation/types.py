"""What a service hands in to be evaluated: targets as rows without names, or sums of millions of them.

Ids are made up for the evaluation and stand for nobody outside it. Rows become sums (`aggregation.aggregate`), and
everything is worked out from sums, so seven targets and ten million go the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from inreach.core.targets.ratings import Outcome, Rated
from inreach.evaluation.estimators.change import Moments
from inreach.evaluation.estimators.ratio import ClusteredRatio
from inreach.evaluation.estimators.sufficient_statistics import Cells

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
NOT_RECORDED = -1
NO_REVIEW = -1
TOTAL = "total"  # what all units together are called in a table of counts


class Category(IntEnum):
    """An outcome as factors are asked about it; NO_REVIEW (-1) stands for none yet."""

    NOT_MET = 0
    MET = 1
    EXCEEDED = 2


class Position(IntEnum):
    """Where the delivered dose lies against the conditions of the Education Endowment Foundation (EEF)."""

    UNKNOWN = 0
    BELOW = 1
    INSIDE = 2
    ABOVE = 3


CATEGORIES = {
    Outcome.NOT_RATED: NO_REVIEW,
    Outcome.WORSE: Category.NOT_MET,
    Outcome.NO_PROGRESS: Category.NOT_MET,
    Outcome.SOME_PROGRESS: Category.NOT_MET,
    Outcome.MET: Category.MET,
    Outcome.EXCEEDED: Category.EXCEEDED,
}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A check after support ended: school weeks after the review, and the rating then."""

    weeks: float
    rating: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target. `weeks` are school weeks between baseline and review, over which the sessions ran.

    `due` and `reviewed` are the dates on which the review should be and was made; without `due` it is due once
    it was made. `factors` says of each factor that was asked about whether it held; `hindsight` names those that
    were recorded after the result was known. None is not known throughout.
    """

    pupil: str
    school: str
    area: str
    baseline: int
    expected: int
    achieved: int | None = None
    programme: str = ""
    year: str = ""
    maintain: bool = False
    worded: bool = True
    opened: date | None = None
    due: date | None = None
    reviewed: date | None = None
    edited_after_start: bool = False
    weeks: float | None = None
    holiday_weeks: float | None = None
    planned_minutes: float | None = None
    delivered_minutes: float | None = None
    sessions: float | None = None
    factors: Mapping[str, bool] = field(default_factory=dict)
    hindsight: frozenset[str] = frozenset()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def rated(self) -> Rated:
        """The ratings alone."""
        return Rated(self.baseline, self.expected, self.achieved, self.maintain)

    def is_due(self, today: date | None) -> bool:
        """Say whether the review has been made or should have been by today; without dates it should have been."""
        return self.achieved is not None or self.due is None or today is None or self.due <= today


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """One member of staff's rating of one statement of the capacity set, at start and end and afterwards.

    `then` is where they say, at the end, that they had been at the start. Ratings are graded, 1 the lowest.
    """

    school: str
    staff: str
    statement: str
    start: int
    end: int
    then: int | None = None
    follow_up: int | None = None


@dataclass(frozen=True, slots=True)
class Patterns:
    """Targets counted by what they share: one entry of each array a pattern, `count` how many targets it stands for.

    `school` and `area` point into the names; what a table does not keep apart is 0 throughout. `achieved` is 0 without
    a review or where only the category is kept. `asked` has a column for each factor: 1 held, 0 did not,
    NOT_RECORDED.
    """

    schools: tuple[str, ...]
    areas: tuple[str, ...]
    school: Ints
    area: Ints
    baseline: Ints
    expected: Ints
    achieved: Ints
    category: Ints
    due: Bools
    edited: Bools
    maintain: Bools
    position: Ints
    count: Floats
    factors: tuple[str, ...] = ()
    asked: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.intp))

    @property
    def reviewed(self) -> Bools:
        """The patterns with a review."""
        return np.asarray(self.category != NO_REVIEW)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Targets of each unit (area, school, programme, year) by what became of them; arrays with one entry a unit."""

    names: tuple[str, ...]
    not_met: Floats
    met: Floats
    exceeded: Floats
    missing: Floats
    not_due: Floats

    @property
    def reviewed(self) -> Floats:
        """Targets with a review."""
        return self.not_met + self.met + self.exceeded

    @property
    def table(self) -> Floats:
        """Not met, met and exceeded, one row a unit."""
        return np.column_stack([self.not_met, self.met, self.exceeded])


@dataclass(frozen=True, slots=True)
class Reviews:
    """Targets by the state of their review; every target is in exactly one of due and reviewed, missing, or not due.

    A target reviewed before it was due counts as due and reviewed.
    """

    opened: int
    reviewed: int
    missing: int
    not_due: int
    met: int

    @property
    def due(self) -> int:
        """Reviewed and missing together."""
        return self.reviewed + self.missing

    @property
    def share_missing(self) -> float:
        """Missing over due, 0 when none is due."""
        return self.missing / self.due if self.due else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The share met if every missing review were not met, and if every one were; ValueError when none is due."""
        if not self.due:
            raise ValueError("No review is due.")
        return self.met / self.due, (self.met + self.missing) / self.due

    def tipping_point(self, share: float) -> int | None:
        """How many of the missing would have to be not met for the share of all due to fall below `share`.

        0 if it is below already with all of them met; None if even all of them would not do it.
        """
        for failed in range(self.missing + 1):
            if (self.met + self.missing - failed) / self.due < share:
                return failed
        return None

    @property
    def sentence(self) -> str:
        """The denominator in words."""
        return (
            f"{self.opened} targets opened, {self.due} reviews due, {self.reviewed} made, {self.missing} missing, "
            f"{self.not_due} not due yet."
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why reviewed targets give no rate: the interval unknown, under 4 weeks, or a holiday in it not known of."""

    unknown: int
    short: int
    holiday: int

    @property
    def together(self) -> int:
        """All of them."""
        return self.unknown + self.short + self.holiday


@dataclass(frozen=True, slots=True)
class Checks:
    """Targets met or exceeded by when they were last seen held and first seen lost, in school weeks after review.

    `right` is infinite where no loss was seen; `unchecked` were never followed up. `group` is a planned comparison's,
    "" without one. `for_all` says that follow-up was planned for every such target.
    """

    left: Floats
    right: Floats
    count: Floats
    unchecked: int
    for_all: bool
    group: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything that the figures of a service are made of.

    `ratings` keeps schools apart, `placed` schools, areas and positions of the dose with the category alone,
    `factored` schools and factors with the category alone. `pupils` are the mean ratings of each pupil with a review,
    `everyone` counts those with any target. `outcomes` has one entry for each kind of unit ("area",
    "school", "programme", "year"), `cells` gains by school and one kind of unit. `unworded` counts reviewed targets
    whose scale has no written steps. Ratios: `gained` over targets, `progress` gained over expected (at least 3 points,
    not edited), `weeks` and `hours` gained over time, `delivered` over planned minutes. None is not known.
    """

    ratings: Patterns
    pupils: Moments
    everyone: int
    outcomes: Mapping[str, Outcomes]
    gained: ClusteredRatio | None = None
    progress: ClusteredRatio | None = None
    cells: Mapping[str, Cells] = field(default_factory=dict)
    unworded: int = 0
    placed: Patterns | None = None
    factored: Patterns | None = None
    hindsight: Mapping[str, int] = field(default_factory=dict)
    weeks: ClusteredRatio | None = None
    hours: ClusteredRatio | None = None
    left_out: LeftOut = LeftOut(0, 0, 0)
    over_holiday: int = 0
    no_hours: int = 0
    delivered: ClusteredRatio | None = None
    no_plan: int = 0
    checks: Checks | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """How pupils came to be chosen: mean and spread of all pupils' baselines, and the highest rating still chosen."""

    mean: float
    sd: float
    chosen_up_to: int


@dataclass(frozen=True, slots=True)
class Service:
    """A service to be evaluated: rows, or sums made elsewhere; then capacity, and what the rows cannot tell.

    `minutes_out` is minutes out of class a week of each pupil, over all programmes. `check_weeks` are the common dates
    of follow-up, empty if each target had its own; `follow_up_for_all` that it was arranged for every target met.
    `planned` names the kind of unit ("programme") whose curves of holding it was planned to compare, if any. `strict`
    counts a target as held only while it is at its expected rating. ValueError if both rows and sums are given.
    """

    name: str
    rows: tuple[TargetRow, ...] = ()
    sums: Sums | None = None
    today: date | None = None
    selection: Selection | None = None
    capacity: tuple[CapacityRow, ...] = ()
    minutes_out: tuple[float, ...] = ()
    check_weeks: tuple[float, ...] = ()
    follow_up_for_all: bool = False
    planned: str = ""
    strict: bool = False

    def __post_init__(self) -> None:
        if bool(self.rows) and self.sums is not None:
            raise ValueError("A service is handed in as rows or as sums, not as both.")
