"""Two searches on two cores: the better answer is taken, and both stop when told to."""

import pytest
from bench.planner import problem_of

from inreach.planner.beside import SEEDS, searching_beside
from inreach.planner.harm import Judge
from inreach.planner.plan import plan
from inreach.planner.search import search
from tests.planner.schools import instance


def both(number):
    """Return a problem and the answers of the two searches, each alone."""
    problem = problem_of(instance(number, groups=5))
    return problem, [search(problem, seed=seed, rounds=3) for seed in (7, 7 + SEEDS)]


@pytest.mark.parametrize("second", [False, True])
def test_two_workers_take_the_better_of_two_searches_and_say_which_seed_it_had(second):
    tries = (both(number) for number in range(40))
    problem, answers = next(
        (problem, (one, two)) for problem, (one, two) in tries if (two.points < one.points) == second
    )
    told = []
    found = plan(problem, seed=7, rounds=3, workers=2, prove=False, on_news=told.append)
    assert found.seed == (7 + SEEDS if second else 7)
    assert found.timetable == answers[second].timetable
    assert plan(problem, seed=found.seed, rounds=found.rounds, prove=False).timetable == found.timetable
    points = [news.points for news in told]
    assert points == sorted(set(points), reverse=True)
    assert told[-1].points == found.points


def test_two_workers_stop_when_told_and_have_an_answer():
    problem = problem_of(instance(2, groups=5))
    found = plan(problem, seconds=60, workers=2, stop=lambda: True)
    assert found.seconds < 60
    assert Judge(problem).harm(found.timetable).points == found.points


def test_the_other_search_hands_over_its_last_answer():
    problem = problem_of(instance(1, groups=5))
    with searching_beside(problem, seed=0, seconds=None, rounds=40) as other:
        last = other.last(wait=True)
        assert other.better() is None
    assert last.timetable == search(problem, seed=SEEDS, rounds=40).timetable


def test_other_numbers_of_workers_are_refused():
    with pytest.raises(ValueError, match=r"^The planner works with one worker or with two\.$"):
        plan(problem_of(instance(2)), rounds=1, workers=3)
