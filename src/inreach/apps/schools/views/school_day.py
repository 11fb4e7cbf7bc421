"""What the bells say."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts.policies.access import requires
from inreach.apps.schools.actions.school_day import set_day
from inreach.apps.schools.forms.school_day import DayForms
from inreach.apps.schools.presenters.school import IN_WEEKS
from inreach.apps.schools.presenters.school_day import day_columns
from inreach.apps.schools.queries.school import schools_managed_by, schools_seen_by
from inreach.apps.schools.queries.school_day import day_plans_of, periods_of
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.apps.schools.views.school import may_manage
from inreach.core.access.permissions import Permission
from inreach.core.school.calendar import WEEKDAYS


@requires(Permission.SEE_SCHOOL)
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """What the bells say on each day of the cycle."""
    one, several = chosen_school(request, schools_seen_by(request.actor))
    if one is None:
        return render(request, "schools/no_school.html")
    return render(
        request,
        "schools/day.html",
        {
            "school": one,
            "several": several,
            "managed": may_manage(request, one),
            "columns": day_columns(one, list(day_plans_of(one))),
        },
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_day(request: HttpRequest, school: str, weekday: int, week: int) -> HttpResponse:
    """Write down the bells of one day, and use them on others."""
    one = get_object_or_404(schools_managed_by(request.actor), pk=school)
    if weekday not in one.school_days or week > (one.cycle_weeks if one.cycle_weeks == 2 else 0):
        raise Http404
    periods = list(periods_of(one, weekday, week) or (periods_of(one, weekday, 0) if week else ()))
    forms = DayForms(
        request.POST if request.method == "POST" else None, school=one, weekday=weekday, periods=periods
    )
    if request.method == "POST" and forms.is_valid():
        set_day(
            by=request.actor,
            school=one,
            cycle_week=week,
            weekdays=[weekday, *forms.others.cleaned_data["others"]],
            bells=forms.bells,
        )
        messages.success(request, f"The bells of {WEEKDAYS[weekday]} are saved.")
        return redirect(f"{reverse('schools:day')}?school={one.pk}")
    return render(
        request,
        "schools/change_day.html",
        {
            "school": one,
            "forms": forms,
            "name": WEEKDAYS[weekday],
            "weekday": weekday,
            "week": week,
            "week_name": IN_WEEKS[week],
            "weeks": [(n, label) for n, label in IN_WEEKS.items() if n != week]
            if one.cycle_weeks == 2
            else [],
        },
    )
