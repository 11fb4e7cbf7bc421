"""Plan: the search in this process, and on the other core the proof of how good its answer is, or a second search."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from inreach.planner.beside import searching_beside, start_deaf
from inreach.planner.exact.prover import prove
from inreach.planner.problem import Problem
from inreach.planner.search import Answer, search
from inreach.planner.timetable import Timetable
from inreach.planner.validate import check

NOTHING_PROVED = -1


@dataclass(frozen=True, slots=True)
class News:
    """The best answer so far while the planner works, told when it or the bound is better than before.

    `points` of the answer, the `bound` so far or None, and `seconds` since the start.
    """

    points: int
    bound: int | None
    seconds: float
    timetable: Timetable


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer of one run, and what is needed to run it again."""

    timetable: Timetable
    points: int
    bound: int | None
    seed: int
    rounds: int
    seconds: float
    limit: int | None = None
    pace: tuple[int, ...] = ()

    @property
    def gap(self) -> float | None:
        """How far from the best the answer may be at most, as a share of its points; None if nothing was proved."""
        if self.bound is None:
            return None
        return (self.points - self.bound) / self.points if self.points else 0.0


class _NoProof:
    """Stands where no proof is wanted."""

    def bound(self) -> None:
        """Nothing is proved."""

    def aim(self, points: int) -> None:
        """Nobody listens."""


class _Prover:
    """The other process, seen from this one."""

    def __init__(self, shared: Any) -> None:
        self.shared = shared

    def bound(self) -> int | None:
        """Return the best bound so far, in points."""
        found = self.shared[0]
        return None if found == NOTHING_PROVED else found

    def aim(self, points: int) -> None:
        """Tell the prover what the best answer costs now."""
        self.shared[1] = points


def _prove(problem: Problem, shared: Any, halt: Any) -> None:
    """Raise the bound in `shared[0]` towards the points in `shared[1]` until told to halt."""

    def target() -> int | None:
        if shared[1] == NOTHING_PROVED:
            halt.wait(0.01)
            return None
        return shared[1]

    def tell(points: int) -> None:
        shared[0] = points

    parent = multiprocessing.parent_process()

    def over() -> bool:
        """Nobody listens any more once the searching process is gone, however it ended."""
        return halt.is_set() or parent is None or not parent.is_alive()

    prove(problem, target, tell, over)


@contextmanager
def _proving(problem: Problem) -> Iterator[_Prover]:
    context = multiprocessing.get_context("spawn")
    shared = context.Array("q", [NOTHING_PROVED, NOTHING_PROVED])
    halt = context.Event()
    child = context.Process(target=_prove, args=(problem, shared, halt), daemon=True)
    start_deaf(child)
    try:
        yield _Prover(shared)
    finally:
        halt.set()
        child.join(timeout=2)
        if child.is_alive():
            child.kill()
            child.join()


@contextmanager
def _not_proving() -> Iterator[_NoProof]:
    yield _NoProof()


def plan(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    rounds: int | None = None,
    workers: int = 1,
    prove: bool = True,
    on_news: Callable[[News], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best timetable found within a limit in seconds or in rounds, and a bound proved meanwhile.

    The same problem, seed and limit in rounds alone give the same timetable every time with one worker, whether or not
    a proof runs beside it. With two workers a second search runs on the other core, which the proof then shares; the
    better answer is taken, with the seed it came from. The planner stops early when the proof shows that nothing
    better exists. ProblemRefused if the problem makes no sense; ValueError without a limit, or for other numbers of
    workers.
    """
    if workers not in {1, 2}:
        raise ValueError("The planner works with one worker or with two.")
    check(problem)
    beside = searching_beside(problem, seed=seed, seconds=seconds, rounds=rounds) if workers == 2 else None
    with _proving(problem) if prove else _not_proving() as proof, beside or nullcontext() as other:
        best: list[Answer] = []
        halted: list[bool] = []
        begun, shown = time.perf_counter(), [None]

        def tell(seconds: float) -> None:
            shown[0] = proof.bound()
            if on_news is not None:
                on_news(News(best[0].points, shown[0], seconds, best[0].timetable))

        def better(answer: Answer) -> None:
            if best and answer.points >= best[0].points:
                return
            best[:] = [answer]
            proof.aim(answer.points)
            tell(answer.seconds)

        def enough() -> bool:
            heard = other.better() if other is not None else None
            if heard is not None:
                better(heard)
            bound = proof.bound()
            if bound != shown[0]:
                tell(time.perf_counter() - begun)
            if (bound is not None and bound >= best[0].points) or (stop is not None and stop()):
                halted.append(True)
            return bool(halted)

        answer = search(problem, seed=seed, seconds=seconds, rounds=rounds, on_better=better, stop=enough)
        found = other.last(wait=rounds is not None and not halted) if other is not None else None
        if other is not None and found is not None and found.points < answer.points:
            better(found)
            answer, seed = found, other.seed
        bound = proof.bound()
    return Plan(
        answer.timetable, answer.points, bound, seed, answer.rounds, answer.seconds, rounds, answer.pace
    )
