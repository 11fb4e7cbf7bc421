"""The subjects of a school."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.schools.actions.subject import set_subjects
from inreach.apps.schools.forms.subject import AllSubjectsForm, SubjectFilters, SubjectRow
from inreach.apps.schools.queries.school import schools_managed_by
from inreach.apps.schools.queries.subject import subjects_like, subjects_of
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.apps.schools.services.subject_kind import guess_kind
from inreach.apps.schools.views.school import PAGE
from inreach.apps.ui.forms.submit import attempt
from inreach.core.access.permissions import Permission
from inreach.core.ledger.types import ALWAYS_PROTECTED, SubjectKind
from inreach.core.text import counted


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
    page = Paginator(matching, PAGE).get_page(request.GET.get("page"))
    posted = request.POST if request.method == "POST" else None
    doing = posted.get("do", "") if posted else ""
    rows = [SubjectRow(posted if doing == "page" else None, subject=subject) for subject in page]
    bulk = AllSubjectsForm(posted if doing == "all" else None)
    guesses = {
        subject.pk: guess
        for subject in subjects_of(school).filter(kind=SubjectKind.OTHER.value)
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
        choices = {subject.pk: (chosen, protect or subject.protected) for subject in matching}
    elif doing == "guess":
        choices = {pk: (guess, guess in ALWAYS_PROTECTED) for pk, guess in guesses.items()}
    if choices is not None:
        if page.number > 1 and doing == "page":
            query["page"] = str(page.number)
        back = redirect(f"{request.path}?{urlencode(query)}" if query else request.path)
        return attempt(
            request,
            action=lambda: set_subjects(by=request.actor, school=school, choices=choices),
            message=lambda changed: f"{counted(changed, 'subject was', 'subjects were')} changed.",
            to=back,
            refused=back,
        )
    return render(
        request,
        "schools/subjects.html",
        {
            "school": school,
            "several": several,
            "filters": SubjectFilters(initial={"q": text, "kind": kind}),
            "rows": [(row, words_of(guesses.get(row.subject.pk))) for row in rows],
            "row_forms": [*rows, bulk],
            "bulk": bulk,
            "page": page,
            "page_query": f"{urlencode(query)}&" if query else "",
            "guesses": len(guesses),
            "narrowed": bool(text or kind),
        },
    )
