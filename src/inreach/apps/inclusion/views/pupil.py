"""A pupil's page for those who work with the pupil, and the same in plain words for the pupil and the family."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.audit.recording.events import reading
from inreach.apps.casework.policies.case import can_open_case
from inreach.apps.casework.policies.target import can_write_target
from inreach.apps.casework.presenters.target import target_views
from inreach.apps.casework.queries.target import targets_of
from inreach.apps.inclusion.presenters.access import seen_by
from inreach.apps.inclusion.presenters.pupil import pupil_week
from inreach.apps.inclusion.queries.ledger import (
    groups_to_open,
    is_self,
    people_around,
    pupils_to_open,
    who_sees,
)
from inreach.apps.inclusion.services.kept_ledgers import ledgers_of_school
from inreach.apps.inclusion.services.school_week import SchoolLedger
from inreach.apps.inclusion.views.ledger import asked_day, percent_lines
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.apps.schools.queries.pupil_list import sen_on
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import decide
from inreach.core.school.calendar import week_name


def steps_of(ledger: SchoolLedger) -> dict[str, str]:
    """The addresses of the week before and the week after."""
    beside = {
        "earlier": ledger.calendar.week_before(ledger.week),
        "later": ledger.calendar.week_after(ledger.week),
    }
    return {name: f"week={week.starts.isoformat()}" if week else "" for name, week in beside.items()}


@requires(Permission.SEE_PUPIL)
@require_safe
def pupil(request: ActorRequest, pupil: str) -> HttpResponse:
    """One pupil's week: what support gives and takes, what stands out, and the targets."""
    actor = request.actor
    opened = get_object_or_404(pupils_to_open(actor, Permission.SEE_PUPIL), pk=pupil)
    with reading(
        "pupil.read", by=actor, subject=opened, pupil_id=opened.pk, organisation_id=opened.school_id
    ):
        ledgers = ledgers_of_school(opened.school)
        calendar = ledgers.calendar
        ledger = ledgers.pupil_week(opened, asked_day(request, calendar))
        [row] = ledger.rows
        groups = [str(membership.group.pk) for membership in row.memberships]
        views = target_views(targets_of(actor, opened), actor.today, calendar)
        facts = facts_about(actor, opened)
        return render(
            request,
            "inclusion/pupil.html",
            {
                "pupil": opened,
                "ledger": ledger,
                "view": pupil_week(
                    ledger,
                    row,
                    opened.preferred_name,
                    groups_to_open(actor, groups) if groups else (),
                ),
                "sen": sen_on([opened], actor.today).get(opened.pk),
                "week_name": week_name(ledger.week, two_weeks=calendar.cycle_weeks == 2),
                "steps": steps_of(ledger),
                "lines": percent_lines(ledger),
                "targets": [view for view in views if not view.target.is_over],
                "past_targets": sum(view.target.is_over for view in views),
                "may_change": decide(actor, Permission.CHANGE_PUPIL, facts).allowed,
                "may_write": can_write_target(actor, opened),
                "may_open_case": can_open_case(actor, opened),
                "reason": decide(actor, Permission.SEE_PUPIL, facts).reason.replace("Because", "because", 1),
                "seen_by": seen_by(opened, who_sees(opened, actor.today)),
            },
        )


@requires(Permission.SEE_PUPIL_PLAIN)
@require_safe
def plain(request: ActorRequest, pupil: str) -> HttpResponse:
    """The same week in plain words, for the pupil and the family."""
    actor = request.actor
    child = get_object_or_404(pupils_to_open(actor, Permission.SEE_PUPIL_PLAIN), pk=pupil)
    with reading(
        "pupil.read_plain", by=actor, subject=child, pupil_id=child.pk, organisation_id=child.school_id
    ):
        ledgers = ledgers_of_school(child.school)
        calendar = ledgers.calendar
        ledger = ledgers.pupil_week(child, asked_day(request, calendar))
        views = target_views(targets_of(actor, child), actor.today, calendar)
        own = is_self(actor, child)
        return render(
            request,
            "inclusion/plain.html",
            {
                "pupil": child,
                "own": own,
                "whose": "My" if own else f"{child.preferred_name}’s",
                "who": "I" if own else child.preferred_name,
                "ledger": ledger,
                "view": pupil_week(ledger, ledger.rows[0], child.preferred_name),
                "week_name": week_name(ledger.week, two_weeks=calendar.cycle_weeks == 2),
                "steps": steps_of(ledger),
                "targets": [view for view in views if not (view.target.is_over or view.target.is_draft)],
                "people": people_around(child, actor.today),
            },
        )
