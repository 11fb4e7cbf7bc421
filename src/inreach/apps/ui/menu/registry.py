"""What apps put into the frame of every page: entries of the menu, the first page of each role, and named links.

Each app registers its own in its `navigation.py`, which is read once, when the program starts. So an app leads to pages
of those above it without knowing them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from inreach.core.access.permissions import GRANTS, Permission, Scope
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page in the menu for those who hold the permission, if they hold it as far as `scope` where that is given.

    Entries stand in the order of `place`. What is shown of schools leads nowhere for who belongs to a service alone,
    unless schools share it with the service.
    """

    label: str
    route: str
    permission: Permission
    place: int
    scope: Scope | None = None
    of_schools: bool = False

    def opens_for(self, actor: Actor) -> bool:
        """Whether a role that the actor holds today leads to this page."""
        grants = GRANTS[self.permission]
        return any(
            grants[membership.role] is (self.scope or grants[membership.role])
            and (
                not self.of_schools or membership.kind == "school" or grants[membership.role] is Scope.SHARED
            )
            for membership in actor.current
            if membership.role in grants
        )


class NoSuchLink(LookupError):
    """A page leads to a name that no app has registered."""


_entries: list[MenuEntry] = []
_first_pages: dict[Role, str] = {}
_links: dict[str, str] = {}


def register_entries(*entries: MenuEntry) -> None:
    """Put pages into the menu."""
    _entries.extend(entries)


def register_first_pages(routes: Mapping[Role, str]) -> None:
    """Say on which page of the menu the work of these roles begins."""
    _first_pages.update(routes)


def register_links(routes: Mapping[str, str]) -> None:
    """Give pages names by which apps below can lead to them."""
    _links.update(routes)


def menu_entries() -> list[MenuEntry]:
    """Every entry of the menu, in order."""
    return sorted(_entries, key=lambda entry: entry.place)


def first_pages() -> dict[Role, str]:
    """The route of the page on which each role begins."""
    return dict(_first_pages)


def link_names() -> set[str]:
    """Every name by which a page can be led to."""
    return set(_links)


def address_of(name: str, *arguments: object) -> str:
    """The address of the page that is registered by this name. Raises NoSuchLink with what to do."""
    if name not in _links:
        raise NoSuchLink(
            f"No page is registered as “{name}”. Register it in navigation.py of the app whose page it is."
        )
    return reverse(_links[name], args=arguments)


def address_of_route(route: str) -> str:
    """The address of a route, or "" where there is none of that name."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
