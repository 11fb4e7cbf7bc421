"""Missing reviews are weighed in as a second line beside the bounds, or the reason why not is given."""

import numpy as np
import pytest
from scipy import optimize, special

from inreach.evaluation.aggregation.aggregate import patterns
from inreach.evaluation.aggregation.types import TargetRow
from inreach.evaluation.estimators import response_propensity
from inreach.evaluation.figures import nonresponse_weighting
from inreach.evaluation.figures.figure import Figure, Refusal
from inreach.evaluation.figures.reviews import reviews
from inreach.evaluation.figures.target import target_of


def rows(seed=1, schools=12, each=40, quiet=0.0):
    """Targets of two areas: in one fewer are met, and its reviews are made less often. `true` are all results."""
    random = np.random.default_rng(seed)
    made, true = [], []
    for school in range(schools):
        own = random.normal(0, 0.4)
        for i in range(each):
            area, baseline = int(random.integers(2)), int(random.integers(2, 5))
            met = random.random() < (0.75 if area else 0.35)
            reviewed = random.random() < special.expit(own - 0.2 + 2.2 * area - quiet)
            achieved = baseline + 3 if met else baseline + 1
            made.append(
                TargetRow(
                    f"p{school}.{i}",
                    f"s{school}",
                    f"a{area}",
                    baseline,
                    baseline + 3,
                    achieved if reviewed else None,
                )
            )
            true.append(met)
    return made, float(np.mean(true))


def weighted(targets):
    return nonresponse_weighting.weighted(
        patterns(targets, area=True), reviews([target_of(row) for row in targets])
    )


def test_reviews_missing_where_fewer_are_met_are_weighed_in():
    apart, complete = [], []
    for seed in range(12):
        targets, true = rows(seed)
        found = weighted(targets)
        assert isinstance(found, Figure)
        apart.append(found.estimate - true)
        state = reviews([target_of(row) for row in targets])
        complete.append(state.met / state.reviewed - true)
    assert np.mean(complete) > 0.05
    assert abs(np.mean(apart)) < 0.02


def test_the_bounds_hold_the_weighted_share():
    targets, _ = rows()
    figure, state = weighted(targets), reviews([target_of(row) for row in targets])
    assert state.bounds[0] <= figure.estimate <= state.bounds[1]
    assert figure.interval.holds(figure.estimate)
    assert (figure.n, figure.denominator) == (state.reviewed, state.due)
    assert "the bounds need no such belief" in figure.notes[0]


def test_chances_with_schools_eliminated_are_the_highest_point_of_the_penalised_likelihood():
    random = np.random.default_rng(4)
    school, area = random.integers(0, 6, 60), random.integers(0, 3, 60)
    due = random.integers(1, 9, 60).astype(float)
    made = random.binomial(due.astype(int), 0.7).astype(float)
    plain = np.column_stack([np.ones(60), random.normal(size=60)])
    whole = np.column_stack([plain, area[:, None] == np.arange(3), school[:, None] == np.arange(6)]).astype(
        float
    )

    def minus(b):
        p = whole @ b
        return -(made @ p - due @ np.logaddexp(0, p)) + b[2:] @ b[2:] / 2

    slow = optimize.minimize(minus, np.zeros(11), method="BFGS", options={"gtol": 1e-7})
    found = response_propensity.chances(made, due, plain, area, school)
    assert np.concatenate([found.fixed, found.schools]) == pytest.approx(slow.x, abs=1e-4)
    assert found.chance == pytest.approx(special.expit(whole @ slow.x), abs=1e-5)


def test_all_alike_reviews_weigh_alike():
    targets = [
        TargetRow(f"p{i}", f"s{i % 2}", "a", 3, 6, None if i % 10 in (0, 1) else 6 if i % 3 else 4)
        for i in range(60)
    ]
    state = reviews([target_of(row) for row in targets])
    assert weighted(targets).estimate == pytest.approx(state.met / state.reviewed)


@pytest.mark.parametrize(
    ("targets", "reason"),
    [
        ([TargetRow("p", "s", "a", 3, 6, 6)] * 20, "No review is missing"),
        (rows(each=1)[0][:10], "Fewer than 10 targets are reviewed"),
        (rows(quiet=3.0)[0], "cannot stand for so many"),
        (rows(schools=1)[0], "All reviews made are one school's"),
        (
            rows()[0] + [TargetRow(f"q{i}", "silent", "a1", 3, 6) for i in range(5)],
            "1 school with 5 or more reviews due made none",
        ),
    ],
)
def test_missing_reviews_that_nothing_can_stand_for_are_not_weighed_in(targets, reason):
    found = weighted(targets)
    assert isinstance(found, Refusal)
    assert reason in found.reason
    assert not hasattr(found, "estimate")
