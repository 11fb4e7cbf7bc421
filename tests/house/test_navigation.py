"""Who may do something finds the way to it: every role has its first page, and that page is in its menu."""

import ast
from collections.abc import Mapping
from pathlib import Path

from django.urls import reverse

from inreach.apps.ui.menu.registry import MenuEntry, first_pages, menu_entries
from inreach.core.access.permissions import GRANTS, Permission, Scope
from inreach.core.access.roles import Role
from tests.paths import ROOT

USUAL_ORDER = [
    "My page",
    "Today",
    "Pupils",
    "Groups",
    "Cases",
    "Ledger",
    "Figures",
    "School",
    "Imports",
    "People",
    "Audit",
]


def navigation_files() -> list[Path]:
    """The file of each app that puts pages into the menu."""
    return sorted((ROOT / "src/inreach/apps").glob("*/navigation.py"))


def labels_in(navigation: Path) -> list[str]:
    """The labels of the menu entries that are written in a file, read without running it."""
    return [
        ast.literal_eval(call.args[0])
        for call in ast.walk(ast.parse(navigation.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "MenuEntry"
    ]


def roles_that_are_lost(
    grants: Mapping[Permission, Mapping[Role, Scope]], entries: list[MenuEntry], begins: Mapping[Role, str]
) -> list[str]:
    """What to do for each role of the table that has no first page, or cannot reach it from its menu."""
    sentences = []
    for role in Role:
        if not any(role in granted for granted in grants.values()):
            continue
        reached = {
            entry.route
            for entry in entries
            if role in grants[entry.permission] and entry.scope in {None, grants[entry.permission][role]}
        }
        if role not in begins:
            sentences.append(
                f"{role.with_article} may do something and has no first page. Add Role.{role.name} to "
                "register_first_pages in navigation.py of the app whose page that is."
            )
        elif begins[role] not in reached:
            sentences.append(
                f"{role.with_article} begins on {begins[role]}, which is not in their menu. Register a MenuEntry "
                "for it whose permission they hold in core/access/permissions.py."
            )
    return sentences


def test_every_role_of_the_table_begins_on_a_page_of_its_menu():
    assert roles_that_are_lost(GRANTS, menu_entries(), first_pages()) == []


def test_a_role_without_a_first_page_would_be_found():
    begins = {role: route for role, route in first_pages().items() if role is not Role.GOVERNOR}
    assert roles_that_are_lost(GRANTS, menu_entries(), begins) == [
        "a governor may do something and has no first page. Add Role.GOVERNOR to register_first_pages in "
        "navigation.py of the app whose page that is."
    ]


def test_a_first_page_that_is_not_in_the_menu_would_be_found():
    entries = [entry for entry in menu_entries() if entry.route != "casework:cases"]
    lost = roles_that_are_lost(GRANTS, entries, first_pages())
    begins_there = [role for role, route in first_pages().items() if route == "casework:cases"]
    assert Role.OUTREACH_TEACHER in begins_there
    assert sorted(sentence.split(",")[0] for sentence in lost) == sorted(
        f"{role.with_article} begins on casework:cases" for role in begins_there
    )


def test_a_role_that_may_do_nothing_needs_no_page():
    nothing = {permission: {} for permission in Permission}
    assert roles_that_are_lost(nothing, menu_entries(), {}) == []


def test_the_menu_stands_in_one_order_and_every_entry_leads_somewhere():
    """A page that is new in the menu stands somewhere between these."""
    labels = [entry.label for entry in menu_entries()]
    assert [label for label in labels if label in USUAL_ORDER] == USUAL_ORDER
    assert sorted(labels) == sorted(label for app in navigation_files() for label in labels_in(app))
    assert len({entry.place for entry in menu_entries()}) == len(set(labels)) == len(labels)
    assert all(reverse(entry.route) for entry in menu_entries())


def test_every_entry_of_the_menu_is_there_for_somebody():
    assert [entry.label for entry in menu_entries() if not GRANTS[entry.permission]] == []
