"""The correction for few is near the exact one."""

import pytest

from inreach.evaluation.estimators.small_sample import correction, exact_correction


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: correction(1), "more than 1"),
    ],
)
def test_levels_and_lines_refuse_what_they_cannot_work_out(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_hedges_approximation_is_near_the_exact_correction():
    assert [correction(df) for df in (5, 20, 100)] == pytest.approx(
        [exact_correction(df) for df in (5, 20, 100)], abs=2e-3
    )
