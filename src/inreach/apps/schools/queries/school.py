"""The school itself: its calendar, day, subjects and classes, and what still needs attention."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.schools.models import (
    AcademicYear,
    ClosureDay,
    DayPlan,
    Lesson,
    Period,
    Pupil,
    School,
    Sharing,
    Subject,
    TeachingGroup,
    Term,
)
from inreach.apps.schools.models.date_ranges import holds_on, valid_on
from inreach.apps.schools.queries.pupil import classes_of, on_roll, schools_with, staff_of, subjects_of
from inreach.apps.schools.queries.pupil_list import pupils_listed
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor
from inreach.core.ledger.types import SubjectKind


def schools_seen_by(actor: Actor) -> QuerySet[School]:
    """The actor's own schools, and those that share a pupil with the actor's service today."""
    ids = organisation_ids(actor, Permission.SEE_SCHOOL, Scope.ORGANISATION)
    services = organisation_ids(actor, Permission.SEE_SCHOOL, Scope.SHARED)
    shared = Sharing.objects.filter(holds_on(actor.today), organisation__in=services)
    return (
        School.objects.filter(Q(pk__in=ids) | Q(pk__in=shared.values("pupil__school")))
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def schools_managed_by(actor: Actor) -> QuerySet[School]:
    """Schools whose calendar, subjects and day the actor looks after."""
    return schools_with(actor, Permission.MANAGE_SCHOOL)


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """How many of what a school has on a day."""

    pupils: int
    classes: int
    lessons: int
    teachers: int
    assistants: int
    other_staff: int
    subjects: int
    subjects_without_kind: int
    protected: int
    days_planned: int
    terms_ahead: int


def counts_of(school: School, day: date) -> SchoolCounts:
    """Count what a school has on a day."""
    staff = staff_of(school, day).order_by().values_list("role", "qualified_teacher")
    roles = list(staff)
    teachers = sum(1 for _, qualified in roles if qualified)
    assistants = sum(1 for role, qualified in roles if role == "assistant" and not qualified)
    subjects = subjects_of(school).aggregate(
        all=Count("pk"),
        without=Count("pk", filter=Q(kind=SubjectKind.OTHER.value)),
        protected=Count("pk", filter=Q(protected=True)),
    )
    return SchoolCounts(
        pupils=on_roll(Pupil.objects.filter(school=school), day).count(),
        classes=classes_of(school, day).count(),
        lessons=Lesson.objects.filter(valid_on(day), school=school).count(),
        teachers=teachers,
        assistants=assistants,
        other_staff=len(roles) - teachers - assistants,
        subjects=subjects["all"],
        subjects_without_kind=subjects["without"],
        protected=subjects["protected"],
        days_planned=day_plans_of(school).count(),
        terms_ahead=terms_of(school).filter(ends__gte=day).count(),
    )


def years_of(school: School) -> QuerySet[AcademicYear]:
    """A school's years with their terms, the newest first."""
    return AcademicYear.objects.filter(school=school).prefetch_related("terms").order_by("-starts", "pk")


def terms_of(school: School) -> QuerySet[Term]:
    """A school's terms in order."""
    return Term.objects.filter(year__school=school).select_related("year").order_by("starts", "pk")


def closures_of(school: School) -> QuerySet[ClosureDay]:
    """Days inside terms on which a school is closed, in order."""
    return ClosureDay.objects.filter(school=school).order_by("day", "pk")


def day_plans_of(school: School) -> QuerySet[DayPlan]:
    """What a school's bells say, by week of the cycle and weekday, with their periods."""
    return (
        DayPlan.objects.filter(school=school)
        .prefetch_related("periods")
        .order_by("cycle_week", "weekday", "pk")
    )


def periods_of(school: School, weekday: int, cycle_week: int) -> QuerySet[Period]:
    """The periods of one day of the cycle, in order; week 0 stands for every week."""
    return Period.objects.filter(
        day_plan__school=school, day_plan__weekday=weekday, day_plan__cycle_week=cycle_week
    ).order_by("starts", "pk")


def subjects_like(school: School, *, text: str = "", kind: str = "") -> QuerySet[Subject]:
    """A school's subjects of a kind whose name holds these words, with the number of lessons that they have."""
    found = subjects_of(school)
    for word in text.split():
        found = found.filter(name__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    return found.annotate(lesson_count=Count("lessons"))


def years_managed_by(actor: Actor) -> QuerySet[AcademicYear]:
    """Years of the schools that the actor looks after."""
    return (
        AcademicYear.objects.filter(school__in=schools_managed_by(actor))
        .select_related("school__organisation")
        .order_by("-starts", "pk")
    )


def terms_managed_by(actor: Actor) -> QuerySet[Term]:
    """Terms of the schools that the actor looks after."""
    return (
        Term.objects.filter(year__school__in=schools_managed_by(actor))
        .select_related("year__school__organisation")
        .order_by("starts", "pk")
    )


def closures_managed_by(actor: Actor) -> QuerySet[ClosureDay]:
    """Closure days of the schools that the actor looks after."""
    return (
        ClosureDay.objects.filter(school__in=schools_managed_by(actor))
        .select_related("school__organisation")
        .order_by("day", "pk")
    )


def teaching_groups_seen_by(actor: Actor) -> QuerySet[TeachingGroup]:
    """Classes of the schools that the actor sees."""
    return (
        TeachingGroup.objects.filter(school__in=schools_seen_by(actor))
        .select_related("school__organisation")
        .order_by("name", "pk")
    )


def lessons_of_class(group: TeachingGroup, day: date) -> QuerySet[Lesson]:
    """The lessons that a class has in the timetable of a day, by week of the cycle, weekday and time."""
    return (
        Lesson.objects.filter(valid_on(day), teaching_groups=group)
        .select_related("subject", "room")
        .prefetch_related("staff")
        .order_by("cycle_week", "weekday", "starts", "pk")
    )


def members_seen_by(actor: Actor, group: TeachingGroup) -> QuerySet[Pupil]:
    """The pupils of a class today whom the actor may list."""
    return pupils_listed(actor, group=group.pk)
