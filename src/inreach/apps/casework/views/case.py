"""Pages about cases: the list by next date, one case, opening one, moving one on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.audit.recording.events import reading
from inreach.apps.casework import actions
from inreach.apps.casework.forms.case import CaseDateForm, CaseForm, MoveForm
from inreach.apps.casework.models import Case
from inreach.apps.casework.policies.case import can_move_case
from inreach.apps.casework.policies.target import can_write_target
from inreach.apps.casework.presenters.case import PARTS, case_rows, meaning, steps_of
from inreach.apps.casework.presenters.target import target_views
from inreach.apps.casework.queries import target
from inreach.apps.casework.queries.case import (
    cases_visible_to,
    cases_with,
    pupils_to_open_cases_for,
    services_for,
)
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.services.read_audit import reading_list
from inreach.apps.schools.views.pupil_record import render_pupil_record
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.transitions import CaseState, allowed


@requires(Permission.SEE_CASES)
@require_safe
def cases(request: ActorRequest) -> HttpResponse:
    """Cases by next date; those that are over stand apart."""
    rows = case_rows(cases_visible_to(request.actor), request.actor.today)
    with reading_list(
        "cases.listed",
        by=request.actor,
        pupils={row.case.pupil for row in rows},
        organisation_id=min(request.actor.organisations(), default=""),
    ):
        return render(
            request,
            "casework/cases.html",
            {
                "running": [row for row in rows if not row.over],
                "over": [row for row in rows if row.over],
                "of_service": any(m.kind == "service" for m in request.actor.current),
            },
        )


@requires(Permission.SEE_CASES)
@require_safe
def case(request: ActorRequest, case: Any) -> HttpResponse:
    """One case: where it is on its way, its targets, who does what, and what can happen next."""
    case = get_object_or_404(cases_visible_to(request.actor), pk=case)
    return case_page(request, case)


def case_page(
    request: ActorRequest,
    case: Case,
    *,
    move_form: MoveForm | None = None,
    date_form: CaseDateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case, with the forms as they were sent if something in them was wrong."""
    actor = request.actor
    may_move = can_move_case(actor, case)
    next_steps = allowed("case", case.state)
    with reading("case.read", by=actor, subject=case, pupil_id=case.pupil_id, organisation_id=case.school_id):
        targets = target.targets_of(actor, case.pupil).filter(case=case)
        return render(
            request,
            "casework/case.html",
            {
                "case": case,
                "pupil": case.pupil,
                "steps": steps_of(case),
                "meaning": meaning(case),
                "views": target_views(targets, actor.today, calendar_of(case.school)),
                "parts": PARTS,
                "over": not next_steps,
                "may_write": can_write_target(actor, case.pupil),
                "move_form": move_form or MoveForm(steps=next_steps, dated=True, auto_id="move_%s")
                if may_move and next_steps
                else None,
                "date_form": date_form
                or CaseDateForm(initial={"next_date": case.next_date}, auto_id="date_%s")
                if may_move and next_steps
                else None,
            },
            status=status,
        )


@requires(Permission.OPEN_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: ActorRequest, pupil: Any) -> HttpResponse:
    """Ask a service for help with a pupil."""
    pupil = get_object_or_404(pupils_to_open_cases_for(request.actor), pk=pupil)
    form = CaseForm(request.POST or None, services=services_for(pupil.school))
    answer = submit(
        request,
        form,
        action=lambda: actions.open_case(by=request.actor, pupil=pupil, **form.cleaned_data),
        message=lambda case: (
            f"{case.service} can now see {pupil.preferred_name}’s record, until the case ends."
        ),
        to=lambda case: redirect("casework:case", case=case.pk),
    )
    context = {"pupil": pupil, "form": form}
    return answer or render_pupil_record(request, "pupil.opened", pupil, "casework/open_case.html", context)


@requires(Permission.MOVE_CASE)
@require_POST
def move_case(request: ActorRequest, case: Any) -> HttpResponse:
    """Move a case on. When it ends, the service is led back to its list, because it no longer sees the pupil."""
    case = get_object_or_404(cases_with(request.actor, Permission.MOVE_CASE), pk=case)
    shown = request.POST.get("state", "")
    state = shown if shown in set(CaseState) else case.state
    form = MoveForm(request.POST, steps=allowed("case", state), dated=True, auto_id="move_%s")
    answer = submit(
        request,
        form,
        action=lambda: actions.move_case(by=request.actor, case=case, shown_state=shown, **form.cleaned_data),
        message=meaning,
        to=lambda case: case_or_list(request, case),
    )
    form.offer(allowed("case", case.state))
    return answer or case_page(request, case, move_form=form)


def case_or_list(request: ActorRequest, case: Case) -> HttpResponse:
    """The page of a case, or the list of cases for whoever no longer sees it."""
    if cases_visible_to(request.actor).filter(pk=case.pk).exists():
        return redirect("casework:case", case=case.pk)
    return redirect("casework:cases")


@requires(Permission.MOVE_CASE)
@require_POST
def case_date(request: ActorRequest, case: Any) -> HttpResponse:
    """Say when something happens next in a case."""
    case = get_object_or_404(cases_with(request.actor, Permission.MOVE_CASE), pk=case)
    form = CaseDateForm(request.POST, auto_id="date_%s")
    answer = submit(
        request,
        form,
        action=lambda: actions.change_case_date(by=request.actor, case=case, **form.cleaned_data),
        message="The next date is kept.",
        to=redirect("casework:case", case=case.pk),
        editing=case,
        now=lambda: CaseDateForm(initial={"next_date": case.next_date}),
    )
    return answer or case_page(request, case, date_form=form)
