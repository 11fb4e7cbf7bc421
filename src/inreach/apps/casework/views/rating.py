"""Pages about ratings: giving one, and correcting one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import requires
from inreach.apps.casework import actions
from inreach.apps.casework.actions.rating import purposes_for
from inreach.apps.casework.forms.rating import CorrectForm, RateForm
from inreach.apps.casework.policies.rating import check_correct_rating
from inreach.apps.casework.presenters.rating import levels_to_choose
from inreach.apps.casework.queries.rating import ratings_with
from inreach.apps.casework.queries.target import targets_with
from inreach.apps.casework.services.rater_role import is_family, rater_of
from inreach.apps.casework.views.target import put_errors, render_for, where_to
from inreach.core.access.permissions import Permission
from inreach.core.transitions import NotAllowed


@requires(Permission.RATE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, target: Any) -> HttpResponse:
    """Rate a target from 1 to 10."""
    actor = request.actor
    one = get_object_or_404(targets_with(actor, Permission.RATE_TARGET), pk=target)
    purposes, family = purposes_for(actor, one), is_family(actor, one.pupil)
    name, part = rater_of(actor, one.pupil)
    initial = {
        "rated_on": actor.today,
        "rater": name,
        "rater_role": part,
        "setting": "home" if family and part == "parent" else "class",
        "purpose": purposes[0] if purposes else "",
    }
    form = RateForm(request.POST or None, purposes=purposes, family=family, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        if family:
            said |= {"rater": name, "rater_role": part}
        try:
            actions.rate_target(by=actor, target=one, **said)
        except ValidationError as wrong:
            put_errors(form, wrong)
        except NotAllowed as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, f"Rated {said['value']}. Thank you.")
            return redirect(where_to(actor, one))
    return render_for(
        request,
        "target.read",
        one,
        "casework/rate.html",
        {
            "target": one,
            "pupil": one.pupil,
            "form": form,
            "purposes": purposes,
            "levels": levels_to_choose(one, str(form["value"].value() or "")),
            "back": where_to(actor, one),
        },
    )


@requires(Permission.RATE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, rating: Any) -> HttpResponse:
    """Put a rating right that was typed wrongly."""
    actor = request.actor
    one = get_object_or_404(ratings_with(actor, Permission.RATE_TARGET), pk=rating)
    check_correct_rating(actor, one)
    form = CorrectForm(request.POST or None, initial={"value": str(one.value), "rated_on": one.rated_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_rating(by=actor, rating=one, **form.cleaned_data)
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            messages.success(request, "The rating is put right.")
            return redirect(where_to(actor, one.target))
    return render_for(
        request,
        "target.read",
        one.target,
        "casework/correct.html",
        {"rating": one, "target": one.target, "form": form, "back": where_to(actor, one.target)},
    )
