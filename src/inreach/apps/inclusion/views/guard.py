"""Where the guard draws its lines, and the figures for those who see no names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.policies.access import requires
from inreach.apps.accounts.queries import organisations_of
from inreach.apps.inclusion import actions
from inreach.apps.inclusion.forms.guard import LineForm, line_forms
from inreach.apps.inclusion.presenters.guard import guard_lines
from inreach.apps.inclusion.queries import ledger
from inreach.core.access.permissions import Permission
from inreach.core.guard.engine import NOT_A_LEGAL_LIMIT, SETTINGS


def asked_organisation(request: HttpRequest, permission: Permission) -> Organisation:
    """The school or service in the address, or the first with this permission; 404 for one that is not theirs."""
    found = organisations_of(request.actor, permission)
    wanted = request.GET.get("at", "")
    mine = next((one for one in found if not wanted or str(one.pk) == wanted), None)
    return mine or get_object_or_404(found.none())


@requires(Permission.SET_GUARD)
@require_http_methods(["GET", "HEAD", "POST"])
def guard(request: HttpRequest) -> HttpResponse:
    """Every rule of the guard with its source, and the lines that this school or service may move."""
    place = asked_organisation(request, Permission.SET_GUARD)
    settings = list(ledger.settings_of(place))
    bound: dict[str, LineForm] = {}
    if request.method == "POST":
        key = request.POST.get("key", "")
        if key not in SETTINGS:
            return get_object_or_404(organisations_of(request.actor, Permission.SET_GUARD).none())
        done = change(request, place, key, bound, settings)
        if done:
            messages.success(request, done)
            return redirect(f"{reverse('inclusion:guard')}?at={place.pk}#line-{key}")
    return render(
        request,
        "inclusion/guard.html",
        {
            "place": place,
            "places": list(organisations_of(request.actor, Permission.SET_GUARD)),
            "lines": guard_lines(settings, line_forms(settings, bound)),
            "wrong": next(iter(bound.values()), None),
            "not_a_legal_limit": NOT_A_LEGAL_LIMIT,
        },
    )


def change(
    request: HttpRequest, place: Organisation, key: str, bound: dict[str, LineForm], settings: list
) -> str:
    """Do what the form asks, and return what was done; "" with the form kept in `bound` if it is not right."""
    if request.POST.get("do") == "put-back":
        try:
            actions.put_line_back(by=request.actor, organisation=place, key=key)
        except ValueError as wrong:
            form = LineForm(request.POST, line=SETTINGS[key], settings=settings)
            form.add_error(None, str(wrong))
            bound[key] = form
            return ""
        return "The line is back where Inreach draws it."
    form = LineForm(request.POST, line=SETTINGS[key], settings=settings)
    if not form.is_valid():
        bound[key] = form
        return ""
    actions.move_line(
        by=request.actor,
        organisation=place,
        key=key,
        value=form.cleaned_data["value"],
        reason=form.cleaned_data["reason"],
    )
    return "The line is moved. Every flag that it gives says so."
