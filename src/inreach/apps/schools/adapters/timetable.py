"""From the school's rows to the core's plain data: the blocks of its pupils' weeks.

A whole school's weeks cost the same few queries as one pupil's week. Classmates are given the same lessons of their
class and the same Block objects, so that the core sums up and reads each of them once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from uuid import UUID

from inreach.apps.schools.adapters.row_keys import keys_of
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
    of_these,
    pauses_on,
)
from inreach.apps.schools.models import Pupil
from inreach.core.ledger.class_lessons import ClassLessons, LovedLessons, PupilBlocks
from inreach.core.ledger.types import Block
from inreach.core.school.calendar import CalendarWeek

SchoolWeeks = Mapping[UUID, CalendarWeek]  # by school, the week that is asked for


class LessonsOfWeek:
    """The lessons of classes in one week, each class and each lesson made once, when somebody in it is asked about."""

    def __init__(self, classes: dict[str, RunningClass], week: CalendarWeek) -> None:
        self._running, self._week = classes, week
        self._blocks: dict[str, Block | None] = {}
        self._classes: dict[tuple[str, Span], ClassLessons | None] = {}

    def of_class(self, at: tuple[str, Span]) -> ClassLessons | None:
        """Return the lessons of a class on the days of a span; None if there are none."""
        if at not in self._classes:
            of_class, span = at
            running = self._running.get(of_class, NO_CLASS)
            blocks = filter(None, map(self._block, running.lessons))
            held = [each for each in blocks if span.holds(each.day) and running.runs.holds(each.day)]
            self._classes[at] = ClassLessons(held) if held else None
        return self._classes[at]

    def _block(self, lesson: Taught) -> Block | None:
        if lesson.id not in self._blocks:
            day = lesson.day_in(self._week)
            self._blocks[lesson.id] = lesson.block(day) if day else None
        return self._blocks[lesson.id]


class Timetables:
    """The timetables of pupils over some weeks of their schools, gathered at once; afterwards it asks nothing.

    Several weeks of several schools take the same queries as one week of one.
    """

    def __init__(self, pupils: Collection[Pupil], weeks: Iterable[SchoolWeeks]) -> None:
        self._everybody = pupils
        self._weeks = [week for by_school in weeks for week in by_school.values() if week.days]
        if pupils and self._weeks:
            schools, whose = {pupil.school_id for pupil in pupils}, of_these(pupils)
            days = [day for week in self._weeks for day in (week.days[0], week.days[-1])]
            first, last = min(days), max(days)
            self._plans = day_plans(schools)
            self._lessons = lessons_by_class(schools, first, last, {week.cycle_week for week in self._weeks})
            self._members = classes_by_pupil(whose, first, last)
            self._loves = loved_subjects(whose)

    def blocks(
        self, school_weeks: SchoolWeeks, pupils: Iterable[Pupil] | None = None
    ) -> dict[UUID, PupilBlocks]:
        """Return the blocks of a week by pupil, in order of day and minute, for some of these pupils or for all.

        They are the lessons of the classes a pupil is in on each day, and the periods of the day that are not for
        lessons. A lesson period in which a pupil has no lesson is free, so it is no block. Closed days have none.
        """
        asked = self._everybody if pupils is None else pupils
        schools = {pupil.pk: pupil.school_id for pupil in asked}
        weeks = {
            school: (_pauses(self._plans[school], week), LessonsOfWeek(self._lessons, week))
            for school in set(schools.values())
            if (week := school_weeks[school]).days
        }
        loved = LovedLessons()
        same: dict[tuple[object, ...], PupilBlocks] = {}
        blocks = {}
        for key, pupil in keys_of(schools).items():
            if schools[pupil] not in weeks:
                blocks[pupil] = PupilBlocks((), ())
                continue
            pauses, lessons = weeks[schools[pupil]]
            classes, loves = self._members.get(key, frozenset()), self._loves.get(key, frozenset())
            known = same.get((schools[pupil], classes, loves))
            if known is None:
                mine = tuple(filter(None, map(lessons.of_class, sorted(classes, key=itemgetter(0)))))
                known = same[schools[pupil], classes, loves] = PupilBlocks(mine, pauses, loves, loved)
            blocks[pupil] = known
        return blocks


def blocks_for(pupils: Collection[Pupil], week: CalendarWeek) -> dict[UUID, tuple[Block, ...]]:
    """Return the blocks of one week for pupils of one school, by pupil, in order of day and minute."""
    school_weeks = {pupil.school_id: week for pupil in pupils}
    return {
        pupil: blocks.in_order
        for pupil, blocks in Timetables(pupils, [school_weeks]).blocks(school_weeks).items()
    }


def _pauses(plans: Sequence[DayPlanRow], week: CalendarWeek) -> tuple[Block, ...]:
    return tuple(block for day in week.days for block in pauses_on(plans, day, week.cycle_week))
