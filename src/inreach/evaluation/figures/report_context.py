"""All that the figures of one report are worked out from, each gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from inreach.core.targets.ratings import HIGHEST
from inreach.evaluation.aggregation.joint_sums import Joint
from inreach.evaluation.aggregation.thresholds import SMALLEST_GAP
from inreach.evaluation.aggregation.types import (
    NO_REVIEW,
    TOTAL,
    Category,
    Outcomes,
    Patterns,
    Reviews,
    Service,
    Sums,
)
from inreach.evaluation.estimators.proportions import benjamini_hochberg
from inreach.evaluation.figures import (
    comparisons,
    dose_comparison,
    factors,
    maintenance_comparison,
    unit_differences,
)
from inreach.evaluation.figures.comparisons import Comparisons, FactorEffect
from inreach.evaluation.figures.data_quality import Records
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.maintenance_comparison import Compared
from inreach.evaluation.figures.target import HIGH_BASELINE
from inreach.evaluation.figures.target_group import PointsBasis, RatingPairs
from inreach.evaluation.figures.unit_differences import Drawing

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnitsContext:
    """Kinds of units in their order, targets of each by what became of them, and the units that are drawn together."""

    kinds: tuple[str, ...]
    outcomes: Mapping[str, Outcomes]
    drawings: Mapping[str, Drawing]


@dataclass(frozen=True, slots=True)
class PageComparisons:
    """Every comparison of the page, corrected together."""

    looked: int
    factors: tuple[Shown, ...]
    dose: tuple[Shown, ...]
    maintenance: Shown
    effects: tuple[FactorEffect, ...]


@dataclass(frozen=True)
class ServiceContext:
    """A service and its sums, and what is made of them for several figures."""

    service: Service
    sums: Sums

    @cached_property
    def reviews(self) -> Reviews:
        """Targets by the state of their review."""
        return review_state(self.sums.ratings)

    @cached_property
    def pairs(self) -> RatingPairs:
        """Reviewed targets by their two ratings."""
        return rating_pairs(self.sums.ratings)

    @cached_property
    def points_basis(self) -> PointsBasis:
        """What figures in points rest on."""
        return PointsBasis(self.reviews.opened, self.sums.unworded, int(self.sums.pupils.n))

    @cached_property
    def records(self) -> Records:
        """What limits the records."""
        return records(self.sums.ratings)

    @cached_property
    def units(self) -> UnitsContext:
        """Areas, programmes and schools drawn together, each kind beside the schools."""
        drawings: dict[str, Drawing] = {}
        for kind, cells in self.sums.cells.items():
            drawings[kind], schools = unit_differences.draw(cells, kind, unworded=self.sums.unworded)
            drawings.setdefault("school", schools)
        return UnitsContext(tuple(self.sums.outcomes), self.sums.outcomes, drawings)

    @cached_property
    def comparisons(self) -> PageComparisons:
        """Factors, doses and planned curves, looked at and then corrected over all of them."""
        sums, service = self.sums, self.service
        of_factors = factors.look(sums.factored, sums.hindsight)
        of_doses = dose_comparison.look(sums.placed) if sums.placed is not None else Comparisons((), ())
        curves = maintenance_comparison.compare(sums.checks, service.planned, service.check_weeks)
        findings = (*of_factors.findings, *of_doses.findings)
        p = [finding.p for finding in findings]
        if isinstance(curves, Compared):
            p.append(curves.p)
        adjusted, looked = benjamini_hochberg(p), len(p)
        k = len(of_factors.findings)
        return PageComparisons(
            looked,
            (*comparisons.figures(of_factors.findings, adjusted[:k], looked), *of_factors.refused),
            (
                *comparisons.figures(of_doses.findings, adjusted[k : len(findings)], looked),
                *of_doses.refused,
            ),
            maintenance_comparison.compared(curves, adjusted[-1], looked)
            if isinstance(curves, Compared)
            else curves,
            comparisons.effects(of_factors.findings, adjusted[:k]),
        )


@dataclass(frozen=True)
class JointContext:
    """The joined sums of several services, and what is made of them for several figures."""

    joint: Joint

    @property
    def kind(self) -> str:
        """The kind of unit that the services shared besides schools."""
        return self.joint.by[0]

    @cached_property
    def units(self) -> UnitsContext:
        """Areas and schools of all services drawn together; outcomes of areas alone."""
        areas, schools = unit_differences.draw(self.joint.cells, self.kind)
        return UnitsContext(
            (self.kind, "school"),
            {self.kind: joint_outcomes(self.joint)},
            {self.kind: areas, "school": schools},
        )


def review_state(ratings: Patterns) -> Reviews:
    """Count reviews made, missing and not due yet."""
    made = ratings.reviewed
    waiting = ~made & ~ratings.due
    return Reviews(
        opened=int(ratings.count.sum()),
        reviewed=int(ratings.count[made].sum()),
        missing=int(ratings.count[~made & ratings.due].sum()),
        not_due=int(ratings.count[waiting].sum()),
        met=int(ratings.count[ratings.category >= Category.MET].sum()),
    )


def met_by_school(ratings: Patterns) -> tuple[Sequence[float], Sequence[float]]:
    """Targets met or exceeded and reviewed targets of each school with a review."""
    schools = len(ratings.schools)
    sizes = np.bincount(ratings.school, weights=ratings.count * ratings.reviewed, minlength=schools)
    hits = np.bincount(
        ratings.school, weights=ratings.count * (ratings.category >= Category.MET), minlength=schools
    )
    used = sizes > 0
    return hits[used].astype(np.float64).tolist(), sizes[used].astype(np.float64).tolist()


def rating_pairs(ratings: Patterns) -> RatingPairs:
    """Count reviewed targets by their two ratings."""
    made = ratings.category != NO_REVIEW
    return RatingPairs(ratings.baseline[made], ratings.achieved[made], ratings.count[made])


def records(ratings: Patterns) -> Records:
    """Count what limits the records."""
    count, wanted = ratings.count, ratings.expected - ratings.baseline
    ceiling = (ratings.baseline >= HIGH_BASELINE) | (ratings.expected == HIGHEST)
    return Records(
        state=review_state(ratings),
        at_ceiling=int(count[ceiling].sum()),
        with_gap=int(count[~ratings.maintain].sum()),
        small_gaps=int(count[~ratings.maintain & (wanted < SMALLEST_GAP)].sum()),
        edited=int(count[ratings.edited].sum()),
        tens=int(count[ratings.achieved == HIGHEST].sum()),
    )


def joint_outcomes(joint: Joint) -> Outcomes:
    """Return the counts of those areas of which every service told all, missing and not due reviews too."""
    kinds = ("not met", "met", "exceeded", "missing", "not due")
    names = [
        area
        for area, counts in joint.outcomes.items()
        if area != TOTAL and all(counts[kind].known for kind in kinds)
    ]
    return Outcomes(
        tuple(names), *(np.array([joint.outcomes[area][kind].low for area in names]) for kind in kinds)
    )
