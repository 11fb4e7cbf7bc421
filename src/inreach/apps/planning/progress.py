"""The line that lives while the planner works, and how a person stops it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from inreach.planner.plan import News


class Progress:
    """One line with harm, bound and gap: rewritten in place on a terminal, a line for each change elsewhere."""

    def __init__(self, out: Any) -> None:
        self.out: TextIO = getattr(out, "_out", out)
        self.live = self.out.isatty()
        self.told = ""

    def tell(self, news: News) -> None:
        """Show a better answer."""
        line = line_of(news.points, news.bound, news.seconds)
        if self.live:
            self.out.write("\r" + line.ljust(len(self.told)))
        elif line != self.told:
            self.out.write(line + "\n")
        self.out.flush()
        self.told = line

    def end(self) -> None:
        """Leave the line."""
        if self.live and self.told:
            self.out.write("\n")


class Tried:
    """One line that counts the changes that are tried, on a terminal only."""

    def __init__(self, out: Any) -> None:
        self.out: TextIO = getattr(out, "_out", out)

    def tell(self, done: int, of: int) -> None:
        """Show how many changes are tried, and how many there are."""
        if self.out.isatty():
            self.out.write(f"\rTrying changes: {done} of {of}" + ("\n" if done == of else ""))
            self.out.flush()


def line_of(points: int, bound: int | None, seconds: float) -> str:
    """Return harm, bound and gap in one line."""
    if bound is None:
        return f"{seconds:6.1f} s  harm {points:,}, no bound yet"
    gap = (points - bound) / points if points else 0.0
    return f"{seconds:6.1f} s  harm {points:,}, bound {bound:,}, gap {gap:.1%}"


@contextmanager
def interrupted() -> Iterator[list[bool]]:
    """Give a list that is no longer empty once somebody pressed Ctrl-C; a second time ends the program as usual."""
    asked: list[bool] = []

    def note(*_: object) -> None:
        asked.append(True)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
