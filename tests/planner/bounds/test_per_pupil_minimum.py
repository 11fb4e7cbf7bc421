"""What a pupil loses alone is the least of every timetable of the pupil's own groups, and fairness begins there."""

from dataclasses import replace

import pytest
from bench.planner import problem_of
from hypothesis import HealthCheck, assume, given, settings

from inreach.planner.bounds.per_pupil_minimum import (
    Avoidable,
    Least,
    least_per_pupil,
    most_avoidable,
    with_fairness,
)
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.validation import faults
from inreach.planner.search.search import search
from tests.planner.rules.test_rules import SCHOOL, one
from tests.planner.schools import instance
from tests.planner.tiny import every_timetable, problems


def slow_least(problem: Problem, pupil: str) -> int:
    """Return the least points of a pupil among the timetables of the pupil's groups with most sessions."""
    own = replace(problem, groups=tuple(group for group in problem.groups if pupil in group.members))
    evaluator = ObjectiveEvaluator(own)
    return min(
        (-sum(len(item.sessions) for item in timetable), evaluator.harm(timetable).pupils[pupil].points)
        for timetable in every_timetable(own)
    )[1]


@given(problems(groups=1))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
def test_with_one_group_the_least_is_that_of_every_timetable_there_is(problem):
    assume(not tuple(faults(problem)))
    least_of = least_per_pupil(problem)
    if any(adult.teaches for adult in problem.adults):
        assert not any(least.exact for least in least_of.values())
        return
    assert all(least.exact for least in least_of.values())
    assert {name: least.points for name, least in least_of.items()} == {
        name: slow_least(problem, name) for name in least_of
    }


@given(problems(groups=2, weeks=1))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
def test_with_several_groups_a_least_that_is_said_to_be_exact_is(problem):
    assume(not tuple(faults(problem)))
    for name, least in least_per_pupil(problem).items():
        if least.exact:
            assert least.points == slow_least(problem, name)


@pytest.mark.parametrize("seed", range(4))
def test_nobody_whose_sessions_are_all_placed_loses_less_than_the_least(seed):
    problem = problem_of(instance(seed, groups=4))
    timetable = search(problem, rounds=20).timetable
    harm, least = ObjectiveEvaluator(problem).harm(timetable), least_per_pupil(problem)
    short = {
        member
        for group in problem.groups
        if len(timetable.of(group.id).sessions) < group.sessions
        for member in group.members
    }
    checked = {name for name, item in least.items() if item.exact} - short
    assert checked
    assert all(harm.pupils[name].points >= least[name].points for name in checked)


@pytest.mark.parametrize("seed", range(8))
def test_a_least_for_which_the_effort_did_not_last_is_not_said_to_be_exact_and_is_not_less(seed):
    problem = problem_of(instance(seed, groups=4, weeks=2))
    little, much = least_per_pupil(problem, 12), least_per_pupil(problem)
    assert not all(least.exact for least in little.values())
    for name, least in little.items():
        assert least.points == much[name].points or (not least.exact and least.points > much[name].points)


def test_fairness_gives_every_supported_pupil_the_least_and_others_none():
    school = replace(SCHOOL, groups=SCHOOL.groups[:1])
    fair = with_fairness(school)
    assert [pupil.unavoidable for pupil in fair.pupils] == [least_per_pupil(school)["Ann"].points, 0]
    assert replace(fair, pupils=school.pupils) == school


def test_the_report_begins_with_most_avoidable_harm_and_ends_after_ten():
    problem = problem_of(instance(3, groups=6))
    timetable = search(problem, rounds=2).timetable
    least = {name: replace(item, points=0) for name, item in least_per_pupil(problem).items()}
    found = most_avoidable(problem, timetable, least, most=3)
    assert len(found) == 3
    whole = ObjectiveEvaluator(problem).harm(timetable).pupils
    assert [item.avoidable for item in found] == sorted(
        (item.points for item in whole.values()), reverse=True
    )[:3]


def test_the_report_says_in_words_what_could_be_spared():
    assert Avoidable("Ann", 30, Least("Ann", 12, exact=True)).sentence == (
        "Pupil Ann loses 30 points. If nobody else needed anything, 18 of these 30 points could be spared."
    )
    assert Avoidable("Ann", 12, Least("Ann", 12, exact=False)).sentence == (
        "Pupil Ann loses 12 points. If nobody else needed anything, "
        "none of these points could be spared, as far as we could find."
    )
    (nothing,) = most_avoidable(SCHOOL, one(), most=1)
    assert (nothing.points, nothing.avoidable) == (0, 0)
