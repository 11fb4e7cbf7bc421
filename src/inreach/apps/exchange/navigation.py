"""The page of this app in the menu."""

from inreach.apps.ui.menu.registry import MenuEntry, register_entries
from inreach.core.access.permissions import Permission

register_entries(MenuEntry("Imports", "exchange:imports", Permission.IMPORT_DATA, place=80))
