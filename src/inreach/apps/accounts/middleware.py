"""Every request gets its actor, and no view opens without a permission of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from inreach.apps.accounts.access import Refused
from inreach.apps.accounts.actors import actor_for
from inreach.core.policy import Facts, Permission, decide, may_somewhere

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets `request.actor`: None for a stranger."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_for(request.user) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class DenyByDefaultMiddleware:
    """Refuses a view that says neither `public` nor which permission it asks for.

    Somebody whose memberships have all ended reaches their own account and nothing else, and is told so calmly.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if getattr(view, "public", False):
            return None
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None:
            return redirect_to_login(request.get_full_path())
        permission = getattr(view, "permission", None)
        if permission is None:
            raise Refused("This page is closed: nobody has been given it.")
        if not actor.current and permission is not Permission.SIGN_OUT_OR_ACCOUNT:
            return render(request, "accounts/no_role.html", status=403)
        if not may_somewhere(actor, permission):
            raise Refused(decide(actor, permission, Facts()).reason)
        return None
