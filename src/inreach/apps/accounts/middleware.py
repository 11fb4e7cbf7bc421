"""No request is taken that no browser sends; each gets its actor; no view opens without a permission of its own."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.ui.forms.submit import answered_before
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Facts, decide, may_somewhere

GetResponse = Callable[[HttpRequest], HttpResponse]
NOTHING_SAVED = "You are signed out, so nothing was saved. Sign in, go back to the page, and save again."


class PlainRequestMiddleware:
    """Answers 400 to what no browser of a person sends: a NUL, which PostgreSQL cannot keep, and endless bodies."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _refuse_nul([request.path_info, *request.COOKIES.values()])
        _refuse_nul(text for name, texts in request.GET.lists() for text in (name, *texts))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length[:18]) > largest_body():
            raise BadRequest("The request is larger than any file that can be imported.")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """What was posted is read here, for the first time."""
        try:
            sent = request.POST
        except UnreadablePostError:
            return
        _refuse_nul(text for name, texts in sent.lists() for text in (name, *texts))


def largest_body() -> int:
    """Bytes that a request may have: a file that is somewhat too large still gets its own answer from the form."""
    return 2 * settings.IMPORT_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _refuse_nul(texts: Iterable[str]) -> None:
    if any("\0" in text for text in texts):
        raise BadRequest("A NUL character stands in the request.")


class TwiceIsOnceMiddleware:
    """What was done and sent again is answered as before, also where it is gone or no longer theirs because of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Look whether this was sent before, by the same person with the same words."""
        gone = isinstance(exception, (Http404, PermissionDenied))
        return answered_before(request) if gone and request.method == "POST" else None


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
            if request.method == "POST" and request.path != reverse("account_logout"):
                say_once(request, NOTHING_SAVED)
            return redirect_to_login(request.get_full_path())
        permission = getattr(view, "permission", None)
        if permission is None:
            raise Forbidden("This page is closed: nobody has been given it.")
        if not actor.current and permission is not Permission.SIGN_OUT_OR_ACCOUNT:
            return render(request, "accounts/no_role.html", status=403)
        if not may_somewhere(actor, permission):
            raise Forbidden(decide(actor, permission, Facts()).reason)
        return None


def say_once(request: HttpRequest, sentence: str) -> None:
    """Say something at the head of the next page, unless it waits there already: people press a button twice."""
    waiting = cast("BaseStorage", messages.get_messages(request))
    if sentence not in map(str, waiting):
        messages.warning(request, sentence)
    waiting.used = False  # they were looked at here, and not shown
