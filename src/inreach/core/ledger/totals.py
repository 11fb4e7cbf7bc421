"""Adding up a pupil's week: first as if nothing happened, then what support and absence change; and adding up weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from inreach.core.ledger.types import (
    OUTSIDE_SCHOOL,
    Adult,
    Block,
    PeriodKind,
    Segment,
    State,
    SubjectKind,
    Totals,
)

LESSON, ABSENT, ELSEWHERE, CORE = PeriodKind.LESSON, State.ABSENT, State.ELSEWHERE, SubjectKind.CORE
TEACHER, ASSISTANT, SPECIALIST, NOBODY = Adult.TEACHER, Adult.ASSISTANT, Adult.SPECIALIST, Adult.NONE
UNKNOWN_ADULT, UNKNOWN_TIME = Adult.UNKNOWN, PeriodKind.UNKNOWN
Key = TypeVar("Key")

MINUTES_BY_KEY = (
    "out_by_adult",
    "taught_by_subject",
    "missed",
    "protected_missed",
    "loved_missed_by_subject",
    "non_learning",
)
NAMES_BY_ID = ("programmes", "programmes_out")
NUMBERS = tuple(each.name for each in fields(Totals) if each.name not in (*MINUTES_BY_KEY, *NAMES_BY_ID))
numbers_of, minutes_of, names_of = attrgetter(*NUMBERS), attrgetter(*MINUTES_BY_KEY), attrgetter(*NAMES_BY_ID)


def add(sums: dict[Key, int], key: Key, minutes: int) -> None:
    """Add minutes under a key."""
    sums[key] = sums.get(key, 0) + minutes


class Tally:
    """The running sums of one week; it starts from nothing, or from the totals of a week without changes."""

    def __init__(self, start: Totals | None = None) -> None:
        start = start or Totals()
        self.by_adult = {
            TEACHER: start.teacher,
            ASSISTANT: start.assistant,
            SPECIALIST: start.specialist,
            NOBODY: start.alone,
            UNKNOWN_ADULT: start.unknown_adult,
        }
        self.taught = dict(start.taught_by_subject)
        self.out_by_adult: dict[Adult, int] = {}
        self.missed: dict[str, int] = {}
        self.protected: dict[str, int] = {}
        self.loved: dict[str, int] = {}
        self.non_learning: dict[PeriodKind, int] = {}
        self.programmes: dict[str, str] = {}
        self.programmes_out: dict[str, str] = {}
        self.absent = self.wider = self.leavings = self.unknown_time = self.unknown_out = 0
        self.out_until: tuple[date | None, int] = (None, 0)

    def expect(self, segment: Segment) -> None:
        """Add a segment as if the pupil were in class with the lesson's own adult."""
        if segment.kind is LESSON:
            minutes = segment.end - segment.start
            add(self.taught, segment.subject, minutes)
            self.by_adult[segment.lesson_adult] += minutes

    def change(self, segment: Segment) -> None:
        """Correct the sums by a segment with support or absence; segments come in order."""
        minutes = segment.end - segment.start
        state = segment.state
        if segment.programme_id is not None:
            self.programmes[segment.programme_id] = str(segment.support)
        if segment.kind is LESSON:
            self.by_adult[segment.lesson_adult] -= minutes
            if state is ABSENT:
                self.absent += minutes
                add(self.taught, segment.subject, -minutes)
                return
            self.by_adult[segment.adult] += minutes
        elif segment.kind is UNKNOWN_TIME:
            self.unknown_time += minutes if segment.support is not None else 0
        elif state is ELSEWHERE or (segment.kind in OUTSIDE_SCHOOL and state is not ABSENT):
            add(self.non_learning, segment.kind, minutes)
        if state is ELSEWHERE:
            self.take_out(segment, minutes)

    def take_out(self, segment: Segment, minutes: int) -> None:
        """Count minutes that the pupil learns away from class."""
        self.programmes_out[str(segment.programme_id)] = str(segment.support)
        if segment.kind is LESSON:
            add(self.out_by_adult, segment.adult, minutes)
            add(self.missed, segment.subject, minutes)
            if segment.protected:
                add(self.protected, segment.subject, minutes)
            if segment.loved:
                add(self.loved, segment.subject, minutes)
            if segment.subject_kind is not CORE:
                self.wider += minutes
        elif segment.kind is UNKNOWN_TIME:
            self.unknown_out += minutes
            return
        if segment.kind not in OUTSIDE_SCHOOL:
            if self.out_until != (segment.day, segment.start):
                self.leavings += 1
            self.out_until = (segment.day, segment.end)

    def totals(self) -> Totals:
        """Return the sums so far."""
        taught = {subject: minutes for subject, minutes in self.taught.items() if minutes}
        by_adult = self.by_adult
        return Totals(
            taught=sum(by_adult.values()),
            out=sum(self.missed.values()),
            teacher=by_adult[TEACHER],
            assistant=by_adult[ASSISTANT],
            specialist=by_adult[SPECIALIST],
            alone=by_adult[NOBODY],
            unknown_adult=by_adult[UNKNOWN_ADULT],
            unknown_time=self.unknown_time,
            unknown_out=self.unknown_out,
            absent=self.absent,
            leavings=self.leavings,
            loved_missed=sum(self.loved.values()),
            wider_missed=self.wider,
            out_by_adult=self.out_by_adult,
            taught_by_subject=taught,
            missed=self.missed,
            protected_missed=self.protected,
            loved_missed_by_subject=self.loved,
            non_learning=self.non_learning,
            programmes=self.programmes,
            programmes_out=self.programmes_out,
        )


def totals(segments: Iterable[Segment]) -> Totals:
    """Return the sums over the segments of one pupil's week, given in order."""
    tally = Tally()
    for segment in segments:
        tally.expect(segment)
        if segment.support is not None or segment.state is ABSENT:
            tally.change(segment)
    return tally.totals()


def corrected(expected: Totals, changes: Iterable[Segment]) -> Totals:
    """Return the totals of a week without changes, corrected by its changed segments, given in order."""
    tally = Tally(expected)
    for segment in changes:
        tally.change(segment)
    return tally.totals()


class LessonTally:
    """The running sums of lessons that are held several times and that nothing changes."""

    __slots__ = ("by_adult", "by_subject")

    def __init__(self) -> None:
        self.by_adult: dict[Adult, int] = {}
        self.by_subject: dict[str, int] = {}

    def add_lesson(self, lesson: Block, times: int) -> None:
        """Add a lesson as often as it is held."""
        if times:
            minutes = (lesson.end - lesson.start) * times
            add(self.by_adult, lesson.adult, minutes)
            add(self.by_subject, lesson.subject, minutes)

    def add(self, other: LessonTally) -> None:
        """Add all that another one has summed up."""
        for adult, minutes in other.by_adult.items():
            add(self.by_adult, adult, minutes)
        for subject, minutes in other.by_subject.items():
            add(self.by_subject, subject, minutes)

    def totals(self) -> Totals:
        """Return the sums so far."""
        by_adult = self.by_adult
        return Totals(
            taught=sum(by_adult.values()),
            teacher=by_adult.get(TEACHER, 0),
            assistant=by_adult.get(ASSISTANT, 0),
            specialist=by_adult.get(SPECIALIST, 0),
            alone=by_adult.get(NOBODY, 0),
            unknown_adult=by_adult.get(UNKNOWN_ADULT, 0),
            taught_by_subject=self.by_subject,
        )


def summed(parts: Iterable[tuple[Totals, int]]) -> Totals:
    """Return the sum of totals, each as often as is given beside it: minutes are added, programmes are all of them."""
    numbers = [0] * len(NUMBERS)
    minutes: list[dict[Any, int]] = [{} for _ in MINUTES_BY_KEY]
    names: list[dict[str, str]] = [{} for _ in NAMES_BY_ID]
    for part, times in parts:
        for place, number in enumerate(numbers_of(part)):
            numbers[place] += number * times
        for sums, of_part in zip(minutes, minutes_of(part), strict=True):
            for key, number in of_part.items():
                sums[key] = sums.get(key, 0) + number * times
        for known, of_part in zip(names, names_of(part), strict=True):
            known.update(of_part)
    values: dict[str, Any] = dict(
        zip(
            (*NUMBERS, *MINUTES_BY_KEY, *NAMES_BY_ID),
            (*numbers, *minutes, *names),
            strict=True,
        )
    )
    return Totals(**values)
