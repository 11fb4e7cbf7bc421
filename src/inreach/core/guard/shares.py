"""The three lines for the share of taught time out of class: one arithmetic, and the lines must rise."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.thresholds import Setting, Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords
from inreach.core.guard.unknown import UNKNOWN_OUT
from inreach.core.ledger.types import Segment
from inreach.core.text import counted, whole_percent

TAUGHT: Fact[int] = Fact("taught", lambda totals: totals.taught, enough=bool)
OUT: Fact[int] = Fact("out", lambda totals: totals.out)
LINES_MUST_RISE = "The lines for notice, concern and outvention must rise, and lie between 0 and 100 %."


@dataclass(frozen=True, slots=True)
class ShareOut(Finding):
    """Minutes out of the minutes taught in a week, and the line that they reach."""

    out: int
    taught: int
    line: float

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Both minutes, the share and the line."""
        return (
            Number("out", "minutes out of class", self.out),
            Number("taught", "minutes taught", self.taught),
            Number("share", "share", self.out / self.taught),
            Number("threshold", "the line is drawn at", self.line),
        )

    def sentence(self, pupil: PupilWords) -> str:
        """Return how much of the week the pupil is out of class."""
        return (
            f"{pupil.start} is out of class for {whole_percent(self.out, self.taught)} % of taught time this week: "
            f"{self.out:,} of {counted(self.taught, 'minute')}."
        )

    def explained_by(self, _segment: Segment) -> bool:
        """Every minute out of class stands behind it."""
        return True


def share_at(line: Setting, facts: WeekFacts, thresholds: Thresholds) -> ShareOut | None:
    """Judge the share out against one of the lines; a share at a higher line belongs to that one."""
    out, taught = facts[OUT], facts[TAUGHT]
    share = out / taught
    if share < thresholds[line] or (line.below is not None and share >= thresholds[line.below]):
        return None
    return ShareOut(out, taught, thresholds[line])


def share_may_reach(line: Setting, facts: WeekFacts, thresholds: Thresholds) -> bool:
    """Say whether the share is under a line that it would reach if every unknown minute out were one of a lesson."""
    out, taught, unknown = facts[OUT], facts[TAUGHT], facts.get(UNKNOWN_OUT, 0)
    return out / taught < thresholds[line] <= (out + unknown) / (taught + unknown)
