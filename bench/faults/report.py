"""What each part of the benchmark found: figures to print, and numbers that miss what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.asked import Asked
from bench.faults.checks import Found

LOST = Asked("acknowledged writes lost", 0)
DOUBLED = Asked("writes there more than once", 0)
HALF = Asked("things there only half", 0)
STUCK = Asked("tasks or files that never end", 0)
AUDIT = Asked("faults of the audit", 0)
UNANSWERED = Asked("writes never answered", 0)
SIGNED_OUT = Asked("people signed out", 0)
BY_ITSELF = Asked("times that the worker or the server ended by itself", 0)
SHOWN_OF_EACH = 5


@dataclass(slots=True)
class Report:
    """One part on one database: lines that say what was tried, and sentences that begin with the place."""

    place: str
    lines: list[str] = field(default_factory=list)
    shortfalls: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Add a line to what is printed, and print it."""
        self.lines.append(line)
        print(f"  {line}", flush=True)

    def ask(self, asked: Asked, measured: float, examples: Sequence[str] = ()) -> None:
        """Note a number that is asked, with a few examples of what was found where it is missed."""
        if sentence := asked.shortfall(self.place, measured):
            self.shortfalls.append(sentence)
            for example in examples[:SHOWN_OF_EACH]:
                self.say(f"- {example}")

    def judge(self, found: Found) -> None:
        """Ask what is asked of every part: nothing lost, doubled, half or stuck, and the audit whole."""
        for asked, things in (
            (LOST, found.lost),
            (DOUBLED, found.doubled),
            (HALF, found.half),
            (STUCK, found.stuck),
            (AUDIT, found.audit),
        ):
            self.ask(asked, len(things), things)
        self.say(
            f"lost {len(found.lost)}, twice {len(found.doubled)}, half {len(found.half)}, stuck {len(found.stuck)}, "
            f"faults of the audit {len(found.audit)}. {found.said}"
        )
