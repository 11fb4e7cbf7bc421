"""The page of this app in the menu, on which the people of a service begin."""

from inreach.apps.ui.menu.registry import MenuEntry, register_entries, register_first_pages
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role

register_entries(MenuEntry("Cases", "casework:cases", Permission.SEE_CASES, place=40))
register_first_pages({Role.OUTREACH_TEACHER: "casework:cases", Role.SERVICE_MANAGER: "casework:cases"})
