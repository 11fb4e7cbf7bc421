"""Staggered starts give a difference that moves as it should."""

import math

import numpy as np
import pytest

from inreach.evaluation.estimators import multiple_baseline


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
