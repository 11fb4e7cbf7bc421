"""Figures of several targets are shown where they say something, and where they do not, their reason is printed."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.figures.figure import Evidence, Figure, Refusal
from inreach.evaluation.figures.mean_change import mean_change
from inreach.evaluation.figures.median_gain import median_gain
from inreach.evaluation.figures.progress import progress
from inreach.evaluation.figures.share_met import share_met
from inreach.evaluation.figures.standardised_change import standardised_change
from inreach.evaluation.figures.target import Target

AMIR = Target("amir", "hill", 3, 7, 5, weeks=10, holiday_weeks=0, hours=8)


OPEN = replace(AMIR, achieved=None)


def service(n=40, seed=1):
    """Targets over four schools, one a pupil, with room at both ends of the scale."""
    random = np.random.default_rng(seed)
    return [
        Target(f"p{i}", f"s{i % 4}", int(b), int(b) + 4, min(9, int(b) + int(random.integers(0, 6))))
        for i, b in enumerate(random.integers(2, 5, n))
    ]


def refused(shown, reason):
    """The number is absent and its reason says this."""
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def test_a_group_shows_all_its_figures_with_intervals_that_hold_them():
    targets = service()
    shown = [
        share_met(targets),
        median_gain(targets),
        mean_change(targets),
        progress(targets),
        standardised_change(targets),
    ]
    assert {type(f) for f in shown} == {Figure}
    assert [f.interval.holds(f.estimate) for f in shown] == [True] * 5
    assert [f.label for f in shown] == [Evidence.DESCRIBE] + [Evidence.CHANGE] * 4


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (share_met(service(9)), "Fewer than 10 targets"),
        (
            share_met(service(40) + [replace(OPEN, pupil=str(i)) for i in range(5)]),
            "5 of 45 reviews due",
        ),
        (median_gain([OPEN]), "No target is reviewed"),
        (mean_change([*service(), replace(AMIR, worded=False)]), "no written steps"),
        (mean_change([replace(t, pupil="one") for t in service()]), "Fewer than 10 pupils"),
        (progress([replace(t, expected=t.baseline + 2) for t in service()]), "at least 3 points"),
        (standardised_change([replace(AMIR, worded=False)] * 12), "no written steps"),
        (standardised_change(service(9)), "Fewer than 10 pupils"),
        (
            standardised_change([replace(t, achieved=10) for t in service()]),
            "began at 1 or ended at 10",
        ),
        (standardised_change([replace(AMIR, pupil=str(i)) for i in range(12)]), "all alike"),
    ],
)
def test_a_number_of_a_group_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)
