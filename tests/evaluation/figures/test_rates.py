"""Rates over a group are told with what they rest on, or refused with the reason."""

from dataclasses import replace

import pytest

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.types import Service, TargetRow
from inreach.evaluation.figures import rates
from inreach.evaluation.figures.figure import Evidence, Refusal

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


def weekly(rows):
    sums = aggregate(Service("x", tuple(rows)))
    return rates.weekly(sums.weeks, sums.left_out, over_holiday=sums.over_holiday, unworded=sums.unworded)


def hourly(rows):
    sums = aggregate(Service("x", tuple(rows)))
    return rates.hourly(sums.hours, sums.no_hours, unworded=sums.unworded)


def test_a_rate_is_a_ratio_of_sums_and_says_what_is_left_out():
    rows = [*some(), replace(ROW, weeks=3), replace(ROW, weeks=None), replace(ROW, holiday_weeks=None)]
    found = weekly(rows)
    assert found.estimate == pytest.approx(sum(r.achieved - 3 for r in rows[:24]) / 240)
    assert found.interval.holds(found.estimate)
    assert (found.label, found.n, found.denominator) == (Evidence.CHANGE, 24, 27)
    assert found.notes[0].startswith("24 of them span a holiday")
    assert "1 with unknown dates, 1 with fewer than 4 school weeks, 1 where nobody knows" in found.notes[1]


def test_a_rate_an_hour_takes_delivered_hours_only():
    found = hourly([*some(), replace(ROW, delivered_minutes=None)])
    assert found.estimate == pytest.approx(2 * 24 / (24 * 15))
    assert found.notes == ("Left out: 1 without known hours.", rates.HARDER)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (weekly(some(weeks=3)), "24 with fewer than 4 school weeks"),
        (weekly(some(weeks=None)), "24 with unknown dates"),
        (weekly(some(holiday_weeks=None)), "24 where nobody knows whether a holiday lies between"),
        (weekly(some(12) + some(14, weeks=3)), "Most reviewed targets give no rate"),
        (weekly(some(9)), "Fewer than 10"),
        (weekly([*some(), replace(ROW, worded=False)]), "no written steps"),
        (weekly([replace(row, pupil="one", school="hill") for row in some()]), "one pupil's"),
        (hourly(some(delivered_minutes=None)), "planned hours do not stand in"),
        (hourly(some(12) + some(14, delivered_minutes=None)), "For 14 of 26"),
        (hourly([*some(), replace(ROW, worded=False)]), "no written steps"),
    ],
)
def test_a_rate_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)
