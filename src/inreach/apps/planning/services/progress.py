"""The line that lives while the planner works, and how a person stops it."""

import os
import signal
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from inreach.planner.plan import News

WIDE, NARROW = 80, 20  # columns where the terminal does not say how many it has
OFTEN = 0.2  # seconds between two looks of the line on a terminal
SELDOM = 10.0  # seconds between two lines where there is no terminal, so that a log stays short
IMPATIENT = 1.0  # seconds in which pressing Ctrl-C again means no more than the first time


class Line:
    """One line that is rewritten in place on a terminal, never longer than the terminal is wide."""

    def __init__(self, out: Any) -> None:
        self.out: TextIO = getattr(out, "_out", out)
        self.live = self.out.isatty() and os.environ.get("TERM") != "dumb"
        self.long = 0

    def show(self, text: str) -> None:
        """Show a text instead of the one before."""
        text = text[: columns(self.out) - 1]
        self.out.write("\r" + text.ljust(self.long))
        self.out.flush()
        self.long = len(text)

    def leave(self) -> None:
        """Leave the line as it is, and begin another one."""
        if self.long:
            self.out.write("\n")
            self.out.flush()
        self.long = 0


def columns(out: Any) -> int:
    """Return how many columns the terminal has that is written to."""
    try:
        return os.get_terminal_size(out.fileno()).columns or WIDE
    except (OSError, ValueError, AttributeError):
        return WIDE


def folded(text: str, wide: int) -> str:
    """Return lines broken between words, so that a terminal does not break them within; what goes on is set in."""
    return "\n".join(
        textwrap.fill(
            line,
            max(wide - 1, NARROW),
            subsequent_indent=" " * (len(line) - len(line.lstrip()) + 4),
            break_long_words=False,
            break_on_hyphens=False,
            drop_whitespace=True,
            replace_whitespace=False,
        )
        for line in text.split("\n")
    )


class Progress:
    """Harm, bound and gap so far: a live line on a terminal, a line now and then elsewhere."""

    def __init__(self, out: Any) -> None:
        self.line = Line(out)
        self.news: News | None = None
        self.heard = self.shown = 0.0
        self.last_text = ""
        if self.line.live:
            self.line.show("Getting ready …")

    def tell(self, news: News) -> None:
        """Take in a better answer or a better bound."""
        first = self.news is None
        self.news, self.heard = news, time.monotonic()
        if self.line.live or first or self.heard - self.shown >= SELDOM:
            self._show(news.seconds)

    def look(self) -> None:
        """Let the clock of a live line run."""
        now = time.monotonic()
        if self.line.live and self.news is not None and now - self.shown >= OFTEN:
            self._show(self.news.seconds + now - self.heard)

    def end(self) -> None:
        """Leave the line; where there is no terminal, the last news are told if they are not yet."""
        if self.news is not None and not self.line.live:
            self._show(self.news.seconds)
        self.line.leave()

    def _show(self, seconds: float) -> None:
        if self.news is None:
            return
        text, self.shown = line_of(self.news.points, self.news.bound, seconds), time.monotonic()
        if self.line.live:
            self.line.show(text)
        elif text != self.last_text:
            self.line.out.write(text + "\n")
            self.line.out.flush()
        self.last_text = text


class Clock:
    """What is going on and for how long, on a terminal only."""

    def __init__(self, what: str, out: Any) -> None:
        self.what, self.line, self.begun, self.shown = what, Line(out), time.monotonic(), -OFTEN

    def look(self) -> None:
        """Let the clock run."""
        now = time.monotonic()
        if self.line.live and now - self.shown >= OFTEN:
            self.line.show(f"{now - self.begun:6.1f} s  {self.what}")
            self.shown = now

    def end(self) -> None:
        """Leave the line."""
        self.line.leave()


class Tried:
    """One line that counts the changes that are tried, on a terminal only."""

    def __init__(self, out: Any) -> None:
        self.line = Line(out)

    def tell(self, done: int, of: int) -> None:
        """Show how many changes are tried, and how many there are."""
        if self.line.live:
            self.line.show(f"Trying changes: {done} of {of}; Ctrl-C ends it")

    def end(self) -> None:
        """Leave the line."""
        self.line.leave()


def line_of(points: int, bound: int | None, seconds: float) -> str:
    """Return harm, bound and gap in one line."""
    if bound is None:
        return f"{seconds:6.1f} s  harm {points:,}, no bound yet"
    gap = (points - bound) / points if points else 0.0
    return f"{seconds:6.1f} s  harm {points:,}, bound {bound:,}, gap {gap:.1%}"


@dataclass(slots=True)
class Presses:
    """Whether somebody pressed Ctrl-C since the work at hand began."""

    first: float | None = None

    def asked(self) -> bool:
        """Say whether the work at hand is to end."""
        return self.first is not None

    def begin(self) -> None:
        """Begin other work, which goes on until Ctrl-C is pressed anew."""
        self.first = None


@contextmanager
def listening() -> Iterator[Presses]:
    """Take Ctrl-C as the wish to end the work at hand; pressed again a second later or more, it ends it at once.

    KeyboardInterrupt is what ends it at once, as anywhere else.
    """
    presses = Presses()

    def note(*_: object) -> None:
        now = time.monotonic()
        if presses.first is None:
            presses.first = now
        elif now - presses.first > IMPATIENT:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield presses
    finally:
        signal.signal(signal.SIGINT, before)
