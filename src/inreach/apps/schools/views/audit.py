"""Who did what, and when."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.audit.models import Kind
from inreach.apps.audit.queries import events_at
from inreach.apps.audit.recording.events import Entry, record_many
from inreach.apps.schools.forms.audit import AuditFilters
from inreach.apps.schools.presenters.audit import by_day
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.core.access.permissions import Permission

PAGE = 100


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
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    days = by_day(list(page), request.actor)
    query = urlencode({name: value for name, value in chosen.items() if value})
    entries = [
        Entry(
            "audit.read", Kind.READ, pupil_id=pupil_id, organisation_id=place, details={"page": page.number}
        )
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
                "page": page,
                "page_query": f"{query}&" if query else "",
                "about": about,
                "narrowed": bool(query),
            },
        )
