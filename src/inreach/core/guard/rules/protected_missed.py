"""The pupil misses lessons of RSHE or PSHE, or others that the school protects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.sources import LOCAL
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords, Rule, Severity
from inreach.core.guard.unknown import open_while_time_out_is_unknown
from inreach.core.ledger.types import Segment
from inreach.core.text import minutes_of

PROTECTED_MISSED: Fact[Mapping[str, int]] = Fact("protected_missed", lambda totals: totals.protected_missed)


@dataclass(frozen=True, slots=True)
class ProtectedMissed(Finding):
    """Minutes missed by protected subject."""

    missed: Mapping[str, int]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All minutes missed."""
        return (Number("minutes", "minutes", sum(self.missed.values())),)

    def sentence(self, pupil: PupilWords) -> str:
        """Return what is missed this week."""
        return f"{pupil.start} misses {minutes_of(self.missed)} this week."

    def headline(self, pupil: PupilWords) -> str:
        """Return what is missed."""
        return f"{pupil.start} misses {minutes_of(self.missed)}."

    def explained_by(self, segment: Segment) -> bool:
        """The minutes out of these subjects stand behind it."""
        return segment.subject in self.missed


def judge(facts: WeekFacts, _thresholds: Thresholds) -> ProtectedMissed | None:
    """Judge whether any protected lesson is missed."""
    missed = facts[PROTECTED_MISSED]
    return ProtectedMissed(missed) if missed else None


RULE = Rule(
    id="protected_missed",
    title="RSHE or PSHE missed",
    short_title="Misses RSHE or PSHE",
    sentence="The pupil misses a lesson of relationships, sex and health education, or of PSHE.",
    severity=Severity.CONCERN,
    order=40,
    severity_order=40,
    at_risk=True,
    threshold=1,
    unit="minutes",
    source=(
        "Relationships and health education is for every pupil; a parent can withdraw a child only from "
        f"sex education (gov.uk). Flagging the first minute is an {LOCAL}"
    ),
    in_class_alternative=(
        "Move the session. In the lesson, use pictures, a sorting task or a trusted partner, "
        "so that the pupil can take part."
    ),
    needs=(PROTECTED_MISSED,),
    judge=judge,
    left_open=open_while_time_out_is_unknown,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
