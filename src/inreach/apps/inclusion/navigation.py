"""The pages of this app in the menu, who begins on them, and the names by which others lead to a pupil's pages."""

from inreach.apps.ui.menu.registry import MenuEntry, register_entries, register_first_pages, register_links
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role

register_entries(
    MenuEntry("Today", "inclusion:today", Permission.SEE_TODAY, place=10),
    MenuEntry("Ledger", "inclusion:ledger", Permission.SEE_LEDGER, place=50),
    MenuEntry("Figures", "inclusion:figures", Permission.SEE_FIGURES, place=60),
)
register_first_pages(
    {
        Role.TEACHING_ASSISTANT: "inclusion:today",
        Role.CLASS_TEACHER: "inclusion:today",
        Role.SENCO: "inclusion:today",
        Role.HEAD: "inclusion:today",
        Role.GOVERNOR: "inclusion:figures",
    }
)
register_links({"pupil": "inclusion:pupil", "pupil_in_plain_words": "inclusion:plain"})
