"""Pages about targets: writing, agreeing, starting, rating, moving on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import requires
from inreach.apps.audit.recording.actions import reading
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
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil
from inreach.apps.ui.menu.registry import address_of
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.targets.quality import check
from inreach.core.transitions import NotAllowed, Transition, allowed

LONGEST_REASON = 300


def put_errors(form: Any, wrong: ValidationError) -> None:
    """Show what an action refused beside the fields of the form."""
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong)
        return
    for field, errors in wrong.message_dict.items():
        for error in errors:
            form.add_error(field if field in form.fields else None, error)


def render_for(
    request: HttpRequest, verb: str, subject: Pupil | Target, template: str, shown: dict[str, Any]
) -> HttpResponse:
    """A page with a form that shows something of a pupil's record: opening it is an event, as reading is."""
    pupil = subject if isinstance(subject, Pupil) else subject.pupil
    said = {"subject": subject, "pupil_id": pupil.pk, "organisation_id": pupil.school_id}
    with reading(verb, by=request.actor, **said):
        return render(request, template, shown)


def where_to(actor: Actor, target: Target) -> str:
    """The page about this target for this person: the family has its own."""
    if is_family(actor, target.pupil):
        return address_of("pupil_in_plain_words", target.pupil_id)
    return reverse("casework:target", kwargs={"target": target.pk})


@requires(Permission.SEE_PUPIL)
@require_safe
def targets(request: HttpRequest, pupil: Any) -> HttpResponse:
    """All targets of one pupil."""
    one = get_object_or_404(pupils_with_targets(request.actor), pk=pupil)
    with reading(
        "targets.read", by=request.actor, subject=one, pupil_id=one.pk, organisation_id=one.school_id
    ):
        found = list(targets_of(request.actor, one))
        views = target_views(found, request.actor.today, calendar_of(one.school), changes_after_start(found))
        return render(
            request,
            "casework/targets.html",
            {
                "pupil": one,
                "views": [view for view in views if view.target.state not in {"closed", "withdrawn"}],
                "over": [view for view in views if view.target.state in {"closed", "withdrawn"}],
                "may_write": can_write_target(request.actor, one),
            },
        )


@requires(Permission.WRITE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def add_target(request: HttpRequest, pupil: Any) -> HttpResponse:
    """Write a new target for a pupil."""
    one = get_object_or_404(pupils_to_write_for(request.actor), pk=pupil)
    form = TargetForm(request.POST or None, cases=running_cases_of(request.actor, one))
    checking = request.POST.get("do") == "check" or bool(request.htmx)
    if request.method == "POST" and form.is_valid() and not checking:
        try:
            made = actions.write_target(by=request.actor, pupil=one, draft=form.draft())
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            messages.success(
                request, "The target is kept as a draft. It can start when everybody has agreed."
            )
            return redirect("casework:target", target=made.pk)
    return write_page(request, one, form, None)


@requires(Permission.WRITE_TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def change_target(request: HttpRequest, target: Any) -> HttpResponse:
    """Change a target's words, numbers and dates."""
    one = get_object_or_404(targets_with(request.actor, Permission.WRITE_TARGET), pk=target)
    cases = running_cases_of(request.actor, one.pupil)
    form = TargetForm(request.POST or None, cases=cases, target=one)
    checking = request.POST.get("do") == "check" or bool(request.htmx)
    if request.method == "POST" and form.is_valid() and not checking:
        draft, reason = form.draft(), form.cleaned_data.get("reason", "")
        try:
            actions.change_target(by=request.actor, target=one, draft=draft, reason=reason)
        except ValidationError as wrong:
            put_errors(form, wrong)
        except NotAllowed as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, "The target is changed.")
            return redirect("casework:target", target=one.pk)
    return write_page(request, one.pupil, form, one)


def write_page(request: HttpRequest, pupil: Pupil, form: TargetForm, target: Target | None) -> HttpResponse:
    """The writing page, with the check of what stands on the form now; the check alone for a request by htmx."""
    points = check(form.facts_now())
    shown = {
        "pupil": pupil,
        "form": form,
        "target": target,
        "points": points,
        "met": sum(point.met for point in points),
        "checked": request.POST.get("do") == "check",
    }
    if request.htmx:
        return render(request, "casework/check.html", shown)
    verb, subject = ("target.read", target) if target else ("targets.read", pupil)
    return render_for(request, verb, subject, "casework/write_target.html", shown)


@requires(Permission.SEE_PUPIL)
@require_safe
def target(request: HttpRequest, target: Any) -> HttpResponse:
    """One target: its ladder, outcome, ratings, who agreed, and what can be done."""
    one = get_object_or_404(targets_with(request.actor, Permission.SEE_PUPIL), pk=target)
    return target_page(request, one)


def target_page(request: HttpRequest, one: Target, wrong: str = "", status: int = 200) -> HttpResponse:
    """The page of a target; `wrong` says why something that was tried is not possible."""
    actor, pupil = request.actor, one.pupil
    with reading("target.read", by=actor, subject=one, pupil_id=pupil.pk, organisation_id=pupil.school_id):
        changes = changes_after_start([one]).get(one.pk, ())
        view = target_view(one, actor.today, calendar_of(pupil.school), changes)
        may_write = can_write_target(actor, pupil)
        return render(
            request,
            "casework/target.html",
            {
                "view": view,
                "target": one,
                "pupil": pupil,
                "wrong": wrong,
                "may_write": may_write and one.state not in {"closed", "withdrawn"},
                "may_rate": bool(purposes_for(actor, one)) and can_rate_target(actor, one),
                "may_sign": one.state in {"draft", "active"} and can_sign_target(actor, one),
                "may_see_case": one.case is not None and can_see_case(actor, one.case),
                "may_start": one.state == "draft" and can_start_target(actor, one),
                "sign_form": SignForm(
                    parties=[p for p in view.missing if p in parties_for(actor, one)], auto_id="sign_%s"
                ),
                "move_form": MoveForm(steps=steps(one), auto_id="move_%s")
                if may_write and steps(one)
                else None,
            },
            status=status,
        )


def steps(target: Target) -> tuple[Transition, ...]:
    """Where a target can be moved by hand: not to started (its own button) nor to reviewed (its rating does it)."""
    return tuple(step for step in allowed("target", target.state) if step.to not in {"active", "reviewed"})


@requires(Permission.WRITE_TARGET)
@require_POST
def move_target(request: HttpRequest, target: Any) -> HttpResponse:
    """Start a target or move it on. What is not possible is said on the target's own page."""
    one = get_object_or_404(targets_with(request.actor, Permission.WRITE_TARGET), pk=target)
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    if len(reason) > LONGEST_REASON:
        wrong = f"Give the reason in at most {LONGEST_REASON} characters."
        return target_page(request, one, wrong=wrong, status=409)
    try:
        actions.move_target(by=request.actor, target=one, to=to, reason=reason)
    except NotAllowed as no:
        return target_page(request, one, wrong=no.sentence, status=409)
    messages.success(
        request, "Work on the target has started." if to == "active" else "The target is moved on."
    )
    return redirect("casework:target", target=one.pk)
