"""Lines through one pupil's probes, and the aimline rule."""

import numpy as np
import pytest

from inreach.evaluation.estimators import trend
from inreach.evaluation.estimators.trend import Signal


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: trend.theil_sen([1, 1], [2, 3]), "one time"),
        (lambda: trend.theil_sen([1, 2], [2]), "its time"),
        (lambda: trend.least_squares([1, 2], [2, 3]), "at least 3"),
        (lambda: trend.aimline(3, 7, 0), "weeks"),
    ],
)
def test_levels_and_lines_refuse_what_they_cannot_work_out(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_a_theil_sen_line_keeps_the_gaps_between_probes():
    assert trend.theil_sen([0, 1, 2, 8], [1, 2, 3, 9]).slope == 1
    assert trend.theil_sen([0, 1, 2, 3], [1, 2, 3, 9]).slope > 1


def test_one_wild_probe_does_not_turn_a_theil_sen_line():
    assert trend.theil_sen(range(9), [0, 1, 2, 3, 40, 5, 6, 7, 8]).slope == 1


def test_many_theil_sen_slopes_at_once_equal_those_one_by_one():
    random = np.random.default_rng(1)
    times = np.array([0, 1, 2, 4, 5, 5, 9.0])
    rows = random.integers(1, 11, (200, times.size)).astype(float)
    assert trend.theil_sen_many(times, rows).tolist() == [trend.theil_sen(times, row).slope for row in rows]


def test_a_least_squares_line_carries_the_error_of_its_slope():
    found = trend.least_squares([0, 1, 2, 3], [1, 3, 2, 5])
    low, high = found.limits()
    assert found.line.slope == pytest.approx(1.1)
    assert found.se == pytest.approx(0.5196152)
    assert (low, high) == pytest.approx((1.1 - 4.302653 * 0.5196152, 1.1 + 4.302653 * 0.5196152), abs=1e-5)


def test_fewer_than_six_probes_are_not_judged():
    aim = trend.aimline(2, 8, 12)
    assert trend.course(range(5), [0] * 5, aim).signal == Signal.TOO_FEW


def test_four_probes_below_the_aimline_ask_for_a_look_and_only_a_flat_line_for_a_change():
    aim = trend.aimline(0, 10, 10)
    rising = [0, 1, 2, 3, 4, 4.5, 5.5, 6.5, 7.5]
    flat = [0, 1, 0, 1, 0, 1, 0, 1, 0]
    assert trend.course(range(9), [x + 1 for x in range(9)], aim).signal == Signal.ON_COURSE
    assert trend.course(range(9), [*rising[:8], 7.4], aim).signal != Signal.ON_COURSE
    found = trend.course(range(9), flat, aim)
    assert (found.signal, found.below >= 4) == (Signal.CHANGE, True)
    later = [0.5, 1, 3, 2, 5, 4.9, 5.9, 6.5, 7.9]
    assert trend.course(range(9), later, aim).signal == Signal.LOOK


@pytest.mark.parametrize("probes", [8, 12, 16, 20])
def test_the_aimline_rule_asks_3_to_7_in_100_pupils_on_course_to_change(probes):
    random = np.random.default_rng(probes)
    times = np.arange(probes, dtype=float)
    aim = trend.Line(1.0, 10.0)
    noisy = aim.intercept + aim.slope * times + random.normal(0, 5, (2000, probes))
    wrongly = np.mean([trend.course(times, row, aim).signal == Signal.CHANGE for row in noisy])
    assert 0.03 <= wrongly <= 0.07


@pytest.mark.parametrize(("probes", "published"), [(8, 0.19), (12, 0.30), (20, 0.48)])
def test_four_in_a_row_alone_would_ask_far_too_many_pupils_on_course_to_change(probes, published):
    """The exact chance, counted over all runs of heads, whatever the noise."""
    wrongly = np.mean([trend.four_below([bool(k >> i & 1) for i in range(probes)]) for k in _sample(probes)])
    assert wrongly == pytest.approx(published, abs=0.02)


def _sample(probes):
    if probes <= 12:
        return range(2**probes)
    return np.random.default_rng(4).integers(0, 2**probes, 8000).tolist()
