"""Pages about targets: writing, agreeing, starting, rating, moving on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.audit.recording.events import reading
from inreach.apps.casework import actions
from inreach.apps.casework.actions.rating import purposes_for
from inreach.apps.casework.actions.sign_off import parties_for
from inreach.apps.casework.forms.case import MoveForm
from inreach.apps.casework.forms.sign_off import SignForm
from inreach.apps.casework.forms.target import TargetForm
from inreach.apps.casework.models import Target
from inreach.apps.casework.policies.case import can_see_case
from inreach.apps.casework.policies.rating import can_rate_target
from inreach.apps.casework.policies.sign_off import can_sign_target
from inreach.apps.casework.policies.target import can_start_target, can_write_target
from inreach.apps.casework.presenters.target import target_view, target_views
from inreach.apps.casework.queries.case import running_cases_of
from inreach.apps.casework.queries.target import (
    pupils_to_write_for,
    pupils_with_targets,
    targets_of,
    targets_with,
)
from inreach.apps.casework.queries.target_changes import changes_after_start
from inreach.apps.casework.services.rater_role import is_family
from inreach.apps.casework.services.wording import wording_of
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil
from inreach.apps.schools.views.pupil_record import render_pupil_record
from inreach.apps.ui.forms.submit import attempt, submit
from inreach.apps.ui.menu.registry import address_of
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.targets.quality import check
from inreach.core.transitions import TargetState, Transition, allowed

LONGEST_REASON = 300
MOVED_OTHERWISE = frozenset({TargetState.ACTIVE, TargetState.REVIEWED})
ASKED_AGAIN = " Whoever had agreed to the earlier text is asked again."


def where_to(actor: Actor, target: Target) -> str:
    """The page about this target for this person: the family has its own."""
    if is_family(actor, target.pupil):
        return address_of("pupil_in_plain_words", target.pupil_id)
    return reverse("casework:target", kwargs={"target": target.pk})


@requires(Permission.SEE_PUPIL)
@require_safe
def targets(request: ActorRequest, pupil: Any) -> HttpResponse:
    """All targets of one pupil."""
    pupil = get_object_or_404(pupils_with_targets(request.actor), pk=pupil)
    with reading(
        "targets.read", by=request.actor, subject=pupil, pupil_id=pupil.pk, organisation_id=pupil.school_id
    ):
        targets = list(targets_of(request.actor, pupil))
        views = target_views(
            targets, request.actor.today, calendar_of(pupil.school), changes_after_start(targets)
        )
        return render(
            request,
            "casework/targets.html",
            {
                "pupil": pupil,
                "views": [view for view in views if not view.target.is_over],
                "over": [view for view in views if view.target.is_over],
                "may_write": can_write_target(request.actor, pupil),
            },
        )


@requires(Permission.WRITE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def add_target(request: ActorRequest, pupil: Any) -> HttpResponse:
    """Write a new target for a pupil."""
    pupil = get_object_or_404(pupils_to_write_for(request.actor), pk=pupil)
    form = TargetForm(request.POST or None, cases=running_cases_of(request.actor, pupil))
    answer = None
    if not only_checking(request):
        answer = submit(
            request,
            form,
            action=lambda: actions.write_target(by=request.actor, pupil=pupil, draft=form.draft()),
            message="The target is kept as a draft. It can start when everybody has agreed.",
            to=lambda target: redirect("casework:target", target=target.pk),
        )
    return answer or write_page(request, pupil, form, None)


@requires(Permission.WRITE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def change_target(request: ActorRequest, target: Any) -> HttpResponse:
    """Change a target's words, numbers and dates."""
    target = get_object_or_404(targets_with(request.actor, Permission.WRITE_TARGET), pk=target)
    cases = running_cases_of(request.actor, target.pupil)
    form = TargetForm(request.POST or None, cases=cases, target=target)
    agreed = target.sign_offs.count()
    answer = None
    if not only_checking(request):
        answer = submit(
            request,
            form,
            action=lambda: actions.change_target(
                by=request.actor,
                target=target,
                draft=form.draft(),
                reason=form.cleaned_data.get("reason", ""),
            ),
            message=lambda target: (
                "The target is changed." + (ASKED_AGAIN if agreed and not target.sign_offs.exists() else "")
            ),
            to=redirect("casework:target", target=target.pk),
            editing=target,
            now=lambda: TargetForm(cases=cases, target=target),
        )
    return answer or write_page(request, target.pupil, form, target)


def only_checking(request: ActorRequest) -> bool:
    """Whether the form was sent to be checked, not to be kept."""
    return request.POST.get("do") == "check" or bool(request.htmx)


def write_page(request: ActorRequest, pupil: Pupil, form: TargetForm, target: Target | None) -> HttpResponse:
    """The writing page, with the check of what stands on the form now; the check alone for a request by htmx."""
    points = check(form.facts_now())
    context = {
        "pupil": pupil,
        "form": form,
        "target": target,
        "points": points,
        "met": sum(point.met for point in points),
        "agreed": target.sign_offs.count() if target and target.is_draft else 0,
        "checked": request.POST.get("do") == "check",
    }
    if request.htmx:
        return render(request, "casework/check.html", context)
    verb = "target.read" if target else "targets.read"
    return render_pupil_record(request, verb, pupil, "casework/write_target.html", context, subject=target)


@requires(Permission.SEE_PUPIL)
@require_safe
def target(request: ActorRequest, target: Any) -> HttpResponse:
    """One target: its ladder, outcome, ratings, who agreed, and what can be done."""
    target = get_object_or_404(targets_with(request.actor, Permission.SEE_PUPIL), pk=target)
    return target_page(request, target)


def target_page(request: ActorRequest, target: Target, wrong: str = "", status: int = 200) -> HttpResponse:
    """The page of a target; `wrong` says why something that was tried is not possible."""
    actor, pupil = request.actor, target.pupil
    with reading("target.read", by=actor, subject=target, pupil_id=pupil.pk, organisation_id=pupil.school_id):
        changes = changes_after_start([target]).get(target.pk, ())
        view = target_view(target, actor.today, calendar_of(pupil.school), changes)
        may_write = can_write_target(actor, pupil)
        return render(
            request,
            "casework/target.html",
            {
                "view": view,
                "target": target,
                "pupil": pupil,
                "wrong": wrong,
                "wording": wording_of(target),
                "may_write": may_write and not target.is_over,
                "may_rate": bool(purposes_for(actor, target)) and can_rate_target(actor, target),
                "may_sign": (target.is_draft or target.is_active) and can_sign_target(actor, target),
                "may_see_case": target.case is not None and can_see_case(actor, target.case),
                "may_start": target.is_draft and can_start_target(actor, target),
                "sign_form": SignForm(
                    parties=[party for party in view.standing.missing if party in parties_for(actor, target)],
                    auto_id="sign_%s",
                ),
                "move_form": MoveForm(steps=steps(target), auto_id="move_%s")
                if may_write and steps(target)
                else None,
            },
            status=status,
        )


def steps(target: Target) -> tuple[Transition, ...]:
    """Where a target can be moved by hand: not to started (its own button) nor to reviewed (its rating does it)."""
    return tuple(step for step in allowed("target", target.state) if step.to not in MOVED_OTHERWISE)


@requires(Permission.WRITE_TARGET)
@require_POST
def move_target(request: ActorRequest, target: Any) -> HttpResponse:
    """Start a target or move it on. What is not possible is said on the target's own page."""
    target = get_object_or_404(targets_with(request.actor, Permission.WRITE_TARGET), pk=target)
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    if len(reason) > LONGEST_REASON:
        wrong = f"Give the reason in at most {LONGEST_REASON} characters."
        return target_page(request, target, wrong=wrong, status=409)
    return attempt(
        request,
        action=lambda: actions.move_target(
            by=request.actor,
            target=target,
            to=to,
            reason=reason,
            wording=request.POST.get("wording", ""),
        ),
        message="Work on the target has started." if to == TargetState.ACTIVE else "The target is moved on.",
        to=redirect("casework:target", target=target.pk),
        refused=lambda refusal: target_page(request, target, wrong=refusal.sentence, status=409),
    )
