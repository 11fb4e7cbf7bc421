"""The next best place of a session is the cheapest that keeps the rules, and its price is exact."""

import random
from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.explain.moves import Moves, moves
from inreach.planner.explain.wording import Names
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Group, Pin, Problem, Pupil, Walk, Window
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import broken
from inreach.planner.search.search import search
from tests.planner.impossible import NAMES, NINE, TEN, school, with_adult, with_group
from tests.planner.schools import instance


def moved(timetable: Timetable, group: Group, at: int, to: Session) -> Timetable:
    """Return the timetable with one session of a group elsewhere."""
    placements = []
    for placement in timetable:
        sessions = list(placement.sessions)
        if placement.group == group.id:
            sessions[at] = to
        placements.append(replace(placement, sessions=tuple(sessions)))
    return Timetable(tuple(placements))


def every_place(problem: Problem, group: Group, session: Session) -> list[Session]:
    """Return every time of the session's week, with every room."""
    rooms = [room.id for room in problem.rooms] if group.joins is None else [""]
    return [
        Session(session.week, day, start, room)
        for day in range(problem.days)
        for start in range(problem.day_starts, problem.day_ends - group.minutes + 1, problem.step)
        for room in rooms
    ]


def widened(problem: Problem, seed: int) -> Problem:
    """Return the problem with rarer facts: a second site, a class to cover, a session in class, what is published."""
    chance = random.Random(seed)
    first = problem.adults[0]
    adults = (
        replace(first, teaches=(Window(1, 0, 40),)),
        *(replace(item, covers=True) for item in problem.adults[1:]),
    )
    rooms = (problem.rooms[0], replace(problem.rooms[1], site="far"))
    groups = (replace(problem.groups[0], joins="Maths"), *problem.groups[1:])
    before = search(problem, seed=seed, rounds=1).timetable
    pupils = tuple(replace(item, unavoidable=chance.randrange(60)) for item in problem.pupils)
    return replace(
        problem,
        adults=adults,
        rooms=rooms,
        groups=groups,
        pupils=pupils,
        walks=(Walk("", "far", 10),),
        published=before,
    )


def check_all(problem: Problem, timetable: Timetable) -> int:
    """Compare places and prices with the evaluator's; return how many places there were."""
    evaluator, seen = ObjectiveEvaluator(problem), 0
    harm = evaluator.harm(timetable)
    every = Moves(problem, timetable, Names(), evaluator, harm)
    for group in problem.groups:
        placement = timetable.of(group.id)
        for at, session in enumerate(placement.sessions):
            found = list(every.places(group, placement, at))
            allowed = {
                (to.day, to.start)
                for to in every_place(problem, group, session)
                if not broken(problem, moved(timetable, group, at, to))
            } - {(session.day, session.start)}
            assert {(to.day, to.start) for to in found} == allowed
            assert len(found) == len(allowed)
            for to in found:
                other = moved(timetable, group, at, to)
                assert broken(problem, other) == ()
                price = every.pricing.price(group, placement, at, to)
                assert price == evaluator.harm(other).points - harm.points
            seen += len(found)
    return seen


@pytest.mark.parametrize(("seed", "weeks"), [(0, 1), (1, 1), (2, 2)])
def test_places_are_all_that_keep_the_rules_and_prices_are_those_of_the_judge(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks))
    assert check_all(problem, search(problem, seed=seed, rounds=5).timetable)


@pytest.mark.parametrize("seed", range(4))
def test_so_they_are_with_sites_cover_sessions_in_class_and_a_published_timetable(seed):
    problem = widened(problem_of(instance(seed)), seed)
    check_all(problem, search(problem, seed=seed, rounds=5).timetable)


def test_the_next_best_place_is_the_cheapest_and_said_in_minutes_and_subjects():
    problem = with_adult(school(), "bello", windows=(Window(0, NINE, TEN + 60), Window(1, TEN, TEN + 30)))
    problem = with_group(problem, "lego", sessions=1)
    problem = replace(problem, pupils=(Pupil("amir", "blue", loved=frozenset({"Art"})), problem.pupils[1]))
    timetable = Timetable((Placement("lego", "bello", (Session(0, 0, NINE, "den"),)),))
    best_move = moves(problem, timetable, Names(NAMES))[0]
    evaluator = ObjectiveEvaluator(problem)
    prices = [
        evaluator.harm(moved(timetable, problem.groups[0], 0, to)).points
        for to in every_place(problem, problem.groups[0], best_move.session)
        if not broken(problem, moved(timetable, problem.groups[0], 0, to)) and to.start != NINE
    ]
    assert best_move.points == min(prices) - evaluator.harm(timetable).points
    assert best_move.to == Session(0, 0, NINE + 30, "den")
    assert best_move.sentence == (
        "Lego Therapy A on Monday 09:00: Monday 09:30 would cost the same: the same subjects are missed."
    )
    only = with_adult(problem, "bello", windows=(Window(0, NINE, NINE + 30), Window(1, TEN, TEN + 30)))
    best_move = moves(only, timetable, Names(NAMES))[0]
    assert best_move.minutes == {"Art": 30, "Maths": -30}
    price = best_move.points
    assert best_move.sentence == (
        f"Lego Therapy A on Monday 09:00: Tuesday 10:00 would cost {price} points more: "
        "30 minutes more of Art and 30 minutes fewer of Maths."
    )


def test_a_session_that_is_pinned_or_has_no_other_place_says_so():
    problem = with_group(school(), "lego", sessions=1, pins=(Pin(0, 0, NINE),))
    timetable = Timetable((Placement("lego", "bello", (Session(0, 0, NINE, "den"),)),))
    found = moves(problem, timetable, Names(NAMES))[0]
    assert found.to is None
    assert found.sentence == (
        "Lego Therapy A on Monday 09:00: with everything else as it is, there is no other place for it."
    )


def test_a_broken_lesson_and_a_second_session_on_the_day_are_said():
    problem = with_group(with_group(school(), "lego", sessions=1), "talk", members=("amir",), sessions=1)
    problem = with_adult(
        problem, "bello", windows=(Window(0, NINE, NINE + 30), Window(1, NINE + 20, NINE + 50))
    )
    timetable = Timetable(
        (
            Placement("lego", "bello", (Session(0, 0, NINE, "den"),)),
            Placement("talk", "okafor", (Session(0, 1, TEN, "den"),)),
        )
    )
    assert moves(problem, timetable, Names(NAMES))[0].sentence == (
        "Lego Therapy A on Monday 09:00: Tuesday 09:20 would cost 154 points more: the same subjects are missed; "
        "pupils leave or come back within a lesson one time more; one pupil more with two sessions on a day."
    )


def test_a_price_is_exact_too_where_somebody_has_put_a_pupil_into_two_groups_at_once():
    problem = with_group(school(), "lego", members=("amir",), sessions=1, minutes=40)
    problem = with_group(problem, "talk", members=("amir",), sessions=1, minutes=40)
    few = tuple(item for item in problem.streams[0].lessons if item.day == 0 or item.subject == "Art")
    problem = replace(problem, streams=(replace(problem.streams[0], lessons=few),))
    twice = Timetable(
        (
            Placement("lego", "bello", (Session(0, 0, NINE, "den"),)),
            Placement("talk", "okafor", (Session(0, 0, NINE, "hall"),)),
        )
    )
    evaluator, to = ObjectiveEvaluator(problem), Session(0, 1, TEN, "den")
    every = Moves(problem, twice, Names(), evaluator, evaluator.harm(twice))
    price = every.pricing.price(problem.groups[0], twice.placements[0], 0, to)
    other = moved(twice, problem.groups[0], 0, to)
    assert price == evaluator.harm(other).points - evaluator.harm(twice).points
