"""Where the guard draws its lines, and the figures for those who see no names."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.queries import organisations_of
from inreach.apps.inclusion import actions
from inreach.apps.inclusion.forms.guard import LineForm, line_forms
from inreach.apps.inclusion.presenters.guard import guard_lines
from inreach.apps.inclusion.queries import ledger
from inreach.apps.ui.forms.submit import add_refusal, attempt, if_unchanged, submit
from inreach.core.access.permissions import Permission
from inreach.core.guard.engine import NOT_A_LEGAL_LIMIT, SETTINGS

MOVES = ("guard.line_moved", "guard.line_put_back")


def asked_organisation(request: ActorRequest, permission: Permission) -> Organisation:
    """The school or service in the address, or the first with this permission; 404 for one that is not theirs."""
    places = organisations_of(request.actor, permission)
    place_id = request.GET.get("at", "")
    mine = next((place for place in places if not place_id or str(place.pk) == place_id), None)
    return mine or get_object_or_404(places.none())


@requires(Permission.SET_GUARD)
@require_http_methods(["GET", "HEAD", "POST"])
def guard(request: ActorRequest) -> HttpResponse:
    """Every rule of the guard with its source, and the lines that this school or service may move."""
    place = asked_organisation(request, Permission.SET_GUARD)
    settings = list(ledger.settings_of(place))
    sent: LineForm | None = None
    if request.method == "POST":
        key = request.POST.get("key", "")
        if key not in SETTINGS:
            raise Http404
        sent = LineForm(request.POST, line=SETTINGS[key], settings=settings)
        change = put_back if request.POST.get("do") == "put-back" else move
        answer = change(request, place, sent)
        if answer:
            return answer
    return render(
        request,
        "inclusion/guard.html",
        {
            "place": place,
            "places": list(organisations_of(request.actor, Permission.SET_GUARD)),
            "lines": guard_lines(settings, line_forms(settings, {sent.line.key: sent} if sent else {})),
            "wrong": sent,
            "not_a_legal_limit": NOT_A_LEGAL_LIMIT,
        },
    )


def back_to_line(place: Organisation, key: str) -> HttpResponse:
    """The line that was changed, on its page."""
    return redirect(f"{reverse('inclusion:guard')}?at={place.pk}#line-{key}")


def put_back(request: ActorRequest, place: Organisation, form: LineForm) -> HttpResponse | None:
    """Draw a line where Inreach draws it, whatever stands in its form; None with the reason in it if that cannot be."""
    return attempt(
        request,
        action=if_unchanged(
            request,
            form,
            lambda: actions.put_line_back(by=request.actor, organisation=place, key=form.line.key),
            editing=place,
            now=lambda: form_now(place, form),
            verbs=MOVES,
        ),
        message="The line is back where Inreach draws it.",
        to=back_to_line(place, form.line.key),
        refused=partial(add_refusal, form),
    )


def move(request: ActorRequest, place: Organisation, form: LineForm) -> HttpResponse | None:
    """Draw a line where the form says; None with what is wrong in it if that cannot be."""
    return submit(
        request,
        form,
        action=lambda: actions.move_line(
            by=request.actor,
            organisation=place,
            key=form.line.key,
            value=form.drawn_at(form.cleaned_data["value"]),
            reason=form.cleaned_data["reason"],
        ),
        message="The line is moved. Every flag that it gives says so.",
        to=back_to_line(place, form.line.key),
        editing=place,
        now=lambda: form_now(place, form),
        verbs=MOVES,
    )


def form_now(place: Organisation, form: LineForm) -> LineForm:
    """The form of a line as it would be shown now."""
    return line_forms(list(ledger.settings_of(place)), {})[form.line.key]
