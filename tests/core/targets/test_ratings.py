"""Target Monitoring and Evaluation: outcomes, gains, summaries, and GAS T.

Sources of the vectors: for the TME outcomes no published table exists, so they are worked out by hand from the
rule in the design's section "Formulas". GAS T with equal weights: the published output of the R package gasr
(MIT), to five decimals; the others are worked out from the formula in Turner-Stokes 2009.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.core.targets.ratings import (
    Outcome,
    Rated,
    ceiling,
    gain,
    gap,
    gas_t,
    outcome,
    rate_per_week,
    share_of_expected_gain,
    summary,
)

RATING = st.integers(1, 10)


@pytest.mark.parametrize(
    ("baseline", "expected", "achieved", "became", "points", "short", "share"),
    [
        (3, 7, 2, Outcome.WORSE, -1, -5, -0.25),
        (3, 7, 3, Outcome.NO_PROGRESS, 0, -4, 0.0),
        (3, 7, 5, Outcome.SOME_PROGRESS, 2, -2, 0.5),
        (3, 7, 7, Outcome.MET, 4, 0, 1.0),
        (3, 7, 9, Outcome.EXCEEDED, 6, 2, 1.5),
        (1, 10, 10, Outcome.MET, 9, 0, 1.0),
        (2, 3, 10, Outcome.EXCEEDED, 8, 7, 8.0),
        (5, 5, 5, Outcome.MET, 0, 0, None),
        (5, 5, 4, Outcome.WORSE, -1, -1, None),
        (5, 5, 6, Outcome.EXCEEDED, 1, 1, None),
    ],
)
def test_three_ratings_have_the_outcome_and_points_that_the_rule_says(
    baseline, expected, achieved, became, points, short, share
) -> None:
    assert outcome(baseline, expected, achieved, maintain=baseline == expected) is became
    assert gain(baseline, achieved) == points
    assert gap(expected, achieved) == short
    assert share_of_expected_gain(baseline, expected, achieved) == share


def test_a_target_that_nobody_has_rated_is_not_rated_and_never_no_progress() -> None:
    assert outcome(4, 7, None) is Outcome.NOT_RATED


def test_outcomes_have_words() -> None:
    assert [o.label for o in Outcome] == [
        "Not rated yet",
        "Worse",
        "No progress",
        "Some progress",
        "Met",
        "Exceeded",
    ]


@pytest.mark.parametrize("wrong", [0, 11, -1, 2.5, True, "7"])
def test_a_rating_off_the_scale_is_refused_wherever_it_stands(wrong) -> None:
    with pytest.raises(ValueError, match=r"^The baseline rating must be a whole number from 1 to 10, not "):
        outcome(wrong, 7, 5)
    with pytest.raises(ValueError, match=r"^The expected rating must be"):
        outcome(3, wrong, 5)
    with pytest.raises(ValueError, match=r"^The achieved rating must be"):
        outcome(3, 7, wrong)


@pytest.mark.parametrize(
    ("baseline", "expected", "maintain", "sentence"),
    [
        (6, 4, False, "The expected rating (4) must not be below the baseline (6)."),
        (6, 4, True, "The expected rating (4) must not be below the baseline (6)."),
        (
            5,
            5,
            False,
            "The expected rating (5) is the same as the baseline. Expect more, or mark the target as one to maintain.",
        ),
        (
            5,
            7,
            True,
            "A target to maintain expects its baseline (5), not 7. Expect the baseline, or take the mark away.",
        ),
    ],
)
def test_an_expected_rating_that_does_not_fit_the_baseline_is_refused_with_what_to_do(
    baseline, expected, maintain, sentence
) -> None:
    with pytest.raises(ValueError) as refused:
        outcome(baseline, expected, None, maintain)
    assert str(refused.value) == sentence


@given(RATING, RATING, RATING)
def test_a_higher_achieved_rating_never_has_a_lower_outcome(one, two, baseline) -> None:
    low, high = sorted((one, two))
    order = list(Outcome)
    for expected in range(baseline + 1, 11):
        assert order.index(outcome(baseline, expected, low)) <= order.index(outcome(baseline, expected, high))


def test_a_rate_is_points_per_school_week_and_unknown_before_school_time_has_passed() -> None:
    assert rate_per_week(4, 8) == 0.5
    assert rate_per_week(4, 0) is None
    with pytest.raises(ValueError, match="cannot be negative"):
        rate_per_week(4, -1)


def test_a_target_that_expects_ten_cannot_be_exceeded() -> None:
    assert [ceiling(expected) for expected in (9, 10)] == [False, True]


def test_a_summary_counts_outcomes_and_gives_medians_of_rated_targets_only() -> None:
    """The five targets are the aggregate row of the hand-worked table: median 5, met or exceeded 2 of 5."""
    five = [Rated(3, 7, achieved) for achieved in (2, 3, 5, 7, 9)]
    found = summary([*five, Rated(1, 10), Rated(9, 10)])
    assert summary([Rated(3, 7, 4)]).made_progress == 1
    assert found.counts == {
        Outcome.NOT_RATED: 2,
        Outcome.WORSE: 1,
        Outcome.NO_PROGRESS: 1,
        Outcome.SOME_PROGRESS: 1,
        Outcome.MET: 1,
        Outcome.EXCEEDED: 1,
    }
    assert (found.targets, found.rated, found.could_not_exceed) == (7, 5, 2)
    assert (found.median_baseline, found.median_expected, found.median_achieved) == (3, 7, 5)
    assert (found.median_gain, found.lowest_gain, found.highest_gain) == (2, -1, 6)
    assert (found.met_or_exceeded, found.made_progress) == (2, 3)
    assert found.sentence == (
        "2 of 5 rated targets met or exceeded; 2 not rated yet; 2 could not be exceeded, because they expect 10."
    )


def test_a_summary_of_no_rated_target_has_no_medians() -> None:
    found = summary([Rated(4, 7)])
    assert (found.median_achieved, found.median_gain, found.lowest_gain) == (None, None, None)
    assert found.counts[Outcome.NOT_RATED] == 1


def test_the_share_of_expected_gain_is_never_averaged() -> None:
    assert [name for name in summary([]).__slots__ if "share" in name or "mean" in name] == []


@pytest.mark.parametrize(
    ("scores", "weights", "t"),
    [
        ((-1, -1, 0, 0, -1), None, 40.95466),
        ((0, -1, 0), None, 45.43565),
        ((1, 1, 1), None, 63.69306),
        ((-2, 0, -1, 2, 0, 1), (3, 5, 1, 4, 2, 6), 55.0),
        ((0,), (1,), 50.0),
        ((1, 1, 0), None, 59.12871),
        ((-1, -1, -1), None, 36.30694),
        ((-2, -2, -2), None, 22.61387),
        ((2, 2, 2), None, 77.38613),
        ((2, 1, 0), (3, 2, 1), 67.62611),
        ((0, 1), (9, 6), 54.90881),
        ((-1, 0, 1, 2), (4, 3, 2, 1), 50.0),
        ((-1,), None, 40.0),
        ((-1, -1), None, 37.60),
        ((1, 2), (1, 0), 60.0),
    ],
)
def test_gas_t_agrees_with_published_and_worked_values(scores, weights, t) -> None:
    assert gas_t(scores, weights) == pytest.approx(t, abs=0.005 if t == 37.60 else 5e-6)


def test_gas_t_of_one_goal_does_not_depend_on_the_correlation_between_goals() -> None:
    assert [gas_t((1,), rho=rho) for rho in (0, 0.3, 1)] == [60, 60, 60]


@pytest.mark.parametrize(
    ("scores", "weights", "rho", "sentence"),
    [
        ((), None, 0.3, "at least one goal"),
        ((2.5,), None, 0.3, "from -2"),
        ((-2.5,), None, 0.3, "from -2"),
        ((1, 2), (0, 0), 0.3, "at least one must be above 0"),
        ((1, 2), (1, -1), 0.3, "must not be negative"),
        ((1, 2), (1,), 0.3, "one weight for each goal"),
        ((1,), None, 1.5, "from 0 to 1"),
    ],
)
def test_gas_t_refuses_what_has_no_score(scores, weights, rho, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        gas_t(scores, weights, rho)
