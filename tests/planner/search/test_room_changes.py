"""Sessions change rooms for another, at no cost, and whatever is tried and taken back leaves no trace."""

from dataclasses import replace

import numpy as np
import pytest
from bench.planner import problem_of

from inreach.planner.entry import construct, improve, put
from inreach.planner.objective.weights import Weights
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
from inreach.planner.rules import broken
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.compiled_problem import build
from inreach.planner.search.rng import seeded
from inreach.planner.search.ruin_and_recreate import empty_incumbent
from inreach.planner.search.search import search
from inreach.planner.search.search_state import empty_state
from tests.planner.schools import instance

NINE, TEN, NOON = 540, 600, 720


def narrow_school() -> Problem:
    """Return a school where four pupils take the large room at nine, which one pupil needs until noon."""
    short, long = (Lesson(0, 0, NINE, TEN, "Art"),), (Lesson(0, 0, NINE, NOON, "Art"),)
    there = (Window(0, NINE, NOON),)
    four = tuple(f"pupil {n}" for n in range(4))
    return Problem(
        step=60,
        days=1,
        weeks=1,
        day_starts=NINE,
        day_ends=NOON,
        subjects=(Subject("Art"),),
        streams=(Stream("short", short), Stream("long", long)),
        pupils=(*(Pupil(name, "short") for name in four), Pupil("pupil 4", "long")),
        adults=tuple(Adult(name, there, frozenset({"Talk"}), 300) for name in ("Bo", "Cy")),
        rooms=(Room("all day", 4), Room("until ten", 4, busy=(Window(0, TEN, NOON),))),
        groups=(Group("four", "Talk", four, 60, 1), Group("one", "Talk", ("pupil 4",), 180, 1)),
        turnaround=0,
        weights=Weights(session_short=100_000),
    )


def test_a_group_changes_rooms_for_one_that_has_no_other():
    answer = search(narrow_school(), rounds=0).timetable
    assert [item.room for item in answer.of("four").sessions] == ["until ten"]
    assert [item.room for item in answer.of("one").sessions] == ["all day"]


def test_a_group_stays_where_it_is_when_the_other_room_is_too_small_for_it():
    problem = narrow_school()
    rooms = (problem.rooms[0], replace(problem.rooms[1], places=3))
    answer = search(replace(problem, rooms=rooms), rounds=0).timetable
    assert [item.room for item in answer.of("four").sessions] == ["all day"]
    assert answer.of("one").sessions == ()


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_after_many_rounds_the_board_is_as_if_every_group_had_just_been_put_there(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks, groups=6))
    compiled = build(problem, Candidates(problem))
    state, rng = empty_state(compiled), seeded(seed)
    incumbent = empty_incumbent(state)
    now = construct(compiled, state, incumbent, rng)
    improve(compiled, state, incumbent, rng, now, 1 << 20, 60, False)
    fresh = empty_state(compiled)
    for group in range(len(problem.groups)):
        if state.lead[group] >= 0:
            put(compiled, fresh, group, state.lead[group], state.place[group], state.where[group])
    for name in (
        "adult",
        "pupil",
        "room",
        "holder",
        "place",
        "where",
        "lead",
        "fine",
        "harm",
        "visits",
        "worked",
    ):
        assert np.array_equal(getattr(state, name), getattr(fresh, name)), name
    assert np.array_equal(state.counters.missed, fresh.counters.missed)
    assert np.array_equal(state.counters.away, fresh.counters.away)


@pytest.mark.parametrize("seed", range(4))
def test_no_rule_is_broken_where_rooms_are_scarce(seed):
    problem = problem_of(instance(seed, groups=6))
    scarce = replace(problem, rooms=(*problem.rooms, replace(problem.rooms[0], id="new", busy=())))
    assert broken(scarce, search(scarce, seed=seed, rounds=80).timetable) == ()
