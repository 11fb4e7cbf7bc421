"""The ledger of a term or a school year: what a pupil's weeks sum up to, without working out each week.

Minutes add up over days, and a school has few kinds of day: the Mondays of week A are alike until something changes.
So what repeats is given once, with its days as bits (`core.school.open_days`). Lessons of classmates are added up once.
Of a pupil with support only the days with support are looked at, one for all that are alike, and what changes in it
counts as often as there are such days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import NamedTuple, TypeVar

from inreach.core.ledger.class_lessons import LovedLessons
from inreach.core.ledger.segments import cut, school_day, support_rank, turns, whole, without_doubles
from inreach.core.ledger.totals import LessonTally, corrected, summed, totals
from inreach.core.ledger.types import Block, Segment, Support, Totals
from inreach.core.school.calendar import MINUTES_IN_A_DAY
from inreach.core.school.open_days import OpenDays, parts

PupilId = TypeVar("PupilId", bound=Hashable)


class RepeatedBlock(NamedTuple):
    """A block that is held on several days of one kind: as it is on the first day of that kind, and all its days."""

    block: Block
    days: int


class RepeatedSession(NamedTuple):
    """A session of support on several days of one kind: as it is on the first day of that kind, and all its days."""

    session: Support
    days: int


class RepeatedLessons:
    """The lessons of one class over many weeks, as blocks for pupils who love none of their subjects.

    `by_day` has them by kind of day, `minutes` a bit for every minute of a weekday with a lesson, and `apart` says that
    no two of them ever meet.
    """

    __slots__ = ("_sums", "apart", "by_day", "lessons", "minutes")

    def __init__(self, lessons: Iterable[RepeatedBlock]) -> None:
        self.lessons = tuple(lessons)
        self.by_day = by_kind_of_day(self.lessons)
        self.apart = not any_meet(self.by_day)
        self.minutes = 0
        for block, _ in self.lessons:
            length = (1 << (block.end - block.start)) - 1
            self.minutes |= length << (block.day.weekday() * MINUTES_IN_A_DAY + block.start)
        self._sums: dict[int, LessonTally] = {}

    def sums(self, days: int) -> LessonTally:
        """Return the minutes of the lessons on some days, each set of days added up once."""
        tally = self._sums.get(days)
        if tally is None:
            tally = self._sums[days] = lesson_tally(self.lessons, days)
        return tally


Classes = tuple[tuple[RepeatedLessons, int], ...]
"""The classes of a pupil, each with the days on which the pupil is in it."""


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """What is planned for one pupil over many weeks: classes, periods that are not for lessons, and support.

    `pauses` are given by kind of day. `on_roll` are the days on which the pupil is on the school's roll. Pupils with
    the same classes on the same days share what it adds up to.
    """

    classes: Classes
    pauses: Mapping[date, Sequence[RepeatedBlock]]
    sessions: tuple[RepeatedSession, ...]
    on_roll: int
    loves: frozenset[str] = frozenset()

    @property
    def supported(self) -> bool:
        """Say whether any support is planned on a day on roll."""
        return any(session.days & self.on_roll for session in self.sessions)


class PupilTotals(Mapping[PupilId, Totals]):
    """What the weeks between two dates sum up to, by pupil, worked out when it is first asked for.

    It equals the sum of the pupil's weeks of the ledger, as far as their days lie between the dates.
    """

    def __init__(self, open_days: OpenDays, planned: Mapping[PupilId, PlannedYear]) -> None:
        self.open_days, self.planned = open_days, planned
        self._calculator = YearCalculator(open_days)
        self._known: dict[PupilId, Totals] = {}

    def __getitem__(self, pupil: PupilId) -> Totals:
        known = self._known.get(pupil)
        if known is None:
            known = self._known[pupil] = self._calculator.totals(self.planned[pupil], self.open_days.all)
        return known

    def __iter__(self) -> Iterator[PupilId]:
        return iter(self.planned)

    def __len__(self) -> int:
        return len(self.planned)

    def by_week(self, pupil: PupilId) -> dict[date, Totals]:
        """Return the totals of each week with an open day, by the day on which it starts, for one pupil."""
        planned = self.planned[pupil]
        return {week.starts: self._calculator.totals(planned, days) for week, days in self.open_days.weeks}


class YearCalculator:
    """Totals of many pupils of one school over some of its open days; it remembers what classmates share.

    It tells blocks apart by identity, so they have to be there as long as it is used.
    """

    def __init__(self, open_days: OpenDays) -> None:
        self._open_days = open_days
        self._lessons: dict[tuple[Classes, int], Totals] = {}
        self._segments: dict[int, Segment] = {}
        self._loved = LovedLessons()

    def totals(self, planned: PlannedYear, days: int) -> Totals:
        """Return what one pupil's days sum up to, of these days those on roll."""
        days &= planned.on_roll
        sessions = [
            RepeatedSession(session, held & days) for session, held in planned.sessions if held & days
        ]
        if not any_doubles(sessions):
            return self._of_days(planned, days, sessions)
        return summed(
            (self._of_days(planned, days & of_week, self._without_doubles(sessions, of_week)), 1)
            for _, of_week in self._open_days.weeks
        )

    def _of_days(self, planned: PlannedYear, days: int, sessions: Sequence[RepeatedSession]) -> Totals:
        expected = self._expected(planned.classes, days)
        if not sessions:
            return expected
        return summed([(expected, 1), *self._changes(planned, days, sessions)])

    def _without_doubles(self, sessions: Sequence[RepeatedSession], of_week: int) -> list[RepeatedSession]:
        """The sessions of one week that count; which of two doubles does is decided by the week that they are in."""
        dated = {
            id(on_the_day): (on_the_day, repeated)
            for repeated in sessions
            for day, bit in self._open_days.each(repeated.days & of_week)
            for on_the_day in [replace(repeated.session, day=day)]
        }
        kept = without_doubles([on_the_day for on_the_day, _ in dated.values()])
        return [
            RepeatedSession(repeated.session, repeated.days & of_week)
            for _, repeated in (dated[id(on_the_day)] for on_the_day in kept)
        ]

    def _expected(self, classes: Classes, days: int) -> Totals:
        """What the lessons of these classes sum up to, if nothing changes them."""
        known = self._lessons.get((classes, days))
        if known is None:
            known = self._lessons[classes, days] = self._lesson_totals(classes, days)
        return known

    def _lesson_totals(self, classes: Classes, days: int) -> Totals:
        if apart([lessons for lessons, _ in classes]):
            tally = LessonTally()
            for lessons, in_class in classes:
                tally.add(lessons.sums(in_class & days))
            return tally.totals()
        by_day = {day: lessons_on(classes, days, day) for lessons, _ in classes for day in lessons.by_day}
        if not any_meet(by_day):
            return lesson_tally((lesson for on_day in by_day.values() for lesson in on_day), days).totals()
        return summed(
            (totals(school_day(blocks_on(on_day, alike), self._whole)), alike.bit_count())
            for on_day in by_day.values()
            for alike in parts(union(on_day), on_day)
        )

    def _changes(
        self, planned: PlannedYear, days: int, sessions: Sequence[RepeatedSession]
    ) -> Iterator[tuple[Totals, int]]:
        """What support changes on days that are alike, and how many such days there are."""
        by_day: dict[date, list[RepeatedSession]] = defaultdict(list)
        for repeated in sessions:
            by_day[repeated.session.day].append(repeated)
        for day, on_day in by_day.items():
            blocks = self._blocks(planned, days, day)
            for alike in parts(union(on_day), [*blocks, *on_day]):
                school = school_day(blocks_on(blocks, alike), self._whole)
                supports = [session for session, held in on_day if held & alike]
                changed = [each for each in cut(day, school, turns(supports)) if each.support is not None]
                yield corrected(Totals(), changed), alike.bit_count()

    def _blocks(self, planned: PlannedYear, days: int, day: date) -> list[RepeatedBlock]:
        """The pauses and lessons of a pupil on the days of one kind."""
        loves = planned.loves
        lessons = [
            RepeatedBlock(self._loved.of(lesson.block), lesson.days)
            if lesson.block.subject in loves
            else lesson
            for lesson in lessons_on(planned.classes, days, day)
        ]
        return [*planned.pauses.get(day, ()), *lessons]

    def _whole(self, block: Block) -> Segment:
        segment = self._segments.get(id(block))
        if segment is None:
            segment = self._segments[id(block)] = whole(block)
        return segment


def lesson_tally(lessons: Iterable[RepeatedBlock], days: int) -> LessonTally:
    """Return the minutes of lessons on these days."""
    tally = LessonTally()
    for block, held in lessons:
        tally.add_lesson(block, (held & days).bit_count())
    return tally


def by_kind_of_day(blocks: Iterable[RepeatedBlock]) -> dict[date, list[RepeatedBlock]]:
    """Return blocks by the first day of their kind of day."""
    by_day: dict[date, list[RepeatedBlock]] = defaultdict(list)
    for repeated in blocks:
        by_day[repeated.block.day].append(repeated)
    return dict(by_day)


def lessons_on(classes: Classes, days: int, day: date) -> list[RepeatedBlock]:
    """Return the lessons of these classes on the days of one kind, as far as they are in a set; each lesson once."""
    by_id: dict[int, RepeatedBlock] = {}
    for lessons, in_class in classes:
        for block, held in lessons.by_day.get(day, ()):
            if on_days := held & in_class & days:
                known = by_id.get(id(block))
                by_id[id(block)] = RepeatedBlock(block, on_days | known.days if known else on_days)
    return list(by_id.values())


def blocks_on(blocks: Sequence[RepeatedBlock], alike: int) -> list[Block]:
    """Return the blocks that are held on days that are alike."""
    return [block for block, held in blocks if held & alike]


def union(repeated: Iterable[RepeatedBlock | RepeatedSession]) -> int:
    """Return the days on which at least one of these is held."""
    days = 0
    for each in repeated:
        days |= each.days
    return days


def apart(classes: Iterable[RepeatedLessons]) -> bool:
    """Say whether no two lessons of these classes can meet, whenever a pupil is in which; never true if they do."""
    minutes = 0
    for lessons in classes:
        if not lessons.apart or minutes & lessons.minutes:
            return False
        minutes |= lessons.minutes
    return True


def any_meet(by_day: Mapping[date, Sequence[RepeatedBlock]]) -> bool:
    """Say whether two of these lessons, given by kind of day, share a minute of a day."""
    return any(
        first.block.start < second.block.end
        and second.block.start < first.block.end
        and bool(first.days & second.days)
        for on_day in by_day.values()
        for first, second in combinations(on_day, 2)
    )


def any_doubles(sessions: Sequence[RepeatedSession]) -> bool:
    """Say whether two of these sessions are on one day and told apart by ids only."""
    if len(sessions) < 2:
        return False
    days: dict[tuple[object, ...], int] = {}
    for session, held in sessions:
        rank = (session.day, *support_rank(session))
        if days.get(rank, 0) & held:
            return True
        days[rank] = days.get(rank, 0) | held
    return False
