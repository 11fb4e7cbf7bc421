"""The school as it stands: overview, subjects, school day and classes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts.policies.access import can, requires
from inreach.apps.schools.actions.school_day import set_day
from inreach.apps.schools.actions.subject import set_subjects
from inreach.apps.schools.adapters.access_facts import facts_of_school
from inreach.apps.schools.forms.calendar import AllSubjectsForm, SubjectFilters, SubjectRow
from inreach.apps.schools.forms.school_day import DayForms
from inreach.apps.schools.models import School
from inreach.apps.schools.presenters.pupil_list import pupil_rows
from inreach.apps.schools.presenters.school import (
    IN_WEEKS,
    attention,
    class_lists,
    day_columns,
    lesson_days,
    weekday_name,
)
from inreach.apps.schools.queries import school as queries
from inreach.apps.schools.queries.pupil import classes_of, subjects_of
from inreach.apps.schools.services.read_audit import reading_list
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.apps.schools.services.subject_kind import PROTECTED, guess_kind
from inreach.core.access.permissions import Permission
from inreach.core.ledger.types import SubjectKind

PAGE = 50
KIND_WORDS = {
    SubjectKind.CORE: "core",
    SubjectKind.FOUNDATION: "foundation",
    SubjectKind.PSHE: "PSHE",
    SubjectKind.RSHE: "RSHE",
    SubjectKind.PE: "PE",
}


def may_manage(request: HttpRequest, school: School) -> bool:
    """Whether the person may change this school's calendar, subjects and day."""
    return can(request.actor, Permission.MANAGE_SCHOOL, facts_of_school(school))


@requires(Permission.SEE_SCHOOL)
@require_safe
def school(request: HttpRequest) -> HttpResponse:
    """The school at a glance, with what needs attention first."""
    one, several = chosen_school(request, queries.schools_seen_by(request.actor))
    if one is None:
        return render(request, "schools/no_school.html")
    counts = queries.counts_of(one, request.actor.today)
    managed = may_manage(request, one)
    terms = queries.terms_of(one)
    today = request.actor.today
    return render(
        request,
        "schools/school.html",
        {
            "school": one,
            "several": several,
            "counts": counts,
            "managed": managed,
            "attention": attention(one, counts) if managed else [],
            "term": terms.filter(starts__lte=today, ends__gte=today).first(),
            "next_term": terms.filter(starts__gt=today).first(),
            "days": [weekday_name(day) for day in one.school_days],
            **class_lists(list(classes_of(one, today))),
        },
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def subjects(request: HttpRequest) -> HttpResponse:
    """What each subject is: a page of them at a time, or all that were found at once."""
    one, several = chosen_school(request, queries.schools_managed_by(request.actor))
    if one is None:
        return render(request, "schools/no_school.html")
    filters = SubjectFilters(request.GET)
    narrowed = filters.cleaned_data if filters.is_valid() else {}
    text, kind = narrowed.get("q", ""), narrowed.get("kind", "")
    found = queries.subjects_like(one, text=text, kind=kind)
    kept = {
        name: value
        for name, value in (("school", request.GET.get("school")), ("q", text), ("kind", kind))
        if value
    }
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    posted = request.POST if request.method == "POST" else None
    doing = posted.get("do", "") if posted else ""
    rows = [SubjectRow(posted if doing == "page" else None, subject=subject) for subject in page]
    bulk = AllSubjectsForm(posted if doing == "all" else None)
    guesses = {
        subject.pk: guess
        for subject in subjects_of(one).filter(kind=SubjectKind.OTHER.value)
        if (guess := guess_kind(subject.name))
    }
    choices = None
    judged = [row.is_valid() for row in rows] if doing == "page" else []
    if doing == "page" and all(judged):
        choices = {
            row.subject.pk: (SubjectKind(row.cleaned_data["kind"]), row.cleaned_data["protected"])
            for row in rows
        }
    elif doing == "all" and bulk.is_valid():
        chosen, protect = SubjectKind(bulk.cleaned_data["kind_for_all"]), bulk.cleaned_data["protect_all"]
        choices = {subject.pk: (chosen, protect or subject.protected) for subject in found}
    elif doing == "guess":
        choices = {pk: (guess, guess in PROTECTED) for pk, guess in guesses.items()}
    if choices is not None:
        changed = set_subjects(by=request.actor, school=one, choices=choices)
        messages.success(
            request, "1 subject was changed." if changed == 1 else f"{changed} subjects were changed."
        )
        if page.number > 1 and doing == "page":
            kept["page"] = str(page.number)
        return redirect(f"{request.path}?{urlencode(kept)}" if kept else request.path)
    return render(
        request,
        "schools/subjects.html",
        {
            "school": one,
            "several": several,
            "filters": SubjectFilters(initial={"q": text, "kind": kind}),
            "rows": [(row, KIND_WORDS.get(guesses.get(row.subject.pk), "")) for row in rows],
            "row_forms": [*rows, bulk],
            "bulk": bulk,
            "page": page,
            "page_query": f"{urlencode(kept)}&" if kept else "",
            "guesses": len(guesses),
            "narrowed": bool(text or kind),
        },
    )


@requires(Permission.SEE_SCHOOL)
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """What the bells say on each day of the cycle."""
    one, several = chosen_school(request, queries.schools_seen_by(request.actor))
    if one is None:
        return render(request, "schools/no_school.html")
    return render(
        request,
        "schools/day.html",
        {
            "school": one,
            "several": several,
            "managed": may_manage(request, one),
            "columns": day_columns(one, list(queries.day_plans_of(one))),
        },
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_day(request: HttpRequest, school: str, weekday: int, week: int) -> HttpResponse:
    """Write down the bells of one day, and use them on others."""
    one = get_object_or_404(queries.schools_managed_by(request.actor), pk=school)
    if weekday not in one.school_days or week > (one.cycle_weeks if one.cycle_weeks == 2 else 0):
        raise Http404
    periods = list(
        queries.periods_of(one, weekday, week) or (queries.periods_of(one, weekday, 0) if week else ())
    )
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
        messages.success(request, f"The bells of {weekday_name(weekday)} are saved.")
        return redirect(f"{reverse('schools:day')}?school={one.pk}")
    return render(
        request,
        "schools/change_day.html",
        {
            "school": one,
            "forms": forms,
            "name": weekday_name(weekday),
            "weekday": weekday,
            "week": week,
            "week_name": IN_WEEKS[week],
            "weeks": [(n, label) for n, label in IN_WEEKS.items() if n != week]
            if one.cycle_weeks == 2
            else [],
        },
    )


@requires(Permission.SEE_SCHOOL)
@require_safe
def teaching_group(request: HttpRequest, group: str) -> HttpResponse:
    """A class: its week, and those of its pupils whom this person may see."""
    one = get_object_or_404(queries.teaching_groups_seen_by(request.actor), pk=group)
    lessons = list(queries.lessons_of_class(one, request.actor.today))
    rows = pupil_rows(list(queries.members_seen_by(request.actor, one)), request.actor.today)
    with reading_list(
        "class.read",
        by=request.actor,
        pupils=[row.pupil for row in rows],
        organisation_id=str(one.school_id),
        details={"class": str(one.pk)},
    ):
        return render(
            request,
            "schools/teaching_group.html",
            {
                "group": one,
                "days": lesson_days(one.school, lessons),
                "lessons": len(lessons),
                "rows": rows,
                "staff": list(one.staff.all()),
            },
        )
