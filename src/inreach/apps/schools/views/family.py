"""The way of families to their own page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.schools.queries.pupil_list import own_pupils
from inreach.apps.ui.menu.registry import address_of
from inreach.core.access.permissions import Permission


@requires(Permission.SEE_PUPIL_PLAIN)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """A pupil's way to their own page, and a parent's or carer's to their children's."""
    pupils = list(own_pupils(request.actor))
    if len(pupils) == 1:
        return redirect(address_of("pupil_in_plain_words", pupils[0].pk))
    return render(request, "schools/mine.html", {"pupils": pupils})
