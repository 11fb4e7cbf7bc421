"""Models from sums give what the likelihood of all rows gives, on a stored service and target by target."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from inreach.evaluation.aggregation import query_results
from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.estimators import dirichlet_multinomial
from inreach.evaluation.estimators.crossed_effects import Crossed, Spread, Within
from inreach.evaluation.estimators.crossed_effects_reference import posterior_reference
from inreach.evaluation.estimators.sufficient_statistics import gather_cells
from tests.evaluation.row_likelihood import NAMES, Rows, service

# The highest point of the restricted likelihood over 30,000 rows (120 schools, 20 areas, 12,000 pupils), found with
# row_likelihood.Rows from several starts on 22 November 2026; the test below checks that it is one.
STORED = dict(zip(NAMES, (0.370915, 0.135436, 0.096032, 0.605360, 1.466046), strict=True))
SIZE = (30_000, 120, 20)


@pytest.fixture(scope="module")
def stored():
    return service(*SIZE)


def test_the_five_variances_from_sums_are_those_of_the_likelihood_of_all_rows(stored):
    model = Crossed(gather_cells(*stored))

    def minus(logs):
        return -model.at(Spread(*np.exp(logs / 2).tolist()), full=False).height

    found = optimize.minimize(minus, np.log([0.2, 0.2, 0.2]), method="Nelder-Mead", options={"xatol": 1e-4})
    ours = dict(zip(NAMES, [*np.exp(found.x), model.inside.pupil, model.inside.residual], strict=True))
    assert ours == pytest.approx(STORED, rel=0.02)


def test_the_stored_variances_are_the_highest_point_of_that_likelihood(stored):
    rows, top = Rows(*stored), np.array(list(STORED.values()))
    height = rows.height(top)
    for at, name in enumerate(NAMES):
        for change in (0.93, 1.07):
            other = top.copy()
            other[at] *= change
            assert rows.height(other) < height, (name, change)


@pytest.mark.parametrize("seed", range(3))
def test_the_equations_of_all_rows_give_the_likelihood_of_their_covariance(seed):
    y, school, area, pupil = service(60, 4, 3, seed)
    rows, apart = Rows(y, school, area, pupil), []
    dice = random.Random(seed)
    for _ in range(4):
        spread = Spread(*(dice.uniform(0.2, 1) for _ in range(3)))
        inside = Within(dice.uniform(0.2, 1), dice.uniform(0.5, 2), 10)
        variances = [spread.area**2, spread.school**2, spread.cell**2, inside.pupil, inside.residual]
        slow = posterior_reference(y, school.tolist(), area.tolist(), pupil.tolist(), (spread, inside))
        apart.append(rows.height(np.array(variances)) - slow["height"])
    assert apart == pytest.approx([apart[0]] * 4, abs=1e-8)


def urn(table, pi, alpha):
    """The chance of the targets of each unit one by one: each comes like those before it, and like all units."""
    height = 0.0
    for counts in table:
        drawn = 0
        for share, count in zip(pi, counts, strict=True):
            for already in range(int(count)):
                height += math.log((alpha * share + already) / (alpha + drawn))
                drawn += 1
    return height


@given(
    st.lists(st.tuples(*[st.integers(0, 30)] * 3).filter(any), min_size=2, max_size=8),
    st.tuples(*[st.floats(0.05, 1)] * 3),
    st.floats(0.1, 500),
)
@settings(deadline=None)
def test_the_likelihood_of_categories_is_that_of_targets_drawn_one_by_one(table, weights, alpha):
    pi = np.array(weights) / sum(weights)
    fast = dirichlet_multinomial.log_likelihood(np.array(table, float), pi, alpha)
    assert fast == pytest.approx(urn(table, pi, alpha), rel=1e-7, abs=1e-7)


def test_shares_of_many_schools_from_sums_are_the_likeliest_of_targets_drawn_one_by_one():
    dice = random.Random(5)
    lines = []
    for school in range(1500):
        tilt = [dice.gammavariate(20 * share, 1) for share in (0.3, 0.5, 0.2)]
        for pupil in range(dice.randint(1, 25)):
            achieved = dice.choices([4, 6, 8], tilt)[0]
            lines.append(Line(f"{school:04}", "a", "", str(pupil), 3, 6, achieved))
    table = query_results.outcomes(in_memory(lines)).by_school
    found = dirichlet_multinomial.draw_categories(table)
    top = urn(table, found.pi, found.alpha)
    for alpha in (0.9 * found.alpha, 1.1 * found.alpha):
        assert urn(table, found.pi, alpha) < top
    for one, other in ((0, 1), (1, 2), (2, 0)):
        moved = found.pi.copy()
        moved[one], moved[other] = moved[one] + 0.01, moved[other] - 0.01
        assert urn(table, moved, found.alpha) < top
    at = 7
    drawn = (table[at] + found.alpha * found.pi) / (table[at].sum() + found.alpha)
    assert found.estimate[at] == pytest.approx(drawn)
    assert found.estimate.sum(1) == pytest.approx(np.ones(1500))
