"""Pages about programmes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.provision import actions, policies
from inreach.apps.provision.forms.programme import ProgrammeForm
from inreach.apps.provision.presenters.group import group_rows
from inreach.apps.provision.presenters.programme import dose_in_words
from inreach.apps.provision.queries import group
from inreach.apps.provision.queries.programme import programmes_managed_by, programmes_visible_to
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import may_somewhere


@requires(Permission.SEE_GROUPS)
@require_safe
def programmes(request: ActorRequest) -> HttpResponse:
    """The programmes of the school or service, with their dose."""
    rows = [(programme, dose_in_words(programme)) for programme in programmes_visible_to(request.actor)]
    return render(
        request,
        "provision/programmes.html",
        {"rows": rows, "may_add": may_somewhere(request.actor, Permission.MANAGE_GROUPS)},
    )


@requires(Permission.SEE_GROUPS)
@require_safe
def programme(request: ActorRequest, programme: Any) -> HttpResponse:
    """One programme: dose, training, steps, source, and the groups that follow it."""
    programme = get_object_or_404(programmes_visible_to(request.actor), pk=programme)
    groups = group.with_times(
        group.groups_with(request.actor, Permission.SEE_GROUPS).filter(programme=programme),
        request.actor.today,
    )
    return render(
        request,
        "provision/programme.html",
        {
            "programme": programme,
            "dose": dose_in_words(programme),
            "steps": [line for line in programme.steps.splitlines() if line.strip()],
            "rows": [row for row in group_rows(groups, request.actor.today) if not row.over],
            "may_change": policies.can_manage_programmes(request.actor, programme.organisation),
        },
    )


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_programme(request: ActorRequest) -> HttpResponse:
    """Add a programme to the school's list."""
    school = get_object_or_404(group.schools_managed_by(request.actor)[:1])
    form = ProgrammeForm(request.POST or None, initial={"origin": "home_grown"})
    answer = submit(
        request,
        form,
        action=lambda: actions.add_programme(
            by=request.actor, organisation=school.organisation, details=form.details()
        ),
        message=lambda programme: f"{programme.name} is on your list.",
        to=lambda programme: redirect("provision:programme", programme=programme.pk),
    )
    return answer or render(request, "provision/programme_form.html", {"form": form})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_programme(request: ActorRequest, programme: Any) -> HttpResponse:
    """Change what a programme says."""
    programme = get_object_or_404(programmes_managed_by(request.actor), pk=programme)
    form = ProgrammeForm(request.POST or None, initial=ProgrammeForm.initial_of(programme))
    answer = submit(
        request,
        form,
        action=lambda: actions.change_programme(
            by=request.actor, programme=programme, details=form.details()
        ),
        message="The programme is changed.",
        to=redirect("provision:programme", programme=programme.pk),
        editing=programme,
        now=lambda: ProgrammeForm(initial=ProgrammeForm.initial_of(programme)),
    )
    return answer or render(request, "provision/programme_form.html", {"form": form, "programme": programme})
