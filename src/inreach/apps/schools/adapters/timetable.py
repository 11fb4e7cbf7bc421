"""From the school's rows to the core's plain data: the blocks of its pupils' weeks.

A whole school's weeks cost the same few queries as one pupil's week. Classmates are given the same lessons of their
class and the same Block objects, so that the core sums up and reads each of them once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from inreach.apps.schools.adapters.row_keys import as_text, id_of, keys_of
from inreach.apps.schools.models import (
    DayPlan,
    Lesson,
    Period,
    Pupil,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
)
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.core.ledger.class_lessons import ClassLessons, LovedLessons, PupilBlocks
from inreach.core.ledger.types import ALWAYS_PROTECTED, Adult, Block, PeriodKind, SubjectKind
from inreach.core.school.calendar import CalendarWeek, hhmm

ADULT_RANK = (Adult.TEACHER, Adult.SPECIALIST, Adult.ASSISTANT)
FEW = 100
SchoolWeeks = Mapping[UUID, CalendarWeek]  # by school, the week that is asked for


class Span(NamedTuple):
    """From a day until a day, both included; None is open."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = Span(None, None)


class Taught(NamedTuple):
    """One lesson of the timetable: minutes since midnight, when it is held, its subject and its adult."""

    id: str
    source: str
    key: str
    weekday: int
    cycle_week: int
    valid: Span
    starts: int
    ends: int
    subject: str
    subject_kind: SubjectKind
    protected: bool
    adult: Adult

    def of_class(self, name: str) -> "Taught":
        """Return this lesson, called by the name of one more of its classes."""
        return self._replace(key=f"{self.key}, {name}" if self.key else name)

    def day_in(self, week: CalendarWeek) -> date | None:
        """Return the day of a week on which this lesson is held, if it is."""
        if self.cycle_week not in (0, week.cycle_week):
            return None
        return next(
            (day for day in week.days if day.weekday() == self.weekday and self.valid.holds(day)), None
        )

    def block(self, day: date) -> Block:
        """Return this lesson on one day."""
        return Block(
            day,
            self.starts,
            self.ends,
            PeriodKind.LESSON,
            self.subject,
            self.subject_kind,
            self.adult,
            self.protected,
            False,
            self.key,
            lesson_id=self.id,
        )


class RunningClass(NamedTuple):
    """A class: from when to when it runs, and its lessons."""

    runs: Span
    lessons: list[Taught]


NO_CLASS = RunningClass(ALWAYS, [])


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
            self._first, self._last = min(days), max(days)
            self._plans = _day_plans(schools)
            self._lessons = self._lessons_by_class(schools)
            self._members = self._memberships(whose)
            self._loves = _loved_subjects(whose)

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
            school: (_pauses(self._plans.get(school, ()), week), LessonsOfWeek(self._lessons, week))
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

    def _lessons_by_class(self, schools: Collection[UUID]) -> dict[str, RunningClass]:
        """The lessons by class.

        A lesson without a code of its own is called by the names of its classes.
        """
        lessons = Lesson.objects.filter(
            valid_between(self._first, self._last),
            school__in=schools,
            cycle_week__in={0, *(week.cycle_week for week in self._weeks)},
        ).order_by()
        classes = {
            key: (name, Span(starts, ends))
            for key, name, starts, ends in TeachingGroup.objects.filter(school__in=schools)
            .order_by("name", "source_id")
            .values_list(as_text("pk"), "name", "starts", "ends")
        }
        order = {key: place for place, key in enumerate(classes)}
        taught = _taught(schools, lessons)
        links = Lesson.teaching_groups.through.objects.filter(lesson__in=lessons.values("pk")).order_by()
        by_class: dict[str, list[str]] = defaultdict(list)
        pairs = links.values_list(as_text("lesson_id"), as_text("teachinggroup_id"))
        for lesson, of_class in sorted(pairs, key=lambda pair: order[pair[1]]):
            by_class[of_class].append(lesson)
            if not taught[lesson].source:
                taught[lesson] = taught[lesson].of_class(classes[of_class][0])
        return {
            of_class: RunningClass(classes[of_class][1], [taught[lesson] for lesson in ids])
            for of_class, ids in by_class.items()
        }

    def _memberships(self, whose: Q) -> dict[str, frozenset[tuple[str, Span]]]:
        """The classes that each pupil is in, each with its days as far as they do not hold for all these weeks."""
        throughout = Q(starts__lte=self._first) & (Q(ends__isnull=True) | Q(ends__gte=self._last))
        rows = TeachingGroupMember.objects.filter(whose).order_by()
        ids = as_text("pupil_id"), as_text("teaching_group_id")
        by_pupil: dict[str, set[tuple[str, Span]]] = defaultdict(set)
        for pupil, of_class in rows.filter(throughout).values_list(*ids):
            by_pupil[pupil].add((of_class, ALWAYS))
        partly = rows.filter(holds_between(self._first, self._last)).exclude(throughout)
        for pupil, of_class, starts, ends in partly.values_list(*ids, "starts", "ends"):
            by_pupil[pupil].add((of_class, Span(starts, ends)))
        return {pupil: frozenset(classes) for pupil, classes in by_pupil.items()}


def blocks_for(pupils: Collection[Pupil], week: CalendarWeek) -> dict[UUID, tuple[Block, ...]]:
    """Return the blocks of one week for pupils of one school, by pupil, in order of day and minute."""
    school_weeks = {pupil.school_id: week for pupil in pupils}
    return {
        pupil: blocks.in_order
        for pupil, blocks in Timetables(pupils, [school_weeks]).blocks(school_weeks).items()
    }


def of_these(pupils: Collection[Pupil]) -> Q:
    """Rows with `pupil` of these pupils; of many pupils, rows of their whole schools are as good."""
    if len(pupils) > FEW:
        return Q(pupil__school__in={pupil.school_id for pupil in pupils})
    return Q(pupil__in=[pupil.pk for pupil in pupils])


def _day_plans(
    schools: Collection[UUID],
) -> dict[UUID, list[tuple[int, int, list[tuple[str, int, int]]]]]:
    """The plans of each school's days: weekday, week of the cycle, and periods that are not for lessons."""
    bells = Period.objects.filter(day_plan__school__in=schools).exclude(kind=PeriodKind.LESSON.value)
    periods: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for plan, *period in bells.order_by("starts", "ends", "kind").values_list(
        as_text("day_plan_id"), "kind", "starts", "ends"
    ):
        periods[plan].append((period[0], period[1], period[2]))
    rows = DayPlan.objects.filter(school__in=schools).order_by("cycle_week", "weekday", "id")
    plans: dict[UUID, list[tuple[int, int, list[tuple[str, int, int]]]]] = defaultdict(list)
    for school, plan, weekday, cycle_week in rows.values_list(
        "school_id", as_text("pk"), "weekday", "cycle_week"
    ):
        plans[school].append((weekday, cycle_week, periods[plan]))
    return plans


def _pauses(
    plans: Sequence[tuple[int, int, list[tuple[str, int, int]]]], week: CalendarWeek
) -> tuple[Block, ...]:
    """The periods of the week that are not for lessons. A plan for this week of the cycle replaces the general one."""
    general = {weekday: periods for weekday, cycle_week, periods in plans if cycle_week == 0}
    own = {weekday: periods for weekday, cycle_week, periods in plans if cycle_week == week.cycle_week}
    by_weekday = general | own
    return tuple(
        Block(day, starts, ends, PeriodKind(kind), adult=Adult.NONE, key=f"{kind} {hhmm(starts)}")
        for day in week.days
        for kind, starts, ends in by_weekday.get(day.weekday(), ())
    )


def _taught(schools: Collection[UUID], lessons: QuerySet[Lesson, Any]) -> dict[str, Taught]:
    """The lessons, each with its subject and adult."""
    subjects = {
        key: (name, SubjectKind(kind), protected)
        for key, name, kind, protected in Subject.objects.filter(school__in=schools)
        .order_by()
        .values_list(as_text("pk"), "name", "kind", "protected")
    }
    adults = _adults(lessons)
    taught = {}
    for key, source, weekday, cycle_week, first, last, starts, ends, subject in lessons.values_list(
        as_text("pk"), "source_id", "weekday", "cycle_week", "valid_from", "valid_to", "starts", "ends",
        as_text("subject_id"),
    ):  # fmt: skip
        name, kind, protected = subjects[subject]
        taught[key] = Taught(
            id=id_of(key),
            source=source,
            key=source,
            weekday=weekday,
            cycle_week=cycle_week,
            valid=Span(first, last),
            starts=starts,
            ends=ends,
            subject=name,
            subject_kind=kind,
            protected=protected or kind in ALWAYS_PROTECTED,
            adult=adults.get(key, Adult.UNKNOWN),
        )
    return taught


def _adults(lessons: QuerySet[Lesson, Any]) -> dict[str, Adult]:
    """Who teaches each lesson: a qualified teacher if one is there. A lesson that names nobody is left out: unknown."""
    links = Lesson.staff.through.objects.filter(lesson__in=lessons.values("pk")).order_by()
    by_lesson: dict[str, Adult] = {}
    counts_as: dict[tuple[bool, str], Adult] = {}
    for lesson, *member in links.values_list(
        as_text("lesson_id"), "staffmember__qualified_teacher", "staffmember__role"
    ):
        post = (member[0], member[1])
        if post not in counts_as:
            counts_as[post] = StaffMember(qualified_teacher=post[0], role=post[1]).adult
        adult = counts_as[post]
        by_lesson[lesson] = min(by_lesson.get(lesson, adult), adult, key=ADULT_RANK.index)
    return by_lesson


def _loved_subjects(whose: Q) -> dict[str, frozenset[str]]:
    """The names of the subjects that each pupil loves."""
    links = Pupil.loved_subjects.through.objects.filter(whose).order_by()
    by_pupil: dict[str, set[str]] = defaultdict(set)
    for pupil, subject in links.values_list(as_text("pupil_id"), "subject__name"):
        by_pupil[pupil].add(subject)
    return {pupil: frozenset(subjects) for pupil, subjects in by_pupil.items()}
