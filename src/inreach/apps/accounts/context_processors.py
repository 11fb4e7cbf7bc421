"""What the frame of every page shows: who is signed in, where, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from inreach.apps.accounts.queries import current_membership
from inreach.apps.ui.menu.registry import address_of, address_of_route, first_pages, menu_entries
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role


def pages_of(actor: Actor) -> dict[str, tuple[str, str]]:
    """Where this actor can go: label and address by route, in the order of the menu."""
    pages = {
        entry.route: (entry.label, address_of_route(entry.route))
        for entry in menu_entries()
        if entry.opens_for(actor)
    }
    return {route: (label, url) for route, (label, url) in pages.items() if url}


def first_page(actor: Actor | None) -> str:
    """Where this actor's work begins: on the page of the first of their roles, else on the first in their menu."""
    if actor is None or not actor.current:
        return "/"
    pages = pages_of(actor)
    held_roles = {membership.role for membership in actor.current}
    for role, route in sorted(first_pages().items(), key=lambda item: list(Role).index(item[0])):
        if role in held_roles and route in pages:
            return pages[route][1]
    return next((url for _, url in pages.values()), address_of("account"))


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `membership_label`, `home_url`, `demo_mode` for ui/page.html."""
    actor = getattr(request, "actor", None)
    shown: dict[str, Any] = {
        "demo_mode": settings.DEMO,
        "navigation": [],
        "membership_label": "",
        "home_url": first_page(actor),
    }
    if actor is None:
        return shown
    for label, url in pages_of(actor).values():
        is_current = request.path == url or (url != "/" and request.path.startswith(url))
        shown["navigation"].append({"label": label, "url": url, "current": is_current})
    membership = current_membership(actor)
    shown["membership_label"] = str(membership) if membership else "No role at present"
    return shown
