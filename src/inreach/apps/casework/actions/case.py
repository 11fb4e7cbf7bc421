"""Asking a service for help with a pupil, and moving that case on."""

from datetime import date, timedelta

from inreach.apps.audit.recording.action import action, last_change
from inreach.apps.audit.recording.events import record
from inreach.apps.casework.actions.transitions import move
from inreach.apps.casework.models import Case
from inreach.apps.casework.policies.case import check_move_case, check_open_case
from inreach.apps.casework.services.wording import check_same_state
from inreach.apps.schools.models import Pupil, Service, Sharing
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal
from inreach.core.transitions import CaseState, NotAllowed, ends, words

REASON = "case"
NEEDS_REASON = frozenset({CaseState.DECLINED, CaseState.WITHDRAWN})


@action
def open_case(
    *, by: Actor, pupil: Pupil, service: Service, area: str, concern: str, next_date: date | None = None
) -> Case:
    """Ask a service for help with a pupil. From now on the service sees this pupil's record, and no other's."""
    check_open_case(by, pupil)
    _check_next_date(next_date, by.today)
    if not concern.strip():
        raise Refusal(field_errors={"concern": "Write what the school is worried about."})
    running = Case.objects.filter(pupil=pupil, service=service).exclude(state__in=ends("case")).first()
    if running is not None:
        raise NotAllowed(
            f"There is already a case with {service} for this pupil, opened on {running.opened_on:%-d %B %Y}. "
            f"{last_change(running)}".strip()
        )
    case = Case.objects.create(
        school=pupil.school,
        service=service,
        pupil=pupil,
        area=area,
        concern=concern.strip(),
        opened_on=by.today,
        next_date=next_date,
    )
    Sharing.objects.create(pupil=pupil, organisation=service.organisation, reason=REASON, starts=by.today)
    _say(case, by, "case.opened", {"service": str(service.pk), "area": area})
    return case


@action
def move_case(
    *,
    by: Actor,
    case: Case,
    to: str,
    reason: str = "",
    next_date: date | None = None,
    shown_state: str = "",
) -> Case:
    """Move a case on by its table. When it ends, however it ends, the service no longer sees the pupil.

    `shown_state` is the state that the page showed, if it was a page: nobody moves on what somebody else has moved.
    """
    check_move_case(by, case)
    check_same_state(case, shown_state)
    _check_next_date(next_date, by.today)
    if to in NEEDS_REASON and not reason.strip():
        raise NotAllowed(f"Say why the case is {words(to)}.")
    move(case, to, by=by, reason=reason)
    over = case.is_over
    if over or next_date is not None:
        case.next_date = None if over else next_date
        case.save(update_fields=["next_date"])
    if over:
        _stop_sharing(case, by)
    return case


@action
def change_case_date(*, by: Actor, case: Case, next_date: date | None) -> Case:
    """Say when something happens next in this case."""
    check_move_case(by, case)
    if case.is_over:
        raise NotAllowed(f"This case is {words(case.state)}, so it has no next date.")
    _check_next_date(next_date, by.today)
    was = case.next_date
    case.next_date = next_date
    case.save(update_fields=["next_date"])
    details: dict[str, object] = {
        "from": was.isoformat() if was else None,
        "to": next_date.isoformat() if next_date else None,
    }
    _say(case, by, "case.date_changed", details)
    return case


def _check_next_date(next_date: date | None, today: date) -> None:
    if next_date is not None and next_date < today:
        raise Refusal(field_errors={"next_date": "Choose today or a later day."})


def _stop_sharing(case: Case, by: Actor) -> None:
    """End what this case lets the service see, at once. A sharing of the same day leaves only its event."""
    yesterday = by.today - timedelta(days=1)
    other_cases = Case.objects.filter(pupil=case.pupil_id, service=case.service_id).exclude(pk=case.pk)
    if other_cases.exclude(state__in=ends("case")).exists():
        return
    rows = Sharing.objects.filter(pupil=case.pupil_id, organisation=case.service_id, reason=REASON)
    rows.filter(starts__gte=by.today).delete()
    rows.filter(ends__isnull=True).update(ends=yesterday)
    rows.filter(ends__gte=by.today).update(ends=yesterday)
    _say(case, by, "case.sharing_ended", {"service": str(case.service_id)})


def _say(case: Case, by: Actor, verb: str, details: dict[str, object]) -> None:
    record(
        verb,
        by=by,
        subject=case,
        pupil_id=case.pupil_id,
        organisation_id=case.school_id,
        details=details,
    )
