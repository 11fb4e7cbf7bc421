"""The quadrature of a random intercept is the integral."""

import numpy as np
import pytest
from scipy import integrate, special, stats

from inreach.evaluation.estimators import ordinal_regression, random_intercept

# Contagious bovine pleuropneumonia (Lesnoff and others 2004): herd, new cases, animals, period.
CBPP = """1 2 14 1;1 3 12 2;1 4 9 3;1 0 5 4;2 3 22 1;2 1 18 2;2 1 21 3;3 8 22 1;3 2 16 2;3 0 16 3;3 2 20 4;4 2 10 1;
4 0 10 2;4 2 9 3;4 0 6 4;5 5 18 1;5 0 25 2;5 0 24 3;5 1 4 4"""


def herds():
    herd, cases, animals, period = np.array([line.split() for line in CBPP.split(";")], dtype=int).T
    x = np.column_stack([np.ones(herd.size), *(period == p for p in (2, 3, 4))]).astype(float)
    return cases, animals, x, herd


def test_the_quadrature_of_counts_is_the_integral():
    cases, animals, x, herd = herds()
    found = random_intercept.counts_with_units(cases, animals, x, herd.tolist(), 15)
    eta = x @ found.coefficients
    whole = 0.0
    for name in range(1, 6):
        at = herd == name

        def chance(u, at=at):
            share = special.expit(eta[at] + u)
            return stats.binom.pmf(cases[at], animals[at], share).prod() * stats.norm.pdf(u, scale=found.sd)

        whole += np.log(integrate.quad(chance, -6 * found.sd, 6 * found.sd, epsabs=0, epsrel=1e-9)[0])
    assert found.log_likelihood == pytest.approx(whole, abs=1e-5)


def test_the_quadrature_of_categories_is_the_integral():
    random = np.random.default_rng(5)
    unit = np.repeat(range(7), 6)
    x = random.integers(0, 2, (42, 1)).astype(float)
    latent = x[:, 0] + random.normal(0, 1.2, 7)[unit] + random.logistic(size=42)
    y = np.digitize(latent, [-0.5, 1.0])
    found = random_intercept.categories_with_units(y, x, unit.tolist(), 15)
    ends = np.concatenate([[-np.inf], found.thresholds, [np.inf]])
    whole = 0.0
    for name in range(7):
        at = unit == name

        def chance(u, at=at):
            eta = x[at] @ found.coefficients + u
            part = special.expit(ends[y[at] + 1] - eta) - special.expit(ends[y[at]] - eta)
            return part.prod() * stats.norm.pdf(u, scale=found.sd)

        whole += np.log(integrate.quad(chance, -7 * found.sd, 7 * found.sd, epsabs=0, epsrel=1e-9)[0])
    assert found.log_likelihood == pytest.approx(whole, abs=1e-5)
    plain = ordinal_regression.cumulative_logit(y, x)
    assert found.log_likelihood >= plain.log_likelihood - 1e-6


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: random_intercept.counts_with_units([1], [2], [[1]], ["a"], 1), "3 units"),
        (lambda: random_intercept.counts_with_units([3] * 3, [2] * 3, [[1]] * 3, "abc", 1), "not below"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
