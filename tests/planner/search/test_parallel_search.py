"""Two searches on two cores: the better answer is taken, and both stop when told to."""

import pytest
from bench.planner import problem_of

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.plan import plan
from inreach.planner.search.parallel_search import SEEDS
from inreach.planner.search.search import search
from tests.planner.schools import instance


def test_two_workers_take_the_better_of_two_searches_and_say_which_seed_it_had():
    problems = (problem_of(instance(number, groups=6)) for number in range(100))
    tries = (
        (problem, [search(problem, seed=seed, rounds=3) for seed in (7, 7 + SEEDS)]) for problem in problems
    )
    problem, (one, two) = next(found for found in tries if found[1][1].points < found[1][0].points)
    told = []
    found = plan(problem, seed=7, rounds=3, workers=2, prove=False, on_news=told.append)
    assert found.seed == 7 + SEEDS
    assert found.points < one.points
    assert found.timetable == two.timetable
    assert plan(problem, seed=found.seed, rounds=found.rounds, prove=False).timetable == found.timetable
    points = [news.points for news in told]
    assert points == sorted(set(points), reverse=True)
    assert told[-1].points == found.points


def test_two_workers_stop_when_told_and_have_an_answer_of_the_first_where_the_second_is_no_better():
    problems = (problem_of(instance(number, groups=3)) for number in range(100))
    first = ((problem, search(problem, seed=7, rounds=0)) for problem in problems)
    problem, answer = next(
        (problem, planned)
        for problem, planned in first
        if search(problem, rounds=400).points == planned.points
    )
    planned = plan(problem, seed=7, seconds=60, workers=2, stop=lambda: True)
    assert planned.seconds < 60
    assert planned.seed == 7
    assert planned.timetable == answer.timetable
    assert ObjectiveEvaluator(problem).harm(planned.timetable).points == planned.points


def test_other_numbers_of_workers_are_refused():
    with pytest.raises(ValueError, match=r"^The planner works with one worker or with two\.$"):
        plan(problem_of(instance(2)), rounds=1, workers=3)
