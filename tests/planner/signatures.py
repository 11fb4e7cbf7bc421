"""Prints for how many sets of types each compiled function is typed; in a process of its own.

Machine code is left out, because it takes much longer than types: nothing that is compiled here can be run.
"""

import json
import sys

from numba import njit, typeof
from numba.core.cpu import CPUContext
from numba.core.lowering import Lower

from inreach.planner import entry
from inreach.planner.precompile import smallest_school
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.compiled_problem import build
from inreach.planner.search.rng import seeded
from inreach.planner.search.ruin_and_recreate import empty_incumbent
from inreach.planner.search.search_state import empty_state
from tests.planner.compiled import compiled_functions


def only_types() -> None:
    """Let numba find the types of functions and write no code."""

    def nothing(function: Lower, *_: object) -> None:
        function.call_helper = None

    Lower.lower = Lower.create_cpython_wrapper = Lower.create_cfunc_wrapper = nothing
    CPUContext.get_executable = lambda *_: [].append  # numba wants a function written in C, each time another


def main() -> None:
    """Type the one function that Python calls, and with it all others."""
    taken = []
    exported, entry.run = entry.run, lambda *arguments: taken.append(arguments) or 0
    problem = smallest_school()
    compiled = build(problem, Candidates(problem))
    state = empty_state(compiled)
    entry.construct(compiled, state, empty_incumbent(state), seeded(0))
    only_types()
    types = tuple(typeof(argument) for argument in taken[0])
    njit(exported.py_func).compile(types)
    functions = compiled_functions()
    counts = {name: len(item.signatures) for name, item in functions.items() if item is not exported}
    sys.stdout.write(json.dumps(counts))


if __name__ == "__main__":
    main()
