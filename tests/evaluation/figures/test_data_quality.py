"""What limits the records is told."""

from dataclasses import replace

import pytest

from inreach.evaluation.figures import data_quality
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.target import Target

AMIR = Target("amir", "hill", 3, 7, 5, weeks=10, holiday_weeks=0, hours=8)


OPEN = replace(AMIR, achieved=None)


def test_the_strip_tells_what_limits_the_data():
    targets = [
        AMIR,
        replace(AMIR, expected=5, edited=True),
        replace(AMIR, baseline=8, expected=10, achieved=10),
        OPEN,
    ]
    found = {f.name: f.estimate for f in data_quality.data_quality(targets)}
    assert found == {
        "missing reviews": 0.25,
        "ceiling": 0.25,
        "small gaps": 0.5,
        "edited expectations": 0.25,
        "ratings of 10": pytest.approx(1 / 3),
    }
    assert "the scale hides" in data_quality.data_quality(targets)[-1].sentence
    assert {type(f) for f in data_quality.data_quality([])} == {Refusal}
