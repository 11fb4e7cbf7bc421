"""Kills by turns, at random moments, each while people write."""

from collections import Counter
from collections.abc import Callable
from random import Random
from time import monotonic, sleep

from bench.faults.books import Books
from bench.faults.place import Place

WEB_WORKER, WEB = "one of the server’s two processes", "the whole server"
WORKER = "the worker"
CONNECTION, CLUSTER = "a connection of PostgreSQL", "the whole of PostgreSQL"
TURNS = {
    "postgres": (WEB_WORKER, CONNECTION, WORKER, WEB_WORKER, CLUSTER, WORKER, CONNECTION, WEB),
    "sqlite": (WEB_WORKER, WORKER, WEB_WORKER, WORKER, WEB),
}
SOONEST, LATEST = 0.3, 2.5
PATIENCE = 30  # seconds that are waited for somebody to write, or for a process to kill


class Killer:
    """Kills one program after the other and counts."""

    def __init__(self, place: Place, books: Books, seed: int = 1) -> None:
        self.place, self.books, self.luck = place, books, Random(seed)
        self.kills: Counter[str] = Counter()
        self.without_writes = 0

    def kill(self, number: int) -> None:
        """Kill so many times. Each kill waits until somebody was told that a write is saved since the last one."""
        turns = TURNS[self.place.kind]
        for turn in range(number):
            self.wait_for_a_write()
            sleep(self.luck.uniform(SOONEST, LATEST))
            victim = turns[turn % len(turns)]
            if until(self.way_to(victim), PATIENCE):
                self.kills[victim] += 1

    def wait_for_a_write(self) -> None:
        """Return when one more write is acknowledged, or after a while without."""
        before = self.books.acknowledged()
        if not until(lambda: self.books.acknowledged() > before, PATIENCE):
            self.without_writes += 1

    def way_to(self, victim: str) -> Callable[[], bool]:
        """Return how a victim is killed: a function that says whether there was something to kill."""
        place = self.place
        ways: dict[str, Callable[[], bool]] = {
            WEB_WORKER: place.web.kill_child,
            WEB: place.web.kill,
            WORKER: place.worker.kill,
        }
        if place.database is not None:
            database = place.database
            ways |= {
                CONNECTION: lambda: database.kill_child("127.0.0.1("),
                CLUSTER: database.kill,
            }
        return ways[victim]


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds, at most so many seconds; say whether it does."""
    end = monotonic() + seconds
    while not holds():
        if monotonic() > end:
            return False
        sleep(0.05)
    return True
