"""With every fact that a plain school lacks the search keeps the rules and counts harm as the slow evaluator does."""

import os
import subprocess
import sys

import pytest

from inreach.planner.bounds.block_solver import available
from inreach.planner.bounds.lower_bound import Ascent
from inreach.planner.bounds.prover import prove
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.files import timetable_text
from inreach.planner.problem.validation import check
from inreach.planner.rules import broken
from inreach.planner.search.search import search
from tests.paths import ROOT
from tests.planner.facts import FACTS, school


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("seed", range(6))
def test_with_one_more_fact_no_rule_is_broken_and_the_points_are_the_judges(seed, fact, weeks):
    problem = school(seed, fact, weeks=weeks)
    check(problem)
    answer = search(problem, seed=seed, rounds=10)
    assert broken(problem, answer.timetable) == ()
    assert ObjectiveEvaluator(problem).harm(answer.timetable).points == answer.points


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(10))
def test_with_all_facts_no_rule_is_broken_the_points_are_the_judges_and_the_bound_is_below(seed, weeks):
    problem = school(seed, weeks=weeks, groups=6)
    check(problem)
    answer = search(problem, seed=seed, rounds=15)
    assert broken(problem, answer.timetable) == ()
    assert ObjectiveEvaluator(problem).harm(answer.timetable).points == answer.points
    ascent = Ascent(problem)
    assert max(ascent.step(answer.points) for _ in range(5)) <= answer.points


@pytest.mark.skipif(not available(), reason="HiGHS is not installed")
@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_with_all_facts_the_bound_of_groups_planned_together_is_below_the_points(seed, weeks):
    problem = school(seed, weeks=weeks)
    points = search(problem, seed=seed, rounds=40).points
    asked = iter(range(600))
    bounds = []
    prove(problem, lambda: points, bounds.append, lambda: next(asked, None) is None)
    assert bounds
    assert max(bounds) <= points


def test_plain_python_gives_the_same_bytes_as_compiled_code_with_all_facts():
    script = (
        "from inreach.planner.problem.files import timetable_text\n"
        "from inreach.planner.jit import COMPILED\n"
        "from inreach.planner.search.search import search\n"
        "from tests.planner.facts import school\n"
        "assert not COMPILED\n"
        "for seed in range(4):\n"
        "    problem = school(seed, weeks=1 + seed % 2)\n"
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
        timetable_text(search(school(seed, weeks=1 + seed % 2), seed=seed, rounds=12).timetable)
        for seed in range(4)
    ]
    assert plain.rstrip("\n") == "\n".join(compiled)
