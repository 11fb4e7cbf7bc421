"""Two levels from sums agree with a model over rows."""

import warnings

import numpy as np
import pytest

from inreach.evaluation.estimators import two_level
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


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: two_level.two_level([[3]], [[1]], 1), "2 schools"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
