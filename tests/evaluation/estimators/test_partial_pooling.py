"""Units are drawn together with intervals that hold what they say, also where there are few."""

import numpy as np
import pytest
from scipy import stats

from inreach.evaluation.estimators import partial_pooling
from inreach.evaluation.estimators.partial_pooling import Units
from inreach.evaluation.estimators.partial_pooling_reference import integrated_reference

SETTINGS = [(k, tau) for k in (4, 5, 8, 12, 20) for tau in (0.0, 0.2, 0.4, 0.8)]


def simulated(random, k, tau):
    """k units of 3 to 15 targets each about 5, their spread tau and that of ratings 1.4 points."""
    n = random.integers(3, 16, k)
    unit = np.repeat(np.arange(k), n)
    true = 5 + random.normal(0, tau, k)
    y = true[unit] + random.normal(0, 1.4, unit.size)
    return true, Units(n.astype(float), np.bincount(unit, y), np.bincount(unit, y**2))


def coverage(draw, k, tau):
    """The share of true values held, over enough services for about 1,000 units."""
    random = np.random.default_rng(1000 * k + int(10 * tau))
    held = []
    for _ in range(1000 // k):
        true, units = simulated(random, k, tau)
        found = draw(units)
        held.append(((found.low <= true) & (true <= found.high)).mean())
    return float(np.mean(held))


def test_integrated_intervals_hold_in_each_of_20_small_services_and_plug_in_ones_do_not():
    honest = [coverage(partial_pooling.integrated, k, tau) for k, tau in SETTINGS]
    assert min(honest) >= 0.92
    assert np.mean(honest) >= 0.95
    usual = [coverage(partial_pooling.plug_in, k, tau) for k, tau in SETTINGS if tau in {0.2, 0.4} and k <= 8]
    assert max(usual) < 0.96
    assert min(usual) < 0.88


@pytest.mark.parametrize("seed", range(4))
def test_the_fast_way_gives_what_the_slow_one_over_all_rows_gives(seed):
    random = np.random.default_rng(seed)
    unit = np.repeat(range(6), random.integers(2, 9, 6))
    y = 5 + random.normal(0, 0.6, 6)[unit] + random.normal(0, 1.2, unit.size)
    units, names = partial_pooling.gather(y, unit.tolist())
    found = partial_pooling.integrated(units)
    estimate, spread = integrated_reference(y, unit.tolist(), nodes=500)
    assert names == tuple(range(6))
    assert found.estimate == pytest.approx(estimate, abs=2e-5)
    reach = stats.t.isf(0.025, units.df)
    assert (found.high - found.low) / 2 / reach == pytest.approx(spread, rel=0.06)


def test_limits_of_a_mixture_have_its_tails():
    random = np.random.default_rng(2)
    centre, scale, weights = (
        random.normal(0, 2, (7, 5)),
        random.uniform(0.1, 2, (7, 5)),
        random.dirichlet(np.ones(7)),
    )
    low, high = partial_pooling.mixture_limits(centre, scale, weights, 6)
    assert weights @ stats.t.cdf((low - centre) / scale, 6) == pytest.approx([0.025] * 5, abs=1e-8)
    assert weights @ stats.t.sf((high - centre) / scale, 6) == pytest.approx([0.025] * 5, abs=1e-8)


def test_sums_of_two_services_added_are_the_sums_of_both_together():
    random = np.random.default_rng(3)
    unit, y = random.integers(0, 5, 90).tolist(), random.normal(5, 1, 90)
    order = [*range(5), *unit]
    values = np.concatenate([np.full(5, 5.0), y])
    both, _ = partial_pooling.gather(values, order)
    first, _ = partial_pooling.gather(values[:50], order[:50])
    rest = [np.bincount(order[50:], w, minlength=5) for w in (np.ones(45), values[50:], values[50:] ** 2)]
    joint = partial_pooling.integrated(first + Units(*rest))
    assert joint.estimate == pytest.approx(partial_pooling.integrated(both).estimate)


def test_units_that_do_not_differ_are_said_not_to_differ_detectably():
    found = partial_pooling.integrated(Units(np.full(6, 8.0), np.full(6, 40.0), np.full(6, 214.0)))
    assert found.sentence.startswith("No detectable difference")
    assert found.above == pytest.approx([0.5] * 6)


def test_the_probability_to_lie_above_the_mean_is_right_as_often_as_it_says():
    random = np.random.default_rng(4)
    said, was = [], []
    for _ in range(150):
        true, units = simulated(random, 12, 0.6)
        said.append(partial_pooling.integrated(units).above)
        was.append(true > 5)
    said, was = np.concatenate(said), np.concatenate(was)
    for low, high in ((0.1, 0.3), (0.3, 0.7), (0.7, 0.9), (0.9, 1.0)):
        inside = (said >= low) & (said <= high)
        assert was[inside].mean() == pytest.approx(said[inside].mean(), abs=0.07)


def test_reml_of_units_of_one_size_is_the_textbook_difference_of_mean_squares():
    random = np.random.default_rng(5)
    y = random.normal(0, 1, (9, 1)) + random.normal(0, 1, (9, 6))
    units = Units(np.full(9, 6.0), y.sum(1), (y**2).sum(1))
    between, within = 6 * y.mean(1).var(ddof=1), y.var(axis=1, ddof=1).mean()
    assert partial_pooling.reml(units) ** 2 == pytest.approx((between - within) / 6, rel=1e-5)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: partial_pooling.integrated(Units(np.ones(1), np.ones(1), np.ones(1))), "At least 2 units"),
        (
            lambda: partial_pooling.integrated(Units(np.ones(3), np.ones(3), np.ones(3))),
            "two different values",
        ),
        (lambda: Units(np.zeros(2), np.zeros(2), np.zeros(2)), "left out"),
        (lambda: Units(np.ones(2), np.ones(3), np.ones(2)), "its sum"),
        (lambda: partial_pooling.gather([1, 2], ["a"]), "its unit"),
    ],
)
def test_too_little_to_draw_together_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
