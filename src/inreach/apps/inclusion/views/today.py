"""The first page: what today asks of each person."""

from datetime import date
from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.context_processors import first_page
from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.inclusion.adapters.today import gather_day
from inreach.apps.inclusion.presenters.today import by_time, today_of
from inreach.apps.schools.services.read_audit import reading_list
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import may_somewhere


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
    overview = today_of(gather_day(actor))
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
