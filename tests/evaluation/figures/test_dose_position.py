"""Where doses lie is told with what it rests on, or refused with the reason."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.dose_conditions import position
from inreach.evaluation.aggregation.types import Position, Service, TargetRow
from inreach.evaluation.figures import dose_position
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
    ("minutes", "sessions", "weeks", "where"),
    [
        (20 * 24, 24, 8, Position.INSIDE),
        (50 * 100, 100, 20, Position.INSIDE),
        (19 * 24, 24, 8, Position.BELOW),
        (30 * 20, 20, 8, Position.BELOW),
        (30 * 28, 28, 7, Position.BELOW),
        (51 * 30, 30, 10, Position.ABOVE),
        (30 * 60, 60, 10, Position.ABOVE),
        (30 * 84, 84, 21, Position.ABOVE),
        (10 * 126, 126, 21, Position.BELOW),
        (None, 24, 8, Position.UNKNOWN),
        (480, 0, 8, Position.UNKNOWN),
        (480, 24, None, Position.UNKNOWN),
    ],
)
def test_a_dose_lies_inside_only_if_all_three_conditions_hold(minutes, sessions, weeks, where):
    assert position(minutes, sessions, weeks) is where


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


def test_doses_are_told_by_where_they_lie_with_shares_drawn_together():
    rows = dosed()
    first = dose_position.inside(placed(rows))
    assert first.interval.holds(1 / 3)
    assert first.sentence.endswith("Longer is not shown to be better: harder targets get more sessions.")
    told = dose_position.by_band(placed(rows))
    assert [f.name for f in told] == ["met, dose below", "met, dose inside", "met, dose above"]
    assert told[0].interval.high < told[1].interval.low
    raw = np.mean([r.achieved >= r.expected for r in rows if r.delivered_minutes == 300])
    assert told[0].estimate == pytest.approx(raw, abs=0.01)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (dose_position.inside(placed(some(sessions=None))), "The dose of 24 of 24 targets"),
        (dose_position.inside(placed(some(9))), "Only 9 targets have a known dose"),
        (dose_position.by_band(placed(some()))[0], "Fewer than two"),
    ],
)
def test_a_figure_of_the_dose_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)
