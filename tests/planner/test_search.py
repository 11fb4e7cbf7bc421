"""The search keeps every rule, counts harm as the slow judge does, and gives the same answer every time."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from bench.planner import answer_of, problem_of, timetable_of

from inreach.planner.files import timetable_text
from inreach.planner.harm import Judge
from inreach.planner.search import search
from tests.planner.schools import instance

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench" / "planner"


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_the_search_counts_harm_as_the_judge_does(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks, groups=4))
    answer = search(problem, seed=seed, rounds=30)
    assert Judge(problem).harm(answer.timetable).points == answer.points


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
    assert Judge(problem).harm(answer.timetable).points == answer.points


def test_a_search_without_a_limit_is_refused():
    with pytest.raises(ValueError, match=r"^Say how long to search"):
        search(problem_of(instance(2)))


def test_plain_python_gives_the_same_bytes_as_compiled_code():
    script = (
        "from bench.planner import problem_of\n"
        "from tests.planner.schools import instance\n"
        "from inreach.planner.files import timetable_text\n"
        "from inreach.planner.search import search\n"
        "from inreach.planner.jit import COMPILED\n"
        "assert not COMPILED\n"
        "for seed in range(3):\n"
        "    problem = problem_of(instance(seed, weeks=1 + seed % 2))\n"
        "    print(timetable_text(search(problem, seed=seed, rounds=12).timetable))\n"
    )
    root = Path(__file__).resolve().parents[2]
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
    harm = Judge(problem).harm(answer.timetable)
    assert broken == []
    assert figures["harm"] == harm.points
    assert figures["minutes out"] == harm.minutes_out
    assert figures["worst pupil"] == harm.worst_pupil
    assert timetable_of(school, written) == answer.timetable
