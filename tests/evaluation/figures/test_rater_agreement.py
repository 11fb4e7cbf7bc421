"""Agreement of raters is told with the error of one rating, or refused with the reason."""

import numpy as np
import pytest

from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.rater_agreement import rater_agreement


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def rated_twice(n, seed=1):
    random = np.random.default_rng(seed)
    true = random.normal(5, 1.5, n)
    return [[float(np.rint(t + random.normal(0, 0.7))) for _ in range(2)] for t in true]


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (rater_agreement(rated_twice(19), 1.3), "Only 19 targets"),
        (rater_agreement([[5, 5]] * 20, 1.3), "all alike"),
    ],
)
def test_a_comparison_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_raters_are_told_with_the_error_of_one_rating():
    found = rater_agreement(rated_twice(60), 1.7)
    assert found.interval.holds(found.estimate)
    assert 0.65 < found.estimate < 0.9
    assert "one rating errs by about 0." in found.sentence
