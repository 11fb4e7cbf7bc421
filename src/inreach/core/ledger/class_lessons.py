"""Lessons that classmates share: summed once for a class, and laid out for one pupil only where that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import overload

from inreach.core.ledger.types import Adult, Block
from inreach.core.school.calendar import MINUTES_IN_A_DAY


@dataclass(frozen=True, slots=True)
class LessonSums:
    """Minutes of lessons that nothing changes: taught in all, with a teacher, and with an unknown adult."""

    taught: int
    teacher: int
    unknown_adult: int


class ClassLessons:
    """The lessons of one class in a week, as blocks for pupils who love none of their subjects.

    `minutes` has a bit for every minute of the week with a lesson, and `apart` says that no two lessons share one.
    """

    __slots__ = ("apart", "lessons", "minutes", "sums")

    def __init__(self, lessons: Iterable[Block]) -> None:
        self.lessons = tuple(lessons)
        self.minutes, self.apart = 0, True
        taught = teacher = unknown = 0
        for lesson in self.lessons:
            length = lesson.end - lesson.start
            minutes = ((1 << length) - 1) << (lesson.day.weekday() * MINUTES_IN_A_DAY + lesson.start)
            self.apart = self.apart and not self.minutes & minutes
            self.minutes |= minutes
            taught += length
            teacher += length if lesson.adult is Adult.TEACHER else 0
            unknown += length if lesson.adult is Adult.UNKNOWN else 0
        self.sums = LessonSums(taught, teacher, unknown)


class LovedLessons:
    """Lessons as they are for pupils who love their subjects, each made once, so that classmates share them."""

    def __init__(self) -> None:
        self._by_id: dict[int, tuple[Block, Block]] = {}

    def of(self, lesson: Block) -> Block:
        """Return the lesson for a pupil who loves its subject."""
        known = self._by_id.get(id(lesson))
        if known is None:
            known = self._by_id[id(lesson)] = (lesson, replace(lesson, loved=True))
        return known[1]


class PupilBlocks(Sequence[Block]):
    """The blocks of one pupil's week in order, laid out when they are first asked for.

    They are the lessons of the pupil's classes, a lesson of two classes once, and the periods that are not for lessons.
    """

    def __init__(
        self,
        classes: tuple[ClassLessons, ...],
        pauses: Sequence[Block],
        loves: frozenset[str] = frozenset(),
        loved: LovedLessons | None = None,
    ) -> None:
        self.classes, self.pauses, self.loves = classes, pauses, loves
        self._loved = loved or LovedLessons()

    @cached_property
    def in_order(self) -> tuple[Block, ...]:
        """The blocks in order of day and minute."""
        lessons = {id(lesson): lesson for each in self.classes for lesson in each.lessons}.values()
        mine = [self._loved.of(each) if each.subject in self.loves else each for each in lessons]
        return tuple(
            sorted((*self.pauses, *mine), key=lambda each: (each.day, each.start, each.end, each.key))
        )

    @cached_property
    def sums(self) -> LessonSums | None:
        """What the lessons sum up to without support and absence; None where two of them share a minute."""
        minutes = taught = teacher = unknown = 0
        for each in self.classes:
            if not each.apart or minutes & each.minutes:
                return None
            minutes |= each.minutes
            taught += each.sums.taught
            teacher += each.sums.teacher
            unknown += each.sums.unknown_adult
        return LessonSums(taught, teacher, unknown)

    @overload
    def __getitem__(self, at: int) -> Block: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Block]: ...

    def __getitem__(self, at: int | slice) -> Block | Sequence[Block]:
        return self.in_order[at]

    def __len__(self) -> int:
        return len(self.in_order)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.in_order == tuple(other)

    __hash__ = None  # type: ignore[assignment]
