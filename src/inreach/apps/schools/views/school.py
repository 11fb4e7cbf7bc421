"""The school as it stands: overview, subjects, school day and classes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.schools.models import School
from inreach.apps.schools.policies import can_manage_school
from inreach.apps.schools.presenters.school import attention
from inreach.apps.schools.presenters.teaching_group import class_lists
from inreach.apps.schools.queries.calendar import terms_of
from inreach.apps.schools.queries.school import schools_seen_by
from inreach.apps.schools.queries.school_counts import counts_of
from inreach.apps.schools.queries.teaching_group import classes_of
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.core.access.permissions import Permission
from inreach.core.school.calendar import WEEKDAYS

PAGE = 50


def may_manage(request: ActorRequest, school: School) -> bool:
    """Whether the person may change this school's calendar, subjects and day."""
    return can_manage_school(request.actor, school)


@requires(Permission.SEE_SCHOOL)
@require_safe
def school(request: ActorRequest) -> HttpResponse:
    """The school at a glance, with what needs attention first."""
    school, several = chosen_school(request, schools_seen_by(request.actor))
    if school is None:
        return render(request, "schools/no_school.html")
    counts = counts_of(school, request.actor.today)
    managed = may_manage(request, school)
    terms = terms_of(school)
    today = request.actor.today
    return render(
        request,
        "schools/school.html",
        {
            "school": school,
            "several": several,
            "counts": counts,
            "managed": managed,
            "attention": attention(school, counts) if managed else [],
            "term": terms.filter(starts__lte=today, ends__gte=today).first(),
            "next_term": terms.filter(starts__gt=today).first(),
            "days": [WEEKDAYS[day] for day in school.school_days],
            **class_lists(list(classes_of(school, today))),
        },
    )
