"""The pupil misses the same lesson two school weeks running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.sources import LOCAL
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords, Rule, Severity
from inreach.core.guard.unknown import open_while_time_out_is_unknown
from inreach.core.ledger.types import LedgerWeek, PeriodKind, Segment
from inreach.core.school.calendar import WEEKDAYS
from inreach.core.text import listed


def lessons_missed_again(this_week: LedgerWeek, week_before: LedgerWeek) -> tuple[str, ...]:
    """Return the lessons missed in both weeks at the same time of the week, such as "Art on Thursday".

    A lesson is missed again when the same subject on the same weekday has a minute out in both.
    """
    before = {
        (segment.day.weekday(), segment.subject, minute)
        for segment in week_before.segments
        if segment.out and segment.kind is PeriodKind.LESSON
        for minute in range(segment.start, segment.end)
    }
    again = (
        f"{segment.subject} on {WEEKDAYS[segment.day.weekday()]}"
        for segment in this_week.segments
        if segment.out
        and segment.kind is PeriodKind.LESSON
        and any(
            (segment.day.weekday(), segment.subject, m) in before for m in range(segment.start, segment.end)
        )
    )
    return tuple(dict.fromkeys(again))


LESSONS_MISSED_AGAIN: Fact[tuple[str, ...]] = Fact("lessons_missed_again", of_weeks=lessons_missed_again)


@dataclass(frozen=True, slots=True)
class MissedAgain(Finding):
    """The lessons, such as "Art on Thursday"."""

    lessons: tuple[str, ...]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """How many lessons."""
        return (Number("lessons", "lessons", len(self.lessons)),)

    def sentence(self, pupil: PupilWords) -> str:
        """Return which lessons they are."""
        return f"{pupil.start} misses the same lesson two weeks running: {listed(self.lessons)}."

    def explained_by(self, _segment: Segment) -> bool:
        """Every minute out of class stands behind it."""
        return True


def judge(facts: WeekFacts, _thresholds: Thresholds) -> MissedAgain | None:
    """Judge whether the same lesson is missed two weeks running."""
    lessons = facts[LESSONS_MISSED_AGAIN]
    return MissedAgain(lessons) if lessons else None


RULE = Rule(
    id="missed_again",
    title="The same lesson missed two weeks running",
    short_title="Same lesson again",
    sentence="The pupil misses the same lesson in two school weeks that follow one another.",
    severity=Severity.NOTICE,
    order=80,
    threshold=2,
    unit="weeks running",
    source=LOCAL,
    in_class_alternative=(
        "Let the session change its time each week, or run it in that lesson, on that lesson's work."
    ),
    needs=(LESSONS_MISSED_AGAIN,),
    not_known="Whether the same lesson was missed the week before.",
    judge=judge,
    left_open=open_while_time_out_is_unknown,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
