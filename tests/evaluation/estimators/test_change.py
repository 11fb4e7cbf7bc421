"""Change before and after, and against a waiting list, gives what others published, and refuses what cannot be."""

import math

import numpy as np
import pytest
from scipy import stats

from inreach.evaluation.estimators import change

SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


def test_students_sleep_is_a_paired_change():
    """The help page of R's t.test."""
    found = change.paired(*SLEEP)
    assert (found.t, found.p, found.mean) == pytest.approx((4.0621, 0.002833, 1.58), abs=5e-5)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858))


def test_the_limits_of_g_are_where_the_noncentral_t_has_its_tails():
    for t, df in ((4.1, 9), (-18.0, 130), (0.0, 5)):
        low, high = change.noncentral_limits(t, df)
        assert (stats.nct.sf(t, df, low), stats.nct.cdf(t, df, high)) == pytest.approx(
            (0.025, 0.025), abs=1e-5
        )


def test_clustered_errors_of_singletons_are_the_plain_ones_and_copies_add_nothing():
    values = [1.0, 2.0, 4.0, 7.0, 7.0]
    plain = change.clustered_mean(values, range(5))
    doubled = change.clustered_mean(values * 2, [*range(5)] * 2)
    assert plain.se == pytest.approx(np.std(values, ddof=1) / math.sqrt(5))
    assert doubled.se == pytest.approx(plain.se)


def test_selection_alone_gives_a_rise():
    """Barnett, van der Pols and Dobson (2005): mean 60, spread 15, chosen below 40."""
    found = [change.regression_to_the_mean(60, 15, 40, r) for r in (0.3, 0.5, 0.8, 1.0)]
    assert found == pytest.approx([18.86, 13.49, 5.40, 0], abs=0.03)


def test_selection_alone_agrees_with_a_simulation():
    random = np.random.default_rng(3)
    true = random.normal(4.5, math.sqrt(0.7) * 1.8, 400_000)
    first, second = (true + random.normal(0, math.sqrt(0.3) * 1.8, true.size) for _ in range(2))
    rise = (second - first)[first < 3].mean()
    assert change.regression_to_the_mean(4.5, 1.8, 3, 0.7) == pytest.approx(rise, abs=0.02)


def test_reliable_change_of_jacobson_and_truax_1991():
    found = change.reliable_change(32.5, 47.5, 7.5, 0.8)
    assert (found.s_difference, found.index) == pytest.approx((4.74, 3.16), abs=0.006)
    one_point = [round(change.reliable_change(3, 4, 1.3, r).needed, 1) for r in (0.9, 0.8, 0.7, 0.6)]
    assert one_point == [1.1, 1.6, 2.0, 2.3]


def test_waiting_list_of_morris_2008_table_5():
    treated, waiting = change.Group(20, 30.6, 38.5, 15.0, 0.47), change.Group(20, 23.1, 19.7, 13.8, 0.47)
    found = change.waiting_list(treated, waiting)
    assert (found.d, found.variance) == pytest.approx((0.7684, 0.1134), abs=6e-5)
    assert change.waiting_list_separate(treated, waiting) == pytest.approx(0.7421, abs=6e-5)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: change.paired([1, 2], [2, 3]), "at least 3 pupils"),
        (lambda: change.paired([1, 2, 3], [2, 3, 4]), "all alike"),
        (lambda: change.paired([1, 2, 3], [2, 3]), "both ratings"),
        (lambda: change.clustered_mean([1, 2], ["a", "a"]), "at least 2"),
        (lambda: change.reliable_change(1, 2, 0, 0.8), "above 0"),
        (lambda: change.regression_to_the_mean(4, 1, 3, 1.2), "from 0 to 1"),
        (lambda: change.waiting_list(change.Group(1, 1, 2, 1), change.Group(5, 1, 2, 1)), "at least 2"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_words(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
