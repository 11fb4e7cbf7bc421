"""The page of this app in the menu."""

from inreach.apps.ui.menu.registry import MenuEntry, register_entries
from inreach.core.access.permissions import Permission

register_entries(MenuEntry("Groups", "provision:groups", Permission.SEE_GROUPS, place=30))
