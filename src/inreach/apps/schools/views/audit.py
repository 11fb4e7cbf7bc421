"""Who did what, and when."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.audit.models import Kind
from inreach.apps.audit.queries import events_at
from inreach.apps.audit.recording.events import Entry, record_many
from inreach.apps.audit.recording.free_text import with_texts
from inreach.apps.schools.forms.audit import AuditFilters
from inreach.apps.schools.presenters.audit import by_day
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.core.access.permissions import Permission

PAGE = 100


def number_in(text: str) -> int:
    """The number of an event in an address; 0 for anything else, which is the newest page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@requires(Permission.SEE_AUDIT)
@require_safe
def events(request: ActorRequest) -> HttpResponse:
    """Events of the reader's organisations, the newest first, each as a sentence."""
    places = organisation_ids(request.actor, Permission.SEE_AUDIT)
    filters = AuditFilters(request.GET, organisation_ids=places)
    cleaned = filters.cleaned_data if filters.is_valid() else {}
    pupil_id = str(cleaned.get("pupil") or "")
    about = pupils_with(request.actor, Permission.SEE_PUPIL).filter(pk=pupil_id).first() if pupil_id else None
    if pupil_id and about is None:
        raise Http404
    actor_id = str(cleaned["who"].pk) if cleaned.get("who") else ""
    chosen = {
        "who": actor_id,
        "kind": cleaned.get("kind", ""),
        "verb": cleaned.get("verb", ""),
        "pupil": pupil_id,
    }
    events = events_at(places, actor_id=actor_id, verb=chosen["verb"], kind=chosen["kind"], pupil_id=pupil_id)
    before = number_in(request.GET.get("before", ""))
    newest = list((events.filter(number__lt=before) if before else events)[: PAGE + 1])
    shown = with_texts(newest[:PAGE])
    days = by_day(shown, request.actor)
    query = urlencode({name: value for name, value in chosen.items() if value})
    details = {"before": before, "events": len(shown)}
    entries = [
        Entry("audit.read", Kind.READ, pupil_id=pupil_id, organisation_id=place, details=details)
        for place in places
    ]
    with transaction.atomic():
        record_many(entries, by=request.actor)
        return render(
            request,
            "schools/events.html",
            {
                "form": AuditFilters(initial=chosen, organisation_ids=places),
                "days": days,
                "count": len(shown),
                "before": before,
                "older": shown[-1].number if len(newest) > PAGE else 0,
                "page_query": f"{query}&" if query else "",
                "about": about,
                "narrowed": bool(query),
            },
        )
