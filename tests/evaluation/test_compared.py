"""Comparisons are shown where their design allows, and refused with the reason where it does not."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.estimators.change import Group
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.funnel import funnel
from inreach.evaluation.figures.rater_agreement import rater_agreement
from inreach.evaluation.figures.waiting_list import WaitingDesign, waiting

TREATED, CONTROL = Group(40, 3.2, 6.1, 1.4, 0.5), Group(38, 3.1, 3.9, 1.5, 0.5)
FAIR = WaitingDesign(weeks_of_support=12, weeks_of_waiting=12, ordered_by_need=False)


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def rated_twice(n, seed=1):
    random = np.random.default_rng(seed)
    true = random.normal(5, 1.5, n)
    return [[float(np.rint(t + random.normal(0, 0.7))) for _ in range(2)] for t in true]


def test_a_waiting_list_may_speak_of_cause_only_where_the_interval_leaves_nothing_out():
    found = waiting(TREATED, CONTROL, FAIR)
    assert found.label == Evidence.EXPERIMENT
    alike = waiting(replace(TREATED, mean_after=4.1), CONTROL, FAIR)
    assert alike.label == Evidence.DESCRIBE
    assert "cannot be told" in alike.sentence


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (waiting(replace(TREATED, mean_before=3.6), CONTROL, FAIR), "already differed by 0.34"),
        (waiting(TREATED, CONTROL, replace(FAIR, weeks_of_waiting=5)), "shorter than half"),
        (waiting(TREATED, CONTROL, replace(FAIR, ordered_by_need=True)), "Need decided"),
        (waiting(replace(TREATED, n=1), CONTROL, FAIR), "at least 2"),
        (waiting(replace(TREATED, sd_before=0), replace(CONTROL, sd_before=0), FAIR), "all alike"),
        (rater_agreement(rated_twice(19), 1.3), "Only 19 targets"),
        (rater_agreement([[5, 5]] * 20, 1.3), "all alike"),
        (funnel([3] * 9, [10] * 9), "here it would have 9"),
    ],
)
def test_a_comparison_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_raters_are_told_with_the_error_of_one_rating():
    found = rater_agreement(rated_twice(60), 1.7)
    assert found.interval.holds(found.estimate)
    assert 0.65 < found.estimate < 0.9
    assert "one rating errs by about 0." in found.sentence


def test_a_funnel_says_how_many_would_lie_outside_by_luck():
    random = np.random.default_rng(2)
    sizes = random.integers(15, 60, 60)
    found = funnel(random.binomial(sizes, 0.5).tolist(), sizes.tolist())
    assert found.sentence.startswith("0 of 60 schools lie outside the outer lines; by luck about 0.1 would.")
