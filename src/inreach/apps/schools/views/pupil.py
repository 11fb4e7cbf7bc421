"""The page on which a school changes what it says of a pupil."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.audit.recording.events import reading
from inreach.apps.schools.actions import pupil as actions
from inreach.apps.schools.forms.pupil import PupilDetailsForm
from inreach.apps.schools.presenters.pupil import sen_history
from inreach.apps.schools.queries.pupil_details import needs_of, pupils_changed_by, statuses_of
from inreach.apps.ui.forms.submit import submit
from inreach.apps.ui.menu.registry import address_of
from inreach.core.access.permissions import Permission


@requires(Permission.CHANGE_PUPIL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_pupil(request: ActorRequest, pupil: Any) -> HttpResponse:
    """Names, numbers, loved subjects and SEN of one pupil."""
    actor = request.actor
    pupil = get_object_or_404(pupils_changed_by(actor), pk=pupil)
    form = PupilDetailsForm(request.POST or None, pupil=pupil, today=actor.today)
    answer = submit(
        request,
        form,
        action=lambda: actions.change_pupil(
            by=actor,
            pupil=pupil,
            details=form.details,
            loved=list(form.cleaned_data["loved_subjects"]),
            sen=form.sen_given,
            sen_from=form.cleaned_data["starts"],
        ),
        message="The details are saved.",
        to=redirect(address_of("pupil", pupil.pk)),
        editing=pupil,
        now=lambda: PupilDetailsForm(pupil=pupil, today=actor.today),
    )
    if answer:
        return answer
    with reading("pupil.opened", by=actor, subject=pupil, pupil_id=pupil.pk, organisation_id=pupil.school_id):
        history = sen_history(statuses_of(pupil), needs_of(pupil))
        return render(
            request, "schools/change_pupil.html", {"pupil": pupil, "form": form, "history": history}
        )
