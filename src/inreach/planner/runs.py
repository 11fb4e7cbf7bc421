"""Runs: a question, its answer and how it was found, so that anybody can look at it again and find it again."""

from __future__ import annotations

import json
import math
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from inreach.planner.plan import Plan
from inreach.planner.problem.files import (
    FileRefused,
    is_text,
    json_of,
    problem_text,
    read_problem,
    read_timetable,
    timetable_text,
)
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.problem.validation import check, check_timetable
from inreach.planner.search.search import Gift, GivenBefore, search

RUN = "inreach plan run 1"
PACKAGES = ("inreach", "numpy", "numba", "highspy")
NUMBERS = ("points", "seed", "rounds")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the planner: what was asked, what was found, from which seed, in how many rounds and seconds.

    `limit` is the one in rounds, where there was one; `pace` is that of a run by the clock, and `gifts` are what the
    other core handed to the search, with the rounds: with them the same timetable is found again on any machine.
    """

    problem: Problem
    timetable: Timetable
    points: int
    bound: int | None
    seed: int
    rounds: int
    seconds: float
    limit: int | None
    pace: tuple[int, ...]
    gifts: tuple[Gift, ...]
    versions: dict[str, str]


def run_of(problem: Problem, plan: Plan) -> Run:
    """Return the run that led to a plan, with the versions of what took part here and now."""
    return Run(
        problem,
        plan.timetable,
        plan.points,
        plan.bound,
        plan.seed,
        plan.rounds,
        plan.seconds,
        plan.limit,
        plan.pace,
        plan.gifts,
        versions(),
    )


def replay(run: Run) -> Timetable:
    """Find the timetable of a run again: the same to the byte, unless the planner has changed since.

    ProblemRefused if somebody has changed the problem so that it makes no sense, or a gift does not belong to it.
    """
    check(run.problem)
    for _, gift in run.gifts:
        check_timetable(run.problem, gift)
    limit = run.rounds if run.pace or run.limit is None else run.limit
    given = GivenBefore(run.gifts)
    answer = search(run.problem, seed=run.seed, rounds=limit, until=run.rounds, pace=run.pace, helper=given)
    return answer.timetable


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that take part; one that is not installed is left out."""
    installed = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            continue
    return installed


def run_text(run: Run) -> str:
    """Return a run as JSON text."""
    values = {
        "file": RUN,
        "points": run.points,
        "bound": run.bound,
        "seed": run.seed,
        "rounds": run.rounds,
        "seconds": run.seconds,
        "limit": run.limit,
        "pace": run.pace,
        "gifts": [[after, json.loads(timetable_text(gift))] for after, gift in run.gifts],
        "versions": run.versions,
        "problem": json.loads(problem_text(run.problem)),
        "timetable": json.loads(timetable_text(run.timetable)),
    }
    return json.dumps(values, ensure_ascii=False, indent=1)


def read_run(text: str) -> Run:
    """Return the run of a JSON text; FileRefused says what is wrong."""
    values = json_of(text)
    if not isinstance(values, dict) or values.get("file") != RUN:
        raise FileRefused(f"The file must begin with “file”: “{RUN}”.")
    for name in NUMBERS:
        if type(values.get(name)) is not int:
            raise FileRefused(f"run.{name}: there must be a whole number.")
    for name in ("bound", "limit"):
        if values.get(name) is not None and type(values[name]) is not int:
            raise FileRefused(f"run.{name}: there must be a whole number, or null where there was none.")
    seconds = values.get("seconds")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < math.inf:
        raise FileRefused("run.seconds: there must be a number, and none below nought.")
    pace = values.get("pace")
    if not isinstance(pace, list) or not all(type(tick) is int for tick in pace) or pace != sorted(pace):
        raise FileRefused("run.pace: there must be a list of whole numbers that never fall.")
    gifts = values.get("gifts", [])
    if not isinstance(gifts, list) or not all(
        isinstance(gift, list) and [type(part) for part in gift] == [int, dict] for gift in gifts
    ):
        raise FileRefused("run.gifts: there must be a list of pairs, each a whole number and a timetable.")
    versions = values.get("versions")
    if not isinstance(versions, dict) or not all(
        isinstance(value, str) and is_text(name + value) for name, value in versions.items()
    ):
        raise FileRefused("run.versions: there must be an object with names and versions.")
    return Run(
        problem=read_problem(json.dumps(values.get("problem"))),
        timetable=read_timetable(json.dumps(values.get("timetable"))),
        points=values["points"],
        bound=values.get("bound"),
        seed=values["seed"],
        rounds=values["rounds"],
        seconds=float(seconds),
        limit=values.get("limit"),
        pace=tuple(pace),
        gifts=tuple((after, read_timetable(json.dumps(gift))) for after, gift in gifts),
        versions=versions,
    )
