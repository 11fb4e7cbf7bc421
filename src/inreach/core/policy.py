"""Who may do what: roles, permissions, and a decision that carries its reason in plain words.

Nothing is allowed unless the table below allows it. A role counts only where it is held, and only while it
lasts; an ended membership counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What somebody is in a school or a service."""

    TEACHING_ASSISTANT = "teaching_assistant"
    CLASS_TEACHER = "class_teacher"
    SENCO = "senco"
    HEAD = "head"
    GOVERNOR = "governor"
    OUTREACH_TEACHER = "outreach_teacher"
    SERVICE_MANAGER = "service_manager"
    PARENT = "parent"
    PUPIL = "pupil"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as a person would say it."""
        return {
            Role.SENCO: "SENCO",
            Role.PARENT: "parent or carer",
        }.get(self, self.value.replace("_", " "))


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
    """How far a permission reaches for one role."""

    ORGANISATION = "organisation"
    PUPILS = "pupils"
    SHARED = "shared"
    OWN = "own"
    FIGURES = "figures"


Kind = Literal["school", "service"]

KINDS: Mapping[Role, tuple[Kind, ...]] = {
    Role.TEACHING_ASSISTANT: ("school",),
    Role.CLASS_TEACHER: ("school",),
    Role.SENCO: ("school",),
    Role.HEAD: ("school",),
    Role.GOVERNOR: ("school",),
    Role.OUTREACH_TEACHER: ("service",),
    Role.SERVICE_MANAGER: ("service",),
    Role.PARENT: ("school",),
    Role.PUPIL: ("school",),
    Role.ADMINISTRATOR: ("school", "service"),
}

P, R = Permission, Role
LEADERS = {R.SENCO: Scope.ORGANISATION, R.HEAD: Scope.ORGANISATION}
CLASSROOM = {R.CLASS_TEACHER: Scope.PUPILS, R.TEACHING_ASSISTANT: Scope.PUPILS}
OUTREACH = {R.OUTREACH_TEACHER: Scope.SHARED}
SERVICE = {R.OUTREACH_TEACHER: Scope.SHARED, R.SERVICE_MANAGER: Scope.SHARED}
FAMILY = {R.PARENT: Scope.OWN, R.PUPIL: Scope.OWN}
ADMINISTRATOR = {R.ADMINISTRATOR: Scope.ORGANISATION}
STAFF_OF_SCHOOL = {
    **LEADERS,
    R.CLASS_TEACHER: Scope.ORGANISATION,
    R.TEACHING_ASSISTANT: Scope.ORGANISATION,
}

GRANTS: Mapping[Permission, Mapping[Role, Scope]] = {
    P.SEE_TODAY: STAFF_OF_SCHOOL,
    P.LIST_PUPILS: {**STAFF_OF_SCHOOL, **SERVICE},
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
    P.SEE_GROUPS: {**LEADERS, **CLASSROOM, **OUTREACH},
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


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held in one school or service, first and last day included; no last day means still held."""

    organisation_id: str
    kind: Kind
    role: Role
    starts: date
    ends: date | None = None

    def counts_on(self, day: date) -> bool:
        """Say whether the role is held on this day, in a place where there is such a role."""
        return (
            self.starts <= day and (self.ends is None or day <= self.ends) and self.kind in KINDS[self.role]
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody signed in, with every membership past and present, and the day of the question."""

    user_id: str
    memberships: tuple[Membership, ...]
    today: date

    @property
    def current(self) -> tuple[Membership, ...]:
        """Memberships that count today, in the order given."""
        return tuple(m for m in self.memberships if m.counts_on(self.today))

    def organisations(self, *roles: Role) -> frozenset[str]:
        """Ids of the schools and services where the actor holds one of the roles today, or any role."""
        return frozenset(m.organisation_id for m in self.current if not roles or m.role in roles)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true between the actor and the record; what is not said is not so.

    `organisation_id` is the school or service that owns the record, `shared_with` the ids of the services
    that the pupil is shared with now, `own_child` that the actor is a linked parent or the pupil,
    `is_suppressed` that small numbers in the figures have been hidden.
    """

    organisation_id: str | None = None
    shared_with: frozenset[str] = frozenset()
    taught_by_actor: bool = False
    delivered_by_actor: bool = False
    own_child: bool = False
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, with the reason as a sentence for the screen."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def here(membership: Membership, facts: Facts) -> bool:
    """Say whether the record belongs to the organisation of this membership."""
    return membership.organisation_id == facts.organisation_id


def reaches(scope: Scope, membership: Membership, facts: Facts) -> bool:
    """Say whether a permission of this scope, held through this membership, reaches the record."""
    shared = membership.organisation_id in facts.shared_with
    match scope:
        case Scope.ORGANISATION:
            return here(membership, facts)
        case Scope.PUPILS:
            return here(membership, facts) and (facts.taught_by_actor or facts.delivered_by_actor)
        case Scope.SHARED:
            return shared or here(membership, facts)
        case Scope.OWN:
            return here(membership, facts) and facts.own_child
    return (here(membership, facts) or shared) and facts.is_suppressed


def because(scope: Scope, membership: Membership, facts: Facts) -> str:
    """Return the reason for a yes."""
    you_are = f"Because you are {article(membership.role)} {membership.role.label}"
    if scope is Scope.OWN:
        return (
            "Because this page is about you."
            if membership.role is Role.PUPIL
            else f"{you_are} of this pupil."
        )
    if scope is Scope.PUPILS:
        link = "in a class that you teach" if facts.taught_by_actor else "in a group that you run"
        return f"{you_are} and this pupil is {link}."
    if scope is Scope.FIGURES:
        return f"{you_are} and small numbers are hidden."
    if scope is Scope.SHARED and not here(membership, facts):
        return f"{you_are} and the school shares this with your service."
    return f"{you_are} of this {membership.kind}."


def article(role: Role) -> str:
    """Return the word before a role's label: there is one SENCO and one head, but many of the others."""
    if role in {Role.SENCO, Role.HEAD}:
        return "the"
    return "an" if role.label[0] in "aeiou" else "a"


def why_not(scope: Scope, membership: Membership, facts: Facts) -> str:
    """Return what is missing for a permission of this scope that does not reach the record."""
    role = membership.role
    shared = membership.organisation_id in facts.shared_with
    if scope is Scope.SHARED:
        return "the school does not share this with your service now"
    if not here(membership, facts) and not (scope is Scope.FIGURES and shared):
        return f"this is outside the {membership.kind} where you are {article(role)} {role.label}"
    if scope is Scope.PUPILS:
        return "this pupil is not in a class that you teach or a group that you run"
    if scope is Scope.FIGURES:
        return "small numbers have not been hidden yet"
    return "this page is about somebody else" if role is Role.PUPIL else "this is not your child"


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that may have the permission somewhere; every role for a person's own account."""
    if permission is Permission.SIGN_OUT_OR_ACCOUNT:
        return frozenset(Role)
    return frozenset(GRANTS[permission])


def may_somewhere(actor: Actor, permission: Permission) -> bool:
    """Say whether any role the actor holds today has the permission at all; records are judged one by one."""
    if permission is Permission.SIGN_OUT_OR_ACCOUNT:
        return True
    return any(m.role in GRANTS[permission] for m in actor.current)


def decide(actor: Actor, permission: Permission, facts: Facts) -> Decision:
    """Say whether the actor may, and why, in a sentence for the screen."""
    if permission is Permission.SIGN_OUT_OR_ACCOUNT:
        return Decision(True, "Because you are signed in.")
    grants = GRANTS[permission]
    holding = [(grants[m.role], m) for m in actor.current if m.role in grants]
    for scope, membership in holding:
        if reaches(scope, membership, facts):
            return Decision(True, because(scope, membership, facts))
    no = f"You cannot {permission.phrase}: "
    ended = [m for m in actor.memberships if m.role in grants and m.ends and m.ends < actor.today]
    if holding:
        nearest = min(holding, key=lambda held: not here(held[1], facts))
        return Decision(False, f"{no}{why_not(*nearest, facts)}.")
    if ended:
        last = max(ended, key=lambda m: (m.ends, m.role))
        return Decision(False, f"{no}your time as {last.role.label} ended on {last.ends:%-d %B %Y}.")
    return Decision(False, f"{no}this is for {people(grants)}.")


def people(roles: Mapping[Role, Scope]) -> str:
    """Return the roles as words: "the SENCO or the head"."""
    names = [f"{article(role)} {role.label}" for role in Role if role in roles]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
