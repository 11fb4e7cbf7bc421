"""Fidelity is delivered over planned, or refused with the reason."""

from dataclasses import replace

import pytest

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.types import Service, TargetRow
from inreach.evaluation.figures.fidelity import fidelity
from inreach.evaluation.figures.figure import Refusal

ROW = TargetRow(
    "amir",
    "hill",
    "speech",
    3,
    7,
    5,
    weeks=10,
    holiday_weeks=2,
    planned_minutes=1000,
    delivered_minutes=900,
    sessions=30,
)


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def some(n=24, schools=4, **changes):
    return [
        replace(ROW, pupil=f"p{i}", school=f"s{i % schools}", achieved=4 + i % 3, **changes) for i in range(n)
    ]


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (fidelity(None, 5), "Fewer than 10"),
        (fidelity(aggregate(Service("x", tuple(some(12)))).delivered, 13), "For 13 of 25"),
    ],
)
def test_a_figure_of_the_dose_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_fidelity_is_delivered_over_planned():
    sums = aggregate(Service("x", (*some(), replace(ROW, planned_minutes=None))))
    found = fidelity(sums.delivered, sums.no_plan)
    assert (found.estimate, found.n, found.denominator) == (pytest.approx(90), 24, 25)
