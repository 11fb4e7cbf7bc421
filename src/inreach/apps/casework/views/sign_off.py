"""Pages about agreeing a target."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.casework import actions
from inreach.apps.casework.actions.sign_off import parties_for
from inreach.apps.casework.forms.sign_off import SignForm
from inreach.apps.casework.presenters.target import target_view
from inreach.apps.casework.queries.sign_off import sign_offs_with
from inreach.apps.casework.queries.target import targets_with
from inreach.apps.casework.services.rater_role import is_family, rater_of
from inreach.apps.casework.services.wording import wording_of
from inreach.apps.casework.views.target import where_to
from inreach.apps.schools.views.pupil_record import render_pupil_record
from inreach.apps.ui.forms.submit import attempt, submit
from inreach.core.access.permissions import Permission


@requires(Permission.SIGN_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: ActorRequest, target: Any) -> HttpResponse:
    """Say that a party agreed the target, by name."""
    actor = request.actor
    target = get_object_or_404(targets_with(actor, Permission.SIGN_TARGET), pk=target)
    view = target_view(target, actor.today)
    parties = [party for party in view.standing.missing if party in parties_for(actor, target)]
    name, _ = rater_of(actor, target.pupil)
    initial = {"name": name, "party": parties[0]} if is_family(actor, target.pupil) and parties else {}
    form = SignForm(request.POST or None, parties=parties, initial=initial)
    back = where_to(actor, target)
    answer = submit(
        request,
        form,
        action=lambda: actions.sign_target(
            by=actor, target=target, wording=request.POST.get("wording", ""), **form.cleaned_data
        ),
        message=lambda sign_off: f"{sign_off.name} agreed the target.",
        to=redirect(back),
    )
    return answer or render_pupil_record(
        request,
        "target.read",
        target.pupil,
        "casework/sign.html",
        {
            "view": view,
            "target": target,
            "pupil": target.pupil,
            "form": form,
            "wording": wording_of(target),
            "parties": parties,
            "back": back,
        },
        subject=target,
    )


@requires(Permission.WRITE_TARGET)
@require_POST
def unsign(request: ActorRequest, sign_off: Any) -> HttpResponse:
    """Take an agreement back while the target is being written."""
    sign_off = get_object_or_404(sign_offs_with(request.actor, Permission.WRITE_TARGET), pk=sign_off)
    back = redirect("casework:target", target=sign_off.target_id)
    return attempt(
        request,
        action=lambda: actions.remove_sign_off(by=request.actor, sign_off=sign_off),
        message=f"{sign_off.name} no longer counts as having agreed.",
        to=back,
        refused=back,
    )
