"""Years, terms and closures: seen by everybody at the school, changed by those who look after it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import requires
from inreach.apps.schools.actions import calendar as actions
from inreach.apps.schools.actions.calendar import add_closures
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
from inreach.core.access.permissions import Permission


def back_to(school: School) -> HttpResponse:
    """The calendar of this school."""
    return redirect(f"{reverse('schools:calendar')}?school={school.pk}")


def ask(request: HttpRequest, form: GovForm, school: School, **words: str) -> HttpResponse:
    """The page with one form; `words` are its title, what saving is called, and what to know first."""
    return render(request, "schools/calendar_form.html", {"form": form, "school": school, **words})


@requires(Permission.SEE_SCHOOL)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Years with their terms and closures."""
    one, several = chosen_school(request, schools_seen_by(request.actor))
    if one is None:
        return render(request, "schools/no_school.html")
    closures = list(closures_of(one))
    return render(
        request,
        "schools/calendar.html",
        {
            "school": one,
            "several": several,
            "managed": may_manage(request, one),
            "years": year_lines(years_of(one), closures, request.actor.today),
        },
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_year(request: HttpRequest, school: str) -> HttpResponse:
    """Add a school year."""
    one = get_object_or_404(schools_managed_by(request.actor), pk=school)
    form = YearForm(request.POST or None, school=one)
    if request.method == "POST" and form.is_valid():
        year = actions.add_year(by=request.actor, school=one, **form.cleaned_data)
        messages.success(request, f"{year.name} is added. Now add its terms.")
        return back_to(one)
    return ask(request, form, one, title="Add a school year", save="Add the year")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_year(request: HttpRequest, year: str) -> HttpResponse:
    """Change a school year."""
    found = get_object_or_404(years_managed_by(request.actor), pk=year)
    form = YearForm(request.POST or None, school=found.school, year=found)
    if request.method == "POST" and form.is_valid():
        actions.change_year(by=request.actor, year=found, **form.cleaned_data)
        messages.success(request, f"{found.name} is changed.")
        return back_to(found.school)
    return ask(request, form, found.school, title=f"Change {found.name}", save="Save")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: HttpRequest, year: str) -> HttpResponse:
    """Add a term to a year."""
    found = get_object_or_404(years_managed_by(request.actor), pk=year)
    form = TermForm(request.POST or None, year=found)
    if request.method == "POST" and form.is_valid():
        term = actions.add_term(by=request.actor, year=found, **form.cleaned_data)
        messages.success(request, f"{term.name} is added.")
        return back_to(found.school)
    lead = "Half terms and holidays are what lies between two terms, so add each half of a term by itself."
    return ask(
        request, form, found.school, title=f"Add a term to {found.name}", save="Add the term", lead=lead
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_term(request: HttpRequest, term: str) -> HttpResponse:
    """Change the name or the days of a term."""
    found = get_object_or_404(terms_managed_by(request.actor), pk=term)
    form = TermForm(request.POST or None, year=found.year, term=found)
    if request.method == "POST" and form.is_valid():
        actions.change_term(by=request.actor, term=found, **form.cleaned_data)
        messages.success(request, f"{found.name} is changed.")
        return back_to(found.year.school)
    return ask(request, form, found.year.school, title=f"Change {found.name}", save="Save")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_term(request: HttpRequest, term: str) -> HttpResponse:
    """Remove a term, after asking."""
    found = get_object_or_404(terms_managed_by(request.actor), pk=term)
    if request.method == "POST":
        school, name = found.year.school, found.name
        actions.remove_term(by=request.actor, term=found)
        messages.success(request, f"{name} is removed.")
        return back_to(school)
    return render(request, "schools/remove_term.html", {"term": found, "school": found.year.school})


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_closure(request: HttpRequest, school: str) -> HttpResponse:
    """Close the school on a day or several."""
    one = get_object_or_404(schools_managed_by(request.actor), pk=school)
    form = ClosureForm(request.POST or None, school=one)
    if request.method == "POST" and form.is_valid():
        added = add_closures(by=request.actor, school=one, days=form.days, reason=form.cleaned_data["reason"])
        messages.success(request, "1 day is closed." if added == 1 else f"{added} days are closed.")
        return back_to(one)
    lead = "Only days inside a term on which the school would be open count."
    return ask(request, form, one, title="Close the school", save="Close these days", lead=lead)


@requires(Permission.MANAGE_SCHOOL)
@require_POST
def remove_closure(request: HttpRequest, closure: str) -> HttpResponse:
    """Open the school again on a day."""
    found = get_object_or_404(closures_managed_by(request.actor), pk=closure)
    school, day = found.school, found.day
    actions.remove_closure(by=request.actor, closure=found)
    messages.success(request, f"The school is open on {day:%-d %B %Y}.")
    return back_to(school)
