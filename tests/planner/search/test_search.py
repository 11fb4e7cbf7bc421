"""The search keeps every rule, counts harm as the slow evaluator does, and gives the same answer every time."""

import json
import os
import runpy
import subprocess
import sys
from dataclasses import replace

import pytest
from bench.planner import answer_of, problem_of, timetable_of

from inreach.core.ledger.types import PeriodKind
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.objective.weights import Weights
from inreach.planner.problem.files import timetable_text
from inreach.planner.problem.problem import (
    Adult,
    Group,
    Lesson,
    Pin,
    Problem,
    Pupil,
    Room,
    Stream,
    Subject,
    Window,
)
from inreach.planner.search.search import A_GROUP, COLD, HOT, LAST, QUICK, WARM, descents_in, heat_at, search
from tests.paths import ROOT, SHARED
from tests.planner.schools import instance

BENCH = SHARED / "bench" / "planner"


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_the_search_counts_harm_as_the_judge_does(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks, groups=4))
    answer = search(problem, seed=seed, rounds=30)
    assert ObjectiveEvaluator(problem).harm(answer.timetable).points == answer.points


def test_every_answer_told_is_better_than_the_one_before():
    told = []
    answer = search(problem_of(instance(2, groups=5)), rounds=60, on_better=told.append)
    points = [item.points for item in told]
    assert points == sorted(set(points), reverse=True)
    assert told[-1].timetable == answer.timetable


def test_a_search_stops_when_told_and_still_has_an_answer():
    problem = problem_of(instance(2, groups=5))
    answer = search(problem, seconds=60, stop=lambda: True)
    assert answer.rounds == 0
    assert ObjectiveEvaluator(problem).harm(answer.timetable).points == answer.points


def test_a_search_without_a_limit_is_refused():
    with pytest.raises(ValueError, match=r"^Say how long to search"):
        search(problem_of(instance(2)))


def test_a_long_search_starts_again_from_high_heat_and_ends_with_the_best_of_its_descents():
    assert [descents_in(rounds, 25) for rounds in (0, 1_000, 60_000, 200_000)] == [1, 1, 1, 4]
    heats = [heat_at(at / 1000, 4) for at in range(1000)]
    assert heats[0] == COLD
    rises = [at / 1000 for at in range(1, 1000) if heats[at] > heats[at - 1]]
    assert rises == pytest.approx([QUICK, 0.223, 0.415, 0.608, 1 - LAST], abs=0.001)
    assert max(heats) == HOT
    assert heats[int(1000 * (1 - LAST))] == pytest.approx(WARM)
    assert heats[-1] == pytest.approx(COLD, rel=0.02)


def test_going_back_to_the_best_timetable_keeps_the_count_of_harm():
    problem = problem_of(instance(3, groups=2))
    rounds = 3 * A_GROUP * len(problem.groups)
    assert descents_in(rounds, len(problem.groups)) > 1
    answer = search(problem, seed=1, rounds=rounds)
    assert ObjectiveEvaluator(problem).harm(answer.timetable).points == answer.points


class Boards:
    """Notes the states it is shown with how many sessions stood on each at last, and gives nothing."""

    def __init__(self) -> None:
        self.boards: list = []
        self.placed: list[int] = []

    def look(self, compiled, state) -> None:
        """Note the state and its sessions."""
        if not self.boards or self.boards[-1] is not state:
            self.boards.append(state)
            self.placed.append(0)
        self.placed[-1] = int((state.place >= 0).sum())

    def gift(self, done: int) -> None:
        """Give nothing."""


def test_each_descent_begins_with_a_board_of_its_own_and_places_every_group_again():
    problem = problem_of(instance(3, groups=2))
    rounds, boards = 20_000, Boards()
    assert descents_in(rounds, len(problem.groups), a_group=1500) == 5
    answer = search(problem, rounds=rounds, a_group=1500, helper=boards)
    assert len(boards.boards) == 5
    assert set(boards.placed) == {sum(len(item.sessions) for item in answer.timetable)}


@pytest.mark.parametrize("week", [0, 1])
def test_a_group_whose_pinned_time_is_blocked_meets_in_neither_week(week):
    problem = problem_of(instance(3, weeks=2, groups=2))
    pause = next(item for item in problem.streams[0].lessons if item.kind is PeriodKind.BREAK)
    first, other = problem.groups
    pinned = replace(first, pins=(Pin(week, pause.day, pause.start),))
    answer = search(replace(problem, groups=(pinned, other)), rounds=5).timetable
    assert answer.of(first.id).sessions == ()
    assert answer.of(other.id).sessions


@pytest.mark.parametrize("unavoidable", [300, 900_000])
def test_two_weeks_are_filled_for_pupils_with_much_harm_that_cannot_be_avoided(unavoidable):
    problem = problem_of(instance(5, weeks=2, groups=4))
    pupils = tuple(replace(pupil, unavoidable=unavoidable) for pupil in problem.pupils)
    evaluator = ObjectiveEvaluator(problem)
    plain, fair = (
        evaluator.harm(search(asked, rounds=20).timetable)
        for asked in (problem, replace(problem, pupils=pupils))
    )
    assert fair.sessions_short == plain.sessions_short
    assert fair.pupil_points <= plain.pupil_points


def test_an_adult_with_time_between_sessions_is_booked_up_to_the_end_of_the_day():
    lesson, there = Lesson(0, 0, 540, 620, "Art"), (Window(0, 550, 620),)
    problem = Problem(
        step=10,
        days=1,
        weeks=1,
        day_starts=540,
        day_ends=620,
        subjects=(Subject("Art"),),
        streams=(Stream("all", (lesson,)),),
        pupils=(Pupil("Ann", "all"), Pupil("Ben", "all")),
        adults=(Adult("Cy", there, frozenset({"Talk"}), 300),),
        rooms=(Room("Den", 1),),
        groups=(Group("a", "Talk", ("Ann",), 30, 1), Group("b", "Talk", ("Ben",), 30, 1)),
        turnaround=10,
        weights=Weights(session_short=100_000, edge=0),
    )
    placed = search(problem, rounds=20).timetable
    assert sorted(item.start for group in ("a", "b") for item in placed.of(group).sessions) == [550, 590]


def test_plain_python_gives_the_same_bytes_as_compiled_code():
    script = (
        "from bench.planner import problem_of\n"
        "from tests.planner.schools import instance\n"
        "from inreach.planner.problem.files import timetable_text\n"
        "from inreach.planner.search.search import search\n"
        "from inreach.planner.jit import COMPILED\n"
        "assert not COMPILED\n"
        "for seed in range(3):\n"
        "    problem = problem_of(instance(seed, weeks=1 + seed % 2))\n"
        "    print(timetable_text(search(problem, seed=seed, rounds=12).timetable))\n"
    )
    root = ROOT
    plain = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "INREACH_PLANNER_PLAIN": "1", "PYTHONPATH": f"{root}:{root / 'src'}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    compiled = [
        timetable_text(search(problem_of(instance(seed, weeks=1 + seed % 2)), seed=seed, rounds=12).timetable)
        for seed in range(3)
    ]
    assert plain.rstrip("\n") == "\n".join(compiled)


@pytest.mark.real
@pytest.mark.skipif(not BENCH.exists(), reason="the benchmark is no part of the project")
@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_the_judge_of_the_benchmark_finds_no_broken_rule_and_the_same_harm(seed, within):
    school = instance(seed, weeks=1 + seed % 2, groups=5, within=within)
    problem = problem_of(school)
    answer = search(problem, seed=seed, rounds=20)
    judge = runpy.run_path(str(BENCH / "check.py"))["judge"]
    written = json.loads(json.dumps(answer_of(school, answer.timetable)))
    figures, broken = judge(school, written)
    harm = ObjectiveEvaluator(problem).harm(answer.timetable)
    assert broken == []
    assert figures["harm"] == harm.points
    assert figures["minutes out"] == harm.minutes_out
    assert figures["worst pupil"] == harm.worst_pupil
    assert timetable_of(school, written) == answer.timetable
