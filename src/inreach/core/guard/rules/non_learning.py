"""Support takes time that is not for lessons, such as registration, break or lunch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.sources import ARTICLE, LOCAL
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords, Rule, Severity
from inreach.core.guard.unknown import open_while_time_is_unknown
from inreach.core.ledger.types import PeriodKind
from inreach.core.text import minutes_of

NON_LEARNING: Fact[Mapping[PeriodKind, int]] = Fact("non_learning", lambda totals: totals.non_learning)
PERIOD_WORDS = {PeriodKind.BEFORE: "time before school", PeriodKind.AFTER: "time after school"}


@dataclass(frozen=True, slots=True)
class OwnTimeTaken(Finding):
    """Minutes that support takes, by the period that they are taken from."""

    taken: Mapping[PeriodKind, int]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All minutes taken."""
        return (Number("minutes", "minutes", sum(self.taken.values())),)

    def sentence(self, pupil: PupilWords) -> str:
        """Return what support takes."""
        named = {PERIOD_WORDS.get(kind, kind.value): number for kind, number in self.taken.items()}
        return f"Support takes {minutes_of(named)} from {pupil.within}."


def judge(facts: WeekFacts, _thresholds: Thresholds) -> OwnTimeTaken | None:
    """Judge whether support takes time that is not for lessons."""
    taken = facts[NON_LEARNING]
    return OwnTimeTaken(taken) if taken else None


RULE = Rule(
    id="non_learning",
    title="Time that is not for lessons taken",
    short_title="Own time taken",
    sentence="Support takes registration, assembly, break, lunch, or time before or after school.",
    severity=Severity.NOTICE,
    order=90,
    severity_order=80,
    threshold=1,
    unit="minutes",
    source=f"{ARTICLE} says that pupils may feel it as a punishment. The line is an {LOCAL}",
    in_class_alternative=(
        "Give the pupil the time back with friends. Use the first minutes of a lesson for the practice, "
        "while the class settles."
    ),
    needs=(NON_LEARNING,),
    judge=judge,
    left_open=open_while_time_is_unknown,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
