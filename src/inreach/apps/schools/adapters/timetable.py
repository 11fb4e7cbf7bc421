"""From the school's rows to the core's plain data: its calendar, and the blocks of its pupils' weeks.

A whole school's week costs the same few queries as one pupil's. Classmates are given the same Block objects, and the
same tuple where nothing tells their weeks apart, so that the core's calculator reads each timetable once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from inreach.apps.schools.models import DayPlan, Lesson, Period, Pupil, StaffMember, TeachingGroupMember
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.core.ledger.types import ALWAYS_PROTECTED, Adult, Block, PeriodKind, SubjectKind
from inreach.core.school.calendar import CalendarWeek, hhmm

ADULT_RANK = (Adult.TEACHER, Adult.SPECIALIST, Adult.ASSISTANT)
Lasting = tuple[UUID, int, int]


@dataclass(frozen=True, slots=True)
class Taught:
    """One lesson of the timetable as a week needs it: minutes since midnight, the days it is held, its adult."""

    id: UUID
    source: str
    key: str
    days: tuple[date, ...]
    starts: int
    ends: int
    subject_id: UUID
    subject: str
    subject_kind: SubjectKind
    protected: bool
    adult: Adult

    def of_class(self, name: str) -> "Taught":
        """Return this lesson, called by the name of one more of its classes."""
        return replace(self, key=f"{self.key}, {name}" if self.key else name)

    def block(self, day: date, *, loved: bool) -> Block:
        """Return this lesson on one day, for pupils who love its subject, or for the others."""
        return Block(
            day,
            self.starts,
            self.ends,
            PeriodKind.LESSON,
            self.subject,
            self.subject_kind,
            self.adult,
            self.protected,
            loved,
            self.key,
            lesson_id=str(self.id),
        )


def blocks_for(pupils: Collection[Pupil], week: CalendarWeek) -> dict[UUID, tuple[Block, ...]]:
    """Return the blocks of one week for pupils of one school, by pupil, in order of day and minute.

    They are the lessons of the classes a pupil is in on each day, and the periods of the day that are not for
    lessons. A lesson period in which a pupil has no lesson is free, so it is no block. Closed days have none.
    """
    pupils = list(pupils)
    if not pupils or not week.days:
        return {pupil.pk: () for pupil in pupils}
    school_id = pupils[0].school_id
    pauses = _pauses(school_id, week)
    lessons = _lessons_by_group(school_id, week)
    memberships = _memberships(pupils, week)
    loved = _loved(pupils)
    blocks: dict[tuple[UUID, date, bool], Block] = {}
    weeks: dict[tuple[frozenset[Lasting], frozenset[UUID]], tuple[Block, ...]] = {}

    def week_of(classes: frozenset[Lasting], loves: frozenset[UUID]) -> tuple[Block, ...]:
        by_class: dict[tuple[UUID, date], Block] = {}
        for group, first, last in classes:
            days = week.days[first:last]
            for lesson in lessons.get(group, ()):
                is_loved = lesson.subject_id in loves
                for day in lesson.days:
                    if day in days:
                        at = (lesson.id, day, is_loved)
                        if at not in blocks:
                            blocks[at] = lesson.block(day, loved=is_loved)
                        by_class[at[:2]] = blocks[at]
        return tuple(sorted((*pauses, *by_class.values()), key=lambda b: (b.day, b.start, b.end, b.key)))

    result = {}
    for pupil in pupils:
        classes_and_loves = (memberships[pupil.pk], loved[pupil.pk])
        if classes_and_loves not in weeks:
            weeks[classes_and_loves] = week_of(*classes_and_loves)
        result[pupil.pk] = weeks[classes_and_loves]
    return result


def _pauses(school_id: UUID, week: CalendarWeek) -> list[Block]:
    """The periods of the week that are not for lessons. A plan for this week of the cycle replaces the general one."""
    plans: dict[int, tuple[int, UUID]] = {}
    rows = DayPlan.objects.filter(school=school_id, cycle_week__in=(0, week.cycle_week))
    for pk, weekday, cycle_week in rows.order_by("cycle_week", "weekday", "id").values_list(
        "pk", "weekday", "cycle_week"
    ):
        plans[weekday] = max(plans.get(weekday, (-1, pk)), (cycle_week, pk), key=lambda plan: plan[0])
    periods: dict[UUID, list[tuple[str, int, int]]] = defaultdict(list)
    bells = Period.objects.filter(day_plan__in=[pk for _, pk in plans.values()])
    for plan, kind, starts, ends in (
        bells.exclude(kind=PeriodKind.LESSON.value)
        .order_by("starts", "id")
        .values_list("day_plan_id", "kind", "starts", "ends")
    ):
        periods[plan].append((kind, starts, ends))
    return [
        Block(day, starts, ends, PeriodKind(kind), adult=Adult.NONE, key=f"{kind} {hhmm(starts)}")
        for day in week.days
        if day.weekday() in plans
        for kind, starts, ends in periods[plans[day.weekday()][1]]
    ]


def _lessons_by_group(school_id: UUID, week: CalendarWeek) -> dict[UUID, list[Taught]]:
    """The lessons of the week by class, each with the days on which it is held."""
    lessons = Lesson.objects.filter(
        valid_between(week.days[0], week.days[-1]),
        school=school_id,
        cycle_week__in=(0, week.cycle_week),
        weekday__in=[day.weekday() for day in week.days],
    )
    adults = _adults(lessons.values("pk"))
    taught: dict[UUID, Taught] = {}
    rows = lessons.order_by("weekday", "starts", "id").values_list(
        "pk", "source_id", "weekday", "valid_from", "valid_to", "starts", "ends", "subject_id",
        "subject__name", "subject__kind", "subject__protected",
    )  # fmt: skip
    for pk, source, weekday, first, last, starts, ends, subject, name, of_kind, protected in rows:
        kind = SubjectKind(of_kind)
        taught[pk] = Taught(
            id=pk,
            source=source,
            key=source,
            days=tuple(
                day
                for day in week.days
                if day.weekday() == weekday
                and (first is None or first <= day)
                and (last is None or day <= last)
            ),
            starts=starts,
            ends=ends,
            subject_id=subject,
            subject=name,
            subject_kind=kind,
            protected=protected or kind in ALWAYS_PROTECTED,
            adult=adults.get(pk, Adult.UNKNOWN),
        )
    return _by_group(lessons, taught)


def _by_group(lessons: QuerySet[Lesson, Any], taught: dict[UUID, Taught]) -> dict[UUID, list[Taught]]:
    """The lessons by class. One without a code of its own is called by the names of its classes."""
    links = Lesson.teaching_groups.through.objects.filter(lesson__in=lessons.values("pk"))
    by_group: dict[UUID, list[UUID]] = defaultdict(list)
    for lesson, group, name in links.order_by("teachinggroup__name", "pk").values_list(
        "lesson_id", "teachinggroup_id", "teachinggroup__name"
    ):
        by_group[group].append(lesson)
        if not taught[lesson].source:
            taught[lesson] = taught[lesson].of_class(name)
    return {group: [taught[lesson] for lesson in of_group] for group, of_group in by_group.items()}


def _adults(lessons: QuerySet[Lesson, Any]) -> dict[UUID, Adult]:
    """Who teaches each lesson: a qualified teacher if one is there. A lesson that names nobody is left out: unknown."""
    links = Lesson.staff.through.objects.filter(lesson__in=lessons).order_by("pk")
    by_lesson: dict[UUID, Adult] = {}
    counts_as: dict[tuple[bool, str], Adult] = {}
    for lesson, qualified, role in links.values_list(
        "lesson_id", "staffmember__qualified_teacher", "staffmember__role"
    ):
        if (qualified, role) not in counts_as:
            counts_as[qualified, role] = StaffMember(qualified_teacher=qualified, role=role).adult
        adult = counts_as[qualified, role]
        by_lesson[lesson] = min(by_lesson.get(lesson, adult), adult, key=ADULT_RANK.index)
    return by_lesson


def _memberships(pupils: Iterable[Pupil], week: CalendarWeek) -> dict[UUID, frozenset[Lasting]]:
    """For each pupil the classes of the week, each with its first day and the day after its last, by place."""
    rows = TeachingGroupMember.objects.filter(
        holds_between(week.days[0], week.days[-1]),
        holds_between(week.days[0], week.days[-1], "teaching_group__"),
        pupil__in=[pupil.pk for pupil in pupils],
    ).order_by("pk")
    by_pupil: dict[UUID, set[Lasting]] = {pupil.pk: set() for pupil in pupils}
    for pupil, group, *spans in rows.values_list(
        "pupil_id", "teaching_group_id", "starts", "ends", "teaching_group__starts", "teaching_group__ends"
    ):
        first, last = _places(week.days, spans)
        if first < last:
            by_pupil[pupil].add((group, first, last))
    return {pupil: frozenset(classes) for pupil, classes in by_pupil.items()}


def _places(days: tuple[date, ...], spans: list[date | None]) -> tuple[int, int]:
    """The days that lie in every span (start, end, start, end …), as the place of the first and after the last."""
    starts = [day for day in spans[::2] if day is not None and day > days[0]]
    ends = [day for day in spans[1::2] if day is not None and day < days[-1]]
    if not starts and not ends:
        return 0, len(days)
    within = [
        n for n, day in enumerate(days) if all(s <= day for s in starts) and all(day <= e for e in ends)
    ]
    return (within[0], within[-1] + 1) if within else (0, 0)


def _loved(pupils: Iterable[Pupil]) -> dict[UUID, frozenset[UUID]]:
    """The subjects that each pupil loves."""
    by_pupil: dict[UUID, set[UUID]] = {pupil.pk: set() for pupil in pupils}
    links = Pupil.loved_subjects.through.objects.filter(pupil__in=list(by_pupil)).order_by("pk")
    for pupil, subject in links.values_list("pupil_id", "subject_id"):
        by_pupil[pupil].add(subject)
    return {pupil: frozenset(subjects) for pupil, subjects in by_pupil.items()}
