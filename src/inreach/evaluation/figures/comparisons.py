"""Comparisons of targets that begin alike and expect as much: what all of them share, and the page's correction.

Every comparison is an association, and how many were looked at is said with each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import Category, Patterns
from inreach.evaluation.estimators.contrast import Contrast
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, mentionable
from inreach.evaluation.figures.refusal_rule import RefusalRule

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
PER_COEFFICIENT = 10
FALSE_DISCOVERIES = 0.05
MET, EXCEEDED = "met or exceeded", "exceeded"
ALIKE = "comparing targets that begin alike and expect as much"
CATEGORY_WORDS = {Category.NOT_MET: "not met", Category.MET: "met", Category.EXCEEDED: "exceeded"}
FEWEST_SCHOOLS = 20
# Errors over clusters are too small where clusters are few; Cameron and Miller (2015, Journal of Human Resources 50(2),
# 317-372) treat the trouble at length and give no one number. 20 is this product's own convention.


@dataclass(frozen=True, slots=True)
class ModelBasis:
    """What a model is fitted to: schools, targets of each category, and how many things are asked at once."""

    schools: int
    counts: Floats
    coefficients: int

    @property
    def rarest(self) -> Category:
        """The category of fewest targets."""
        return Category(int(np.argmin(self.counts)))


def model_basis(schools: int, category: Ints, count: Floats, coefficients: int) -> ModelBasis:
    """Count what a model of these targets is fitted to."""
    counts = np.bincount(category, weights=count, minlength=3).astype(np.float64)
    return ModelBasis(schools, counts, coefficients)


MODEL_RULES: tuple[RefusalRule[ModelBasis], ...] = (
    RefusalRule(
        "few schools",
        lambda basis: basis.schools < FEWEST_SCHOOLS,
        lambda basis: (
            f"Only {basis.schools} {'school has' if basis.schools == 1 else 'schools have'} targets "
            "that can be compared, and targets of one school go together. "
            f"Below {FEWEST_SCHOOLS} schools errors come out too small (Cameron and Miller 2015; "
            "where to draw the line is our own convention)."
        ),
    ),
    RefusalRule(
        "few of the rarest result",
        lambda basis: basis.counts[basis.rarest] < PER_COEFFICIENT * basis.coefficients,
        lambda basis: (
            f"Only {basis.counts[basis.rarest]:.0f} targets were {CATEGORY_WORDS[basis.rarest]}. "
            f"To ask of {basis.coefficients} things at once needs {PER_COEFFICIENT * basis.coefficients} "
            "of each kind of result; ask of fewer, or wait."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison before the page is corrected: differences by outcome, which share one p.

    `n` of `denominator` targets are in the comparison; `alike` says what is held equal.
    """

    name: str
    differences: tuple[tuple[str, Contrast], ...]
    n: int
    denominator: int
    definition: str
    notes: tuple[str, ...] = ()
    alike: str = ALIKE

    @property
    def p(self) -> float:
        """The p of the comparison."""
        return self.differences[0][1].p


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The findings, and the comparisons that are not shown."""

    findings: tuple[Finding, ...]
    refused: tuple[Refusal, ...]


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


def adjusters(patterns: Patterns, kept: Ints) -> Floats:
    """Ambition and baseline, a column each; one that is the same for all these targets is allowed for already."""
    baseline = patterns.baseline[kept]
    both = (patterns.expected[kept] - baseline, baseline)
    return np.column_stack([np.zeros((kept.size, 0)), *(c for c in both if np.ptp(c) > 0)])


def effects(findings: Sequence[Finding], adjusted: Sequence[float]) -> tuple[FactorEffect, ...]:
    """Return the findings as effects with what the page's correction made of them, one for each outcome."""
    return tuple(
        FactorEffect(
            finding.name,
            outcome,
            difference.points,
            difference.interval,
            finding.p,
            after,
            after < FALSE_DISCOVERIES,
            finding.n,
        )
        for finding, after in zip(findings, adjusted, strict=True)
        for outcome, difference in finding.differences
    )


def figures(findings: Sequence[Finding], adjusted: Sequence[float], looked: int) -> tuple[Figure, ...]:
    """Return the findings as figures; `looked` is how many comparisons the page made."""
    return tuple(
        _figure(finding, outcome, difference, after, looked)
        for finding, after in zip(findings, adjusted, strict=True)
        for outcome, difference in finding.differences
    )


def sentence(finding: Finding, outcome: str, difference: Contrast) -> str:
    """Say what goes with what, or that it cannot be told."""
    name = mentionable(finding.name, "This")
    name = name[:1].upper() + name[1:]
    points = more_or_fewer(difference.points, difference.interval, f"in 100 targets {outcome}")
    if difference.interval.low < 0 < difference.interval.high:
        return (
            f"{name}: whether it is associated with more or fewer cannot be told. "
            f"It may be {points}, {finding.alike}."
        )
    return f"{name} is associated with {points}, {finding.alike}. This is an association."


def _figure(finding: Finding, outcome: str, difference: Contrast, after: float, looked: int) -> Figure:
    """One finding as a figure."""
    out = "stands out" if after < FALSE_DISCOVERIES else "does not stand out"
    return Figure(
        name=f"{finding.name}: {outcome}",
        estimate=difference.points,
        unit="percentage points",
        interval=difference.interval,
        n=finding.n,
        denominator=finding.denominator,
        of="reviewed targets",
        label=Evidence.COMPARISON,
        definition=finding.definition,
        sentence=sentence(finding, outcome, difference),
        notes=(
            f"{looked} comparison{' was' if looked == 1 else 's were'} looked at; allowing for that "
            f"(Benjamini and Hochberg) this one {out}.",
            *finding.notes,
        ),
    )


def more_or_fewer(points: float, interval: Interval, unit: str = "in 100") -> str:
    """Say a difference in words: "9 more in 100 (2 to 16)", or "between 3 fewer and 8 more in 100"."""
    low, high = interval.low, interval.high
    if low < 0 < high:
        return f"between {abs(low):.0f} fewer and {high:.0f} more {unit}"
    side = "more" if points > 0 else "fewer"
    near, far = sorted((abs(low), abs(high)))
    return f"{abs(points):.0f} {side} {unit} ({near:.0f} to {far:.0f})"
