"""Curves of holding are those of others, and of general programs."""

import math

import numpy as np
import pytest
from lifelines.fitters.npmle import npmle

from inreach.evaluation.estimators import survival

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


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: survival.kaplan_meier([], []), "needs times"),
        (lambda: survival.turnbull([5], [3]), "in that order"),
        (lambda: survival.log_rank([1, 2], [1, 1], ["a", "a"]), "two groups"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_words(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
