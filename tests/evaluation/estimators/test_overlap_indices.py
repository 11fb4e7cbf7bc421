"""Overlap indices give what their authors printed, and do not turn three good sessions into certainty."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.evaluation.estimators import overlap_indices

# Parker, Vannest and Davis (2011), worked example.
A, B = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]
probes = st.lists(st.integers(0, 12), min_size=2, max_size=9)


def test_the_worked_example_of_parker_vannest_and_davis_2011():
    found = [
        f(A, B) for f in (overlap_indices.pnd, overlap_indices.pand, overlap_indices.pem, overlap_indices.ird)
    ]
    assert found == pytest.approx([5 / 7, 11 / 13, 1, 29 / 42])
    assert overlap_indices.nap(A, B).estimate == pytest.approx(11 / 12)
    assert overlap_indices.tau(A, B).estimate == pytest.approx(5 / 6)


def test_nap_has_the_unbiased_error_and_newcombes_interval():
    """SingleCaseES on the example of Parker and Vannest (2009); its root finder stops at four decimals."""
    found = overlap_indices.nap([4, 3, 4, 3, 4, 7, 5, 2, 3, 2], [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9])
    assert found.se == pytest.approx(0.03192622349, abs=1e-10)
    assert (found.low, found.high) == pytest.approx((0.74997, 0.99507), abs=2e-5)


def test_three_sessions_above_three_others_are_no_certainty():
    found = overlap_indices.nap([1, 2, 3], [4, 5, 6])
    assert (found.estimate, found.se, found.high) == (1, None, 1)
    assert found.low == pytest.approx(0.5010, abs=5e-5)
    mirrored = overlap_indices.nap([4, 5, 6], [1, 2, 3])
    assert (mirrored.estimate, mirrored.low) == (0, 0)
    assert mirrored.high == pytest.approx(1 - found.low)


@given(probes, probes)
def test_newcombes_limits_solve_his_equation_and_enclose_nap(before, after):
    found = overlap_indices.nap(before, after)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.low < found.high
    m, n, z2 = len(before), len(after), 1.959963984540054**2
    h = (m + n) / 2 - 1
    for x in {found.low, found.high} - {0.0, 1.0}:
        left = m * n * (found.estimate - x) ** 2 * (2 - x) * (1 + x)
        right = z2 * x * (1 - x) * (2 + h + (1 + 2 * h) * x * (1 - x))
        assert left == pytest.approx(right, rel=1e-6, abs=1e-9)


@given(probes, probes)
def test_nap_is_the_mean_over_pairs_counted_one_by_one(before, after):
    pairs = [1 if b > a else 0.5 if a == b else 0 for a in before for b in after]
    assert overlap_indices.nap(before, after).estimate == pytest.approx(np.mean(pairs))
    assert overlap_indices.tau(before, after).estimate == pytest.approx(2 * np.mean(pairs) - 1)


@given(probes, probes)
def test_where_a_fall_is_wanted_the_mirrored_probes_give_the_same(before, after):
    up, down = [-x for x in before], [-x for x in after]
    for index in (overlap_indices.pnd, overlap_indices.pem, overlap_indices.pand, overlap_indices.ird):
        assert index(before, after, falling=True) == pytest.approx(index(up, down))
    assert overlap_indices.nap(before, after, falling=True) == overlap_indices.nap(up, down)
    assert overlap_indices.tau_u(before, after, falling=True) == overlap_indices.tau_u(up, down)


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=5), st.lists(st.integers(0, 6), min_size=1, max_size=5)
)
def test_pand_takes_away_the_fewest_probes_that_end_all_overlap(before, after):
    """The slow way: try every choice of probes to keep."""

    def kept(mask):
        return [x for i, x in enumerate([*before, *after]) if mask >> i & 1]

    n, most = len(before) + len(after), 0
    for mask in range(2**n):
        a, b = kept(mask & (2 ** len(before) - 1)), kept(mask & ~(2 ** len(before) - 1))
        if not a or not b or max(a) < min(b):
            most = max(most, len(a) + len(b))
    assert overlap_indices.pand(before, after) == pytest.approx(most / n)


def test_a_straight_rise_that_began_before_the_start_is_not_credited_to_it():
    """Tarlow (2017)."""
    before, after = [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]
    assert overlap_indices.tau(before, after).estimate == 1
    assert overlap_indices.tau_u(before, after).estimate == pytest.approx(0.6)
    assert overlap_indices.tau_corrected(before, after).estimate == 0
    steep = [0.1 * x for x in range(1, 6)], [0.1 * x for x in range(6, 11)]
    assert overlap_indices.tau_corrected(*steep).estimate == 0


def test_kendalls_s_and_tau_u_of_parker_and_others_2011():
    before, after = [2, 3, 5, 3], [4, 5, 5, 7, 6]
    plain, against = overlap_indices.tau(before, after), overlap_indices.tau_u(before, after)
    assert (plain.s, plain.estimate, against.s, against.estimate) == pytest.approx((16, 0.8, 13, 0.65))
    assert plain.sd_s == pytest.approx(8.16, abs=0.005)


def test_taking_off_the_baselines_fall_turns_a_loss_into_a_gain():
    """corrected_tau() of the R package scan prints -.68, -.57 and .70 for these probes."""
    before, after = [33, 25, 17, 25, 14, 13, 15], [15, 16, 16, 5, 7, 9, 6, 5, 3, 3, 8, 11, 7]
    found = (
        overlap_indices.kendall(range(7), before).estimate,
        overlap_indices.tau_b_against_phase(before, after).estimate,
        overlap_indices.tau_b_corrected(before, after).estimate,
    )
    assert found == pytest.approx((-0.68, -0.57, 0.70), abs=0.006)


def test_every_variant_of_tau_carries_its_own_name():
    variants = (
        overlap_indices.tau,
        overlap_indices.tau_u,
        overlap_indices.tau_corrected,
        overlap_indices.tau_b_against_phase,
        overlap_indices.tau_b_corrected,
    )
    assert len({f(A, B).variant for f in variants}) == len(variants)


def test_a_gap_between_sessions_counts_when_the_baselines_line_is_drawn():
    before, after = [1, 2, 3], [6, 7]
    assert overlap_indices.tau_corrected(before, after, sessions=[1, 2, 3, 6, 7]).estimate == 0
    assert overlap_indices.tau_corrected(before, after).estimate == 1


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: overlap_indices.nap([1], [2, 3]), "at least 2 probes"),
        (lambda: overlap_indices.pnd([], [2, 3]), "at least 1 probes"),
        (lambda: overlap_indices.tau([1, float("nan")], [2]), "left out"),
        (lambda: overlap_indices.kendall([1, 2], [1]), "one length"),
        (lambda: overlap_indices.kendall([1, 1], [1, 2]), "never changes"),
        (lambda: overlap_indices.tau_corrected([1, 2], [3], sessions=[1, 2]), "as many sessions"),
    ],
)
def test_overlap_refuses_what_it_cannot_work_out(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
