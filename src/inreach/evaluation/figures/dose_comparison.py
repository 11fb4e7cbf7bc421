"""Targets below and above the published conditions of a dose beside those inside, and why no best dose is named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import Patterns, Position
from inreach.evaluation.estimators.contrast import contrast
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.estimators.pattern_grouping import group_patterns
from inreach.evaluation.figures.comparisons import (
    EXCEEDED,
    MET,
    MODEL_RULES,
    Comparisons,
    Finding,
    adjusters,
    model_basis,
)
from inreach.evaluation.figures.dose_position import HARDER, WORDS
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.refusal_rule import NOT_ESTIMABLE, RefusalRule, Rules, refusal
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
FEWEST_IN_AREA = 10
NAME = "dose and result"
DEFINITION = (
    "Difference in percentage points from targets inside the EEF conditions, at typical values, from a cumulative "
    "logit with ambition, baseline and area; errors over schools, delta method."
)
SAME_AREA = "comparing targets of the same area that begin alike and expect as much"
CURVE = "most favourable dose"
CURVE_DEFINITION = "Result by dose as a curve with a most favourable dose."


@dataclass(frozen=True, slots=True)
class BandSizes:
    """Reviewed targets inside the range, and the bands outside it with enough of them."""

    inside: float
    others: tuple[Position, ...]


BAND_RULES: tuple[RefusalRule[BandSizes], ...] = (
    RefusalRule(
        "few inside or outside",
        lambda sizes: not sizes.others or sizes.inside < FEWEST_FOR_SHARE,
        lambda sizes: f"Fewer than {FEWEST_FOR_SHARE} reviewed targets lie inside the range, or outside it.",
    ),
)
RULES: Rules = (*BAND_RULES, *MODEL_RULES, NOT_ESTIMABLE)
NO_CURVE: RefusalRule[None] = RefusalRule(
    "never drawn",
    lambda nothing: True,
    lambda nothing: (
        "No curve of result by dose is drawn and no most favourable dose is named: harder targets get more sessions, "
        "so such a curve shows who got how much, not what more would do."
    ),
)


def look(placed: Patterns) -> Comparisons:
    """Compare targets below and above the conditions with those inside, equally ambitious and of the same area."""
    ready = placed.reviewed & ~placed.edited & (placed.position != Position.UNKNOWN)
    counts = np.bincount(placed.position[ready], weights=placed.count[ready], minlength=len(Position))
    others = [band for band in (Position.BELOW, Position.ABOVE) if counts[band] >= FEWEST_FOR_SHARE]
    sizes = BandSizes(float(counts[Position.INSIDE]), tuple(others))
    refused = refusal(BAND_RULES, sizes, figure=NAME, definition=DEFINITION)
    if refused:
        return Comparisons((), (refused,))
    kept = np.flatnonzero(ready & np.isin(placed.position, [Position.INSIDE, *others]))
    baseline, expected, area = placed.baseline[kept], placed.expected[kept], placed.area[kept]
    keys = (placed.category[kept], baseline, expected, area, placed.position[kept])
    lines = group_patterns(keys, placed.count[kept], placed.school[kept])
    kinds, count, schools = kept[lines.first], lines.count, lines.schools
    adjusted = adjusters(placed, kinds)
    first = adjusted.shape[1]
    in_bands = [placed.position[kinds] == band for band in others]
    x = np.column_stack([adjusted, *in_bands, _areas(placed.area[kinds], count)]).astype(float)
    basis = model_basis(schools, placed.category[kinds], count, x.shape[1])
    refused = refusal(MODEL_RULES, basis, figure=NAME, definition=DEFINITION)
    if refused:
        return Comparisons((), (refused,))
    try:
        fit = cumulative_logit(placed.category[kinds], x, count, lines.by_school)
    except ValueError as unsettled:
        return Comparisons((), (NOT_ESTIMABLE.refuse(NAME, DEFINITION, unsettled),))
    typical = count @ x / count.sum()
    total = int(placed.count[placed.reviewed].sum())
    findings = []
    for at, band in enumerate(others, start=first):
        here = typical.copy()
        here[first : first + len(others)] = 0.0
        there = here.copy()
        there[at] = 1.0
        both = tuple((o, contrast(fit, (here, there), k, schools)) for o, k in ((MET, 1), (EXCEEDED, 2)))
        name = f"A dose {WORDS[band]} the EEF range, against one inside it"
        findings.append(Finding(name, both, int(count.sum()), total, DEFINITION, (HARDER,), SAME_AREA))
    return Comparisons(tuple(findings), ())


def _areas(area: Ints, count: Floats) -> Floats:
    """A column for each area but the largest; areas of fewer than 10 targets are one together."""
    sizes = np.bincount(area, weights=count)
    own = np.where(sizes[area] >= FEWEST_IN_AREA, area, -1)
    names, at = np.unique(own, return_inverse=True)
    largest = int(np.argmax(np.bincount(at, weights=count)))
    return np.column_stack([np.zeros((area.size, 0)), *(at == i for i in range(names.size) if i != largest)])


def curve() -> Refusal:
    """Return the standing refusal of a curve of result by dose."""
    return NO_CURVE.refuse(CURVE, CURVE_DEFINITION, None)
