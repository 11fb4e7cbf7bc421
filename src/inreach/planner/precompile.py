"""Compiles the search and the proof on a school of two pupils, so that nobody waits for it later."""

from __future__ import annotations

import numpy as np

from inreach.planner.bounds.lower_bound import Ascent
from inreach.planner.entry import through
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
from inreach.planner.search.group_branch_and_bound import NEVER
from inreach.planner.search.search import search


def smallest_school() -> Problem:
    """Return a problem with two pupils, two groups, one adult and one room."""
    lessons = tuple(Lesson(0, day, 540, 600, "English") for day in range(5))
    return Problem(
        step=10,
        days=5,
        weeks=1,
        day_starts=540,
        day_ends=600,
        subjects=(Subject("English"),),
        streams=(Stream("1", lessons),),
        pupils=(Pupil("Ann", "1"), Pupil("Ben", "1")),
        adults=(Adult("Cy", tuple(Window(day, 540, 600) for day in range(5)), frozenset({"Talk"}), 200),),
        rooms=(Room("Den", 2),),
        groups=(Group("1", "Talk", ("Ann",), 20, 2), Group("2", "Talk", ("Ann", "Ben"), 20, 2)),
    )


def precompile() -> None:
    """Compile everything that is not yet compiled; at once where it is, or where numba is not installed."""
    problem = smallest_school()
    best = search(problem, rounds=2)
    ascent = Ascent(problem)
    ascent.step(best.points)
    costs = np.empty((1, int(ascent.compiled.first[0, -1])), dtype=np.int64)
    through(ascent.compiled, ascent.relaxation, ascent.whole(), 0, NEVER, 1, costs)


if __name__ == "__main__":
    precompile()
