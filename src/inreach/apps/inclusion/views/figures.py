"""Figures for those who see no names."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.queries import organisations_of
from inreach.apps.audit.recording.events import reading
from inreach.apps.inclusion.policies import check_see_figures
from inreach.apps.inclusion.services.figures import figures_of
from inreach.apps.inclusion.views.guard import asked_organisation
from inreach.core.access.permissions import Permission


@requires(Permission.SEE_FIGURES)
@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """How many pupils are over each line, without names and with small numbers hidden."""
    place = asked_organisation(request, Permission.SEE_FIGURES)
    school_figures = figures_of(request.actor, place)
    check_see_figures(request.actor, place, suppressed=school_figures.suppressed)
    with reading("figures.read", by=request.actor, subject=place, organisation_id=place.pk):
        return render(
            request,
            "inclusion/figures.html",
            {
                "place": place,
                "places": list(organisations_of(request.actor, Permission.SEE_FIGURES)),
                "figures": school_figures,
            },
        )
