"""After a search no single session can be moved, same adult and any room, so that less is lost: tried one by one."""

from dataclasses import replace

import pytest
from bench.planner import problem_of
from hypothesis import given, settings
from hypothesis import strategies as st

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import (
    Adult,
    Group,
    Lesson,
    Problem,
    Pupil,
    Room,
    Stream,
    Subject,
    Window,
)
from inreach.planner.problem.timetable import Placement, Timetable
from inreach.planner.rules import broken
from inreach.planner.search.search import search
from tests.planner.schools import instance
from tests.planner.tiny import problems


def moved(problem: Problem, timetable: Timetable):
    """Yield every timetable in which one session has another time or room."""
    minutes = range(problem.day_starts, problem.day_ends, problem.step)
    rooms = [room.id for room in problem.rooms]
    for at, placement in enumerate(timetable.placements):
        joins = problem.groups[at].joins is not None
        for number, session in enumerate(placement.sessions):
            for day in range(problem.days):
                for start in minutes:
                    for room in [""] if joins else rooms:
                        to = replace(session, day=day, start=start, room=room)
                        sessions = (*placement.sessions[:number], to, *placement.sessions[number + 1 :])
                        yield at, replace(placement, sessions=tuple(sorted(sessions)))


def better_by_one_move(problem: Problem, timetable: Timetable) -> list[tuple[int, Placement]]:
    """Return every move of one session that breaks no rule and costs less, by the evaluator."""
    evaluator = ObjectiveEvaluator(problem)
    now = evaluator.harm(timetable).points
    found = []
    for at, placement in moved(problem, timetable):
        placements = (*timetable.placements[:at], placement, *timetable.placements[at + 1 :])
        other = Timetable(placements)
        points = evaluator.harm(other).points
        if points < now and not broken(problem, other):
            found.append((points - now, placement))
    return found


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(3))
def test_no_session_of_a_small_school_is_better_elsewhere(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks, groups=4))
    assert better_by_one_move(problem, search(problem, seed=seed, rounds=3).timetable) == []


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 2))
def test_no_session_is_better_elsewhere_whatever_facts_a_school_adds(problem, rounds):
    assert better_by_one_move(problem, search(problem, rounds=rounds).timetable) == []


def long_mornings(shift: int) -> Problem:
    """Return a school in which a pupil is out every day for more than an hour, and many weeks cost nearly the same."""
    names = ("Maths", "English", "Science", "Art", "Music", "History")
    lessons = tuple(
        Lesson(0, day, 540 + 35 * at, 575 + 35 * at, names[(day * (2 + shift) + at * 5 + shift) % 6])
        for day in range(5)
        for at in range(9)
    )
    day = tuple(Window(day, 540, 855) for day in range(5))
    return Problem(
        step=5,
        days=5,
        weeks=1,
        day_starts=540,
        day_ends=855,
        subjects=tuple(Subject(name) for name in names),
        streams=(Stream("1", lessons),),
        pupils=(Pupil("Ann", "1", frozenset({"Art"})), Pupil("Ben", "1", frozenset({"Music"}))),
        adults=(Adult("Cy", day, frozenset({"Nest"}), 1500), Adult("Di", day, frozenset({"Talk"}), 600)),
        rooms=(Room("Den", 2), Room("Attic", 1)),
        groups=(
            Group("long", "Nest", ("Ann",), 105, 5),
            Group("short", "Talk", ("Ann", "Ben"), 25, 3),
            Group("other", "Nest", ("Ben",), 65, 5),
        ),
    )


@pytest.mark.parametrize("shift", range(2))
def test_no_session_of_long_daily_ones_is_better_elsewhere(shift):
    problem = long_mornings(shift)
    assert better_by_one_move(problem, search(problem, rounds=5).timetable) == []
