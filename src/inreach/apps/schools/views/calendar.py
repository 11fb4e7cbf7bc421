"""Years, terms and closures: seen by everybody at the school, changed by those who look after it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.schools.actions import calendar as actions
from inreach.apps.schools.forms.calendar import ClosureForm, TermForm, YearForm
from inreach.apps.schools.models import School
from inreach.apps.schools.presenters.calendar import year_lines
from inreach.apps.schools.queries.calendar import (
    closures_managed_by,
    closures_of,
    terms_managed_by,
    years_managed_by,
    years_of,
)
from inreach.apps.schools.queries.school import schools_managed_by, schools_seen_by
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.apps.schools.views.school import may_manage
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.submit import attempt, submit
from inreach.core.access.permissions import Permission
from inreach.core.text import counted


def back_to(school: School) -> HttpResponse:
    """The calendar of this school."""
    return redirect(f"{reverse('schools:calendar')}?school={school.pk}")


def ask(request: ActorRequest, form: GovForm, school: School, **words: str) -> HttpResponse:
    """The page with one form; `words` are its title, what saving is called, and what to know first."""
    return render(request, "schools/calendar_form.html", {"form": form, "school": school, **words})


@requires(Permission.SEE_SCHOOL)
@require_safe
def calendar(request: ActorRequest) -> HttpResponse:
    """Years with their terms and closures."""
    school, several = chosen_school(request, schools_seen_by(request.actor))
    if school is None:
        return render(request, "schools/no_school.html")
    closures = list(closures_of(school))
    return render(
        request,
        "schools/calendar.html",
        {
            "school": school,
            "several": several,
            "managed": may_manage(request, school),
            "years": year_lines(years_of(school), closures, request.actor.today),
        },
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_year(request: ActorRequest, school: Any) -> HttpResponse:
    """Add a school year."""
    school = get_object_or_404(schools_managed_by(request.actor), pk=school)
    form = YearForm(request.POST or None, school=school)
    answer = submit(
        request,
        form,
        action=lambda: actions.add_year(by=request.actor, school=school, **form.cleaned_data),
        message=lambda year: f"{year.name} is added. Now add its terms.",
        to=back_to(school),
    )
    return answer or ask(request, form, school, title="Add a school year", save="Add the year")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_year(request: ActorRequest, year: Any) -> HttpResponse:
    """Change a school year."""
    year = get_object_or_404(years_managed_by(request.actor), pk=year)
    form = YearForm(request.POST or None, school=year.school, year=year)
    answer = submit(
        request,
        form,
        action=lambda: actions.change_year(by=request.actor, year=year, **form.cleaned_data),
        message=lambda _: f"{year.name} is changed.",
        to=back_to(year.school),
        editing=year,
        now=lambda: YearForm(school=year.school, year=year),
    )
    return answer or ask(request, form, year.school, title=f"Change {year.name}", save="Save")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: ActorRequest, year: Any) -> HttpResponse:
    """Add a term to a year."""
    year = get_object_or_404(years_managed_by(request.actor), pk=year)
    form = TermForm(request.POST or None, year=year)
    answer = submit(
        request,
        form,
        action=lambda: actions.add_term(by=request.actor, year=year, **form.cleaned_data),
        message=lambda term: f"{term.name} is added.",
        to=back_to(year.school),
    )
    lead = "Half terms and holidays are what lies between two terms, so add each half of a term by itself."
    return answer or ask(
        request, form, year.school, title=f"Add a term to {year.name}", save="Add the term", lead=lead
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_term(request: ActorRequest, term: Any) -> HttpResponse:
    """Change the name or the days of a term."""
    term = get_object_or_404(terms_managed_by(request.actor), pk=term)
    school = term.year.school
    form = TermForm(request.POST or None, year=term.year, term=term)
    answer = submit(
        request,
        form,
        action=lambda: actions.change_term(by=request.actor, term=term, **form.cleaned_data),
        message=lambda _: f"{term.name} is changed.",
        to=back_to(school),
        editing=term,
        now=lambda: TermForm(year=term.year, term=term),
    )
    return answer or ask(request, form, school, title=f"Change {term.name}", save="Save")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_term(request: ActorRequest, term: Any) -> HttpResponse:
    """Remove a term, after asking."""
    term = get_object_or_404(terms_managed_by(request.actor), pk=term)
    school = term.year.school
    if request.method == "POST":
        return attempt(
            request,
            action=lambda: actions.remove_term(by=request.actor, term=term),
            message=f"{term.name} is removed.",
            to=back_to(school),
            refused=back_to(school),
        )
    return render(request, "schools/remove_term.html", {"term": term, "school": school})


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_closure(request: ActorRequest, school: Any) -> HttpResponse:
    """Close the school on a day or several."""
    school = get_object_or_404(schools_managed_by(request.actor), pk=school)
    form = ClosureForm(request.POST or None, school=school)
    answer = submit(
        request,
        form,
        action=lambda: actions.add_closures(
            by=request.actor, school=school, days=form.days, reason=form.cleaned_data["reason"]
        ),
        message=lambda days: f"{counted(days, 'day is', 'days are')} closed.",
        to=back_to(school),
    )
    lead = "Only days inside a term on which the school would be open count."
    return answer or ask(request, form, school, title="Close the school", save="Close these days", lead=lead)


@requires(Permission.MANAGE_SCHOOL)
@require_POST
def remove_closure(request: ActorRequest, closure: Any) -> HttpResponse:
    """Open the school again on a day."""
    closure = get_object_or_404(closures_managed_by(request.actor), pk=closure)
    return attempt(
        request,
        action=lambda: actions.remove_closure(by=request.actor, closure=closure),
        message=f"The school is open on {closure.day:%-d %B %Y}.",
        to=back_to(closure.school),
        refused=back_to(closure.school),
    )
