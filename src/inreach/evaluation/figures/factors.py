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
from inreach.evaluation.estimators.contrast import contrast
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.estimators.pattern_grouping import PatternGroups, group_patterns
from inreach.evaluation.figures.comparisons import (
    EXCEEDED,
    MET,
    MODEL_RULES,
    Comparisons,
    Finding,
    adjusters,
    model_basis,
)
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.refusal_rule import (
    NOT_ESTIMABLE,
    RefusalRule,
    Rules,
    first_that_applies,
    refusal,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
NAME = "factors"
FEWEST_EACH = 10
LEAST_RECORDED = 0.9
DIFFERENCE = (
    "Difference in percentage points at typical values between targets with and without the factor, from {} with "
    "ambition, baseline and the other factors; errors over schools, delta method."
)
FACTOR = DIFFERENCE.format("a cumulative logit of not met, met and exceeded")
SPLIT = DIFFERENCE.format("a logit of this one split")
TOGETHER = (
    "Factors that go together are not told apart well, and others that nobody recorded are not told at all."
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """For how many of the targets a factor is known, recorded too late, and how many are on the smaller side."""

    total: float
    known: float
    late: int
    fewest: float

    @property
    def for_few(self) -> bool:
        """Whether it is known for too few of them."""
        return self.known < LEAST_RECORDED * self.total or not self.known


RECORD_RULES: tuple[RefusalRule[Recorded], ...] = (
    RefusalRule(
        "recorded after the result",
        lambda factor: factor.for_few and factor.late > 0,
        lambda factor: (
            f"For {factor.late} targets this was recorded after the result was known, and then the result colours "
            "what is remembered; too few are left that were asked in time."
        ),
    ),
    RefusalRule(
        "recorded for few",
        lambda factor: factor.for_few,
        lambda factor: (
            f"This was recorded for {factor.known:.0f} of {factor.total:.0f} targets, fewer than "
            f"{100 * LEAST_RECORDED:.0f} in 100 (our own convention), and the others may differ."
        ),
    ),
    RefusalRule(
        "hardly varies",
        lambda factor: factor.fewest < FEWEST_EACH,
        lambda factor: (
            f"Targets on one side of this: {factor.fewest:.0f}; a comparison needs {FEWEST_EACH} on each."
        ),
    ),
)
NONE_RECORDED: RefusalRule[None] = RefusalRule(
    "none recorded", lambda nothing: True, lambda nothing: "No factors were recorded."
)
NEVER_ALL: RefusalRule[Ints] = RefusalRule(
    "never all recorded",
    lambda kept: not kept.size,
    lambda kept: "No target has all of these factors on record.",
)
RULES: Rules = (NONE_RECORDED, *RECORD_RULES, NEVER_ALL, *MODEL_RULES, NOT_ESTIMABLE)


def look(patterns: Patterns | None, hindsight: Mapping[str, int] | None = None) -> Comparisons:
    """Compare targets with and without each factor, or say why not; None are patterns without a factor.

    Targets whose expectation was edited are left out, since their ambition is not known; `hindsight` counts targets for
    which a factor was recorded only after the result was known, which the patterns hold as not recorded.
    """
    if patterns is None:
        return Comparisons((), (NONE_RECORDED.refuse(NAME, FACTOR, None),))
    ready = patterns.reviewed & ~patterns.edited
    usable: list[int] = []
    refused: list[Refusal] = []
    for at, name in enumerate(patterns.factors):
        recorded = _recorded(patterns, ready, at, (hindsight or {}).get(name, 0))
        unfit = refusal(RECORD_RULES, recorded, figure=name, definition=FACTOR)
        if unfit:
            refused.append(unfit)
        else:
            usable.append(at)
    if not usable:
        return Comparisons((), tuple(refused))
    findings, unfitted = _compared(patterns, ready, usable)
    return Comparisons(findings, (*refused, *unfitted))


def _compared(
    patterns: Patterns, ready: Bools, usable: Sequence[int]
) -> tuple[tuple[Finding, ...], tuple[Refusal, ...]]:
    """Findings on the factors that may be asked about, or their refusals."""
    names, asked = [patterns.factors[at] for at in usable], patterns.asked[:, usable]
    kept = np.flatnonzero(ready & (asked != NOT_RECORDED).all(1))
    if NEVER_ALL.applies(kept):
        return (), tuple(NEVER_ALL.refuse(name, FACTOR, kept) for name in names)
    asked, baseline = asked[kept], patterns.baseline[kept]
    keys = [patterns.category[kept], patterns.expected[kept] - baseline, baseline, *asked.T]
    lines = group_patterns(keys, patterns.count[kept], patterns.school[kept])
    kinds = kept[lines.first]
    x = np.column_stack([adjusters(patterns, kinds), asked[lines.first]]).astype(float)
    y = patterns.category[kinds]
    basis = model_basis(lines.schools, y, lines.count, x.shape[1])
    rule = first_that_applies(MODEL_RULES, basis)
    if rule:
        return (), tuple(rule.refuse(name, FACTOR, basis) for name in names)
    try:
        return _fitted((y, x, lines), names, int(patterns.count[patterns.reviewed].sum())), ()
    except ValueError as unsettled:
        return (), tuple(NOT_ESTIMABLE.refuse(name, FACTOR, unsettled) for name in names)


def _recorded(patterns: Patterns, ready: Bools, at: int, late: int) -> Recorded:
    """For how many targets one factor is known."""
    answer, count = patterns.asked[ready, at], patterns.count[ready]
    return Recorded(
        total=float(count.sum()),
        known=float(count[answer != NOT_RECORDED].sum()),
        late=late,
        fewest=min(float(count[answer == value].sum()) for value in (0, 1)),
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
    findings: list[Finding] = []
    for at, name in enumerate(names, start=x.shape[1] - len(names)):
        here, there = typical.copy(), typical.copy()
        here[at], there[at] = 0.0, 1.0
        signs = {float(np.sign(half.coefficients[at])) for half in halves}
        if len(signs) == 1:
            both = tuple((o, contrast(fit, (here, there), k, schools)) for o, k in ((MET, 1), (EXCEEDED, 2)))
            findings.append(Finding(name, both, n, total, FACTOR, (TOGETHER,)))
            continue
        note = "It goes one way with meeting a target and the other with exceeding it, so the two are shown apart."
        findings += [
            Finding(
                name, ((o, contrast(half, (here, there), 1, schools)),), n, total, SPLIT, (note, TOGETHER)
            )
            for o, half in zip((MET, EXCEEDED), halves, strict=True)
        ]
    return tuple(findings)
