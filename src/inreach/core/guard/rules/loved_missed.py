"""The pupil misses most of a subject that the pupil loves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.sources import ARTICLE, LOCAL
from inreach.core.guard.thresholds import Scale, Setting, Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords, Rule, Severity
from inreach.core.guard.unknown import open_while_time_out_is_unknown
from inreach.core.ledger.types import Segment
from inreach.core.text import listed, minutes

LOVED_MISSED: Fact[Mapping[str, int]] = Fact("loved_missed", lambda totals: totals.loved_missed_by_subject)
LOVED_TAUGHT: Fact[Mapping[str, int]] = Fact("loved_taught", lambda totals: totals.taught_by_subject)
LOVED = Setting(
    "loved", Scale.SHARE, "The lines for delivery and for loved subjects must lie between 0 and 100 %."
)


@dataclass(frozen=True, slots=True)
class LovedSubject:
    """A subject that the pupil loves, with minutes missed of the minutes taught."""

    name: str
    missed: int
    taught: int


@dataclass(frozen=True, slots=True)
class LovedMissed(Finding):
    """The loved subjects of which most is missed, and the line that says what most is."""

    subjects: tuple[LovedSubject, ...]
    line: float

    @property
    def numbers(self) -> tuple[Number, ...]:
        """How many subjects, all minutes missed, and the line."""
        return (
            Number("subjects", "subjects", len(self.subjects)),
            Number("minutes", "minutes", sum(subject.missed for subject in self.subjects)),
            Number("threshold", "the line is drawn at", self.line),
        )

    def sentence(self, pupil: PupilWords) -> str:
        """Return which subjects they are, with their minutes."""
        parts = [
            f"{subject.name} ({subject.missed:,} of {subject.taught:,} minutes)" for subject in self.subjects
        ]
        return f"{pupil.start} misses most of a subject that {pupil.again} loves: {listed(parts)}."

    def headline(self, pupil: PupilWords) -> str:
        """Return what is lost, and that the pupil loves it."""
        parts = [
            f"{subject.missed} of {minutes(subject.taught)} of {subject.name}" for subject in self.subjects
        ]
        them = "it" if len(self.subjects) == 1 else "them"
        return f"{pupil.start} loses {listed(parts)} this week, and {pupil.again} loves {them}."

    def explained_by(self, segment: Segment) -> bool:
        """The minutes out of these subjects stand behind it."""
        return segment.subject in {subject.name for subject in self.subjects}


def judge(facts: WeekFacts, thresholds: Thresholds) -> LovedMissed | None:
    """Judge whether the pupil misses most of a subject that he or she loves."""
    taught, line = facts[LOVED_TAUGHT], thresholds[LOVED]
    mostly = tuple(
        LovedSubject(subject, missed, taught[subject])
        for subject, missed in facts[LOVED_MISSED].items()
        if missed / taught[subject] >= line
    )
    return LovedMissed(mostly, line) if mostly else None


RULE = Rule(
    id="loved_missed",
    title="Most of a loved subject missed",
    short_title="Loses a loved subject",
    sentence="The pupil misses most of a subject that the pupil loves.",
    severity=Severity.CONCERN,
    order=60,
    severity_order=50,
    at_risk=True,
    threshold=0.50,
    unit="share of the subject's minutes",
    setting=LOVED,
    source=f"{ARTICLE} asks what a pupil misses that he or she loves. The line is an {LOCAL}",
    in_class_alternative=(
        "Move the session, and bring its aim into the loved subject: "
        "the pupil practises the words or the steps where they matter most to him or her."
    ),
    needs=(LOVED_MISSED, LOVED_TAUGHT),
    judge=judge,
    left_open=open_while_time_out_is_unknown,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
