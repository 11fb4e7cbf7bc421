"""The cumulative logit on patterns agrees with a model over rows, and with what others published."""

import warnings

import numpy as np
import pytest
from scipy import stats

from inreach.evaluation.estimators import ordinal_regression


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


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: ordinal_regression.cumulative_logit([0, 2], [[1], [2]]), "none without targets"),
        (lambda: ordinal_regression.cumulative_logit([0, 1], [[1]]), "its category"),
        (
            lambda: ordinal_regression.cumulative_logit(
                [0, 1, 0, 1], [[1], [2], [3], [0]], clusters=["a"] * 4
            ),
            "at least 2",
        ),
        (lambda: ordinal_regression.splits([0, 1], [[1], [2]]), "three categories"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_a_covariate_that_parts_the_categories_is_refused():
    with pytest.raises(ValueError, match="parts the categories"):
        ordinal_regression.cumulative_logit([0] * 10 + [1] * 10, [[float(i)] for i in range(20)])
