"""What the frame of every page shows: who is signed in, where, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from inreach.apps.accounts.queries import current_membership
from inreach.core.access.permissions import GRANTS, Permission, Scope
from inreach.core.access.policy import Actor, may_somewhere
from inreach.core.access.roles import Role

ENTRIES: tuple[tuple[str, str, Permission], ...] = (
    ("Today", "inclusion:today", Permission.SEE_TODAY),
    ("Pupils", "schools:pupils", Permission.LIST_PUPILS),
    ("Groups", "provision:groups", Permission.SEE_GROUPS),
    ("Cases", "casework:cases", Permission.SEE_CASES),
    ("Ledger", "inclusion:ledger", Permission.SEE_LEDGER),
    ("Figures", "inclusion:figures", Permission.SEE_FIGURES),
    ("School", "schools:school", Permission.SEE_SCHOOL),
    ("Imports", "exchange:imports", Permission.IMPORT_DATA),
    ("People", "accounts:people", Permission.MANAGE_PEOPLE),
    ("Audit", "audit:events", Permission.SEE_AUDIT),
)
FAMILY_ENTRY = ("My page", "schools:mine")
ACCOUNT = "accounts:account"
FAMILY = frozenset({Role.PARENT, Role.PUPIL})
FIRST_PAGES: tuple[tuple[Role, str], ...] = (
    (Role.GOVERNOR, "inclusion:figures"),
    (Role.SERVICE_MANAGER, "casework:cases"),
    (Role.OUTREACH_TEACHER, "casework:cases"),
)


def _address(route: str) -> str:
    """The address of a route, or "" while there is none of that name."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _leads_somewhere(actor: Actor, needed: Permission) -> bool:
    """Whether the actor may, and has a school to see if it is schools that the page shows."""
    if needed is Permission.SEE_SCHOOL:
        at_school = any(m.kind == "school" and m.role in GRANTS[needed] for m in actor.current)
        return at_school or any(GRANTS[needed].get(m.role) is Scope.SHARED for m in actor.current)
    return may_somewhere(actor, needed)


def entries(actor: Actor) -> list[tuple[str, str]]:
    """Where this actor can go: label and address, in the order of the navigation."""
    found = [(label, _address(route)) for label, route, needed in ENTRIES if _leads_somewhere(actor, needed)]
    if any(m.role in FAMILY for m in actor.current):
        found.insert(0, (FAMILY_ENTRY[0], _address(FAMILY_ENTRY[1])))
    return [(label, url) for label, url in found if url]


def first_page(actor: Actor | None) -> str:
    """Where this actor's work begins: today's sessions for school staff, the first page of their role for others."""
    if actor is None or not actor.current or may_somewhere(actor, Permission.SEE_TODAY):
        return "/"
    roles = {m.role for m in actor.current}
    for role, route in FIRST_PAGES:
        if role in roles and (url := _address(route)):
            return url
    reachable = entries(actor)
    return reachable[0][1] if reachable else _address(ACCOUNT) or "/"


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `membership_label`, `home_url`, `demo_mode` for ui/page.html."""
    actor = getattr(request, "actor", None)
    found: dict[str, Any] = {
        "demo_mode": settings.DEMO,
        "navigation": [],
        "membership_label": "",
        "home_url": first_page(actor),
    }
    if actor is None:
        return found
    for label, url in entries(actor):
        here = request.path == url or (url != "/" and request.path.startswith(url))
        found["navigation"].append({"label": label, "url": url, "current": here})
    membership = current_membership(actor)
    found["membership_label"] = str(membership) if membership else "No role at present"
    return found
