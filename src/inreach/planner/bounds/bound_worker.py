"""What the other core does meanwhile: it proves how good an answer is, and joins good timetables of two searches."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from inreach.planner.bounds.block_solver import available
from inreach.planner.bounds.prover import Proof
from inreach.planner.bounds.solution_merging import Look, SolutionMerger, SolutionSample, SolutionSamples
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.search.compiled_problem import CompiledProblem
from inreach.planner.search.parallel_search import start_deaf
from inreach.planner.search.search import Answer, search
from inreach.planner.search.search_state import SearchState

NOTHING_PROVED = -1
PROOF = 0.25  # the first share of the time is for the proof alone
SEARCH = 0.55  # the share of the time until which there is a second search, with a seed that nobody chooses
SEED = 3_000_000
A_GROUP = 600  # rounds for each group in one of its descents: short ones, because they are there to be joined
ALL = (  # the first joinings look at all groups; the share of the time for each
    (Look(1.0, 2.6), 0.15),
    (Look(1.0, 2.6), 0.1),
    (Look(1.0, 3.2), 0.2),
)
PART = Look(0.5, 4.0), 0.02  # those that follow look at some of them
MORE, LESS = 1.1, 0.93  # times as much after a joining that came to an end, and after one that did not
SHORTEST = 3.0  # seconds that a joining may take at least
FEWEST = 3  # joinings that there is time for; where there would be fewer, all time is for the proof
PAUSE = 0.1  # the share that the proof gets after a joining that has looked at everything
LATEST = 0.98  # the share of the time at which the last one ends
A_MOMENT = 0.01  # seconds


class _Wire(NamedTuple):
    """What two processes tell each other: bound and points, to halt, to ask, and an end of a pipe for timetables."""

    shared: Any
    halt: Any
    wants: Any
    pipe: Any


class BoundWorker:
    """The other process, seen from this one; it helps the search as a `Helper`."""

    def __init__(self, wire: _Wire) -> None:
        self.shared, self.wants, self.pipe = wire.shared, wire.wants, wire.pipe
        self.samples = SolutionSamples()
        self.best: Timetable | None = None

    def bound(self) -> int | None:
        """Return the best bound so far, in points."""
        points = self.shared[0]
        return None if points == NOTHING_PROVED else points

    def aim(self, answer: Answer) -> None:
        """Tell the other process what the best answer costs now."""
        self.best = answer.timetable
        self.shared[1] = answer.points

    def look(self, compiled: CompiledProblem, state: SearchState) -> None:
        """Count where groups stand on a state at low heat."""
        self.samples.look(compiled, state)

    def gift(self, _done: int) -> Timetable | None:
        """Return a better timetable if one has come, and tell the other process what it asks for."""
        with suppress(EOFError, OSError):  # the other process is gone
            if self.pipe.poll():
                gift: Timetable | None = self.pipe.recv()
                return gift
            if self.wants.is_set() and self.best is not None:
                self.wants.clear()
                self.pipe.send(self.samples.sample(self.best))
        return None


class _SecondSearch:
    """The helper of the second search: it learns where groups stand, and has nothing to give."""

    def __init__(self) -> None:
        self.samples = SolutionSamples()

    def look(self, compiled: CompiledProblem, state: SearchState) -> None:
        """Count where groups stand on a state at low heat."""
        self.samples.look(compiled, state)

    def gift(self, _done: int) -> Timetable | None:
        """Return nothing."""
        return None


class _MergeSchedule:
    """When good timetables are joined, and how much one joining looks at."""

    def __init__(self, begun: float, seconds: float | None, shortest: float) -> None:
        self.seconds, self.shortest = seconds or 0.0, shortest
        self.next, self.search, self.end = (begun + share * self.seconds for share in (PROOF, SEARCH, LATEST))
        self.wanted = available() and self.seconds * (LATEST - SEARCH) >= FEWEST * shortest
        self.all, self.part = list(ALL), PART

    def due(self) -> bool:
        """Say whether it is time."""
        return self.ahead() and time.time() >= self.next

    def ahead(self) -> bool:
        """Say whether a joining will come."""
        return self.wanted and max(self.next, time.time()) < self.end

    def merge(
        self,
        merger: SolutionMerger,
        sample: SolutionSample,
        halted: Callable[[], bool],
        give: Callable[[Timetable], None],
    ) -> None:
        """Join good timetables; where that took too long, look at less the next time."""
        first = bool(self.all)
        look, longest = self.all.pop(0) if first else self.part
        until = min(self.end, time.time() + max(self.shortest, longest * self.seconds))
        proved = merger.merge(sample, look, until, halted, give)
        everything = look.share >= 1 and len(sample.times) <= look.wide * merger.sessions
        self.next = time.time() + (PAUSE * self.seconds if proved and everything else 0.0)
        if first:
            return
        if not proved:
            look = Look(look.share * LESS, look.wide)
        elif look.share < 1:
            look = Look(min(1.0, look.share * MORE), look.wide)
        elif not everything:
            look = Look(look.share, look.wide * MORE)
        self.part = look, longest


def _work(problem: Problem, clock: tuple[float, float | None, float], wire: _Wire) -> None:
    """Raise the bound in `shared[0]` towards the points in `shared[1]`, send better timetables, until told to halt."""
    shared, halt, wants, pipe = wire
    parent = multiprocessing.parent_process()
    schedule, merger, second_search = _MergeSchedule(*clock), None, _SecondSearch()

    def over() -> bool:
        """Nobody listens any more once the searching process is gone, however it ended."""
        return halt.is_set() or parent is None or not parent.is_alive()

    def tell(points: int) -> None:
        shared[0] = points

    def give(timetable: Timetable) -> None:
        with suppress(OSError):  # nobody listens any more
            pipe.send(timetable)

    def asked() -> SolutionSample | None:
        """Ask for what the search has seen."""
        wants.set()
        while not over():
            with suppress(EOFError, OSError):
                if pipe.poll(A_MOMENT):
                    sample: SolutionSample | None = pipe.recv()
                    return sample
        return None

    proof = Proof(problem, tell, lambda: over() or schedule.due())
    while not over() and (schedule.ahead() or not proof.done):
        if shared[1] == NOTHING_PROVED:
            halt.wait(A_MOMENT)
        elif schedule.due() and proof.prices is not None:
            if merger is None:
                merger = SolutionMerger(problem, proof.prices)
                second = search(
                    problem,
                    seed=SEED,
                    seconds=max(0.0, schedule.search - time.time()),
                    helper=second_search,
                    a_group=A_GROUP,
                    stop=over,
                )
                if second.points < shared[1]:
                    give(second.timetable)
            sample = asked()
            if sample is not None:
                schedule.merge(merger, second_search.samples.combined(sample), over, give)
        elif proof.done:
            halt.wait(A_MOMENT)
        else:
            proof.step(shared[1])


@contextmanager
def running_bound_worker(
    problem: Problem, seconds: float | None, *, shortest: float = SHORTEST
) -> Iterator[BoundWorker]:
    """Prove, and within `seconds` join good timetables as well, in a process of its own that ends with the block.

    Where there would be fewer seconds than `shortest` for joining, there is only the proof.
    """
    context = multiprocessing.get_context("spawn")
    shared = context.Array("q", [NOTHING_PROVED, NOTHING_PROVED])
    halt, wants = context.Event(), context.Event()
    mine, theirs = context.Pipe()
    clock, there = (time.time(), seconds, shortest), _Wire(shared, halt, wants, theirs)
    child = context.Process(target=_work, args=(problem, clock, there), daemon=True)
    start_deaf(child)
    theirs.close()
    try:
        yield BoundWorker(_Wire(shared, halt, wants, mine))
    finally:
        halt.set()
        mine.close()
        child.join(timeout=2)
        if child.is_alive():
            child.kill()
            child.join()
