"""The first page: what today asks of each person."""

from collections.abc import Mapping
from datetime import date
from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.context_processors import first_page
from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.inclusion.adapters.today import PersonDay, gather_day
from inreach.apps.inclusion.presenters.today import by_time, today_of
from inreach.apps.inclusion.queries.today import schools_of_staff
from inreach.apps.inclusion.services.kept_ledgers import SchoolLedgers, ledgers_of_schools
from inreach.apps.inclusion.services.school_week import SchoolLedger
from inreach.apps.schools.services.read_audit import reading_list
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import may_somewhere


def weeks_of(gathered: PersonDay, ledgers: Mapping[UUID, SchoolLedgers]) -> dict[UUID, SchoolLedger]:
    """The ledgers of the week at the schools where this person teaches or leads."""
    return {
        school_day.school.pk: ledgers[school_day.school.pk].week(gathered.day)
        for school_day in gathered.schools
        if gathered.teaching or school_day.leads
    }


@requires(Permission.SIGN_OUT_OR_ACCOUNT)
@require_safe
def today(request: ActorRequest) -> HttpResponse:
    """Today for school staff. Everybody else is led to the first page of their role, or told that they have none."""
    actor = request.actor
    if not actor.current:
        return render(request, "accounts/no_role.html")
    if not may_somewhere(actor, Permission.SEE_TODAY):
        first = first_page(actor)
        if first != request.path:
            return redirect(first)
        return render(request, "inclusion/nothing_today.html")
    schools = list(schools_of_staff(actor))
    ledgers = ledgers_of_schools(schools)
    gathered = gather_day(actor, schools, {pk: of_school.calendar for pk, of_school in ledgers.items()})
    overview = today_of(gathered, weeks_of(gathered, ledgers))
    with reading_list(
        "today.read",
        by=actor,
        pupils=overview.pupils,
        organisation_id=min(actor.organisations(), default=""),
        details={"day": overview.day.isoformat()},
    ):
        return render(
            request,
            "inclusion/today.html",
            {
                "today": overview,
                "out": by_time(leaving for leaving in overview.leavings if leaving.out),
                "inside": by_time(leaving for leaving in overview.leavings if not leaving.out),
                "overdue": [
                    target for target in overview.due if cast("date", target.review_on) < actor.today
                ],
                "coming": [
                    target for target in overview.due if cast("date", target.review_on) >= actor.today
                ],
            },
        )
