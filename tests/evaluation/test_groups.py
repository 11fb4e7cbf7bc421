"""Change, shares, agreement, pooling and holding give what others published, and refuse what cannot be."""

import math

import numpy as np
import pytest
from lifelines.fitters.npmle import npmle
from scipy import stats

from inreach.evaluation.estimators import (
    change,
    meta_analysis,
    multiple_baseline,
    proportions,
    rater_agreement,
    survival,
)

SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)
# Raudenbush and Bryk (1985): what teachers expect and what pupils then score, 19 studies.
Y = [0.03, 0.12, -0.14, 1.18, 0.26, -0.06, -0.02, -0.32, 0.27, 0.8, 0.54, 0.18, -0.02, 0.23, -0.18, -0.06, 0.3,
     0.07, -0.07]  # fmt: skip
V = [0.0156, 0.0216, 0.0279, 0.1391, 0.1362, 0.0106, 0.0106, 0.0484, 0.0269, 0.063, 0.0912, 0.0497, 0.0835, 0.0841,
     0.0253, 0.0279, 0.0193, 0.0088, 0.0303]  # fmt: skip
WEEKS = [2, 3, 3, 0, 0, 3, 3, 3, 0, 1, 0, 0, 1, 2, 3, 3, 1, 2, 3]


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


def test_intervals_of_shares_agree_with_r_binom():
    assert proportions.wilson(18, 20) == pytest.approx((0.6989663547715128, 0.972133518786232))
    assert proportions.wilson(4, 20) == pytest.approx((0.0806576625797981, 0.4160174322518935))
    assert proportions.exact(4, 20) == pytest.approx((0.05733399705003284, 0.436614002996668))
    assert (proportions.exact(0, 5)[0], proportions.exact(5, 5)[1]) == (0, 1)


def test_targets_of_one_school_that_go_together_widen_the_interval():
    deff = proportions.design_effect([10, 0, 10, 0], [10, 10, 10, 10])
    assert deff == pytest.approx(4 / 3 * 10)
    low, high = proportions.wilson(20, 40, design_effect=deff)
    assert (low, high) == pytest.approx(proportions.wilson(1.5, 3))
    assert proportions.design_effect([5, 5, 5], [10, 10, 10]) == 1


def test_funnel_limits_agree_with_funnelplotr():
    assert proportions.poisson_limits(15) == pytest.approx((0.5596924, 1.649348), abs=1e-6)


def test_a_funnel_of_many_equal_units_lets_out_about_as_many_as_luck_would():
    random = np.random.default_rng(8)
    sizes = random.integers(10, 80, 4000).tolist()
    hits = random.binomial(sizes, 0.6).tolist()
    found = proportions.outside(hits, sizes, level=0.95)
    assert found.by_luck == pytest.approx(200)
    assert 130 <= found.outside <= 270
    assert proportions.outside(hits, sizes, level=0.95, tau2=0.05).outside == 0


def test_over_dispersion_is_found_where_it_was_put_in():
    random = np.random.default_rng(9)
    sizes = random.integers(20, 80, 4000)
    true = random.beta(6, 4, 4000)
    assert proportions.dispersion(random.binomial(sizes, true), sizes) == pytest.approx(0.24 / 11, rel=0.06)
    assert proportions.dispersion(random.binomial(sizes, 0.6), sizes) == pytest.approx(0, abs=5e-4)


def test_benjamini_and_hochberg_1995_keep_4_of_15_where_bonferroni_keeps_3():
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759,
         1.0]  # fmt: skip
    assert sum(q <= 0.05 for q in proportions.benjamini_hochberg(p)) == 4
    assert sum(q <= 0.05 for q in proportions.bonferroni(p)) == 3


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


def test_pooling_agrees_with_raudenbush_and_bryk_1985():
    found = meta_analysis.pool(Y, V)
    assert (found.tau2, found.mean, found.q, found.z[0]) == pytest.approx(
        (0.0188, 0.0837, 35.8295, 1.6208), abs=2e-4
    )
    weighted = meta_analysis.pool(Y, V, [WEEKS])
    assert weighted.tau2 == 0
    assert weighted.coefficients == pytest.approx((0.4072, -0.1572), abs=6e-5)


def test_knapp_and_hartung_widen_the_interval():
    """metafor's test="knha" on the same studies."""
    found = meta_analysis.pool(Y, V, knapp_hartung=True)
    assert (found.se[0], found.low[0], found.high[0]) == pytest.approx((0.0616, -0.0457, 0.2131), abs=6e-5)


def test_estimates_are_drawn_to_the_mean_as_in_figure_2_of_raudenbush_and_bryk():
    found = meta_analysis.shrink(Y, V)
    assert found.estimate[:4] == pytest.approx((0.0543, 0.1006, -0.0064, 0.2144), abs=2e-4)
    assert (found.low[3], found.high[3]) == pytest.approx((-0.0533, 0.4821), abs=4e-4)


def test_eight_schools_differ_undetectably():
    """Rubin (1981)."""
    y, se = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
    found = meta_analysis.pool(y, [s**2 for s in se], method="DL")
    assert (found.mean, found.se[0], found.tau2) == pytest.approx((7.7, 4.1, 0), abs=0.05)
    assert set(meta_analysis.shrink(y, [s**2 for s in se], method="DL").kept) == {0.0}


def test_reml_is_the_highest_point_of_its_likelihood_on_random_data():
    random = np.random.default_rng(5)
    for _ in range(20):
        v = random.uniform(0.05, 0.6, 9)
        y = random.normal(0, np.sqrt(v + 0.2))
        tau2 = meta_analysis.pool(y, v).tau2

        def height(t, y=y, v=v):
            w = 1 / (v + t)
            mu = (w @ y) / w.sum()
            return (np.log(w).sum() - math.log(w.sum()) - w @ (y - mu) ** 2) / 2

        assert height(tau2) >= max(height(t) for t in np.linspace(0, 4, 2001)) - 1e-8


def test_three_levels_are_those_of_the_full_covariance_matrix():
    """The slow way: the covariance of all estimates at once, and every prediction from it."""
    random = np.random.default_rng(6)
    district = np.repeat(range(7), [2, 3, 1, 5, 4, 3, 2])
    v = random.uniform(0.02, 0.1, district.size)
    y = random.normal(0, 0.4, 7)[district] + random.normal(0, np.sqrt(0.05 + v)) + 0.3
    found = meta_analysis.three_levels(y, v, district.tolist())
    same = (district[:, None] == district[None, :]).astype(float)

    def solved(between, within):
        inverse = np.linalg.inv(np.diag(v + within) + between * same)
        mean = inverse.sum(0) @ y / inverse.sum()
        left = y - mean
        height = np.linalg.slogdet(inverse)[1] - math.log(inverse.sum()) - left @ inverse @ left
        return height / 2 - (y.size - 1) / 2 * math.log(2 * math.pi), mean, inverse @ left

    height, mean, pull = solved(found.between, found.within)
    assert (found.log_likelihood, found.mean) == pytest.approx((height, mean))
    nearby = [(found.between * a, found.within * b) for a in (0.9, 1, 1.1) for b in (0.9, 1, 1.1)]
    assert height >= max(solved(*pair)[0] for pair in nearby) - 1e-7
    assert found.units == pytest.approx(found.within * pull)
    assert found.districts == pytest.approx([found.between * pull[district == d].sum() for d in range(7)])


def test_james_and_stein_draw_a_list_of_equal_care_together():
    """Efron and Morris (1975): 18 batting averages of 45 turns keep .21 of their distance to the mean."""
    hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
    y = [h / 45 for h in hits]
    mean = sum(y) / 18
    found = meta_analysis.james_stein(y, mean * (1 - mean) / 45)
    assert (found[0] - mean) / (y[0] - mean) == pytest.approx(0.21, abs=0.005)


AML = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]


def test_the_curve_of_the_maintained_group_in_miller():
    """The aml data, as saved in the tests of R's survival package."""
    found = survival.kaplan_meier(*AML)
    assert [s.held for s in found.steps] == pytest.approx(
        [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184], abs=6e-4
    )
    assert (found.steps[3].se, found.median, found.lost) == (pytest.approx(0.1526, abs=6e-5), 31, 7)
    assert [s.time for s in found.fit_to_show()] == [9, 13]
    assert (found.held_at(8), found.held_at(20)) == (1, found.steps[2].held)


def test_counts_on_common_dates_give_the_same_curve_as_rows():
    times, lost, counts = [4, 4, 8, 8], [1, 0, 1, 0], [3, 1, 2, 6]
    rows = [(t, d) for t, d, c in zip(times, lost, counts, strict=True) for _ in range(c)]
    assert survival.kaplan_meier(times, lost, counts) == survival.kaplan_meier(*zip(*rows, strict=True))


def test_a_loss_between_two_checks_is_placed_nowhere_in_particular():
    """The example in the tests of lifelines."""
    found = survival.turnbull(
        [1, 8, 8, 7, 7, 17, 37, 46, 46, 45], [7, 8, 10, 16, 14, None, 44, None, None, None], closed=True
    )
    assert [m.share for m in found] == pytest.approx([1 / 6, 1 / 3, 1 / 8, 3 / 8], abs=2e-4)
    assert (found[2].left, found[2].right, found[3].right) == (37, 44, math.inf)


def test_a_target_held_at_a_check_was_not_lost_at_it():
    found = survival.turnbull([0, 0, 13, 13], [13, 13, 26, None])
    assert [(m.left, m.right) for m in found] == [(0, 13), (13, 26), (26, math.inf)][: len(found)]
    assert found[0].share == pytest.approx(0.5)


@pytest.mark.parametrize("seed", [0, 2, 4])
def test_losses_between_checks_lie_where_a_general_program_puts_them(seed):
    random = np.random.default_rng(seed)
    gone, checks = random.uniform(0, 40, (20, 1)), np.sort(random.uniform(0, 30, (20, 3)), axis=1)
    left = np.maximum(np.where(checks < gone, checks, 0).max(1), random.uniform(0, 1e-3, 20))
    right = np.where(checks >= gone, checks, np.inf).min(1)
    found = survival.turnbull(left.tolist(), [float(r) if np.isfinite(r) else None for r in right])
    shares, intervals = npmle(left, right, weights=np.ones(20), tol=1e-9)
    theirs = [(i.left, i.right, float(s)) for i, s in zip(intervals, shares, strict=True) if s > 1e-3]
    ours = [(m.left, m.right, m.share) for m in found if m.share > 1e-3]
    assert np.array(ours) == pytest.approx(np.array(theirs), abs=1e-3)


def test_targets_never_checked_span_the_curve_between_two_extremes():
    found = survival.never_checked([1, 2, 3, 4], [1, 0, 0, 0], 4, at=3.5)
    assert (found.observed, found.all_lost, found.all_held) == pytest.approx((0.75, 0.375, 0.875))


def test_a_log_rank_of_two_like_groups_finds_nothing():
    found = survival.log_rank(AML[0] * 2, AML[1] * 2, ["a"] * 11 + ["b"] * 11)
    assert (found.chi2, found.df, found.p) == pytest.approx((0, 1, 1))


def staggered_rows(shift, seed=2):
    random = np.random.default_rng(seed)
    cases, times, on, values = [], [], [], []
    for case, start in enumerate((4, 6, 8)):
        own = random.normal()
        for time in range(12):
            cases.append(case)
            times.append(time)
            on.append(time >= start)
            values.append(own + shift * (time >= start) + random.normal())
    return cases, times, on, values


def test_a_design_comparable_d_moves_by_the_shift_over_the_spread():
    plain, shifted = (multiple_baseline.design_comparable(*staggered_rows(s)) for s in (0, 2))
    assert shifted.mean_shift - plain.mean_shift == pytest.approx(2)
    assert shifted.s2 == pytest.approx(plain.s2)
    assert shifted.d_plain - plain.d_plain == pytest.approx(2 / math.sqrt(plain.s2))


def test_a_design_comparable_d_does_not_depend_on_the_order_of_its_rows():
    rows = list(zip(*staggered_rows(1), strict=True))
    turned = multiple_baseline.design_comparable(*zip(*rows[::-1], strict=True))
    plain = multiple_baseline.design_comparable(*zip(*rows, strict=True))
    assert (turned.d, turned.variance, turned.nu) == pytest.approx((plain.d, plain.variance, plain.nu))


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
        (lambda: proportions.wilson(5, 4), "no share"),
        (lambda: proportions.wilson(1, 4, design_effect=0.5), "at least 1"),
        (lambda: proportions.poisson_limits(0), "above 0"),
        (lambda: rater_agreement.intraclass([[1, 2]]), "at least 2 targets"),
        (lambda: rater_agreement.intraclass([[3, 3], [3, 3]]), "all alike"),
        (lambda: rater_agreement.kappa([[1, 2]]), "square"),
        (lambda: rater_agreement.kappa([[4, 0], [0, 0]]), "one category"),
        (lambda: meta_analysis.pool([1, 2], [1, 0]), "above 0"),
        (lambda: meta_analysis.pool([1], [1]), "At least 2"),
        (lambda: meta_analysis.pool([1, 2], [1, 1], method="ML"), "one of"),
        (lambda: meta_analysis.three_levels([1, 2, 3], [1, 1, 1], ["a"] * 3), "2 districts"),
        (lambda: survival.kaplan_meier([], []), "needs times"),
        (lambda: survival.turnbull([5], [3]), "in that order"),
        (lambda: survival.log_rank([1, 2], [1, 1], ["a", "a"]), "two groups"),
        (
            lambda: multiple_baseline.design_comparable(
                [1, 1, 2, 2], [0, 1, 0, 1], [0, 1, 0, 1], [1, 2, 1, 2]
            ),
            "at least 3",
        ),
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_words(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
