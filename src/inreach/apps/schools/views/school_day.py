"""What the bells say."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.schools.actions.school_day import set_day
from inreach.apps.schools.forms.school_day import DayForms
from inreach.apps.schools.models import Period, School
from inreach.apps.schools.presenters.school import IN_WEEKS
from inreach.apps.schools.presenters.school_day import day_columns
from inreach.apps.schools.queries.school import schools_managed_by, schools_seen_by
from inreach.apps.schools.queries.school_day import day_plans_of, periods_of
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.apps.schools.views.school import may_manage
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.school.calendar import WEEKDAYS


@requires(Permission.SEE_SCHOOL)
@require_safe
def day(request: ActorRequest) -> HttpResponse:
    """What the bells say on each day of the cycle."""
    school, several = chosen_school(request, schools_seen_by(request.actor))
    if school is None:
        return render(request, "schools/no_school.html")
    return render(
        request,
        "schools/day.html",
        {
            "school": school,
            "several": several,
            "managed": may_manage(request, school),
            "columns": day_columns(school, list(day_plans_of(school))),
        },
    )


def periods_shown(school: School, weekday: int, week: int) -> list[Period]:
    """The bells of a day in a week of the cycle: its own, or those of every week."""
    return list(periods_of(school, weekday, week) or (periods_of(school, weekday, 0) if week else ()))


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_day(request: ActorRequest, school: Any, weekday: int, week: int) -> HttpResponse:
    """Write down the bells of one day, and use them on others."""
    school = get_object_or_404(schools_managed_by(request.actor), pk=school)
    if weekday not in school.school_days or week > (school.cycle_weeks if school.cycle_weeks == 2 else 0):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    forms = DayForms(sent, school=school, weekday=weekday, periods=periods_shown(school, weekday, week))
    answer = submit(
        request,
        forms,
        action=lambda: set_day(
            by=request.actor,
            school=school,
            cycle_week=week,
            weekdays=[weekday, *forms.other_days.cleaned_data["others"]],
            bells=forms.bells,
        ),
        message=f"The bells of {WEEKDAYS[weekday]} are saved.",
        to=redirect(f"{reverse('schools:day')}?school={school.pk}"),
        editing=school,
        now=lambda: forms.as_it_is_now(periods_shown(school, weekday, week)),
        verbs=("day.set",),
    )
    return answer or render(
        request,
        "schools/change_day.html",
        {
            "school": school,
            "forms": forms,
            "name": WEEKDAYS[weekday],
            "weekday": weekday,
            "week": week,
            "week_name": IN_WEEKS[week],
            "weeks": [(n, label) for n, label in IN_WEEKS.items() if n != week]
            if school.cycle_weeks == 2
            else [],
        },
    )
