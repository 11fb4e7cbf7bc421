"""Pages about ratings: giving one, and correcting one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.casework import actions
from inreach.apps.casework.actions.rating import purposes_for
from inreach.apps.casework.forms.rating import CorrectForm, RateForm
from inreach.apps.casework.models import Rating
from inreach.apps.casework.policies.rating import check_correct_rating
from inreach.apps.casework.presenters.rating import levels_to_choose
from inreach.apps.casework.queries.rating import ratings_with
from inreach.apps.casework.queries.target import targets_with
from inreach.apps.casework.services.rater_role import is_family, rater_of
from inreach.apps.casework.services.target_standing import target_standing
from inreach.apps.casework.views.target import where_to
from inreach.apps.schools.views.pupil_record import render_pupil_record
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.targets.party import Party
from inreach.core.targets.types import Purpose

Setting = Rating.Setting


@requires(Permission.RATE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: ActorRequest, target: Any) -> HttpResponse:
    """Rate a target from 1 to 10."""
    actor = request.actor
    target = get_object_or_404(targets_with(actor, Permission.RATE_TARGET), pk=target)
    purposes, family = purposes_for(actor, target), is_family(actor, target.pupil)
    name, part = rater_of(actor, target.pupil)
    initial = {
        "rated_on": actor.today,
        "rater": name,
        "rater_role": part,
        "setting": Setting.HOME if family and part is Party.PARENT else Setting.CLASS,
        "purpose": purposes[0] if purposes else "",
    }
    # What was typed for a target that somebody has moved on meanwhile is judged by the action, which says who and when.
    offered = purposes if not request.POST else tuple(dict.fromkeys((*purposes, *Purpose)))
    form = RateForm(request.POST or None, purposes=offered, family=family, initial=initial)
    own_name: dict[str, Any] = {"rater": name, "rater_role": part} if family else {}
    back = where_to(actor, target)
    answer = submit(
        request,
        form,
        action=lambda: actions.rate_target(by=actor, target=target, **form.cleaned_data, **own_name),
        message=lambda rating: f"Rated {rating.value}. Thank you.",
        to=redirect(back),
    )
    return answer or render_pupil_record(
        request,
        "target.read",
        target.pupil,
        "casework/rate.html",
        {
            "target": target,
            "pupil": target.pupil,
            "form": form,
            "purposes": offered if form.errors else purposes,
            "levels": levels_to_choose(
                target,
                target_standing(target, actor.today).level_words,
                str(form["value"].value() or ""),
            ),
            "back": back,
        },
        subject=target,
    )


@requires(Permission.RATE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, rating: Any) -> HttpResponse:
    """Put a rating right that was typed wrongly."""
    actor = request.actor
    rating = get_object_or_404(ratings_with(actor, Permission.RATE_TARGET), pk=rating)
    check_correct_rating(actor, rating)

    def form_of(sent: Any = None) -> CorrectForm:
        return CorrectForm(sent, initial={"value": str(rating.value), "rated_on": rating.rated_on})

    form = form_of(request.POST or None)
    target = rating.target
    back = where_to(actor, target)
    answer = submit(
        request,
        form,
        action=lambda: actions.correct_rating(by=actor, rating=rating, **form.cleaned_data),
        message="The rating is put right.",
        to=redirect(back),
        editing=rating,
        now=form_of,
    )
    return answer or render_pupil_record(
        request,
        "target.read",
        target.pupil,
        "casework/correct.html",
        {"rating": rating, "target": target, "form": form, "back": back},
        subject=target,
    )
