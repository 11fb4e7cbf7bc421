"""A funnel is told with what luck would do, or refused with the reason."""

import numpy as np
import pytest

from inreach.evaluation.aggregation.types import Outcomes
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.funnel import funnel, school_funnel


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (funnel([3] * 9, [10] * 9), "here it would have 9"),
    ],
)
def test_a_comparison_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_a_funnel_says_how_many_would_lie_outside_by_luck():
    random = np.random.default_rng(2)
    sizes = random.integers(15, 60, 60)
    found = funnel(random.binomial(sizes, 0.5).tolist(), sizes.tolist())
    assert found.sentence.startswith("0 of 60 schools lie outside the outer lines; by luck about 0.1 would.")


def outcomes(*table, missing=0):
    counts = np.array(table, float)
    names = tuple(f"area {i}" for i in range(len(table)))
    nothing = np.zeros(len(table))
    return Outcomes(names, *counts.T, nothing + missing, nothing)


def test_a_funnel_leaves_out_schools_without_reviews_and_needs_ten():
    nine = [(10, 10, 5)] * 9
    refused(school_funnel(outcomes(*nine, (0, 0, 0))), "here it would have 9")
    assert "by luck about 0.0 would" in school_funnel(outcomes(*nine, (12, 8, 5))).sentence
    refused(school_funnel(outcomes((0, 0, 0))), "No target is reviewed")
