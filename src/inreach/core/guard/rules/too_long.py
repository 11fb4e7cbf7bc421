"""A group of the pupil has been running for longer than so many school weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.sources import EEF
from inreach.core.guard.thresholds import Scale, Setting, Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords, Rule, Severity
from inreach.core.ledger.types import NamedGroup
from inreach.core.text import listed

WEEKS_RUNNING: Fact[Mapping[NamedGroup, float]] = Fact("weeks_running")
WEEKS = Setting("weeks", Scale.WHOLE, "The lines for programmes and for weeks must be at least 1.")


@dataclass(frozen=True, slots=True)
class RunningTooLong(Finding):
    """School weeks by group, of the groups that have run for longer than the line."""

    weeks: Mapping[NamedGroup, float]
    line: float

    @property
    def numbers(self) -> tuple[Number, ...]:
        """How many groups, the weeks of the one that has run longest, and the line."""
        return (
            Number("groups", "groups", len(self.weeks)),
            Number("weeks", "school weeks", max(self.weeks.values())),
            Number("threshold", "the line is drawn at", self.line),
        )

    def sentence(self, _pupil: PupilWords) -> str:
        """Return which groups they are, with their weeks."""
        groups = [f"{group} ({weeks:.0f} school weeks)" for group, weeks in self.weeks.items()]
        return f"Running for more than {self.line} school weeks: {listed(groups)}."


def judge(facts: WeekFacts, thresholds: Thresholds) -> RunningTooLong | None:
    """Judge how long groups have been running."""
    line = thresholds[WEEKS]
    longer = {group: weeks for group, weeks in facts[WEEKS_RUNNING].items() if weeks > line}
    return RunningTooLong(longer, line) if longer else None


RULE = Rule(
    id="too_long",
    title="Running for a long time",
    short_title="Running very long",
    sentence="A group has been running for longer than so many school weeks.",
    severity=Severity.NOTICE,
    order=100,
    threshold=20,
    unit="school weeks",
    setting=WEEKS,
    source=f"{EEF}: 8 to 20 weeks.",
    in_class_alternative=(
        "Review it now. End it, and agree what the teacher keeps going in class, or plan it anew."
    ),
    needs=(WEEKS_RUNNING,),
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
