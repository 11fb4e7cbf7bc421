"""A run is kept with all that it takes to find its timetable again."""

import json
from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.plan import plan
from inreach.planner.problem.files import FileRefused
from inreach.planner.problem.validation import ProblemRefused
from inreach.planner.runs import read_run, replay, run_of, run_text
from tests.planner.schools import instance


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("limit", [{"rounds": 40}, {"seconds": 0.4}, {"seconds": 0.4, "rounds": 100_000}])
def test_a_run_is_found_again_to_the_byte_by_rounds_and_by_the_clock(limit, weeks):
    problem = problem_of(instance(5, groups=6, weeks=weeks))
    run = read_run(run_text(run_of(problem, plan(problem, seed=3, prove=False, **limit))))
    assert replay(run) == run.timetable


def test_a_run_that_somebody_stopped_is_found_again():
    problem, calls = problem_of(instance(5, groups=6)), []
    found = plan(problem, rounds=5000, prove=False, stop=lambda: calls.append(1) or len(calls) > 30)
    run = run_of(problem, found)
    assert (run.rounds, run.limit) == (300, 5000)
    assert replay(run) == run.timetable


def test_a_run_reads_back_as_it_was_written():
    problem = problem_of(instance(1))
    run = run_of(problem, plan(problem, seconds=0.1, prove=False))
    assert read_run(run_text(run)) == run
    assert run.pace[0] == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("file", "a letter", "must begin with"),
        ("rounds", "many", r"run\.rounds: there must be a whole number"),
        ("bound", 0.5, r"run\.bound: there must be a whole number, or null"),
        ("seconds", "long", r"run\.seconds: there must be a number"),
        ("seconds", float("nan"), r"run\.seconds: there must be a number, and none below nought"),
        ("seconds", -1, r"run\.seconds: there must be a number, and none below nought"),
        ("pace", [3, 1], r"run\.pace: there must be a list of whole numbers that never fall"),
        ("versions", ["3.11"], r"run\.versions: there must be an object"),
        ("versions", {"python": "\ud800"}, r"run\.versions: there must be an object"),
        ("problem", {}, "must begin with"),
    ],
)
def test_a_file_that_is_no_run_is_refused_with_what_is_wrong(field, value, sentence):
    problem = problem_of(instance(1))
    told = json.loads(run_text(run_of(problem, plan(problem, rounds=1, prove=False))))
    with pytest.raises(FileRefused, match=sentence):
        read_run(json.dumps(told | {field: value}))


def test_a_run_of_a_problem_that_makes_no_sense_is_not_looked_for_again():
    run = run_of(problem_of(instance(1)), plan(problem_of(instance(1)), rounds=1, prove=False))
    with pytest.raises(ProblemRefused, match=r"^A cycle has one or two weeks, not 5\.$"):
        replay(replace(run, problem=replace(run.problem, weeks=5)))


def test_text_that_is_not_json_is_refused_with_its_line():
    with pytest.raises(FileRefused, match=r"^Line 1: this is not JSON"):
        read_run("{")
