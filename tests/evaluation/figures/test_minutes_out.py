"""Minutes out of class are told of pupils, not of few."""

import pytest

from inreach.evaluation.figures.figure import Figure, Refusal
from inreach.evaluation.figures.minutes_out import minutes_out


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (minutes_out([]), "Nobody's"),
        (minutes_out([30.0] * 9), "Only 9 pupils"),
    ],
)
def test_a_figure_of_the_dose_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_minutes_out_of_class_are_told_of_the_middle_pupil_and_of_one_in_ten():
    found = minutes_out([float(10 * i) for i in range(41)])
    assert isinstance(found, Figure)
    assert found.estimate == 200
    assert found.interval.holds(200)
    assert "one in ten for 360 or more" in found.sentence
