"""Each number is shown where it says something, and where it does not, it is absent and the reason is printed."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.estimators.overlap_indices import tau, tau_u
from inreach.evaluation.estimators.trend import aimline
from inreach.evaluation.figures import data_quality, probes, reviews, target
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal
from inreach.evaluation.figures.mean_change import mean_change
from inreach.evaluation.figures.median_gain import median_gain
from inreach.evaluation.figures.missing_review_bounds import bounds
from inreach.evaluation.figures.probes import Probes
from inreach.evaluation.figures.progress import progress
from inreach.evaluation.figures.selection import Selection
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


def test_every_target_is_counted_once_by_the_state_of_its_review():
    state = reviews.reviews([AMIR, replace(AMIR, achieved=7), OPEN, OPEN, replace(OPEN, due=False)])
    assert (state.opened, state.reviewed, state.missing, state.not_due, state.met, state.due) == (
        5,
        2,
        2,
        1,
        1,
        4,
    )
    assert state.bounds == (0.25, 0.75)


def test_the_tipping_point_is_the_first_number_of_failures_that_changes_the_sentence():
    state = reviews.Reviews(opened=20, reviewed=14, missing=6, not_due=0, met=9)
    for claim in (0.3, 0.5, 0.6, 0.74, 0.9):
        falls = [k for k in range(7) if (15 - k) / 20 < claim]
        assert state.tipping_point(claim) == (falls[0] if falls else None)


def test_missing_reviews_are_shown_as_bounds():
    found = bounds([replace(AMIR, achieved=7)] * 6 + [AMIR] * 2 + [OPEN] * 2)
    assert found.sentence.startswith("Between 60 and 80 in 100 targets due for review were met or exceeded.")
    refused(bounds([replace(OPEN, due=False)]), "No review is due")


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


def test_progress_of_a_group_is_a_ratio_of_sums():
    targets = service()
    gained, wanted = sum(t.gained for t in targets), sum(t.wanted for t in targets)
    assert progress(targets).estimate == pytest.approx(100 * gained / wanted)


def test_the_interval_of_progress_covers_the_truth_about_95_times_in_100():
    covered = []
    for seed in range(300):
        random = np.random.default_rng(seed)
        lean = random.normal(0, 0.7, 15)
        targets = [
            Target(
                f"p{i}",
                f"s{i % 15}",
                3,
                7,
                int(np.clip(np.rint(5.4 + lean[i % 15] + random.normal(0, 1)), 1, 10)),
            )
            for i in range(90)
        ]
        covered.append(progress(targets).interval.holds(60))
    assert 0.91 <= np.mean(covered) <= 0.98


def test_small_gaps_and_edited_expectations_are_left_out_of_progress_and_counted():
    targets = [*service(), replace(AMIR, expected=4, achieved=9), replace(AMIR, edited=True)]
    found = progress(targets)
    assert (found.n, found.denominator) == (40, 42)
    assert found.notes[0].startswith("2 reviewed targets")


@pytest.mark.parametrize("work", [median_gain, mean_change, progress, standardised_change])
def test_what_selection_alone_gives_stands_beside_every_uncontrolled_change(work):
    assert "cannot be said" in work(service()).notes[-1]
    told = work(service(), Selection(4.5, 1.8, 3)).notes[-1]
    assert "would rise by 0.21 to 0.85 points with no support" in told


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


LEO = Probes((3, 5, 4, 3, 4), (6, 7, 9, 8, 8, 10), weeks=tuple(range(11)), real_zero=True)


def test_one_pupils_probes_show_their_figures():
    shown = [
        probes.nap(LEO),
        probes.tau_u(LEO),
        probes.tau_corrected(LEO),
        probes.ratio(LEO),
        probes.goal_obtained(LEO, 10),
        probes.standardised(LEO),
        probes.course(LEO, aimline(3, 10, 10)),
        *(probes.index(LEO, name) for name in probes.INDICES),
    ]
    assert {type(f) for f in shown} == {Figure}
    assert shown[0].estimate == 1
    assert shown[0].interval.low < 0.9


def test_scores_that_were_already_rising_make_credit_uncertain():
    rising = replace(LEO, before=(1, 2, 3, 4, 5))
    assert "credit is uncertain" in probes.nap(rising).notes[0]
    assert probes.nap(replace(LEO, before=(4, 4, 4, 4, 4))).notes == ()
    assert "falling" in probes.nap(replace(LEO, before=(9, 8, 7, 6, 5), falling=True)).notes[0]


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (probes.nap(replace(LEO, before=(3, 4))), "2 probes before"),
        (probes.index(replace(LEO, before=(3, 4)), "PND"), "2 probes before"),
        (probes.tau_u(replace(LEO, before=(3, 5, 4, 3))), "slope of so few is noise"),
        (probes.tau_corrected(replace(LEO, before=(3, 5, 4, 3))), "slope of so few is noise"),
        (probes.ratio(replace(LEO, real_zero=False)), "real zero"),
        (probes.ratio(replace(LEO, before=(0, 0, 0))), "nothing but zeros"),
        (probes.goal_obtained(LEO, None), "No goal"),
        (probes.goal_obtained(LEO, 3), "already at the goal"),
        (probes.standardised(replace(LEO, before=(4, 4, 4))), "never changes"),
        (probes.slope_change(LEO), "as a guide"),
        (probes.randomised(LEO, 3), "not drawn by lot"),
        (probes.course(replace(LEO, weeks=None), aimline(3, 10, 10)), "weeks of the probes"),
        (probes.course(Probes((3, 4), (5,), weeks=(0, 1, 2)), aimline(3, 10, 10)), "too few"),
        (probes.pooled([tau([1, 2], [3, 4]), tau_u([1, 2], [3, 4])]), "different variants"),
        (probes.pooled([tau([1, 2], [3, 4])]), "by itself"),
        (probes.several([1, 1, 2, 2], [0, 1, 0, 1], [False, True] * 2, [1, 2, 1, 2]), "at least 3 pupils"),
    ],
)
def test_a_number_of_one_pupils_probes_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_only_a_start_drawn_by_lot_may_speak_of_cause():
    values = tuple(float(x) for x in [1, 2, 1, 2, 1, 1, 2, 1, 2, 1, 9, 8, 9, 9, 8, 9, 9, 8, 9, 9])
    lot = Probes(values[:10], values[10:], drawn_by_lot=True)
    assert probes.randomised(lot, 3).label == Evidence.DESCRIBE
    longer = Probes(values[:10] * 2, values[10:] * 2, drawn_by_lot=True)
    found = probes.randomised(longer, 3)
    assert (found.label, found.estimate) == (Evidence.EXPERIMENT, pytest.approx(1 / 35))


def test_lines_over_eight_probes_in_each_phase_show_the_change_of_slope():
    random = np.random.default_rng(3)
    first, later = random.normal(0, 1, 12), 2 * np.arange(12) + random.normal(0, 1, 12)
    found = probes.slope_change(Probes(tuple(first), tuple(later)))
    assert found.interval.holds(2)
    wandering = np.cumsum(random.normal(0, 1, 30))
    refused(probes.slope_change(Probes(tuple(wandering[:15]), tuple(wandering[15:]))), "go together")


def test_one_variant_of_tau_may_be_put_together_over_pupils():
    found = probes.pooled([tau([1, 2], [3, 4]), tau([3, 4], [1, 2]), tau([1, 3], [2, 4])])
    assert found.estimate == pytest.approx((1 - 1 + 0.5) / 3)
    assert "A vs B" in found.sentence
