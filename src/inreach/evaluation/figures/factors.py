"""What goes with targets not met, met and exceeded, among targets that begin alike and expect as much.

One cumulative logit over all factors, always with ambition (expected less baseline) and baseline, errors shared by
schools. What is said is an association; how many comparisons were looked at is said with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import NOT_RECORDED, Category, Patterns
from inreach.evaluation.estimators.contrast import Contrast, contrast, few_schools, more_or_fewer
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.estimators.pattern_grouping import PatternGroups, group_patterns
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, mentionable
from inreach.evaluation.reporting.report import FactorEffect

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
PER_COEFFICIENT = 10
FEWEST_EACH = 10
LEAST_RECORDED = 0.9
FALSE_DISCOVERIES = 0.05
MET, EXCEEDED = "met or exceeded", "exceeded"

FACTOR = (
    "Difference in percentage points at typical values between targets with and without the factor, from a "
    "cumulative logit of not met, met and exceeded with ambition, baseline and the other factors; errors over schools, "
    "delta method."
)
SPLIT = FACTOR.replace("a cumulative logit of not met, met and exceeded", "a logit of this one split")
ALIKE = "comparing targets that begin alike and expect as much"
SAME_AREA = "comparing targets of the same area that begin alike and expect as much"
NEVER_ALL = "No target has all of these factors on record."
TOGETHER = (
    "Factors that go together are not told apart well, and others that nobody recorded are not told at all."
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
class Looked:
    """The findings, and the comparisons that are not shown."""

    findings: tuple[Finding, ...]
    refused: tuple[Refusal, ...]


def refusal(name: str, reason: str) -> Refusal:
    """A factor that is not shown."""
    return Refusal(name, reason, FACTOR)


def look(patterns: Patterns, hindsight: Mapping[str, int] | None = None) -> Looked:
    """Compare targets with and without each factor, or say why not.

    Targets whose expectation was edited are left out, since their ambition is not known; `hindsight` counts targets for
    which a factor was recorded only after the result was known, which the patterns hold as not recorded.
    """
    ready = patterns.reviewed & ~patterns.edited
    usable, refused = [], []
    for at, name in enumerate(patterns.factors):
        reason = _unfit(patterns, ready, at, (hindsight or {}).get(name, 0))
        if reason:
            refused.append(refusal(name, reason))
        else:
            usable.append(at)
    if not usable:
        return Looked((), tuple(refused))
    asked = patterns.asked[:, usable]
    kept = np.flatnonzero(ready & (asked != NOT_RECORDED).all(1))
    names = [patterns.factors[at] for at in usable]
    if not kept.size:
        return Looked((), (*refused, *(refusal(name, NEVER_ALL) for name in names)))
    asked = asked[kept]
    lines = group_patterns([*_ratings(patterns, kept), *asked.T], patterns.count[kept], patterns.school[kept])
    kinds = kept[lines.first]
    x = np.column_stack([adjusters(patterns, kinds), asked[lines.first]]).astype(float)
    y = patterns.category[kinds]
    reason = few_schools(lines.schools) or too_many(y, lines.count, x.shape[1])
    found: tuple[Finding, ...] = ()
    if not reason:
        try:
            found = _fitted((y, x, lines), names, int(patterns.count[patterns.reviewed].sum()))
        except ValueError as unsettled:
            reason = str(unsettled)
    return Looked(found, (*refused, *(refusal(name, reason) for name in names if reason)))


def _ratings(patterns: Patterns, kept: Ints) -> tuple[Ints, Ints, Ints]:
    """Category, ambition and baseline of patterns."""
    baseline = patterns.baseline[kept]
    return patterns.category[kept], patterns.expected[kept] - baseline, baseline


def adjusters(patterns: Patterns, kept: Ints) -> Floats:
    """Ambition and baseline, a column each; one that is the same for all these targets is allowed for already."""
    _, *both = _ratings(patterns, kept)
    return np.column_stack([np.zeros((kept.size, 0)), *(c for c in both if np.ptp(c) > 0)])


def _unfit(patterns: Patterns, ready: Bools, at: int, late: int) -> str:
    """The reason why one factor cannot be asked about, empty if it can."""
    answer, count = patterns.asked[ready, at], patterns.count[ready]
    total, known = float(count.sum()), float(count[answer != NOT_RECORDED].sum())
    if known < LEAST_RECORDED * total or not known:
        if late:
            return (
                f"For {late} targets this was recorded after the result was known, and then the result colours "
                "what is remembered; too few are left that were asked in time."
            )
        return (
            f"This was recorded for {known:.0f} of {total:.0f} targets, fewer than "
            f"{100 * LEAST_RECORDED:.0f} in 100 (our own convention), and the others may differ."
        )
    fewest = min(float(count[answer == value].sum()) for value in (0, 1))
    if fewest < FEWEST_EACH:
        return f"Targets on one side of this: {fewest:.0f}; a comparison needs {FEWEST_EACH} on each."
    return ""


def too_many(category: Ints, count: Floats, coefficients: int) -> str:
    """The reason why so many things cannot be asked of so few targets, empty if they can."""
    counts = np.bincount(category, weights=count, minlength=3)
    rarest = Category(int(np.argmin(counts)))
    if counts[rarest] >= PER_COEFFICIENT * coefficients:
        return ""
    return (
        f"Only {counts[rarest]:.0f} targets were {rarest.name.lower().replace('_', ' ')}. To ask of {coefficients} "
        f"things at once needs {PER_COEFFICIENT * coefficients} of each kind of result; ask of fewer, or wait."
    )


def _fitted(
    model: tuple[Ints, Floats, PatternGroups], names: Sequence[str], total: int
) -> tuple[Finding, ...]:
    """Findings from one model, or from the two splits for a factor on which they disagree in sign."""
    y, x, lines = model
    count, school, schools, n = lines.count, lines.by_school, lines.schools, int(lines.count.sum())
    fit = cumulative_logit(y, x, count, school)
    halves = [
        cumulative_logit((y > cut).astype(np.intp), x, count, school)
        for cut in (Category.NOT_MET, Category.MET)
    ]
    typical = count @ x / count.sum()
    found: list[Finding] = []
    for at, name in enumerate(names, start=x.shape[1] - len(names)):
        here, there = typical.copy(), typical.copy()
        here[at], there[at] = 0.0, 1.0
        signs = {float(np.sign(half.coefficients[at])) for half in halves}
        if len(signs) == 1:
            both = tuple((o, contrast(fit, (here, there), k, schools)) for o, k in ((MET, 1), (EXCEEDED, 2)))
            found.append(Finding(name, both, n, total, FACTOR, (TOGETHER,)))
            continue
        note = "It goes one way with meeting a target and the other with exceeding it, so the two are shown apart."
        found += [
            Finding(
                name, ((o, contrast(half, (here, there), 1, schools)),), n, total, SPLIT, (note, TOGETHER)
            )
            for o, half in zip((MET, EXCEEDED), halves, strict=True)
        ]
    return tuple(found)


def effects(findings: Sequence[Finding], adjusted: Sequence[float]) -> tuple[FactorEffect, ...]:
    """Return the findings as effects with what the page's correction made of them, one for each outcome."""
    return tuple(
        FactorEffect(
            finding.name,
            outcome,
            found.points,
            found.interval,
            finding.p,
            after,
            after < FALSE_DISCOVERIES,
            finding.n,
        )
        for finding, after in zip(findings, adjusted, strict=True)
        for outcome, found in finding.differences
    )


def figures(findings: Sequence[Finding], adjusted: Sequence[float], looked: int) -> tuple[Figure, ...]:
    """Return the findings as figures; `looked` is how many comparisons the page made."""
    return tuple(
        _figure(finding, outcome, found, after, looked)
        for finding, after in zip(findings, adjusted, strict=True)
        for outcome, found in finding.differences
    )


def _figure(finding: Finding, outcome: str, found: Contrast, after: float, looked: int) -> Figure:
    """One finding as a figure."""
    name, alike = mentionable(finding.name, "This"), finding.alike
    name = name[:1].upper() + name[1:]
    said = more_or_fewer(found.points, found.interval, f"in 100 targets {outcome}")
    if found.interval.low < 0 < found.interval.high:
        sentence = (
            f"{name}: whether it is associated with more or fewer cannot be told. It may be {said}, {alike}."
        )
    else:
        sentence = f"{name} is associated with {said}, {alike}. This is an association."
    out = "stands out" if after < FALSE_DISCOVERIES else "does not stand out"
    return Figure(
        name=f"{finding.name}: {outcome}",
        estimate=found.points,
        unit="percentage points",
        interval=found.interval,
        n=finding.n,
        denominator=finding.denominator,
        of="reviewed targets",
        label=Evidence.COMPARISON,
        definition=finding.definition,
        sentence=sentence,
        notes=(
            f"{looked} comparison{' was' if looked == 1 else 's were'} looked at; allowing for that "
            f"(Benjamini and Hochberg) this one {out}.",
            *finding.notes,
        ),
    )
