"""The pages of this app in the menu, and on which of them families and administrators begin."""

from inreach.apps.ui.menu.registry import MenuEntry, register_entries, register_first_pages
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.roles import Role

register_entries(
    MenuEntry("My page", "schools:mine", Permission.SEE_PUPIL_PLAIN, place=0, scope=Scope.OWN),
    MenuEntry("Pupils", "schools:pupils", Permission.LIST_PUPILS, place=20),
    MenuEntry("School", "schools:school", Permission.SEE_SCHOOL, place=70, of_schools=True),
    MenuEntry("Audit", "audit:events", Permission.SEE_AUDIT, place=100),
)
register_first_pages(
    {
        Role.PARENT: "schools:mine",
        Role.PUPIL: "schools:mine",
        Role.ADMINISTRATOR: "schools:school",
    }
)
