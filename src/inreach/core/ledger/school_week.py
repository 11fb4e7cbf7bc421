"""The ledgers of a school's week: every pupil's own, the week before it, and the middle pupil of each class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Generic, TypeVar

from inreach.core.ledger.calculator import LedgerCalculator
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

    blocks: tuple[Block, ...]
    supports: tuple[Support, ...]
    on_roll: frozenset[date] | None = None


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
    ledgers = ledgers_of(planned)
    return CalculatedWeek(
        ledgers, ledgers_of(planned_before), class_medians(ledgers, home_classes), double_bookings(planned)
    )


def double_bookings(planned: Mapping[PupilId, PlannedWeek]) -> dict[PupilId, tuple[DoubleBooking, ...]]:
    """Return when pupils are to be in two lessons or in two sessions at once on a day on roll, of those who are."""
    by_blocks: dict[int, tuple[DoubleBooking, ...]] = {}
    bookings: dict[PupilId, tuple[DoubleBooking, ...]] = {}
    for pupil, week in planned.items():
        lessons = by_blocks.get(id(week.blocks))
        if lessons is None:
            lessons = by_blocks[id(week.blocks)] = double_lessons(week.blocks)
        found = (*lessons, *(double_sessions(week.supports) if len(week.supports) > 1 else ()))
        if week.on_roll is not None:
            found = tuple(booking for booking in found if booking.day in week.on_roll)
        if found:
            bookings[pupil] = tuple(sorted(found, key=lambda booking: (booking.day, booking.start)))
    return bookings


def ledgers_of(planned: Mapping[PupilId, PlannedWeek]) -> dict[PupilId, LedgerWeek]:
    """Return the ledger of each pupil; classmates who share their blocks cost only what support changes."""
    calculator = LedgerCalculator()
    return {
        pupil: calculator.week(week.blocks, week.supports, on_roll=week.on_roll)
        for pupil, week in planned.items()
    }


def class_medians(
    ledgers: Mapping[PupilId, LedgerWeek], home_classes: Mapping[PupilId, ClassId]
) -> dict[ClassId, int]:
    """Return the median minutes with a teacher by class, of pupils of whom it is known in every lesson.

    A class of very few such pupils has none, to tell nobody's week.
    """
    minutes: dict[ClassId, list[int]] = defaultdict(list)
    for pupil, ledger in ledgers.items():
        if pupil in home_classes and not ledger.totals.unknown_adult:
            minutes[home_classes[pupil]].append(ledger.totals.teacher)
    return {
        home_class: round(median(of_class))
        for home_class, of_class in minutes.items()
        if len(of_class) >= FEWEST_FOR_A_MEDIAN
    }
