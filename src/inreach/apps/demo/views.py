"""Sign-in with one click, in the demonstration only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.context_processors import first_page
from inreach.apps.accounts.policies.access import public
from inreach.apps.demo.queries import invented_people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@require_POST
def sign_in(request: HttpRequest, person: str) -> HttpResponse:
    """Become somebody of the cast. There is no such page outside the demonstration, nor for anybody real."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(invented_people(), pk=person)
    login(request, user, backend=BACKEND)
    return redirect(first_page(actor_for(user)))
