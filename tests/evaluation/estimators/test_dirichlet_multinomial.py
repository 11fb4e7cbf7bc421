"""Shares of several categories are drawn together with intervals that hold what they claim."""

import numpy as np
import pytest

from inreach.evaluation.estimators import dirichlet_multinomial
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories, draw_categories_integrated


def test_shares_of_three_units_drawn_together_hold_what_they_claim():
    """With the size integrated; the plug-in's intervals fail the same test."""
    covered, plugged = [], []
    for seed in range(40):
        random = np.random.default_rng(seed)
        true = random.dirichlet([8, 7, 5], 3)
        counts = np.array(
            [random.multinomial(n, p) for n, p in zip(random.integers(8, 60, 3), true, strict=True)]
        )
        both = ((covered, draw_categories_integrated), (plugged, draw_categories))
        for kept, work in both if seed < 10 else both[:1]:
            found = work(counts)
            kept.append((found.low <= true) & (true <= found.high))
            assert found.estimate.sum(1) == pytest.approx(1)
    assert np.mean(covered) > 0.91
    assert np.mean(plugged) < 0.75


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: dirichlet_multinomial.draw_categories([[1, 2]]), "2 units"),
        (lambda: dirichlet_multinomial.draw_categories([[1, 2], [0, 0]]), "without reviews"),
    ],
)
def test_too_little_to_draw_together_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_shares_of_2000_schools_cover_each_category_and_err_less_than_raw_ones():
    random = np.random.default_rng(6)
    true = random.dirichlet(25 * np.array([0.35, 0.45, 0.2]), 2000)
    sizes = np.clip(random.lognormal(3, 0.9, 2000).astype(int), 3, 400)
    counts = np.array([random.multinomial(n, p) for n, p in zip(sizes, true, strict=True)])
    found = dirichlet_multinomial.draw_categories(counts)
    held = ((found.low <= true) & (true <= found.high)).mean(0)
    assert held == pytest.approx([0.95] * 3, abs=0.015)
    assert found.estimate.sum(1) == pytest.approx(np.ones(2000))
    raw = counts / counts.sum(1, keepdims=True)
    assert np.sqrt(((found.estimate - true) ** 2).mean()) < 0.75 * np.sqrt(((raw - true) ** 2).mean())
    assert found.alpha == pytest.approx(25, rel=0.12)


def test_the_likelihood_of_categories_is_the_mean_of_multinomials_over_the_dirichlet():
    """The slow way: draw shares from the Dirichlet and average the chance of the counts."""
    random = np.random.default_rng(7)
    pi, alpha, counts = np.array([0.2, 0.5, 0.3]), 6.0, np.array([[3.0, 4.0, 1.0]])
    shares = random.dirichlet(alpha * pi, 400_000)
    slow = np.log((shares ** counts[0]).prod(1).mean())
    assert dirichlet_multinomial.log_likelihood(counts, pi, alpha) == pytest.approx(slow, abs=0.01)


def test_units_alike_are_said_to_be_alike_and_an_unused_category_stays_empty():
    found = dirichlet_multinomial.draw_categories([[30, 60, 0], [31, 59, 0], [29, 61, 0]])
    assert found.alpha == float("inf")
    assert found.estimate[:, 2].tolist() == [0, 0, 0]
    assert "no detectable difference" in dirichlet_multinomial.sentence(found, ["not met", "met", "exceeded"])
