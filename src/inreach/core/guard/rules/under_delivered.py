"""Fewer of the planned sessions took place than should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.sources import EEF, LOCAL
from inreach.core.guard.thresholds import Scale, Setting, Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords, Rule, Severity
from inreach.core.text import counted, whole_percent

SESSIONS_PLANNED: Fact[int] = Fact("sessions_planned")
SESSIONS_DELIVERED: Fact[int] = Fact("sessions_delivered")
DELIVERED = Setting(
    "delivered", Scale.SHARE, "The lines for delivery and for loved subjects must lie between 0 and 100 %."
)


@dataclass(frozen=True, slots=True)
class UnderDelivered(Finding):
    """Sessions that took place of the sessions planned, and the line that they stay below."""

    planned: int
    delivered: int
    line: float

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Both numbers of sessions, the share and the line."""
        return (
            Number("planned", "sessions planned", self.planned),
            Number("delivered", "sessions delivered", self.delivered),
            Number("share", "share", self.delivered / self.planned),
            Number("threshold", "the line is drawn at", self.line),
        )

    def sentence(self, _pupil: PupilWords) -> str:
        """Return how many sessions took place."""
        return (
            f"Only {self.delivered:,} of {counted(self.planned, 'planned session')} took place: "
            f"{whole_percent(self.delivered, self.planned)} %."
        )


def judge(facts: WeekFacts, thresholds: Thresholds) -> UnderDelivered | None:
    """Judge what share of the planned sessions took place."""
    planned, delivered, line = facts[SESSIONS_PLANNED], facts[SESSIONS_DELIVERED], thresholds[DELIVERED]
    if not planned or delivered / planned >= line:
        return None
    return UnderDelivered(planned, delivered, line)


RULE = Rule(
    id="under_delivered",
    title="Delivered less than planned",
    short_title="Sessions missed",
    sentence="A smaller share of the planned sessions than this took place.",
    severity=Severity.NOTICE,
    order=120,
    threshold=0.80,
    unit="share of planned sessions",
    setting=DELIVERED,
    source=f"{EEF}: the plan is followed closely. The line is an {LOCAL}",
    in_class_alternative=(
        "Plan fewer sessions that will happen, and give the pupil the rest of the time back in class."
    ),
    needs=(SESSIONS_PLANNED, SESSIONS_DELIVERED),
    not_known="How many of the planned sessions took place.",
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
