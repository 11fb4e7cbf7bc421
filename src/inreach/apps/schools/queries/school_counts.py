"""How much of a school is there: what its overview counts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from inreach.apps.schools.models import Lesson, Pupil, School
from inreach.apps.schools.models.date_ranges import valid_on
from inreach.apps.schools.queries.calendar import terms_of
from inreach.apps.schools.queries.pupil import on_roll
from inreach.apps.schools.queries.school_day import day_plans_of
from inreach.apps.schools.queries.staff import staff_of
from inreach.apps.schools.queries.subject import subjects_of
from inreach.apps.schools.queries.teaching_group import classes_of
from inreach.core.ledger.types import SubjectKind


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
