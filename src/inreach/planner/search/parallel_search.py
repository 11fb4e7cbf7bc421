"""A second search on the other core, with a seed of its own; whoever asks takes the better answer of the two."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from inreach.planner.problem.problem import Problem
from inreach.planner.search.search import Answer, search

SEEDS = 1_000_000  # the second search of seed n has seed n plus this
GRACE = 2  # seconds in which the other process has to hand over its last answer


def _search(
    problem: Problem, seed: int, limits: tuple[float | None, int | None], pipe: Any, halt: Any
) -> None:
    """Search until a time of the clock or for so many rounds; send every better answer, and None after the last."""
    until, rounds = limits
    seconds = None if until is None else max(0.0, until - time.time())
    with suppress(OSError):  # nobody listens any more
        search(problem, seed=seed, seconds=seconds, rounds=rounds, on_better=pipe.send, stop=halt.is_set)
        pipe.send(None)


class ParallelSearch:
    """The other search, seen from this process."""

    def __init__(self, seed: int, pipe: Any, halt: Any) -> None:
        self.seed, self.pipe, self.halt = seed, pipe, halt
        self.best: Answer | None = None
        self.done = False

    def better(self) -> Answer | None:
        """Return the best answer that came since the last call, or None if none did."""
        found = None
        while not self.done and self.pipe.poll():
            found = self._receive() or found
        return found

    def last(self, *, wait: bool) -> Answer | None:
        """Return its best answer; `wait` until it reaches its limit, or stop it now."""
        if not wait:
            self.halt.set()
        while not self.done and (wait or self.pipe.poll(GRACE)):
            self._receive()
        return self.best

    def _receive(self) -> Answer | None:
        try:
            answer: Answer | None = self.pipe.recv()
        except (EOFError, OSError):
            answer = None
        self.done = answer is None
        self.best = answer or self.best
        return answer


def start_deaf(child: Any) -> None:
    """Start a process that never hears Ctrl-C, which a terminal sends to every process; who started it ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        child.start()
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        child.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def running_parallel_search(
    problem: Problem, *, seed: int, seconds: float | None, rounds: int | None
) -> Iterator[ParallelSearch]:
    """Search with a seed next to `seed` in a process of its own, which ends with the block."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    halt = context.Event()
    until = None if seconds is None else time.time() + seconds
    other = seed + SEEDS
    asked = (problem, other, (until, rounds), theirs, halt)
    child = context.Process(target=_search, args=asked, daemon=True)
    start_deaf(child)
    theirs.close()
    try:
        yield ParallelSearch(other, mine, halt)
    finally:
        halt.set()
        mine.close()
        child.join(timeout=GRACE)
        if child.is_alive():
            child.kill()
            child.join()
