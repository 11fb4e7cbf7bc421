"""What somebody may do: the permissions, how far each reaches for which role, and the table of grants.

Nothing is allowed unless the table below allows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inreach.core.access.roles import Role


class Permission(StrEnum):
    """Something that a person may or may not do; every view asks for exactly one."""

    SEE_TODAY = "see_today"
    LIST_PUPILS = "list_pupils"
    SEE_PUPIL = "see_pupil"
    CHANGE_PUPIL = "change_pupil"
    SEE_PUPIL_PLAIN = "see_pupil_plain"
    SEE_LEDGER = "see_ledger"
    EXPORT_LEDGER = "export_ledger"
    SEE_FIGURES = "see_figures"
    MANAGE_GROUPS = "manage_groups"
    SEE_GROUPS = "see_groups"
    WRITE_TARGET = "write_target"
    START_TARGET = "start_target"
    RATE_TARGET = "rate_target"
    SIGN_TARGET = "sign_target"
    SEE_CASES = "see_cases"
    OPEN_CASE = "open_case"
    MOVE_CASE = "move_case"
    IMPORT_DATA = "import_data"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SCHOOL = "manage_school"
    SEE_SCHOOL = "see_school"
    SET_GUARD = "set_guard"
    SEE_AUDIT = "see_audit"
    SIGN_OUT_OR_ACCOUNT = "sign_out_or_account"

    @property
    def phrase(self) -> str:
        """What it lets somebody do, to follow the words "you may"."""
        return PHRASES[self]


PHRASES: Mapping[Permission, str] = {
    Permission.SEE_TODAY: "see today's sessions",
    Permission.LIST_PUPILS: "see the list of pupils",
    Permission.SEE_PUPIL: "see this pupil's record",
    Permission.CHANGE_PUPIL: "change this pupil's details",
    Permission.SEE_PUPIL_PLAIN: "see this pupil's page",
    Permission.SEE_LEDGER: "see the ledger",
    Permission.EXPORT_LEDGER: "download the ledger",
    Permission.SEE_FIGURES: "see the figures",
    Permission.MANAGE_GROUPS: "change groups and programmes",
    Permission.SEE_GROUPS: "see this group",
    Permission.WRITE_TARGET: "write targets for this pupil",
    Permission.START_TARGET: "start this target",
    Permission.RATE_TARGET: "rate this target",
    Permission.SIGN_TARGET: "agree this target",
    Permission.SEE_CASES: "see cases",
    Permission.OPEN_CASE: "open a case",
    Permission.MOVE_CASE: "move this case on",
    Permission.IMPORT_DATA: "import files",
    Permission.MANAGE_PEOPLE: "change who can sign in",
    Permission.MANAGE_SCHOOL: "change the calendar, the subjects and the school day",
    Permission.SEE_SCHOOL: "see this school",
    Permission.SET_GUARD: "change where the guard draws its lines",
    Permission.SEE_AUDIT: "see who did what",
    Permission.SIGN_OUT_OR_ACCOUNT: "see your own account",
}


class Scope(StrEnum):
    """How far a permission reaches for one role.

    All of the own school or service; the pupils whom one teaches or supports; the support groups that one runs and
    their pupils; what a school shares with the service today; oneself or one's children; figures without small numbers.
    """

    ORGANISATION = "organisation"
    PUPILS = "pupils"
    GROUPS = "groups"
    SHARED = "shared"
    OWN = "own"
    FIGURES = "figures"


P, R = Permission, Role
LEADERS = {R.SENCO: Scope.ORGANISATION, R.HEAD: Scope.ORGANISATION}
CLASSROOM = {R.CLASS_TEACHER: Scope.PUPILS, R.TEACHING_ASSISTANT: Scope.PUPILS}
OUTREACH = {R.OUTREACH_TEACHER: Scope.SHARED}
SERVICE = {R.SERVICE_MANAGER: Scope.SHARED, **OUTREACH}
FAMILY = {R.PARENT: Scope.OWN, R.PUPIL: Scope.OWN}
ADMINISTRATOR = {R.ADMINISTRATOR: Scope.ORGANISATION}
STAFF_OF_SCHOOL = {
    **LEADERS,
    R.CLASS_TEACHER: Scope.ORGANISATION,
    R.TEACHING_ASSISTANT: Scope.ORGANISATION,
}

GRANTS: Mapping[Permission, Mapping[Role, Scope]] = {
    P.SEE_TODAY: STAFF_OF_SCHOOL,
    P.LIST_PUPILS: {**LEADERS, **CLASSROOM, **SERVICE},
    P.SEE_PUPIL: {**LEADERS, **CLASSROOM, **SERVICE},
    P.CHANGE_PUPIL: LEADERS,
    P.SEE_PUPIL_PLAIN: {**LEADERS, **CLASSROOM, **SERVICE, **FAMILY},
    P.SEE_LEDGER: {**LEADERS, R.CLASS_TEACHER: Scope.PUPILS, **OUTREACH},
    P.EXPORT_LEDGER: LEADERS,
    P.SEE_FIGURES: {
        R.GOVERNOR: Scope.FIGURES,
        R.HEAD: Scope.FIGURES,
        R.SENCO: Scope.FIGURES,
        R.SERVICE_MANAGER: Scope.FIGURES,
    },
    P.MANAGE_GROUPS: LEADERS,
    P.SEE_GROUPS: {
        **LEADERS,
        R.CLASS_TEACHER: Scope.PUPILS,
        R.TEACHING_ASSISTANT: Scope.GROUPS,
        **OUTREACH,
    },
    P.WRITE_TARGET: {**LEADERS, R.CLASS_TEACHER: Scope.PUPILS, **OUTREACH},
    P.START_TARGET: {**LEADERS, **OUTREACH},
    P.RATE_TARGET: {**LEADERS, **CLASSROOM, **OUTREACH, **FAMILY},
    P.SIGN_TARGET: {**LEADERS, **CLASSROOM, **OUTREACH, **FAMILY},
    P.SEE_CASES: {**LEADERS, **SERVICE},
    P.OPEN_CASE: LEADERS,
    P.MOVE_CASE: {**LEADERS, **SERVICE},
    P.IMPORT_DATA: ADMINISTRATOR,
    P.MANAGE_PEOPLE: ADMINISTRATOR,
    P.MANAGE_SCHOOL: {**LEADERS, **ADMINISTRATOR},
    P.SEE_SCHOOL: {**STAFF_OF_SCHOOL, **SERVICE, R.GOVERNOR: Scope.ORGANISATION, **ADMINISTRATOR},
    P.SET_GUARD: {**LEADERS, R.SERVICE_MANAGER: Scope.ORGANISATION},
    P.SEE_AUDIT: {R.HEAD: Scope.ORGANISATION, **ADMINISTRATOR},
    P.SIGN_OUT_OR_ACCOUNT: {},
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that may have the permission somewhere; every role for a person's own account."""
    if permission is Permission.SIGN_OUT_OR_ACCOUNT:
        return frozenset(Role)
    return frozenset(GRANTS[permission])
