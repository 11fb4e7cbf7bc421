"""A class: who is in it, and its lessons."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.schools.presenters.pupil_list import pupil_rows
from inreach.apps.schools.presenters.teaching_group import lesson_days
from inreach.apps.schools.queries.teaching_group import (
    lessons_of_class,
    members_seen_by,
    teaching_groups_seen_by,
)
from inreach.apps.schools.services.read_audit import reading_list
from inreach.core.access.permissions import Permission


@requires(Permission.SEE_SCHOOL)
@require_safe
def teaching_group(request: ActorRequest, group: Any) -> HttpResponse:
    """A class: its week, and those of its pupils whom this person may see."""
    group = get_object_or_404(teaching_groups_seen_by(request.actor), pk=group)
    lessons = list(lessons_of_class(group, request.actor.today))
    rows = pupil_rows(list(members_seen_by(request.actor, group)), request.actor.today)
    with reading_list(
        "class.read",
        by=request.actor,
        pupils=[row.pupil for row in rows],
        organisation_id=str(group.school_id),
        details={"class": str(group.pk)},
    ):
        return render(
            request,
            "schools/teaching_group.html",
            {
                "group": group,
                "days": lesson_days(group.school, lessons),
                "lessons": len(lessons),
                "rows": rows,
                "staff": list(group.staff.all()),
            },
        )
