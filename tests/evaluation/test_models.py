"""Models from sums agree with models over rows, and with what others published."""

import warnings

import numpy as np
import pytest
from scipy import integrate, special, stats

from inreach.evaluation.estimators import growth_curve, ordinal_regression, random_intercept, two_level
from inreach.evaluation.estimators.sufficient_statistics import gather_cells

# Davies (1949), made so that batches differ less than chance: 6 batches of 5 yields (lme4's Dyestuff2).
DYESTUFF = [
    [7.298, 3.846, 2.434, 9.566, 7.990],
    [5.220, 6.556, 0.608, 11.788, -0.892],
    [0.110, 10.386, 13.434, 5.510, 8.166],
    [2.212, 4.852, 7.092, 9.288, 4.980],
    [0.282, 9.014, 4.458, 9.446, 7.198],
    [1.722, 4.782, 8.106, 0.758, 3.758],
]
# Contagious bovine pleuropneumonia (Lesnoff and others 2004): herd, new cases, animals, period.
CBPP = """1 2 14 1;1 3 12 2;1 4 9 3;1 0 5 4;2 3 22 1;2 1 18 2;2 1 21 3;3 8 22 1;3 2 16 2;3 0 16 3;3 2 20 4;4 2 10 1;
4 0 10 2;4 2 9 3;4 0 6 4;5 5 18 1;5 0 25 2;5 0 24 3;5 1 4 4"""


def rows(seed=1, schools=30, areas=5, targets=900):
    random = np.random.default_rng(seed)
    school, area = random.integers(0, schools, targets), random.integers(0, areas, targets)
    y = 5 + random.normal(0, 0.5, schools)[school] + 0.3 * area + random.normal(0, 1.3, targets)
    return y, school, area


def test_two_levels_from_sums_equal_statsmodels_over_rows():
    from statsmodels.regression.mixed_linear_model import MixedLM

    y, school, area = rows()
    cells = gather_cells(y, school.tolist(), area.tolist())
    found = two_level.two_level(cells.n, cells.total, float(y @ y))
    x = (area[:, None] == np.array(cells.areas)[None, :]).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = MixedLM(y, x, groups=school).fit(reml=True, gtol=1e-9)
    assert found.between == pytest.approx(float(other.cov_re[0, 0]), rel=1e-4)
    assert found.residual == pytest.approx(other.scale, rel=1e-5)
    assert found.areas == pytest.approx(other.fe_params, abs=1e-6)
    theirs = [float(other.random_effects[name].iloc[0]) for name in cells.schools]
    assert found.schools == pytest.approx(np.array(theirs), abs=1e-4)


def test_batches_that_differ_less_than_chance_do_not_differ_detectably():
    """lme4 prints 5.6656 with error 0.6784 and a variance of 0 between batches."""
    y = np.array(DYESTUFF)
    found = two_level.two_level(np.full((6, 1), 5), y.sum(1, keepdims=True), float((y**2).sum()))
    assert (found.areas[0], found.se[0]) == pytest.approx((5.6656, 0.6783880315), abs=1e-6)
    assert found.between == 0
    assert found.schools.tolist() == [0] * 6
    assert "No detectable difference" in found.sentence


def test_growth_is_the_highest_point_of_the_likelihood_of_all_rows():
    """The slow way: the covariance of all probes at once."""
    random = np.random.default_rng(2)
    pupil, time = np.repeat(range(8), 6), np.tile(np.arange(6.0), 8)
    own = random.multivariate_normal([10, 1], [[4, 0.5], [0.5, 0.4]], 8)
    y = own[pupil, 0] + own[pupil, 1] * time + random.normal(0, 1, 48)
    found = growth_curve.growth(pupil.tolist(), time, y)
    x = np.column_stack([np.ones(48), time])

    def criterion(spread, residual):
        z = np.zeros((48, 16))
        for i, p in enumerate(pupil):
            z[i, 2 * p : 2 * p + 2] = x[i]
        v = z @ np.kron(np.eye(8), spread) @ z.T + residual * np.eye(48)
        inverse = np.linalg.inv(v)
        information = x.T @ inverse @ x
        fixed = np.linalg.solve(information, x.T @ inverse @ y)
        left = y - x @ fixed
        logs = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
        return logs + left @ inverse @ left + 46 * np.log(2 * np.pi), fixed, (spread, z, inverse, left)

    spread = np.array([[found.level_variance, found.covariance], [found.covariance, found.slope_variance]])
    height, fixed, (_, z, inverse, left) = criterion(spread, found.residual)
    assert (found.level, found.slope) == pytest.approx(tuple(fixed), abs=1e-6)
    assert found.criterion == pytest.approx(height, abs=1e-6)
    assert found.departures == pytest.approx(
        (np.kron(np.eye(8), spread) @ z.T @ inverse @ left).reshape(8, 2), abs=1e-6
    )
    for a, b in ((1.05, 1), (0.95, 1), (1, 1.05), (1, 0.95)):
        assert criterion(spread * a, found.residual * b)[0] >= height - 1e-6


def patterned(seed=3, targets=1500):
    random = np.random.default_rng(seed)
    school = random.integers(0, 40, targets)
    x = np.column_stack([random.integers(2, 6, targets), random.integers(0, 2, targets)]).astype(float)
    latent = (
        -0.8 * x[:, 0] + 0.5 * x[:, 1] + random.normal(0, 0.7, 40)[school] + random.logistic(size=targets)
    )
    return np.digitize(latent, [-3.5, -1.5]), x, school


def test_a_weighted_fit_on_patterns_equals_statsmodels_over_rows():
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    y, x, _ = patterned()
    patterns, counts = np.unique(np.column_stack([y, x]), axis=0, return_counts=True)
    found = ordinal_regression.cumulative_logit(patterns[:, 0].astype(int), patterns[:, 1:], counts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = OrderedModel(y, x, distr="logit").fit(method="bfgs", disp=False, gtol=1e-8)
    assert found.log_likelihood == pytest.approx(other.llf, abs=1e-6)
    assert found.coefficients == pytest.approx(other.params[:2], abs=1e-4)
    assert found.se == pytest.approx(other.bse[:2], rel=1e-3)
    assert found.n == 1500


def test_errors_that_schools_share_are_larger_where_a_covariate_is_the_schools_own():
    y, x, school = patterned()
    own = np.random.default_rng(4).normal(size=40)[school]
    found = ordinal_regression.cumulative_logit(y, np.column_stack([x, own]), clusters=school.tolist())
    assert found.clustered[2] > 1.5 * found.se[2]
    alone = ordinal_regression.cumulative_logit(y, x, clusters=range(y.size))
    assert alone.clustered == pytest.approx(alone.se, rel=0.08)


def test_clustered_errors_do_not_depend_on_how_rows_are_gathered():
    y, x, school = patterned()
    rows_at_once = ordinal_regression.cumulative_logit(y, x, clusters=school.tolist())
    lines, counts = np.unique(np.column_stack([y, school, x]), axis=0, return_counts=True)
    gathered = ordinal_regression.cumulative_logit(
        lines[:, 0].astype(int), lines[:, 2:], counts, lines[:, 1].tolist()
    )
    assert gathered.clustered == pytest.approx(rows_at_once.clustered)


def test_percentage_points_at_typical_values_are_differences_of_probabilities():
    y, x, _ = patterned()
    found = ordinal_regression.cumulative_logit(y, x)
    typical = x.mean(0)
    assert found.probabilities(typical).sum() == pytest.approx(1)
    moved = found.points(typical, 0)
    assert moved.sum() == pytest.approx(0)
    assert moved[2] < 0 < moved[0]
    assert found.probabilities(typical + np.array([1, 0])) == pytest.approx(
        found.probabilities(typical) + moved / 100
    )


def test_proportional_odds_are_checked_by_the_two_splits():
    y, x, _ = patterned()
    met, exceeded = ordinal_regression.splits(y, x)
    assert np.sign(met).tolist() == np.sign(exceeded).tolist() == [-1, 1]
    full, less = ordinal_regression.cumulative_logit(y, x), ordinal_regression.cumulative_logit(y, x[:, :1])
    statistic, p = ordinal_regression.likelihood_ratio(full, less)
    assert statistic == pytest.approx((full.coefficients[1] / full.se[1]) ** 2, rel=0.05)
    assert p == pytest.approx(stats.chi2.sf(statistic, 1))


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
        (lambda: two_level.two_level([[3]], [[1]], 1), "2 schools"),
        (lambda: growth_curve.growth([1, 2], [0, 1], [1, 2]), "3 pupils"),
        (lambda: ordinal_regression.cumulative_logit([0, 2], [[1], [2]]), "none without targets"),
        (lambda: ordinal_regression.cumulative_logit([0, 1], [[1]]), "its category"),
        (
            lambda: ordinal_regression.cumulative_logit(
                [0, 1, 0, 1], [[1], [2], [3], [0]], clusters=["a"] * 4
            ),
            "at least 2",
        ),
        (lambda: ordinal_regression.splits([0, 1], [[1], [2]]), "three categories"),
        (lambda: random_intercept.counts_with_units([1], [2], [[1]], ["a"], 1), "3 units"),
        (lambda: random_intercept.counts_with_units([3] * 3, [2] * 3, [[1]] * 3, "abc", 1), "not below"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_a_covariate_that_parts_the_categories_is_refused():
    with pytest.raises(ValueError, match="parts the categories"):
        ordinal_regression.cumulative_logit([0] * 10 + [1] * 10, [[float(i)] for i in range(20)])
