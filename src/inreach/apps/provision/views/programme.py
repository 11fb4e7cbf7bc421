"""Pages about programmes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts.policies.access import requires
from inreach.apps.casework.views.target import put_errors
from inreach.apps.provision import actions, policies
from inreach.apps.provision.forms.programme import ProgrammeForm
from inreach.apps.provision.presenters.group import group_rows
from inreach.apps.provision.presenters.programme import dose_in_words
from inreach.apps.provision.queries import group
from inreach.apps.provision.queries.programme import programmes_managed_by, programmes_visible_to
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import may_somewhere


@requires(Permission.SEE_GROUPS)
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes of the school or service, with their dose."""
    rows = [(one, dose_in_words(one)) for one in programmes_visible_to(request.actor)]
    return render(
        request,
        "provision/programmes.html",
        {"rows": rows, "may_add": may_somewhere(request.actor, Permission.MANAGE_GROUPS)},
    )


@requires(Permission.SEE_GROUPS)
@require_safe
def programme(request: HttpRequest, programme: Any) -> HttpResponse:
    """One programme: dose, training, steps, source, and the groups that follow it."""
    one = get_object_or_404(programmes_visible_to(request.actor), pk=programme)
    groups = group.with_times(
        group.groups_with(request.actor, Permission.SEE_GROUPS).filter(programme=one), request.actor.today
    )
    return render(
        request,
        "provision/programme.html",
        {
            "programme": one,
            "dose": dose_in_words(one),
            "steps": [line for line in one.steps.splitlines() if line.strip()],
            "rows": [row for row in group_rows(groups, request.actor.today) if not row.over],
            "may_change": policies.can_manage_programmes(request.actor, one.organisation),
        },
    )


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_programme(request: HttpRequest) -> HttpResponse:
    """Add a programme to the school's list."""
    school = get_object_or_404(group.schools_managed_by(request.actor)[:1])
    form = ProgrammeForm(request.POST or None, initial={"origin": "home_grown"})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_programme(
                by=request.actor, organisation=school.organisation, details=form.details()
            )
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            messages.success(request, f"{made.name} is on your list.")
            return redirect("provision:programme", programme=made.pk)
    return render(request, "provision/programme_form.html", {"form": form})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_programme(request: HttpRequest, programme: Any) -> HttpResponse:
    """Change what a programme says."""
    one = get_object_or_404(programmes_managed_by(request.actor), pk=programme)
    form = ProgrammeForm(request.POST or None, initial=ProgrammeForm.initial_of(one))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_programme(by=request.actor, programme=one, details=form.details())
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            messages.success(request, "The programme is changed.")
            return redirect("provision:programme", programme=one.pk)
    return render(request, "provision/programme_form.html", {"form": form, "programme": one})
