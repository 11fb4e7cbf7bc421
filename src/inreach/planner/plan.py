"""Plan: the search in this process; on the other core the proof of how good its answer is, help, or a second search."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from inreach.planner.bounds.bound_worker import running_bound_worker
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.problem.validation import check
from inreach.planner.search.parallel_search import running_parallel_search
from inreach.planner.search.search import Answer, Gift, search


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
    gifts: tuple[Gift, ...] = ()

    @property
    def gap(self) -> float | None:
        """How far from the best the answer may be at most, as a share of its points; None if nothing was proved."""
        if self.bound is None:
            return None
        return (self.points - self.bound) / self.points if self.points else 0.0


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
    better answer is taken, with the seed it came from. Within a limit in seconds alone, the core that proves also joins
    the good timetables of the search to a better one, and the plan keeps these gifts. The planner stops early when the
    proof shows that nothing better exists. ProblemRefused if the problem makes no sense; ValueError without a limit, or
    for other numbers of workers.
    """
    if workers not in {1, 2}:
        raise ValueError("The planner works with one worker or with two.")
    check(problem)
    parallel = (
        running_parallel_search(problem, seed=seed, seconds=seconds, rounds=rounds) if workers == 2 else None
    )
    helper = running_bound_worker(problem, seconds if rounds is None else None) if prove else nullcontext()
    with helper as core, parallel or nullcontext() as other:
        best: list[Answer] = []
        halted: list[bool] = []
        begun = time.perf_counter()
        shown: list[int | None] = [None]

        def bound() -> int | None:
            return None if core is None else core.bound()

        def tell(seconds: float) -> None:
            shown[0] = bound()
            if on_news is not None:
                on_news(News(best[0].points, shown[0], seconds, best[0].timetable))

        def better(answer: Answer) -> None:
            if best and answer.points >= best[0].points:
                return
            best[:] = [answer]
            if core is not None:
                core.aim(answer)
            tell(answer.seconds)

        def enough() -> bool:
            heard = other.better() if other is not None else None
            if heard is not None:
                better(heard)
            proved = bound()
            if proved != shown[0]:
                tell(time.perf_counter() - begun)
            if (proved is not None and proved >= best[0].points) or (stop is not None and stop()):
                halted.append(True)
            return bool(halted)

        answer = search(
            problem, seed=seed, seconds=seconds, rounds=rounds, helper=core, on_better=better, stop=enough
        )
        other_answer = other.last(wait=rounds is not None and not halted) if other is not None else None
        if other is not None and other_answer is not None and other_answer.points < answer.points:
            better(other_answer)
            answer, seed = other_answer, other.seed
        proved = bound()
    return Plan(
        answer.timetable,
        answer.points,
        proved,
        seed,
        answer.rounds,
        answer.seconds,
        rounds,
        answer.pace,
        answer.gifts,
    )
