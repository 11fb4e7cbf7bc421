"""The subjects of a school."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.schools.actions.subject import set_subjects, take_guesses
from inreach.apps.schools.forms.subject import AllSubjectsForm, SubjectFilters, SubjectRows, ids_sent
from inreach.apps.schools.models import School
from inreach.apps.schools.queries.school import schools_managed_by
from inreach.apps.schools.queries.subject import subjects_like, subjects_of
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.apps.schools.services.subject_kind import guesses_for
from inreach.apps.schools.views.school import PAGE
from inreach.apps.ui.forms.submit import attempt, if_unchanged, submit
from inreach.core.access.permissions import Permission
from inreach.core.ledger.types import SubjectKind
from inreach.core.text import counted

SETTING = ("subjects.set",)


def words_of(guess: SubjectKind | None) -> str:
    """What a subject is taken for, "" where nothing is guessed."""
    return guess.words if guess else ""


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def subjects(request: ActorRequest) -> HttpResponse:
    """What each subject is: a page of them at a time, or all that were found at once."""
    school, several = chosen_school(request, schools_managed_by(request.actor))
    if school is None:
        return render(request, "schools/no_school.html")
    filters = SubjectFilters(request.GET)
    narrowed = filters.cleaned_data if filters.is_valid() else {}
    text, kind = narrowed.get("q", ""), narrowed.get("kind", "")
    matching = subjects_like(school, text=text, kind=kind)
    query = {
        name: value
        for name, value in (("school", request.GET.get("school")), ("q", text), ("kind", kind))
        if value
    }
    len(matching)  # read once: for the page, its count, and what "all of them" are
    page = Paginator(matching, PAGE).get_page(request.GET.get("page"))
    posted = request.POST if request.method == "POST" else None
    doing = posted.get("do", "") if posted else ""
    if posted and doing == "page":
        rows = SubjectRows(posted, subjects=subjects_like(school).filter(pk__in=ids_sent(posted)))
    else:
        rows = SubjectRows(None, subjects=page)
    bulk = AllSubjectsForm(posted if doing == "all" else None, subjects=matching)
    if page.number > 1 and doing == "page":
        query["page"] = str(page.number)
    back = redirect(f"{request.path}?{urlencode(query)}" if query else request.path)
    answer = keep(request, school, rows, bulk, back)
    if answer:
        return answer
    query.pop("page", None)
    guesses = guesses_for(school)
    return render(
        request,
        "schools/subjects.html",
        {
            "school": school,
            "several": several,
            "filters": SubjectFilters(initial={"q": text, "kind": kind}),
            "forms": rows,
            "rows": [(row, words_of(guesses.get(row.subject.pk))) for row in rows.rows],
            "row_forms": [*rows.rows, bulk],
            "bulk": bulk,
            "page": page,
            "page_query": f"{urlencode(query)}&" if query else "",
            "guesses": len(guesses),
            "narrowed": bool(text or kind),
        },
    )


def keep(
    request: ActorRequest, school: School, rows: SubjectRows, bulk: AllSubjectsForm, back: HttpResponse
) -> HttpResponse | None:
    """Do what was sent: the rows of a page, all subjects that were found, or the guesses; None if nothing was."""
    actor, doing = request.actor, request.POST.get("do", "")

    def message(changed: int) -> str:
        return f"{counted(changed, 'subject was', 'subjects were')} changed."

    if doing == "page":
        return submit(
            request,
            rows,
            action=lambda: set_subjects(by=actor, school=school, choices=rows.choices()),
            message=message,
            to=back,
            editing=school,
            now=lambda: SubjectRows(
                None, subjects=subjects_of(school).filter(pk__in=[row.subject.pk for row in rows.rows])
            ),
            verbs=SETTING,
        )
    if doing == "all":
        return submit(
            request,
            bulk,
            action=if_unchanged(
                request,
                bulk,
                lambda: set_subjects(by=actor, school=school, choices=bulk.choices()),
                editing=school,
                now=lambda: AllSubjectsForm(subjects=bulk.subjects.all()),
                verbs=SETTING,
            ),
            message=message,
            to=back,
        )
    if doing == "guess":
        return attempt(
            request,
            action=lambda: take_guesses(by=actor, school=school),
            message=message,
            to=back,
            refused=back,
        )
    return None
