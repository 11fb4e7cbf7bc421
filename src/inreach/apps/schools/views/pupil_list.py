"""The list of pupils, and the way of families to their own page."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.apps.schools.forms.pupil_list import PupilFilters, PupilSearch
from inreach.apps.schools.presenters.pupil_list import pupil_rows
from inreach.apps.schools.queries.pupil_list import pupils_listed
from inreach.apps.schools.services.read_audit import reading_list
from inreach.core.access.permissions import Permission

PAGE = 40


@requires(Permission.LIST_PUPILS)
@require_http_methods(["GET", "HEAD", "POST"])
def pupils(request: ActorRequest) -> HttpResponse:
    """Pupils on the roll today whom this person may list. A search is posted, so that no name stands in an address."""
    if request.method == "POST":
        remember_search(request, "pupils", request.POST.get("q", ""))
        chosen = {name: request.POST.get(name, "") for name in ("group", "year", "sen")}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return redirect(f"{request.path}?{query}" if query else request.path)
    actor, text = request.actor, remembered_search(request, "pupils")
    filters = PupilFilters(request.GET, actor=actor)
    cleaned = filters.cleaned_data if filters.is_valid() else {}
    group, year, provision = cleaned.get("group"), cleaned.get("year", ""), cleaned.get("sen", "")
    pupils = pupils_listed(
        actor, text=text, group=group.pk if group else None, year=year, provision=provision
    )
    page = Paginator(pupils, PAGE).get_page(request.GET.get("page"))
    rows = pupil_rows(list(page), actor.today)
    chosen = {"group": str(group.pk) if group else "", "year": year, "sen": provision}
    query = urlencode({name: value for name, value in chosen.items() if value})
    places = organisation_ids(actor, Permission.LIST_PUPILS)
    with reading_list(
        "pupils.listed",
        by=actor,
        pupils=[row.pupil for row in rows],
        organisation_id=places[0] if places else "",
        details={
            "page": page.number,
            "searched": bool(text),
            **{name: value for name, value in chosen.items() if value},
        },
    ):
        return render(
            request,
            "schools/pupils.html",
            {
                "form": PupilSearch(initial={"q": text, **chosen}, actor=actor, like=filters),
                "rows": rows,
                "page": page,
                "page_query": f"{query}&" if query else "",
                "text": text,
                "narrowed": bool(text or query),
                "several": len({row.pupil.school_id for row in rows}) > 1,
            },
        )
