"""The pages of this app in the menu, and the names by which others lead to them."""

from inreach.apps.ui.menu.registry import MenuEntry, register_entries, register_links
from inreach.core.access.permissions import Permission

register_entries(MenuEntry("People", "accounts:people", Permission.MANAGE_PEOPLE, place=90))
register_links({"account": "accounts:account", "sign_out": "account_logout"})
