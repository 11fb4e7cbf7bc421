"""What the frame of every page shows: who is signed in, where, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from inreach.apps.accounts.queries import current_membership
from inreach.core.policy import Permission, may_somewhere

ENTRIES: tuple[tuple[str, str, Permission], ...] = (
    ("Today", "inclusion:today", Permission.SEE_TODAY),
    ("Pupils", "schools:pupils", Permission.LIST_PUPILS),
    ("Groups", "provision:groups", Permission.SEE_GROUPS),
    ("Cases", "casework:cases", Permission.SEE_CASES),
    ("Ledger", "inclusion:ledger", Permission.SEE_LEDGER),
    ("School", "schools:school", Permission.SEE_SCHOOL),
    ("Imports", "exchange:imports", Permission.IMPORT_DATA),
    ("People", "accounts:people", Permission.MANAGE_PEOPLE),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `membership_label`, `demo_mode` for ui/page.html."""
    actor = getattr(request, "actor", None)
    found: dict[str, Any] = {"demo_mode": settings.DEMO, "navigation": [], "membership_label": ""}
    if actor is None:
        return found
    for label, route, permission in ENTRIES:
        if not may_somewhere(actor, permission):
            continue
        try:
            url = reverse(route)
        except NoReverseMatch:
            continue
        here = request.path == url or (url != "/" and request.path.startswith(url))
        found["navigation"].append({"label": label, "url": url, "current": here})
    membership = current_membership(actor)
    found["membership_label"] = str(membership) if membership else "No role at present"
    return found
