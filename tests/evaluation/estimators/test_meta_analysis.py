"""Estimates of several services are put together as others published, and refused where they cannot be."""

import math

import numpy as np
import pytest

from inreach.evaluation.estimators import meta_analysis

# Raudenbush and Bryk (1985): what teachers expect and what pupils then score, 19 studies.
Y = [0.03, 0.12, -0.14, 1.18, 0.26, -0.06, -0.02, -0.32, 0.27, 0.8, 0.54, 0.18, -0.02, 0.23, -0.18, -0.06, 0.3,
     0.07, -0.07]  # fmt: skip


V = [0.0156, 0.0216, 0.0279, 0.1391, 0.1362, 0.0106, 0.0106, 0.0484, 0.0269, 0.063, 0.0912, 0.0497, 0.0835, 0.0841,
     0.0253, 0.0279, 0.0193, 0.0088, 0.0303]  # fmt: skip


WEEKS = [2, 3, 3, 0, 0, 3, 3, 3, 0, 1, 0, 0, 1, 2, 3, 3, 1, 2, 3]


def test_pooling_agrees_with_raudenbush_and_bryk_1985():
    found = meta_analysis.pool(Y, V)
    assert (found.tau2, found.mean, found.q, found.z[0]) == pytest.approx(
        (0.0188, 0.0837, 35.8295, 1.6208), abs=2e-4
    )
    weighted = meta_analysis.pool(Y, V, [WEEKS])
    assert weighted.tau2 == 0
    assert weighted.coefficients == pytest.approx((0.4072, -0.1572), abs=6e-5)


def test_knapp_and_hartung_widen_the_interval():
    """metafor's test="knha" on the same studies."""
    found = meta_analysis.pool(Y, V, knapp_hartung=True)
    assert (found.se[0], found.low[0], found.high[0]) == pytest.approx((0.0616, -0.0457, 0.2131), abs=6e-5)


def test_estimates_are_drawn_to_the_mean_as_in_figure_2_of_raudenbush_and_bryk():
    found = meta_analysis.shrink(Y, V)
    assert found.estimate[:4] == pytest.approx((0.0543, 0.1006, -0.0064, 0.2144), abs=2e-4)
    assert (found.low[3], found.high[3]) == pytest.approx((-0.0533, 0.4821), abs=4e-4)


def test_eight_schools_differ_undetectably():
    """Rubin (1981)."""
    y, se = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
    found = meta_analysis.pool(y, [s**2 for s in se], method="DL")
    assert (found.mean, found.se[0], found.tau2) == pytest.approx((7.7, 4.1, 0), abs=0.05)
    assert set(meta_analysis.shrink(y, [s**2 for s in se], method="DL").kept) == {0.0}


def test_reml_is_the_highest_point_of_its_likelihood_on_random_data():
    random = np.random.default_rng(5)
    for _ in range(20):
        v = random.uniform(0.05, 0.6, 9)
        y = random.normal(0, np.sqrt(v + 0.2))
        tau2 = meta_analysis.pool(y, v).tau2

        def height(t, y=y, v=v):
            w = 1 / (v + t)
            mu = (w @ y) / w.sum()
            return (np.log(w).sum() - math.log(w.sum()) - w @ (y - mu) ** 2) / 2

        assert height(tau2) >= max(height(t) for t in np.linspace(0, 4, 2001)) - 1e-8


def test_three_levels_are_those_of_the_full_covariance_matrix():
    """The slow way: the covariance of all estimates at once, and every prediction from it."""
    random = np.random.default_rng(6)
    district = np.repeat(range(7), [2, 3, 1, 5, 4, 3, 2])
    v = random.uniform(0.02, 0.1, district.size)
    y = random.normal(0, 0.4, 7)[district] + random.normal(0, np.sqrt(0.05 + v)) + 0.3
    found = meta_analysis.three_levels(y, v, district.tolist())
    same = (district[:, None] == district[None, :]).astype(float)

    def solved(between, within):
        inverse = np.linalg.inv(np.diag(v + within) + between * same)
        mean = inverse.sum(0) @ y / inverse.sum()
        left = y - mean
        height = np.linalg.slogdet(inverse)[1] - math.log(inverse.sum()) - left @ inverse @ left
        return height / 2 - (y.size - 1) / 2 * math.log(2 * math.pi), mean, inverse @ left

    height, mean, pull = solved(found.between, found.within)
    assert (found.log_likelihood, found.mean) == pytest.approx((height, mean))
    nearby = [(found.between * a, found.within * b) for a in (0.9, 1, 1.1) for b in (0.9, 1, 1.1)]
    assert height >= max(solved(*pair)[0] for pair in nearby) - 1e-7
    assert found.units == pytest.approx(found.within * pull)
    assert found.districts == pytest.approx([found.between * pull[district == d].sum() for d in range(7)])


def test_james_and_stein_draw_a_list_of_equal_care_together():
    """Efron and Morris (1975): 18 batting averages of 45 turns keep .21 of their distance to the mean."""
    hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
    y = [h / 45 for h in hits]
    mean = sum(y) / 18
    found = meta_analysis.james_stein(y, mean * (1 - mean) / 45)
    assert (found[0] - mean) / (y[0] - mean) == pytest.approx(0.21, abs=0.005)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: meta_analysis.pool([1, 2], [1, 0]), "above 0"),
        (lambda: meta_analysis.pool([1], [1]), "At least 2"),
        (lambda: meta_analysis.pool([1, 2], [1, 1], method="ML"), "one of"),
        (lambda: meta_analysis.three_levels([1, 2, 3], [1, 1, 1], ["a"] * 3), "2 districts"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_words(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
