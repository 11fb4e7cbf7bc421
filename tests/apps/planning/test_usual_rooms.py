"""Groups keep the rooms that people are used to, and nothing else about a timetable changes."""

from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.apps.planning.services.usual_rooms import Rooms, in_usual_rooms
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Room, Window
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import broken
from inreach.planner.search.search import search
from tests.planner.schools import instance

SEEDS = range(12)


def school(seed):
    """A school with rooms enough to choose from, what is planned for it, and today's rooms, drawn by the seed."""
    problem = problem_of(instance(seed, groups=5))
    rooms = (
        Room("blue", 2),
        Room("small", 1),
        Room("hall", 9, (Window(seed % 5, 0, 60),)),
        Room("hut", 9, site="Hill"),
        Room("place 1", 200),
    )
    problem = replace(problem, rooms=rooms, walks=())
    timetable = search(replace(problem, rooms=rooms[:3] + rooms[4:]), seed=seed, rounds=20).timetable
    names = ["hall", "small", "", "hut", "blue"]
    today = Timetable(
        tuple(
            replace(item, sessions=tuple(replace(one, room=names[(seed + n) % 5]) for one in item.sessions))
            for n, item in enumerate(timetable)
        )
    )
    return problem, timetable, today


def times_and_adults(timetable):
    return [
        (item.group, item.adult, item.cover, [(one.week, one.day, one.start) for one in item.sessions])
        for item in timetable
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_only_rooms_change_and_no_rule_is_broken(seed):
    problem, timetable, today = school(seed)
    with_rooms = in_usual_rooms(problem, timetable, today)
    assert times_and_adults(with_rooms) == times_and_adults(timetable)
    assert broken(problem, with_rooms) == ()
    assert ObjectiveEvaluator(problem).harm(with_rooms) == ObjectiveEvaluator(problem).harm(timetable)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_session_could_have_the_room_it_has_today_if_it_has_not(seed):
    problem, timetable, today = school(seed)
    found = in_usual_rooms(problem, timetable, today)
    for placement in found:
        for session in placement.sessions:
            wanted = Rooms(problem, timetable, today).preferred[
                next(
                    (n, m)
                    for n, item in enumerate(found)
                    for m, one in enumerate(item.sessions)
                    if (item, one) == (placement, session)
                )
            ]
            likes = wanted.index(session.room) if session.room in wanted else len(wanted)
            for room in wanted[:likes]:
                sessions = tuple(
                    replace(one, room=room) if one == session else one for one in placement.sessions
                )
                moved = replace(placement, sessions=sessions)
                other = Timetable(tuple(moved if item == placement else item for item in found))
                assert broken(problem, other) or room == "hut"  # rooms are changed on one site only


def test_two_sessions_at_one_time_swap_rooms_and_a_place_that_is_no_room_is_kept():
    problem, _, _ = school(0)
    one, two = (group.id for group in problem.groups[:2])
    groups = tuple(
        replace(group, members=group.members[:1], joins=None, minutes=20) for group in problem.groups[:2]
    )
    problem = replace(problem, groups=groups)

    def meeting(first, second):
        return Timetable(
            (
                Placement(one, "0", (Session(0, 1, 10, first),)),
                Placement(two, "1", (Session(0, 1, 20, second),)),
            )
        )

    assert in_usual_rooms(problem, meeting("blue", "hall"), meeting("hall", "blue")) == meeting(
        "hall", "blue"
    )
    assert in_usual_rooms(problem, meeting("blue", "hall"), meeting("", "hall")) == meeting("place 1", "hall")
    assert in_usual_rooms(problem, meeting("blue", "hall"), meeting("hall", "hall")) == meeting(
        "blue", "hall"
    )


def test_a_room_is_given_up_for_two_sessions_after_each_other_and_groups_without_a_room_today_keep_to_one():
    problem, _, _ = school(0)
    group = replace(problem.groups[0], members=problem.groups[0].members[:1], joins=None, minutes=20)
    groups = (replace(group, id="long", minutes=40), replace(group, id="one"), replace(group, id="two"))
    problem = replace(problem, groups=groups)

    def meeting(first, *others):
        return Timetable(
            (
                Placement("long", "0", (Session(0, 1, 10, first),)),
                Placement("one", "1", (Session(0, 1, 10, others[0]),)),
                Placement("two", "1", (Session(0, 1, 30, others[1]),)),
            )
        )

    today = meeting("hall", "blue", "blue")
    assert in_usual_rooms(problem, meeting("blue", "hall", "hall"), today) == today
    days = [Session(0, day, 10, room) for day, room in enumerate(("hall", "hall", "blue"))]
    planned = Timetable((Placement("one", "0", tuple(days)),))
    rooms = [session.room for session in in_usual_rooms(problem, planned, Timetable(())).of("one").sessions]
    assert rooms == ["hall", "hall", "hall"]
