"""Rows of timetables, gathered for whole schools at once: lessons by class, who is in which, bells, loved subjects.

A week and a year are laid out from the same rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from inreach.apps.schools.adapters.row_keys import as_text, id_of
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
from inreach.core.ledger.types import ALWAYS_PROTECTED, Adult, Block, PeriodKind, SubjectKind
from inreach.core.school.calendar import CalendarWeek, hhmm

ADULT_RANK = (Adult.TEACHER, Adult.SPECIALIST, Adult.ASSISTANT)
FEW = 100


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


class DayPlanRow(NamedTuple):
    """A plan of a day: its weekday, its week of the cycle (0 for all), and its periods that are not for lessons."""

    weekday: int
    cycle_week: int
    pauses: list[tuple[str, int, int]]


class RunningClass(NamedTuple):
    """A class: from when to when it runs, and its lessons."""

    runs: Span
    lessons: list[Taught]


NO_CLASS = RunningClass(ALWAYS, [])


def of_these(pupils: Collection[Pupil]) -> Q:
    """Rows with `pupil` of these pupils; of many pupils, rows of their whole schools are as good."""
    if len(pupils) > FEW:
        return Q(pupil__school__in={pupil.school_id for pupil in pupils})
    return Q(pupil__in=[pupil.pk for pupil in pupils])


def lessons_by_class(
    schools: Collection[UUID], first: date, last: date, cycle_weeks: Iterable[int]
) -> dict[str, RunningClass]:
    """The lessons of some weeks of the cycle by class, as far as they are valid on a day from the first to the last.

    A lesson without a code of its own is called by the names of its classes.
    """
    lessons = Lesson.objects.filter(
        valid_between(first, last), school__in=schools, cycle_week__in={0, *cycle_weeks}
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


def classes_by_pupil(whose: Q, first: date, last: date) -> dict[str, frozenset[tuple[str, Span]]]:
    """The classes that each pupil is in, each with its days as far as it is not all from first to last."""
    throughout = Q(starts__lte=first) & (Q(ends__isnull=True) | Q(ends__gte=last))
    rows = TeachingGroupMember.objects.filter(whose).order_by()
    ids = as_text("pupil_id"), as_text("teaching_group_id")
    by_pupil: dict[str, set[tuple[str, Span]]] = defaultdict(set)
    for pupil, of_class in rows.filter(throughout).values_list(*ids):
        by_pupil[pupil].add((of_class, ALWAYS))
    partly = rows.filter(holds_between(first, last)).exclude(throughout)
    for pupil, of_class, starts, ends in partly.values_list(*ids, "starts", "ends"):
        by_pupil[pupil].add((of_class, Span(starts, ends)))
    return {pupil: frozenset(classes) for pupil, classes in by_pupil.items()}


def day_plans(schools: Collection[UUID]) -> dict[UUID, list[DayPlanRow]]:
    """The plans of each school's days, with the periods that are not for lessons."""
    bells = Period.objects.filter(day_plan__school__in=schools).exclude(kind=PeriodKind.LESSON.value)
    periods: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for plan, *period in bells.order_by("starts", "ends", "kind").values_list(
        as_text("day_plan_id"), "kind", "starts", "ends"
    ):
        periods[plan].append((period[0], period[1], period[2]))
    rows = DayPlan.objects.filter(school__in=schools).order_by("cycle_week", "weekday", "id")
    plans: dict[UUID, list[DayPlanRow]] = {school: [] for school in schools}
    for school, plan, weekday, cycle_week in rows.values_list(
        "school_id", as_text("pk"), "weekday", "cycle_week"
    ):
        plans[school].append(DayPlanRow(weekday, cycle_week, periods[plan]))
    return plans


def pauses_on(plans: Sequence[DayPlanRow], day: date, cycle_week: int) -> list[Block]:
    """The periods of a day that are not for lessons. A plan for its week of the cycle replaces the general one."""
    of_week = {
        plan.cycle_week: plan
        for plan in plans
        if plan.weekday == day.weekday() and plan.cycle_week in (0, cycle_week)
    }
    if not of_week:
        return []
    return [
        Block(day, starts, ends, PeriodKind(kind), adult=Adult.NONE, key=f"{kind} {hhmm(starts)}")
        for kind, starts, ends in of_week[max(of_week)].pauses
    ]


def loved_subjects(whose: Q) -> dict[str, frozenset[str]]:
    """The names of the subjects that each pupil loves."""
    links = Pupil.loved_subjects.through.objects.filter(whose).order_by()
    by_pupil: dict[str, set[str]] = defaultdict(set)
    for pupil, subject in links.values_list(as_text("pupil_id"), "subject__name"):
        by_pupil[pupil].add(subject)
    return {pupil: frozenset(subjects) for pupil, subjects in by_pupil.items()}


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
