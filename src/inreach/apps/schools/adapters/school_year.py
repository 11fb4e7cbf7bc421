"""From the schools' rows to a term or a year of their pupils: what repeats once, with its days as bits.

Many weeks of many schools cost the same few queries as one week of one. Pupils in the same classes on the same days
are given the same tuple of classes, so that the core adds it up once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from inreach.apps.schools.adapters.calendar import calendars_of
from inreach.apps.schools.adapters.row_keys import as_text, keys_of
from inreach.apps.schools.adapters.timetable_rows import (
    NO_CLASS,
    DayPlanRow,
    RunningClass,
    Span,
    Taught,
    classes_by_pupil,
    day_plans,
    lessons_by_class,
    loved_subjects,
    pauses_on,
)
from inreach.apps.schools.models import Enrolment, School
from inreach.apps.schools.models.date_ranges import holds_between
from inreach.core.ledger.school_year import Classes, RepeatedBlock, RepeatedLessons
from inreach.core.school.open_days import OpenDays

Memberships = frozenset[tuple[str, Span]]  # classes by id as text, each with its days


class Bounds(NamedTuple):
    """What rows of some schools have to touch: the first and the last open day, and a week of the cycle."""

    first: date
    last: date
    cycle_weeks: frozenset[int]


def open_days_of(schools: Collection[School], first: date, last: date) -> dict[UUID, OpenDays]:
    """Return the open days of each school from one date to another, both included."""
    return {school: OpenDays(calendar, first, last) for school, calendar in calendars_of(schools).items()}


def bounds_of(open_days: Iterable[OpenDays]) -> Bounds | None:
    """Return the bounds of these open days, None if there are none."""
    with_days = [each for each in open_days if each.dates]
    if not with_days:
        return None
    return Bounds(
        min(each.dates[0] for each in with_days),
        max(each.dates[-1] for each in with_days),
        frozenset(kind.cycle_week for each in with_days for kind in each.kinds),
    )


def on_roll_between(
    whose: Q, open_days: Mapping[UUID, OpenDays], first: date, last: date
) -> dict[UUID, dict[str, int]]:
    """Return by school who is on roll between two dates, and on which open days, by the id of the pupil as text."""
    rows = Enrolment.objects.filter(whose, holds_between(first, last)).order_by()
    on_roll: dict[UUID, dict[str, int]] = {school: defaultdict(int) for school in open_days}
    of_school = {key: (on_roll[school], open_days[school]) for key, school in keys_of(open_days).items()}
    for pupil, school, *dates in rows.values_list(
        as_text("pupil_id"), as_text("pupil__school_id"), "starts", "ends"
    ):
        pupils, days = of_school[school]
        pupils[pupil] |= days.between(*dates)
    return on_roll


class RepeatedTimetable:
    """The timetable of one school over its open days, each class and each lesson made once, when somebody is in it.

    Pupils are known by their ids as text. What is given may be of other schools, too.
    """

    def __init__(
        self,
        open_days: OpenDays,
        classes: Mapping[str, RunningClass],
        plans: Sequence[DayPlanRow],
        members: Mapping[str, Memberships],
        loves: Mapping[str, frozenset[str]],
    ) -> None:
        self._open_days, self._running = open_days, classes
        self._members, self._loves = members, loves
        self._blocks: dict[str, list[RepeatedBlock]] = {}
        self._classes: dict[str, RepeatedLessons] = {}
        self._same: dict[Memberships, Classes] = {}
        self.pauses = {
            kind.day: [
                RepeatedBlock(block, kind.days) for block in pauses_on(plans, kind.day, kind.cycle_week)
            ]
            for kind in open_days.kinds
        }

    def loves(self, pupil: str) -> frozenset[str]:
        """Return the names of the subjects that a pupil loves."""
        return self._loves.get(pupil, frozenset())

    def classes(self, pupil: str) -> Classes:
        """Return the classes of a pupil, each with the pupil's days in it."""
        memberships = self._members.get(pupil, frozenset())
        known = self._same.get(memberships)
        if known is None:
            days: dict[str, int] = defaultdict(int)
            for of_class, span in sorted(memberships, key=lambda each: each[0]):
                days[of_class] |= self._open_days.between(*span)
            known = self._same[memberships] = tuple(
                (self._lessons(of_class), held) for of_class, held in days.items() if held
            )
        return known

    def _lessons(self, of_class: str) -> RepeatedLessons:
        lessons = self._classes.get(of_class)
        if lessons is None:
            running = self._running.get(of_class, NO_CLASS)
            runs = self._open_days.between(*running.runs)
            lessons = self._classes[of_class] = RepeatedLessons(
                RepeatedBlock(block, days & runs)
                for lesson in running.lessons
                for block, days in self._repeated(lesson)
            )
        return lessons

    def _repeated(self, lesson: Taught) -> list[RepeatedBlock]:
        blocks = self._blocks.get(lesson.id)
        if blocks is None:
            valid = self._open_days.between(*lesson.valid)
            blocks = self._blocks[lesson.id] = [
                RepeatedBlock(lesson.block(kind.day), kind.days & valid)
                for kind in self._open_days.repeated(lesson.weekday, lesson.cycle_week)
            ]
        return blocks


def gather_timetables(whose: Q, open_days: Mapping[UUID, OpenDays]) -> dict[UUID, RepeatedTimetable]:
    """Gather the timetables of schools and their pupils over the open days, by school."""
    bounds, schools = bounds_of(open_days.values()), list(open_days)
    if bounds is None:
        return {school: RepeatedTimetable(days, {}, (), {}, {}) for school, days in open_days.items()}
    plans, classes = day_plans(schools), lessons_by_class(schools, *bounds)
    members, loves = classes_by_pupil(whose, bounds.first, bounds.last), loved_subjects(whose)
    return {
        school: RepeatedTimetable(days, classes, plans[school], members, loves)
        for school, days in open_days.items()
    }
