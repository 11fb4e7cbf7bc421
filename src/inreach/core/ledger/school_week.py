"""The ledgers of a school's week: every pupil's own, the week before it, and the middle pupil of each class.

Most pupils have no support, and what a page shows of them is in the sums of their classes. So a pupil's ledger is
worked out when it is asked for, and everything else is taken from what classmates share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Generic, TypeVar

from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.class_lessons import LessonSums, PupilBlocks
from inreach.core.ledger.double_bookings import DoubleBooking, double_lessons, double_sessions
from inreach.core.ledger.types import Block, LedgerWeek, Support

FEWEST_FOR_A_MEDIAN = 5
PupilId = TypeVar("PupilId", bound=Hashable)
ClassId = TypeVar("ClassId", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """What is planned for one pupil in a week: the blocks of the timetable and the sessions of support.

    `on_roll` are the days of the week on which the pupil is on the school's roll, None for all.
    """

    blocks: Sequence[Block]
    supports: tuple[Support, ...]
    on_roll: frozenset[date] | None = None

    @property
    def supported(self) -> bool:
        """Say whether any support is planned on a day on roll."""
        return any(self.on_roll is None or support.day in self.on_roll for support in self.supports)


class PupilLedgers(Mapping[PupilId, LedgerWeek]):
    """The ledgers of a week by pupil, each worked out when it is first asked for."""

    def __init__(self, planned: Mapping[PupilId, PlannedWeek]) -> None:
        self.planned = planned
        self._calculator = LedgerCalculator()
        self._known: dict[PupilId, LedgerWeek] = {}

    def __getitem__(self, pupil: PupilId) -> LedgerWeek:
        ledger = self._known.get(pupil)
        if ledger is None:
            week = self.planned[pupil]
            ledger = self._known[pupil] = self._calculator.week(
                week.blocks, week.supports, on_roll=week.on_roll
            )
        return ledger

    def __iter__(self) -> Iterator[PupilId]:
        return iter(self.planned)

    def __len__(self) -> int:
        return len(self.planned)

    def sums(self, pupil: PupilId) -> LessonSums:
        """Return the sums of a pupil's lessons: those of the classes where nothing of the pupil's own changes them."""
        week = self.planned[pupil]
        if isinstance(week.blocks, PupilBlocks) and not week.supports and week.on_roll is None:
            shared = week.blocks.sums
            if shared is not None:
                return shared
        totals = self[pupil].totals
        return LessonSums(totals.taught, totals.teacher, totals.unknown_adult)


@dataclass(frozen=True, slots=True)
class CalculatedWeek(Generic[PupilId, ClassId]):
    """The ledgers of a week and of the week before, and each class's median minutes with a teacher.

    `double_bookings` are of the pupils who are to be in two places at once.
    """

    ledgers: Mapping[PupilId, LedgerWeek]
    ledgers_before: Mapping[PupilId, LedgerWeek]
    median_teacher: Mapping[ClassId, int]
    double_bookings: Mapping[PupilId, tuple[DoubleBooking, ...]] = field(default_factory=dict)


def calculate(
    planned: Mapping[PupilId, PlannedWeek],
    planned_before: Mapping[PupilId, PlannedWeek],
    home_classes: Mapping[PupilId, ClassId],
) -> CalculatedWeek[PupilId, ClassId]:
    """Return the ledgers of everybody in a week, and of those who are given for the week before it."""
    ledgers = PupilLedgers(planned)
    return CalculatedWeek(
        ledgers,
        PupilLedgers(planned_before),
        class_medians(ledgers, home_classes),
        double_bookings(planned),
    )


def ledgers_of(planned: Mapping[PupilId, PlannedWeek]) -> PupilLedgers[PupilId]:
    """Return the ledger of each pupil; classmates who share their blocks cost only what support changes."""
    return PupilLedgers(planned)


def double_bookings(planned: Mapping[PupilId, PlannedWeek]) -> dict[PupilId, tuple[DoubleBooking, ...]]:
    """Return when pupils are to be in two lessons or in two sessions at once on a day on roll, of those who are."""
    by_blocks: dict[int, tuple[DoubleBooking, ...]] = {}
    bookings: dict[PupilId, tuple[DoubleBooking, ...]] = {}
    for pupil, week in planned.items():
        lessons = by_blocks.get(id(week.blocks))
        if lessons is None:
            apart = isinstance(week.blocks, PupilBlocks) and week.blocks.sums is not None
            lessons = by_blocks[id(week.blocks)] = () if apart else double_lessons(week.blocks)
        if not lessons and len(week.supports) < 2:
            continue
        bookings_of_pupil = (*lessons, *double_sessions(week.supports))
        if week.on_roll is not None:
            bookings_of_pupil = tuple(booking for booking in bookings_of_pupil if booking.day in week.on_roll)
        if bookings_of_pupil:
            bookings[pupil] = tuple(
                sorted(bookings_of_pupil, key=lambda booking: (booking.day, booking.start))
            )
    return bookings


def class_medians(
    ledgers: PupilLedgers[PupilId], home_classes: Mapping[PupilId, ClassId]
) -> dict[ClassId, int]:
    """Return the median minutes with a teacher by class, of pupils of whom it is known in every lesson.

    A class of very few such pupils has none, to tell nobody's week.
    """
    minutes: dict[ClassId, list[int]] = defaultdict(list)
    for pupil in ledgers:
        if pupil in home_classes:
            sums = ledgers.sums(pupil)
            if not sums.unknown_adult:
                minutes[home_classes[pupil]].append(sums.teacher)
    return {
        home_class: round(median(of_class))
        for home_class, of_class in minutes.items()
        if len(of_class) >= FEWEST_FOR_A_MEDIAN
    }
