"""How far raters agree is what others published, and is refused where it cannot be said."""

import pytest

from inreach.evaluation.estimators import rater_agreement


def test_the_six_correlations_of_shrout_and_fleiss_1979():
    found = rater_agreement.intraclass(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    )
    assert [*found.single, *found.mean_of_k] == pytest.approx([0.17, 0.29, 0.71, 0.44, 0.62, 0.91], abs=0.006)
    assert (found.low, found.high) == pytest.approx((0.02, 0.76), abs=0.006)


def test_kappa_agrees_with_sas():
    table = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
    plain, weighted = rater_agreement.kappa(table), rater_agreement.kappa(table, [0, 1, 2])
    assert (plain.value, plain.se, plain.low, plain.high) == pytest.approx(
        (0.4842, 0.138, 0.2137, 0.7547), abs=6e-5
    )
    assert (weighted.value, weighted.se) == pytest.approx((0.4701, 0.1457), abs=6e-5)


def test_one_rating_errs_by_its_spread_times_the_root_of_what_is_not_agreed():
    assert rater_agreement.rating_error(1.3, 0.8) == pytest.approx(0.5814, abs=1e-4)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: rater_agreement.intraclass([[1, 2]]), "at least 2 targets"),
        (lambda: rater_agreement.intraclass([[3, 3], [3, 3]]), "all alike"),
        (lambda: rater_agreement.kappa([[1, 2]]), "square"),
        (lambda: rater_agreement.kappa([[4, 0], [0, 0]]), "one category"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_words(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
