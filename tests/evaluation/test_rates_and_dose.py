"""Rates over a group and the dose delivered are told with what they rest on, or refused with the reason."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.types import Position, Service, TargetRow
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories, draw_categories_integrated
from inreach.evaluation.figures import dose_comparison, dose_position, rates
from inreach.evaluation.figures.fidelity import fidelity
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal
from inreach.evaluation.figures.minutes_out import minutes_out

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
    assert dose_position.position(minutes, sessions, weeks) is where


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


def test_doses_are_compared_among_targets_equally_ambitious_and_of_one_area():
    found = dose_comparison.look(placed(dosed()))
    assert found.refused == ()
    below, above = found.findings
    assert below.differences[0][1].interval.high < -15
    assert above.differences[0][1].interval.holds(0)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (fidelity(None, 5), "Fewer than 10"),
        (fidelity(aggregate(Service("x", tuple(some(12)))).delivered, 13), "For 13 of 25"),
        (dose_position.inside(placed(some(sessions=None))), "The dose of 24 of 24 targets"),
        (dose_position.inside(placed(some(9))), "Only 9 targets have a known dose"),
        (dose_position.by_band(placed(some()))[0], "Fewer than two"),
        (dose_comparison.look(placed(some())).refused[0], "Fewer than 10 reviewed targets lie inside"),
        (dose_comparison.look(placed(dosed(schools=12))).refused[0], "Only 12 schools"),
        (dose_comparison.look(placed(dosed(each=3))).refused[0], "things at once"),
        (dose_comparison.curve(), "harder targets get more sessions"),
        (minutes_out([]), "Nobody's"),
        (minutes_out([30.0] * 9), "Only 9 pupils"),
    ],
)
def test_a_figure_of_the_dose_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_fidelity_is_delivered_over_planned():
    sums = aggregate(Service("x", (*some(), replace(ROW, planned_minutes=None))))
    found = fidelity(sums.delivered, sums.no_plan)
    assert (found.estimate, found.n, found.denominator) == (pytest.approx(90), 24, 25)


def test_minutes_out_of_class_are_told_of_the_middle_pupil_and_of_one_in_ten():
    found = minutes_out([float(10 * i) for i in range(41)])
    assert isinstance(found, Figure)
    assert found.estimate == 200
    assert found.interval.holds(200)
    assert "one in ten for 360 or more" in found.sentence


def test_shares_of_three_units_drawn_together_hold_what_they_claim():
    """With the size integrated; the plug-in's intervals fail the same test."""
    covered, plugged = [], []
    for seed in range(40):
        random = np.random.default_rng(seed)
        true = random.dirichlet([8, 7, 5], 3)
        counts = np.array(
            [random.multinomial(n, p) for n, p in zip(random.integers(8, 60, 3), true, strict=True)]
        )
        both = ((covered, draw_categories_integrated), (plugged, draw_categories))
        for kept, work in both if seed < 10 else both[:1]:
            found = work(counts)
            kept.append((found.low <= true) & (true <= found.high))
            assert found.estimate.sum(1) == pytest.approx(1)
    assert np.mean(covered) > 0.91
    assert np.mean(plugged) < 0.75
