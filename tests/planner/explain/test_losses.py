"""What a pupil loses is told in minutes and subjects, and adds up to what the evaluator counts."""

from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.explain.losses import losses
from inreach.planner.explain.wording import Names
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Pupil
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.search.search import search
from tests.planner.impossible import NAMES, NINE, TEN, school, with_adult, with_group
from tests.planner.schools import instance


def test_a_parent_reads_what_is_missed():
    problem = with_group(with_group(school(), "lego", sessions=2), "talk", members=("amir",), sessions=1)
    problem = with_adult(problem, "okafor", teacher=True)
    problem = replace(problem, pupils=(Pupil("amir", "blue", loved=frozenset({"Art"})), problem.pupils[1]))
    timetable = Timetable(
        (
            Placement("lego", "bello", (Session(0, 0, NINE + 10, "den"), Session(0, 1, TEN, "den"))),
            Placement("talk", "okafor", (Session(0, 1, NINE + 30, "den"),)),
        )
    )
    found = losses(problem, timetable, Names(NAMES))[0]
    assert found.sentences == (
        "Amir leaves class for three sessions in the week, 90 minutes in all.",
        "Amir misses 60 of 300 minutes of Maths and 30 of 300 minutes of Art (a loved subject).",
        "Amir leaves a lesson before its end twice and comes back after a lesson has begun twice.",
        "Amir has more than one session out of class on Tuesday.",
        "For 60 minutes of lessons with a qualified teacher Amir is with somebody who is no teacher.",
    )
    assert [(item.subject, item.kind, item.share, item.loved) for item in found.subjects] == [
        ("Maths", "core", 0.2, False),
        ("Art", "foundation", 0.1, True),
    ]
    assert (found.minutes, found.sessions, found.days_twice) == (90, 3, ((0, 1),))


def test_minutes_beyond_the_limit_and_a_whole_subject_are_said():
    problem = with_group(school(), "lego", minutes=60, sessions=5)
    sessions = tuple(Session(0, day, TEN, "den") for day in range(5))
    found = losses(problem, Timetable((Placement("lego", "bello", sessions),)), Names(NAMES))[0]
    assert found.sentences == (
        "Amir leaves class for five sessions in the week, 300 minutes in all.",
        "Amir misses all 300 minutes of Art.",
        "For 300 minutes of lessons with a qualified teacher Amir is with somebody who is no teacher, "
        "180 more than the school's limit.",
    )


def test_help_in_class_costs_nothing_and_is_said_so():
    problem = with_group(school(), "lego", joins="Maths", sessions=1)
    timetable = Timetable((Placement("lego", "bello", (Session(0, 0, NINE, ""),)),))
    found = losses(problem, timetable, Names(NAMES))[0]
    assert found.sentences == ("In class, an adult helps Amir once in the week; nothing is missed for it.",)


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_the_parts_add_up_to_what_the_judge_counts(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks, groups=4))
    timetable = search(problem, seed=seed, rounds=3).timetable
    harm = ObjectiveEvaluator(problem).harm(timetable)
    for found in losses(problem, timetable, Names()):
        judged = harm.pupils[found.pupil]
        assert {item.subject: item.minutes for item in found.subjects} == judged.missed
        assert found.points == judged.points
        assert problem.weights.edge * (found.left + found.returned) == judged.edges
        assert bool(found.days_twice) == bool(judged.second_same_day)
        assert all(0 < item.share <= 1 for item in found.subjects)
