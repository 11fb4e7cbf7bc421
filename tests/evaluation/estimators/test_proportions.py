"""Intervals of shares, funnels and the correction of a page give what others published."""

import numpy as np
import pytest

from inreach.evaluation.estimators import proportions


def test_intervals_of_shares_agree_with_r_binom():
    assert proportions.wilson(18, 20) == pytest.approx((0.6989663547715128, 0.972133518786232))
    assert proportions.wilson(4, 20) == pytest.approx((0.0806576625797981, 0.4160174322518935))
    assert proportions.exact(4, 20) == pytest.approx((0.05733399705003284, 0.436614002996668))
    assert (proportions.exact(0, 5)[0], proportions.exact(5, 5)[1]) == (0, 1)


def test_targets_of_one_school_that_go_together_widen_the_interval():
    deff = proportions.design_effect([10, 0, 10, 0], [10, 10, 10, 10])
    assert deff == pytest.approx(4 / 3 * 10)
    low, high = proportions.wilson(20, 40, design_effect=deff)
    assert (low, high) == pytest.approx(proportions.wilson(1.5, 3))
    assert proportions.design_effect([5, 5, 5], [10, 10, 10]) == 1


def test_funnel_limits_agree_with_funnelplotr():
    assert proportions.poisson_limits(15) == pytest.approx((0.5596924, 1.649348), abs=1e-6)


def test_a_funnel_of_many_equal_units_lets_out_about_as_many_as_luck_would():
    random = np.random.default_rng(8)
    sizes = random.integers(10, 80, 4000).tolist()
    hits = random.binomial(sizes, 0.6).tolist()
    found = proportions.outside(hits, sizes, level=0.95)
    assert found.by_luck == pytest.approx(200)
    assert 130 <= found.outside <= 270
    assert proportions.outside(hits, sizes, level=0.95, tau2=0.05).outside == 0


def test_over_dispersion_is_found_where_it_was_put_in():
    random = np.random.default_rng(9)
    sizes = random.integers(20, 80, 4000)
    true = random.beta(6, 4, 4000)
    assert proportions.dispersion(random.binomial(sizes, true), sizes) == pytest.approx(0.24 / 11, rel=0.06)
    assert proportions.dispersion(random.binomial(sizes, 0.6), sizes) == pytest.approx(0, abs=5e-4)


def test_benjamini_and_hochberg_1995_keep_4_of_15_where_bonferroni_keeps_3():
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759,
         1.0]  # fmt: skip
    assert sum(q <= 0.05 for q in proportions.benjamini_hochberg(p)) == 4
    assert sum(q <= 0.05 for q in proportions.bonferroni(p)) == 3


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: proportions.wilson(5, 4), "no share"),
        (lambda: proportions.wilson(1, 4, design_effect=0.5), "at least 1"),
        (lambda: proportions.poisson_limits(0), "above 0"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_words(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
