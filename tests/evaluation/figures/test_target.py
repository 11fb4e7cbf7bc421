"""Each number of one target is shown where it says something, and where it does not, its reason is printed."""

from dataclasses import replace

import pytest

from inreach.evaluation.figures import target
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.target import Target

AMIR = Target("amir", "hill", 3, 7, 5, weeks=10, holiday_weeks=0, hours=8)


OPEN = replace(AMIR, achieved=None)


def refused(shown, reason):
    """The number is absent and its reason says this."""
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def test_one_target_says_where_it_moved_and_that_one_point_is_within_error():
    found = target.points(AMIR)
    assert (found.estimate, found.label) == (2, Evidence.CHANGE)
    expected = "This target moved from 3 to 5 (expected 7). One point either way is within rating error."
    assert found.sentence == expected
    assert target.progress(AMIR).estimate == 50
    assert target.weekly_rate(AMIR).estimate == pytest.approx(0.2)
    assert target.hourly_rate(AMIR).estimate == pytest.approx(0.25)


@pytest.mark.parametrize("work", [target.points, target.progress, target.weekly_rate, target.hourly_rate])
def test_a_target_without_a_review_is_never_called_missed(work):
    refused(work(OPEN), "not a target that was missed")


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (target.progress(replace(AMIR, expected=5)), "Only 2 points were expected"),
        (target.progress(replace(AMIR, baseline=7, maintain=True)), "Only 0 points were expected"),
        (target.progress(replace(AMIR, edited=True)), "changed after the first session"),
        (target.weekly_rate(replace(AMIR, weeks=None)), "dates"),
        (target.weekly_rate(replace(AMIR, weeks=3)), "Only 3 school weeks"),
        (target.weekly_rate(replace(AMIR, holiday_weeks=None)), "holiday"),
        (target.hourly_rate(replace(AMIR, hours=None)), "hours delivered are not known"),
        (target.reliable(AMIR, 1.3, None), "1.1 points"),
        (target.reliable(OPEN, 1.3, 0.8), "not a target that was missed"),
    ],
)
def test_a_number_of_one_target_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_a_holiday_between_two_ratings_is_said():
    assert "2 weeks of holiday" in target.weekly_rate(replace(AMIR, holiday_weeks=2)).sentence


def test_two_points_are_within_error_when_raters_agree_loosely():
    assert "within what" in target.reliable(AMIR, 1.3, 0.6).sentence
    assert "more than" in target.reliable(AMIR, 1.3, 0.9).sentence


def gas(scores=(1, 0), weights=None, **changed):
    given = {"baseline": -1, "levels_written_at_start": True, "weights_set_at_start": True, **changed}
    return target.goal_attainment(scores, weights, **given)


def test_a_t_score_stands_beside_the_counts_it_is_made_of():
    """gasr's documented example, worked by hand: sum(wx) = 7 over 14."""
    found = gas([-2, 0, -1, 2, 0, 1], [3, 5, 1, 4, 2, 6])
    assert found.estimate == pytest.approx(55)
    assert "1 at -2, 1 at -1, 2 at +0, 1 at +1, 1 at +2" in found.sentence


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (gas([1]), "several goals"),
        (gas(levels_written_at_start=False), "not written at the start"),
        (gas(weights=[1, 2], weights_set_at_start=False), "after the review"),
        (gas(baseline=None), "-1 or -2"),
    ],
)
def test_a_t_score_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)
