"""Growth of several pupils is the highest point of the likelihood of all rows."""

import numpy as np
import pytest

from inreach.evaluation.estimators import growth_curve


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


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: growth_curve.growth([1, 2], [0, 1], [1, 2]), "3 pupils"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
