"""What each role is meant to be and to do, written down by hand and apart from the code that says the same.

The tables of the code are held to this, and so is every route of the pages: a role that is new is answered here.
"""

from __future__ import annotations

from inreach.core.access.roles import Role

LABELS = {
    Role.TEACHING_ASSISTANT: "teaching assistant",
    Role.CLASS_TEACHER: "class teacher",
    Role.SENCO: "SENCO",
    Role.HEAD: "head",
    Role.GOVERNOR: "governor",
    Role.OUTREACH_TEACHER: "outreach teacher",
    Role.SERVICE_MANAGER: "service manager",
    Role.PARENT: "parent or carer",
    Role.PUPIL: "pupil",
    Role.ADMINISTRATOR: "administrator",
}
OF_SERVICE = {Role.OUTREACH_TEACHER, Role.SERVICE_MANAGER}
"""Those who work for a service and not in a school."""
MAY = {
    Role.TEACHING_ASSISTANT: "see_today list_pupils see_pupil see_pupil_plain see_groups rate_target "
    "sign_target see_school",
    Role.CLASS_TEACHER: "see_today list_pupils see_pupil see_pupil_plain see_ledger see_groups write_target "
    "rate_target sign_target see_school",
    Role.SENCO: "see_today list_pupils see_pupil see_pupil_plain see_ledger export_ledger see_figures "
    "manage_groups see_groups write_target start_target rate_target sign_target see_cases open_case move_case "
    "change_pupil manage_school see_school set_guard",
    Role.HEAD: "see_today list_pupils see_pupil see_pupil_plain see_ledger export_ledger see_figures "
    "manage_groups see_groups write_target start_target rate_target sign_target see_cases open_case move_case "
    "change_pupil manage_school see_school set_guard see_audit",
    Role.GOVERNOR: "see_figures see_school",
    Role.OUTREACH_TEACHER: "list_pupils see_pupil see_pupil_plain see_ledger see_groups write_target "
    "start_target rate_target sign_target see_cases move_case see_school",
    Role.SERVICE_MANAGER: "list_pupils see_pupil see_pupil_plain see_figures see_cases move_case see_school",
    Role.PARENT: "see_pupil_plain rate_target sign_target",
    Role.PUPIL: "see_pupil_plain rate_target sign_target",
    Role.ADMINISTRATOR: "import_data manage_people manage_school see_school see_audit",
}
WITHOUT_A_PART = {Role.GOVERNOR, Role.SERVICE_MANAGER, Role.ADMINISTRATOR}
"""Those who have no part of their own in the work with a pupil."""
BY_NAME = {
    "export_ledger": {Role.SENCO, Role.HEAD},
    "import_data": {Role.ADMINISTRATOR},
    "manage_people": {Role.ADMINISTRATOR},
    "see_audit": {Role.HEAD, Role.ADMINISTRATOR},
    "open_case": {Role.SENCO, Role.HEAD},
}
"""What takes something out of the school, brings something in, or hands out the power to: said a second time, so that
no role comes to it by one slip of the pen."""
