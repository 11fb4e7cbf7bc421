"""Several targets as the sums that their figures are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.core.targets.ratings import HIGHEST, LOWEST
from inreach.evaluation.estimators import order_statistics
from inreach.evaluation.estimators.ratio import ClusteredRatio, Ratio, ratio
from inreach.evaluation.figures.refusal_rule import UNWRITTEN_STEPS, RefusalRule
from inreach.evaluation.figures.target import Target
from inreach.evaluation.figures.thresholds import FEWEST_PUPILS

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def reviewed(targets: Sequence[Target]) -> list[tuple[Target, int]]:
    """The targets with an achieved rating, and their gain."""
    return [(target, target.gained) for target in targets if target.gained is not None]


def shared(made: Sequence[tuple[Target, int]], bottom: Callable[[Target], float]) -> ClusteredRatio | None:
    """Gains over an amount of each target as one ratio, None without targets."""
    if not made:
        return None
    gains, over = [gained for _, gained in made], [bottom(target) for target, _ in made]
    return ClusteredRatio(
        ratio(gains, over, [t.school for t, _ in made]),
        ratio(gains, over, [(t.school, t.pupil) for t, _ in made]),
    )


@dataclass(frozen=True, slots=True)
class RatingPairs:
    """Reviewed targets by baseline and achieved rating: one entry of each array a pair, `count` its targets."""

    baseline: Ints
    achieved: Ints
    count: Floats

    @property
    def n(self) -> int:
        """How many targets."""
        return int(self.count.sum())

    @property
    def clipped(self) -> int:
        """How many began at the lowest or ended at the highest rating."""
        return int(self.count[(self.baseline == LOWEST) | (self.achieved == HIGHEST)].sum())

    def middle(self, values: Ints) -> float:
        """The median of values of the pairs."""
        return order_statistics.median(values, self.count)


def rating_pairs(targets: Sequence[Target]) -> RatingPairs:
    """Count the reviewed targets by their ratings."""
    pairs = np.array([(t.baseline, t.achieved) for t, _ in reviewed(targets)], dtype=np.intp).reshape(-1, 2)
    kinds, count = np.unique(pairs, axis=0, return_counts=True)
    return RatingPairs(kinds[:, 0], kinds[:, 1], count.astype(float))


@dataclass(frozen=True, slots=True)
class PointsBasis:
    """What figures in points rest on: all targets, reviewed ones without written steps, and reviewed pupils."""

    opened: int
    unworded: int
    pupils: int


POINTS_RULES: tuple[RefusalRule[PointsBasis], ...] = (
    UNWRITTEN_STEPS,
    RefusalRule(
        "few pupils",
        lambda basis: basis.pupils < FEWEST_PUPILS,
        lambda basis: f"Fewer than {FEWEST_PUPILS} pupils are reviewed.",
    ),
)


def points_basis(targets: Sequence[Target]) -> PointsBasis:
    """Count what figures in points rest on."""
    made = reviewed(targets)
    return PointsBasis(
        len(targets), sum(not t.worded for t, _ in made), len({(t.school, t.pupil) for t, _ in made})
    )


def targets_of(amounts: ClusteredRatio | None) -> int:
    """How many targets a ratio rests on, 0 without one."""
    return int(amounts.reported.n) if amounts else 0


def clusters_of(amounts: ClusteredRatio | None) -> int:
    """How many schools or pupils the error of a ratio is over, 0 without one."""
    return amounts.reported.clusters if amounts else 0


def known(amounts: ClusteredRatio | None) -> Ratio:
    """The ratio as it is told; ValueError where there is none, which a rule of refusal has to say before."""
    if amounts is None:
        raise ValueError("There are no targets to make a ratio of.")
    return amounts.reported
