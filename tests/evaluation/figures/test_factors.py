"""What goes with targets met and exceeded is told in points, as an association, or refused with its reason."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import patterns
from inreach.evaluation.aggregation.types import TargetRow
from inreach.evaluation.estimators.contrast import contrast
from inreach.evaluation.estimators.contrast_reference import contrast_reference
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.figures import comparisons, factors
from inreach.evaluation.figures.comparisons import more_or_fewer
from inreach.evaluation.figures.figure import Evidence, Refusal, mentionable

AGREED, HOME = "agreed by all", "practised at home"


def targets(seed=1, schools=30, each=25, lean=0.9, asked=(AGREED, HOME)):
    """Rows in which `AGREED` goes with better results, `HOME` with nothing, and schools differ."""
    random = np.random.default_rng(seed)
    rows = []
    for school in range(schools):
        own = random.normal(0, 0.5)
        for i in range(each):
            baseline, ambition = int(random.integers(2, 5)), int(random.integers(1, 4))
            agreed, home = bool(random.integers(2)), bool(random.integers(2))
            latent = 1.4 - 0.8 * ambition + lean * agreed + own + random.logistic()
            achieved = baseline + ambition + int(np.digitize(latent, [0, 1.2])) - 1
            said = {AGREED: agreed, HOME: home}
            rows.append(
                TargetRow(
                    f"p{school}.{i}",
                    f"s{school}",
                    "speech",
                    baseline,
                    baseline + ambition,
                    max(1, achieved),
                    factors={name: said[name] for name in asked},
                )
            )
    return rows


def looked(rows, names=(AGREED, HOME)):
    late = {name: sum(name in row.hindsight for row in rows) for name in names}
    return factors.look(patterns(rows, factors=names), late)


def reasons(rows, names=(AGREED, HOME)):
    found = looked(rows, names)
    assert all(isinstance(refused, Refusal) and not hasattr(refused, "estimate") for refused in found.refused)
    return {refused.name: refused.reason for refused in found.refused}


def test_a_factor_is_told_as_percentage_points_among_targets_equally_ambitious():
    rows = targets()
    found = looked(rows)
    assert found.refused == ()
    page = comparisons.figures(found.findings, (0.001, 0.6), 2)
    assert [f.name for f in page] == [
        f"{AGREED}: met or exceeded",
        f"{AGREED}: exceeded",
        f"{HOME}: met or exceeded",
        f"{HOME}: exceeded",
    ]
    assert {f.label for f in page} == {Evidence.COMPARISON}
    assert 10 < page[0].interval.low < page[0].estimate < 30
    assert page[0].sentence.startswith("Agreed by all is associated with")
    assert page[0].sentence.endswith("This is an association.")
    assert (
        page[0].notes[0]
        == "2 comparisons were looked at; allowing for that (Benjamini and Hochberg) this one stands out."
    )
    assert "cannot be told" in page[2].sentence
    assert "does not stand out" in page[2].notes[0]


def test_the_difference_is_near_that_of_the_raw_shares_where_nothing_confounds():
    rows = targets(lean=1.2, each=80)
    found = looked(rows).findings[0].differences[0][1]
    met = {
        held: [r.achieved >= r.expected for r in rows if r.factors[AGREED] is held] for held in (True, False)
    }
    assert found.points == pytest.approx(100 * (np.mean(met[True]) - np.mean(met[False])), abs=5)


def test_ambition_and_baseline_are_always_allowed_for():
    """A factor that only goes with modest expectations goes with nothing once those are equal."""
    raw, told = [], []
    for seed in range(8):
        flips = np.random.default_rng(seed + 100).random(1200) < 0.2
        rows = [
            replace(row, factors={AGREED: (row.expected - row.baseline == 1) ^ bool(flip)})
            for row, flip in zip(targets(seed, lean=0, each=40), flips, strict=True)
        ]
        met = {h: [r.achieved >= r.expected for r in rows if r.factors[AGREED] is h] for h in (True, False)}
        raw.append(np.mean(met[True]) - np.mean(met[False]))
        told.append(looked(rows, (AGREED,)).findings[0].differences[0][1].points)
    assert np.mean(raw) > 0.08
    assert abs(np.mean(told)) < 3


@pytest.mark.parametrize("seed", range(6))
def test_errors_by_formula_equal_errors_by_moving_each_parameter(seed):
    random = np.random.default_rng(seed)
    x = np.column_stack([random.integers(1, 5, 400), random.integers(0, 2, 400)]).astype(float)
    y = np.digitize(-0.5 * x[:, 0] + x[:, 1] + random.logistic(size=400), [-2, 0])
    fit = cumulative_logit(y, x, clusters=random.integers(0, 25, 400).tolist())
    kinds = (random.normal(1, 1, 2), random.normal(1, 1, 2))
    for least in (1, 2):
        fast, slow = (work(fit, kinds, least, 25) for work in (contrast, contrast_reference))
        assert (fast.points, fast.se, fast.p) == pytest.approx((slow.points, slow.se, slow.p), rel=1e-6)


def test_intervals_cover_the_truth_about_95_times_in_100_with_the_fewest_schools_allowed():
    """The factor is the school's own, where errors that ignore schools fail."""
    covered, naive = [], []
    for seed in range(150):
        random = np.random.default_rng(seed)
        school = np.repeat(range(20), 20)
        held = random.permutation(20)[school] % 2
        x = np.column_stack([random.integers(1, 4, 400), held]).astype(float)
        latent = 1 - 0.5 * x[:, 0] + random.normal(0, 0.5, 20)[school] + random.logistic(size=400)
        y = np.digitize(latent, [-0.7, 0.7])
        kinds = ([2.0, 0.0], [2.0, 1.0])
        for clusters, kept in ((school.tolist(), covered), (range(400), naive)):
            kept.append(contrast(cumulative_logit(y, x, clusters=clusters), kinds, 1, 20).interval.holds(0))
    assert 0.91 <= np.mean(covered) <= 0.98
    assert np.mean(naive) < 0.88


def test_two_splits_that_disagree_in_sign_are_both_shown():
    random = np.random.default_rng(3)
    rows = []
    for i in range(1500):
        agreed = bool(random.integers(2))
        chances = [0.2, 0.6, 0.2] if agreed else [0.4, 0.2, 0.4]
        rows.append(
            TargetRow(
                f"p{i}",
                f"s{i % 25}",
                "speech",
                3,
                6,
                5 + int(random.choice(3, p=chances)),
                factors={AGREED: agreed},
            )
        )
    rows = [
        replace(row, expected=row.expected + i % 2, achieved=row.achieved + i % 2)
        for i, row in enumerate(rows)
    ]
    rows = [replace(row, baseline=row.baseline - i % 3 // 2) for i, row in enumerate(rows)]
    met, exceeded = looked(rows, (AGREED,)).findings
    assert met.differences[0][1].interval.low > 10
    assert exceeded.differences[0][1].interval.high < -10
    assert "shown apart" in met.notes[0]
    assert met.definition == exceeded.definition == factors.SPLIT
    page = comparisons.figures((met, exceeded), (0.01, 0.01), 2)
    assert [f.estimate > 0 for f in page] == [True, False]
    assert "fewer in 100 targets exceeded" in page[1].sentence


def test_with_too_few_targets_of_the_rarest_result_nothing_is_compared():
    few = reasons(targets(schools=20, each=6))
    assert set(few) == {AGREED, HOME}
    assert "To ask of 4 things at once needs 40 of each kind of result" in few[AGREED]


def test_with_too_few_schools_nothing_is_compared_and_their_number_is_said():
    few = reasons(targets(schools=19, each=60))
    assert few[AGREED].startswith("Only 19 schools have targets that can be compared")
    assert "Cameron and Miller 2015" in few[AGREED]
    assert "our own convention" in few[AGREED]
    assert reasons(targets(schools=1, each=400))[HOME].startswith("Only 1 school has targets")


def test_what_was_recorded_after_the_result_was_known_is_not_compared():
    rows = [
        replace(row, hindsight=frozenset({AGREED})) if i % 4 == 0 else row for i, row in enumerate(targets())
    ]
    found = looked(rows)
    assert [f.name for f in found.findings] == [HOME]
    assert found.refused[0].reason.startswith("For 188 targets this was recorded after the result was known")


def test_a_factor_asked_about_for_some_targets_only_is_not_compared():
    rows = [
        replace(row, factors={HOME: row.factors[HOME]}) if i % 2 else row for i, row in enumerate(targets())
    ]
    assert reasons(rows)[AGREED].startswith("This was recorded for 375 of 750 targets")


def test_a_factor_that_hardly_varies_is_not_compared():
    rows = [
        replace(row, factors={AGREED: i >= 9, HOME: row.factors[HOME]}) for i, row in enumerate(targets())
    ]
    assert "Targets on one side of this: 9;" in reasons(rows)[AGREED]


def test_a_factor_that_parts_the_results_is_refused_in_words():
    rows = [
        replace(row, factors={AGREED: row.achieved >= row.expected, HOME: row.factors[HOME]})
        for row in targets()
    ]
    assert "parts the categories" in reasons(rows)[AGREED]


def test_targets_whose_expectation_was_edited_are_left_out():
    rows = [replace(row, edited_after_start=i < 50) for i, row in enumerate(targets())]
    finding = looked(rows).findings[0]
    assert (finding.n, finding.denominator) == (700, 750)


def test_a_difference_is_said_in_words():
    assert more_or_fewer(9.2, Interval(2, 16)) == "9 more in 100 (2 to 16)"
    assert more_or_fewer(-9.2, Interval(-16, -2)) == "9 fewer in 100 (2 to 16)"
    assert more_or_fewer(2, Interval(-3, 8)) == "between 3 fewer and 8 more in 100"


def test_a_name_that_a_sentence_may_not_hold_is_not_put_into_one():
    assert mentionable("best practice", "This") == mentionable("impact of home", "This") == "This"
    assert mentionable(AGREED, "This") == AGREED
