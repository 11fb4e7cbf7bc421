"""Every function of the search and the proof is compiled for one set of types, and Python calls one of them."""

import importlib
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from inreach.planner.bounds.lower_bound import Ascent
from inreach.planner.entry import (
    NO_COUNTERS,
    NO_INCUMBENT,
    NO_MULTIPLIERS,
    NO_RELAXATION,
    NO_RESOURCE_USE,
    NO_STATE,
    run,
    through,
)
from inreach.planner.jit import COMPILED, takes_part, texts
from inreach.planner.precompile import smallest_school
from inreach.planner.search.compiled_problem import CompiledProblem
from inreach.planner.search.group_branch_and_bound import NEVER
from inreach.planner.search.search import search
from tests.planner.facts import school

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is not installed")


def test_every_inner_function_is_compiled_for_one_set_of_types():
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    printed = subprocess.run(
        [sys.executable, "-m", "tests.planner.signatures"],
        env={**os.environ, "PYTHONPATH": path},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    counts = json.loads(printed)
    assert len(counts) > 50
    assert {name: count for name, count in counts.items() if count != 1} == {}


@pytest.mark.parametrize("made", [smallest_school, partial(school, 0), partial(school, 3, weeks=2, groups=6)])
def test_a_search_and_a_proof_call_the_exported_function_with_one_set_of_types(made):
    problem = made()
    answer = search(problem, rounds=5)
    ascent = Ascent(problem)
    ascent.step(answer.points)
    compiled = ascent.compiled
    crew, places = int(compiled.crew_start[1]), int(compiled.first[0, -1])
    through(
        compiled, ascent.relaxation, ascent.whole(), 0, NEVER, 1, np.empty((crew, places), dtype=np.int64)
    )
    assert len(run.signatures) == 1


def test_python_calls_no_other_compiled_function():
    from tests.planner.compiled import compiled_functions

    exported = [
        name
        for name, function in compiled_functions().items()
        if not function.targetoptions.get("no_cpython_wrapper")
    ]
    assert exported == [f"{run.py_func.__module__}.run"]


def test_the_text_of_every_compiled_function_is_part_of_the_name_under_which_it_is_kept():
    from tests.planner.compiled import compiled_functions

    files = {Path(function.py_func.__code__.co_filename) for function in compiled_functions().values()}
    assert {path.read_bytes() for path in files} <= set(texts())
    assert len(files) > 10


def test_what_the_arrays_of_compiled_functions_are_is_part_of_that_name_too():
    records = {
        type(record)
        for record in (NO_STATE, NO_RELAXATION, NO_INCUMBENT, NO_COUNTERS, NO_MULTIPLIERS, NO_RESOURCE_USE)
    } | {CompiledProblem}
    files = {Path(importlib.import_module(record.__module__).__file__) for record in records}
    assert {path.read_bytes() for path in files} <= set(texts())


@pytest.mark.parametrize(
    "text",
    [
        b"from inreach.planner.jit import bare\n",
        b"import inreach.planner.jit as jit\n",
        b"from inreach.planner import (\n    entry,\n    jit,\n)\n",
        b"def late():\n    import numba\n",
        b"from inreach.planner.array_types import Ints\n\n\nclass Row(NamedTuple):\n    a: Ints\n",
    ],
)
def test_a_file_that_compiles_or_says_what_arrays_are_takes_part(text):
    assert takes_part(text)


@pytest.mark.parametrize(
    "text",
    [
        b"from inreach.planner.array_types import Ints\n\n\nclass Row:\n    a: Ints\n",
        b"from typing import NamedTuple\n\n\nclass Row(NamedTuple):\n    a: int\n",
        b"# words about numba and inreach.planner.jit\n",
    ],
)
def test_a_file_of_neither_kind_takes_no_part(text):
    assert not takes_part(text)
