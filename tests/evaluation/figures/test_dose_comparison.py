"""Doses are compared among targets that begin alike, or not at all."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.types import Service, TargetRow
from inreach.evaluation.figures import dose_comparison
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


def dosed(seed=1, schools=30, each=40, less=1.5):
    """Targets of three bands; those below the range are met less often."""
    random = np.random.default_rng(seed)
    rows = []
    for i in range(schools * each):
        band = int(random.integers(3))
        ambition = int(random.integers(1, 4))
        latent = 1.5 - 0.7 * ambition - less * (band == 0) + random.logistic()
        rows.append(
            replace(
                ROW,
                pupil=f"p{i}",
                school=f"s{i % schools}",
                area=f"area {i % 3}",
                baseline=3,
                expected=3 + ambition,
                achieved=2 + ambition + int(np.digitize(latent, [0, 1])),
                delivered_minutes=(300, 900, 1800)[band],
            )
        )
    return rows


def placed(rows):
    return aggregate(Service("x", tuple(rows))).placed


def test_doses_are_compared_among_targets_equally_ambitious_and_of_one_area():
    found = dose_comparison.look(placed(dosed()))
    assert found.refused == ()
    below, above = found.findings
    assert below.differences[0][1].interval.high < -15
    assert above.differences[0][1].interval.holds(0)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (dose_comparison.look(placed(some())).refused[0], "Fewer than 10 reviewed targets lie inside"),
        (dose_comparison.look(placed(dosed(schools=12))).refused[0], "Only 12 schools"),
        (dose_comparison.look(placed(dosed(each=3))).refused[0], "things at once"),
        (dose_comparison.curve(), "harder targets get more sessions"),
    ],
)
def test_a_figure_of_the_dose_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)
