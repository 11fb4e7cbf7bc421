"""The bound is never above the harm of any timetable, rises, and meets the best where that is known."""

from dataclasses import replace

import numpy as np
import pytest
from bench.planner import problem_of

from inreach.planner.bounds.lower_bound import Ascent, on_simplex
from inreach.planner.plan import plan
from inreach.planner.precompile import smallest_school
from inreach.planner.problem.validation import ProblemRefused
from inreach.planner.search.search import search
from tests.planner.schools import instance


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(8))
def test_the_bound_is_never_above_the_best_timetable_found_and_never_falls(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks, groups=4))
    best = search(problem, seed=seed, rounds=60).points
    ascent, found = Ascent(problem), []
    for _ in range(40):
        found.append(ascent.step(best))
    assert found == sorted(found)
    assert found[-1] <= best


def test_the_bound_meets_the_harm_where_groups_do_not_compete():
    problem = problem_of(instance(1, groups=1))
    best = search(problem, rounds=10).points
    ascent = Ascent(problem)
    assert max(ascent.step(best) for _ in range(60)) == best


def test_weights_of_pupils_add_up_and_none_is_negative():
    assert on_simplex(np.array([]), 3.0).tolist() == []
    assert on_simplex(np.array([2.0, 1.0]), 0.0).tolist() == [0.0, 0.0]
    assert on_simplex(np.array([5.0, 1.0, -2.0]), 3.0).tolist() == [3.0, 0.0, 0.0]
    assert on_simplex(np.array([1.0, 1.0, 1.0]), 3.0).tolist() == [1.0, 1.0, 1.0]


def test_a_plan_in_rounds_is_the_same_every_time_with_or_without_a_proof():
    problem = problem_of(instance(4, groups=4))
    alone = plan(problem, seed=3, rounds=25, prove=False)
    beside = plan(problem, seed=3, rounds=25)
    assert (alone.timetable, alone.points) == (beside.timetable, beside.points)
    assert (alone.bound, alone.gap) == (None, None)


def test_a_plan_that_is_proved_best_stops_before_its_time():
    told, school = [], smallest_school()
    found = plan(replace(school, groups=school.groups[:1]), seconds=60, on_news=told.append)
    assert found.points == found.bound
    assert found.gap == 0
    assert found.seconds < 60
    assert (told[-1].timetable, told[-1].bound) == (found.timetable, found.bound)


def test_a_problem_that_makes_no_sense_is_refused_before_anything_is_planned():
    with pytest.raises(ProblemRefused, match=r"^A cycle has one or two weeks, not 5\.$"):
        plan(replace(smallest_school(), weeks=5), rounds=1)


def test_a_school_in_which_no_group_can_meet_has_a_bound():
    problem = replace(problem_of(instance(1)), adults=())
    ascent, harm = Ascent(problem), search(problem, rounds=1).points
    assert 0 < ascent.step(harm) <= harm


def test_a_school_without_pupils_and_groups_has_the_bound_nought():
    assert Ascent(replace(problem_of(instance(1)), groups=(), pupils=())).step(0) == 0
