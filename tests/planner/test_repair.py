"""A published timetable is repaired after a change of facts: least is moved first, least is lost second."""

from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.changes import (
    AdultAway,
    ChangeRefused,
    GroupAdded,
    GroupEnded,
    LessonMoved,
    PupilLeaves,
    RoomGone,
    changed,
)
from inreach.planner.problem.problem import Adult, Group, Room, Window
from inreach.planner.problem.validation import ProblemRefused
from inreach.planner.repair import cannot_stay, losing_each_adult, repair
from inreach.planner.rules import broken
from inreach.planner.search.search import search
from tests.planner.rules.test_rules import SCHOOL
from tests.planner.schools import instance

WEEK = tuple(Window(day, 0, 100) for day in range(5))


def school(seed=2, groups=5):
    """Return a small school in which two adults can take each programme, and its timetable."""
    problem = problem_of(instance(seed, groups=groups))
    helper = Adult("3", WEEK, frozenset({"A", "B"}), 140)
    problem = replace(problem, adults=(*problem.adults, helper), rooms=(*problem.rooms, Room("2", 2)))
    return problem, search(problem, seed=seed, rounds=60).timetable


def test_where_nothing_has_changed_nothing_is_moved():
    problem, published = school()
    repaired = repair(problem, published, [], rounds=40)
    assert (repaired.moved, repaired.other_adults) == (0, 0)
    assert repaired.harm.points <= ObjectiveEvaluator(problem).harm(published).points
    assert repaired.dearer <= 0.05


def test_a_published_timetable_may_know_an_adult_who_is_no_longer_there():
    problem, published = school()
    left = replace(problem, adults=tuple(adult for adult in problem.adults if adult.id != "3"))
    assert any(item.adult == "3" and item.sessions for item in published)
    found = repair(left, published, [], rounds=5)
    assert broken(found.problem, found.timetable) == ()
    assert found.other_adults > 0


def test_a_repair_that_is_told_to_stop_has_the_best_it_found_so_far():
    problem, published = school()
    found = repair(problem, published, [AdultAway("3")], seconds=60, stop=lambda: True)
    assert broken(found.problem, found.timetable) == ()
    assert found.timetable == repair(problem, published, [AdultAway("3")], rounds=0).timetable


@pytest.mark.parametrize(
    "change",
    [
        AdultAway("0"),
        AdultAway("3", (Window(0, 0, 100), Window(1, 0, 100))),
        RoomGone("2"),
        RoomGone("1", (Window(2, 0, 100),)),
        GroupEnded("1"),
        GroupAdded(Group("new", "A", ("0",), 10, 2)),
        PupilLeaves("5", "4"),
    ],
)
def test_after_each_kind_of_change_the_timetable_keeps_every_rule_of_the_new_facts(change):
    problem, published = school()
    if isinstance(change, PupilLeaves):
        change = PupilLeaves(problem.groups[4].members[0], "4")
    repaired = repair(problem, published, [change], seed=1, rounds=40)
    assert broken(repaired.problem, repaired.timetable) == ()
    assert replace(repaired.problem, published=None) == changed(problem, [change])
    judged = ObjectiveEvaluator(repaired.problem).harm(repaired.timetable)
    assert (repaired.moved, repaired.other_adults) == (judged.sessions_moved, judged.other_adults)
    assert repaired.harm.points == judged.points - judged.change_points
    assert repaired.dearer <= 0.05
    assert repaired.difference.moved == repaired.moved
    assert repaired.must_move <= repaired.moved


@pytest.mark.parametrize("seed", [2, 3])
def test_when_an_adult_is_lost_few_sessions_move_and_pupils_lose_little_more_than_planned_from_nothing(seed):
    problem, published = school(seed, groups=6)
    lost = losing_each_adult(problem, published, rounds=60)
    assert [item.adult for item in lost] == [adult.id for adult in problem.adults]
    for item in lost:
        assert item.repair.moved <= 2 * item.sessions
        assert item.repair.dearer <= 0.05


def test_the_same_seed_repairs_in_the_same_way():
    problem, published = school()
    one, other = (repair(problem, published, [AdultAway("0")], seed=4, rounds=20) for _ in range(2))
    assert one == other


def test_a_lesson_that_moves_into_a_session_moves_the_session_and_no_other():
    fixed = replace(SCHOOL, groups=SCHOOL.groups[:1])
    published = search(fixed, rounds=5).timetable
    (session,) = published.of("1").sessions
    held = next(
        item
        for item in SCHOOL.streams[0].lessons
        if (item.day, item.subject) == (session.day, "Art" if session.start >= 660 else "English")
    )
    found = repair(fixed, published, [LessonMoved("s", held, replace(held, subject="PSHE"))], rounds=10)
    assert (found.moved, found.must_move) == (1, 1)
    assert cannot_stay(found.problem) == (("1", session),)
    assert (
        found.sentence
        == "One of one session is no longer at its time; one had to go. No groups have another adult."
    )
    assert broken(found.problem, found.timetable) == ()


def test_facts_that_make_no_sense_are_refused_before_anything_is_planned():
    problem, published = school()
    with pytest.raises(ChangeRefused, match=r"^There is no adult “9”\.$"):
        repair(problem, published, [AdultAway("9")], rounds=1)
    with pytest.raises(ProblemRefused, match="there is no pupil “9”"):
        repair(problem, published, [GroupAdded(Group("new", "A", ("9",), 10, 2))], rounds=1)
