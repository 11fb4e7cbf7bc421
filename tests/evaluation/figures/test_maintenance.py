"""Holding after support ended is told at check dates or between two ends, with those never checked, or refused."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import checks, still_held
from inreach.evaluation.aggregation.types import Checks, FollowUp, Service, TargetRow
from inreach.evaluation.estimators.survival import kaplan_meier, log_rank
from inreach.evaluation.figures import (
    follow_up_checks,
    maintenance,
    maintenance_comparison,
    maintenance_curve,
)
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal

MET = TargetRow("p", "s", "speech", 3, 7, 8, programme="one")


def followed(n, lost_at=None, upto=39, dates=(13, 26, 39), **changes):
    """Rows checked at the dates up to the first loss, or up to a date."""
    last = lost_at or upto
    seen = tuple(FollowUp(d, 5 if lost_at and d >= lost_at else 8) for d in dates if d <= last)
    return [replace(MET, follow_ups=seen, **changes)] * n


ROWS = tuple(followed(10, 13) + followed(10, 26) + followed(8, upto=26) + followed(12) + [MET] * 8)
SERVICE = Service("x", ROWS, check_weeks=(13, 26, 39), follow_up_for_all=True)
MISSED = tuple([replace(MET, achieved=5, follow_ups=(FollowUp(13, 5),))] * 5)


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def shown(service):
    return maintenance.figures(checks(service), service.check_weeks)


def test_holding_is_told_at_each_common_date_with_the_two_extremes_for_those_never_checked():
    never, first, second, third = shown(replace(SERVICE, rows=ROWS + MISSED))
    assert never.sentence == "8 of 48 targets met or exceeded were never checked again."
    assert (first.estimate, second.estimate, third.estimate) == pytest.approx((0.75, 0.5, 0.5))
    assert first.label == Evidence.DESCRIBE
    assert first.interval.holds(0.75)
    assert (first.n, first.denominator) == (40, 48)
    assert "had all of them been lost it would be 62, had all been held 79." in first.sentence


def test_the_curve_on_common_dates_is_kaplan_and_meiers():
    found = follow_up_checks.dated(checks(SERVICE), SERVICE.check_weeks)
    rows = [13] * 10 + [26] * 18 + [39] * 12
    lost = [1] * 10 + [1] * 10 + [0] * 8 + [0] * 12
    slow = kaplan_meier(rows, lost)
    for date in (13, 26, 39):
        assert maintenance_curve.curve(checks(SERVICE), SERVICE.check_weeks).steps[
            found.dates.index(date)
        ].held == pytest.approx(slow.held_at(date))


def test_the_tail_with_fewer_than_10_at_risk_is_neither_told_nor_drawn():
    short = replace(SERVICE, rows=tuple(followed(10, 13) + followed(20, upto=26) + followed(9)))
    refused(shown(short)[-1], "Only 9 targets were still followed at 39 school weeks")
    assert [step.weeks for step in maintenance_curve.curve(checks(short), short.check_weeks).steps] == [
        13,
        26,
    ]


def test_follow_up_arranged_for_some_only_is_refused_and_those_never_checked_are_still_counted():
    never, nothing = shown(replace(SERVICE, follow_up_for_all=False))
    refused(nothing, "arranged for some targets only")
    assert isinstance(never, Figure)
    assert maintenance_curve.curve(checks(replace(SERVICE, follow_up_for_all=False))) is None


def test_without_any_check_nothing_is_told_of_holding():
    refused(shown(replace(SERVICE, rows=(MET,) * 20))[-1], "ever checked again")
    refused(shown(replace(SERVICE, rows=MISSED))[0], "nothing could be followed up")
    refused(maintenance.figures(None)[0], "nothing could be followed up")


def scattered(n=60, seed=1):
    """Targets checked whenever it suited; half are lost at some time of their own."""
    random = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        gone = random.uniform(0, 80)
        times = sorted(random.uniform(2, 60, 4))
        rows.append(
            replace(MET, pupil=f"p{i}", follow_ups=tuple(FollowUp(t, 8 if t < gone else 4) for t in times))
        )
    return Service("x", tuple(rows), follow_up_for_all=True)


def test_checks_without_common_dates_are_told_as_two_ends():
    service = scattered(200)
    assert follow_up_checks.dated(checks(service)) is None
    _, first, second, third = shown(service)
    for found, true in ((first, 1 - 13 / 80), (second, 1 - 26 / 80), (third, 1 - 39 / 80)):
        assert found.interval.holds(true)
        assert "checks had no common dates" in found.sentence
    assert first.estimate > second.estimate > third.estimate
    assert not maintenance_curve.curve(checks(service)).common_dates


def test_a_date_skipped_before_a_loss_makes_the_dates_no_longer_common():
    skipped = replace(MET, follow_ups=(FollowUp(13, 8), FollowUp(39, 4)))
    assert follow_up_checks.dated(checks(SERVICE), SERVICE.check_weeks) is not None
    assert (
        follow_up_checks.dated(checks(replace(SERVICE, rows=(*ROWS, skipped))), SERVICE.check_weeks) is None
    )


def test_few_scattered_checks_are_refused():
    refused(shown(scattered(8))[1], "fewer than 10")


def test_held_is_within_a_point_of_the_review_or_if_strict_as_high_as_expected():
    eight = replace(MET, expected=8, achieved=8)
    assert [still_held(eight, FollowUp(13, r)) for r in (6, 7, 8)] == [False, True, True]
    assert [still_held(eight, FollowUp(13, r), strict=True) for r in (6, 7, 8)] == [False, False, True]


TWO = replace(
    SERVICE,
    planned="programme",
    rows=tuple(
        followed(20, 13, programme="one") + followed(20, programme="one") + followed(38, programme="two")
    ),
)


def test_a_planned_comparison_of_curves_equals_the_test_over_rows():
    found = maintenance_comparison.compare(checks(TWO), "programme", TWO.check_weeks)
    slow = log_rank([13] * 20 + [39] * 58, [1] * 20 + [0] * 58, ["one"] * 40 + ["two"] * 38)
    assert (found.chi2, found.p, found.n) == (pytest.approx(slow.chi2), pytest.approx(slow.p), 78)
    assert (
        "programme is associated with how long" in maintenance_comparison.compared(found, found.p, 1).sentence
    )
    assert "cannot be told" in maintenance_comparison.compared(found, 0.2, 7).sentence


@pytest.mark.parametrize(
    ("service", "kind", "reason"),
    [
        (TWO, "", "No comparison of curves was planned"),
        (replace(TWO, follow_up_for_all=False), "programme", "some targets only"),
        (replace(TWO, planned=""), "programme", "No groups"),
        (replace(TWO, rows=TWO.rows[:45]), "programme", "Fewer than two groups"),
        (replace(scattered(), planned="programme"), "programme", "no common dates"),
    ],
)
def test_a_comparison_of_curves_that_would_mislead_is_not_shown(service, kind, reason):
    refused(maintenance_comparison.compare(checks(service), kind, service.check_weeks), reason)


def test_counts_and_rows_of_checks_give_the_same_figures():
    whole = checks(SERVICE)
    again = Checks(
        np.repeat(whole.left, whole.count.astype(int)),
        np.repeat(whole.right, whole.count.astype(int)),
        np.ones(int(whole.count.sum())),
        whole.unchecked,
        True,
    )
    assert maintenance.figures(again, (13, 26, 39)) == maintenance.figures(whole, (13, 26, 39))
