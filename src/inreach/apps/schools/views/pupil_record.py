"""A page that shows something of a pupil's record: opening it is an event, as reading is."""

from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render

from inreach.apps.accounts.policies.access import ActorRequest
from inreach.apps.audit.recording.events import reading
from inreach.apps.schools.models import Pupil


def render_pupil_record(
    request: ActorRequest,
    verb: str,
    pupil: Pupil,
    template: str,
    context: dict[str, Any],
    *,
    subject: Model | None = None,
) -> HttpResponse:
    """The page, and before it leaves the event that says who opened it; `subject` is the pupil if not given."""
    with reading(
        verb,
        by=request.actor,
        subject=subject or pupil,
        pupil_id=pupil.pk,
        organisation_id=pupil.school_id,
    ):
        return render(request, template, context)
