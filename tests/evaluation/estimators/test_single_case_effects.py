"""How far one pupil's probes moved is what others published, and is refused where it cannot be said."""

import pytest

from inreach.evaluation.estimators import single_case_effects

A, B = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]


BY_HEART = [0, 1, 0, 0, 1, 2, 5, 6, 7, 10, 10, 15, 16, 14, 17, 18, 17, 19, 18, 18]


JOHANNA = [54, 53, 56, 58, 52, 61, 62, 71, 66, 64, 78, 70, 74, 82, 77, 86, 68, 80, 86, 87]


def test_level_indices_agree_with_singlecasees():
    smd, ratio, goal = (
        single_case_effects.smd(A, B),
        single_case_effects.log_response_ratio(A, B),
        single_case_effects.goal_obtained(A, B, 40),
    )
    assert (smd.value, smd.se) == pytest.approx((1.649931881, 0.6340935086))
    assert (ratio.value, ratio.se) == pytest.approx((0.1953961657, 0.05557723213))
    assert (goal.value, goal.se) == pytest.approx((28.2967033, 8.016521173))


def test_goal_obtained_by_one_rating_each_is_the_progress_of_one_target():
    found = single_case_effects.goal_obtained([3], [6], 7)
    assert (found.value, found.se) == (75, 0)


def test_standardised_means_agree_with_the_smd_table_of_scan():
    found = single_case_effects.standardised(JOHANNA[:5], JOHANNA[5:])
    assert (found.glass, found.hedges, found.hedges_corrected) == pytest.approx((8.11, 2.45, 2.35), abs=0.006)


def test_piecewise_regression_agrees_with_scan():
    """The published test adds up the whole table of coefficients, errors, t and p."""
    found = single_case_effects.piecewise(JOHANNA[:5], JOHANNA[5:])
    table = sum(c.estimate + c.se + c.t + c.p for c in found.coefficients)
    assert table == pytest.approx(94.64233, abs=2e-5)
    assert found.slope_change.estimate == pytest.approx(1.525)


def test_piecewise_finds_exactly_what_was_put_in():
    before = [2 + 0.5 * t for t in range(6)]
    after = [2 + 0.5 * t + 3 + 1.5 * (t - 6) for t in range(6, 12)]
    found = single_case_effects.piecewise(before, after)
    assert [c.estimate for c in found.coefficients] == pytest.approx([2, 0.5, 3, 1.5])


def test_randomisation_test_agrees_with_scan():
    found = single_case_effects.randomisation_test(BY_HEART, 5, shortest_phase=5, start_was_drawn_by_lot=True)
    assert (found.observed, found.starts) == (15, 11)
    assert (found.mean, found.sd, found.p) == pytest.approx((14.40909, 1.338249, 7 / 11), abs=1e-5)


def test_without_a_draw_there_is_no_p_value():
    with pytest.raises(ValueError, match="not drawn by lot"):
        single_case_effects.randomisation_test(BY_HEART, 5, shortest_phase=5, start_was_drawn_by_lot=False)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: single_case_effects.smd([3, 3, 3], [4, 5, 6]), "no spread"),
        (lambda: single_case_effects.smd([3, 4], [4, 5, 6]), "at least 3"),
        (lambda: single_case_effects.log_response_ratio([-1, 2], [3, 4]), "above 0"),
        (lambda: single_case_effects.goal_obtained([4, 4], [5, 6], 4), "no distance"),
        (lambda: single_case_effects.piecewise([1, 2, 3], [4, 5]), "at least 3"),
        (
            lambda: single_case_effects.randomisation_test(
                BY_HEART, 3, shortest_phase=5, start_was_drawn_by_lot=True
            ),
            "not among those",
        ),
    ],
)
def test_levels_and_lines_refuse_what_they_cannot_work_out(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
