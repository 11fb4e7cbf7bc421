"""Pages about agreeing a target."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from inreach.apps.accounts.policies.access import requires
from inreach.apps.casework import actions
from inreach.apps.casework.actions.sign_off import parties_for
from inreach.apps.casework.forms.sign_off import SignForm
from inreach.apps.casework.presenters.target import target_view
from inreach.apps.casework.queries.sign_off import sign_offs_with
from inreach.apps.casework.queries.target import targets_with
from inreach.apps.casework.services.rater_role import is_family, rater_of
from inreach.apps.casework.views.target import render_for, where_to
from inreach.core.access.permissions import Permission
from inreach.core.transitions import NotAllowed


@requires(Permission.SIGN_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, target: Any) -> HttpResponse:
    """Say that a party agreed the target, by name."""
    actor = request.actor
    one = get_object_or_404(targets_with(actor, Permission.SIGN_TARGET), pk=target)
    view = target_view(one, actor.today)
    parties = [party for party in view.missing if party in parties_for(actor, one)]
    name, _ = rater_of(actor, one.pupil)
    initial = {"name": name, "party": parties[0]} if is_family(actor, one.pupil) and parties else {}
    form = SignForm(request.POST or None, parties=parties, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_target(by=actor, target=one, **form.cleaned_data)
        except NotAllowed as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, f"{form.cleaned_data['name']} agreed the target.")
            return redirect(where_to(actor, one))
    return render_for(
        request,
        "target.read",
        one,
        "casework/sign.html",
        {
            "view": view,
            "target": one,
            "pupil": one.pupil,
            "form": form,
            "parties": parties,
            "back": where_to(actor, one),
        },
    )


@requires(Permission.WRITE_TARGET)
@require_POST
def unsign(request: HttpRequest, sign_off: Any) -> HttpResponse:
    """Take an agreement back while the target is being written."""
    one = get_object_or_404(sign_offs_with(request.actor, Permission.WRITE_TARGET), pk=sign_off)
    try:
        actions.remove_sign_off(by=request.actor, sign_off=one)
    except NotAllowed as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, f"{one.name} no longer counts as having agreed.")
    return redirect("casework:target", target=one.target_id)
