"""Who may do what: roles, permissions, and a decision that carries its reason in plain words.

Nothing is allowed unless the table below allows it. A role counts only where it is held, and only while it
lasts; an ended membership counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inreach.core.access.permissions import GRANTS, Permission, Scope
from inreach.core.access.roles import Kind, Role
from inreach.core.text import listed


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
        return self.starts <= day and (self.ends is None or day <= self.ends) and self.kind in self.role.kinds


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


def at_same_organisation(membership: Membership, facts: Facts) -> bool:
    """Say whether the record belongs to the organisation of this membership."""
    return membership.organisation_id == facts.organisation_id


def reaches(scope: Scope, membership: Membership, facts: Facts) -> bool:
    """Say whether a permission of this scope, held through this membership, reaches the record."""
    shared = membership.organisation_id in facts.shared_with
    match scope:
        case Scope.ORGANISATION:
            return at_same_organisation(membership, facts)
        case Scope.PUPILS:
            return at_same_organisation(membership, facts) and (
                facts.taught_by_actor or facts.delivered_by_actor
            )
        case Scope.GROUPS:
            return at_same_organisation(membership, facts) and facts.delivered_by_actor
        case Scope.SHARED:
            return shared or at_same_organisation(membership, facts)
        case Scope.OWN:
            return at_same_organisation(membership, facts) and facts.own_child
    return (at_same_organisation(membership, facts) or shared) and facts.is_suppressed


def because(scope: Scope, membership: Membership, facts: Facts) -> str:
    """Return the reason for a yes."""
    you_are = f"Because you are {membership.role.with_article}"
    if scope is Scope.OWN:
        return (
            "Because this page is about you."
            if membership.role is Role.PUPIL
            else f"{you_are} of this pupil."
        )
    if scope is Scope.PUPILS:
        link = "in a class that you teach" if facts.taught_by_actor else "in a group that you run"
        return f"{you_are} and this pupil is {link}."
    if scope is Scope.GROUPS:
        return f"{you_are} and this is a group that you run."
    if scope is Scope.FIGURES:
        return f"{you_are} and small numbers are hidden."
    if scope is Scope.SHARED and not at_same_organisation(membership, facts):
        return f"{you_are} and the school shares this with your service."
    return f"{you_are} of this {membership.kind}."


def why_not(scope: Scope, membership: Membership, facts: Facts) -> str:
    """Return what is missing for a permission of this scope that does not reach the record."""
    role = membership.role
    shared = membership.organisation_id in facts.shared_with
    if scope is Scope.SHARED:
        return "the school does not share this with your service now"
    if not at_same_organisation(membership, facts) and not (scope is Scope.FIGURES and shared):
        return f"this is outside the {membership.kind} where you are {role.with_article}"
    if scope is Scope.PUPILS:
        return "this pupil is not in a class that you teach or a group that you run"
    if scope is Scope.GROUPS:
        return "this is not a group that you run"
    if scope is Scope.FIGURES:
        return "small numbers have not been hidden yet"
    return "this page is about somebody else" if role is Role.PUPIL else "this is not your child"


def organisations_by_scope(actor: Actor, permission: Permission) -> dict[Scope, list[str]]:
    """Ids of the organisations in which the actor holds the permission today, by how far it reaches there."""
    grants = GRANTS[permission]
    organisations: dict[Scope, set[str]] = {}
    for membership in actor.current:
        if membership.role in grants:
            organisations.setdefault(grants[membership.role], set()).add(membership.organisation_id)
    return {scope: sorted(organisations[scope]) for scope in Scope if scope in organisations}


def scopes_at(actor: Actor, organisation_id: str) -> frozenset[Scope]:
    """How far the actor's roles at one school or service reach there today, over all permissions together."""
    roles = {m.role for m in actor.current if m.organisation_id == organisation_id}
    return frozenset(grants[role] for grants in GRANTS.values() for role in roles & grants.keys())


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
        nearest = min(holding, key=lambda pair: not at_same_organisation(pair[1], facts))
        return Decision(False, f"{no}{why_not(*nearest, facts)}.")
    if ended:
        last = max(ended, key=lambda m: (m.ends, m.role))
        return Decision(False, f"{no}your time as {last.role.label} ended on {last.ends:%-d %B %Y}.")
    return Decision(False, f"{no}this is for {people(grants)}.")


def people(roles: Mapping[Role, Scope]) -> str:
    """Return the roles as words: "the SENCO or the head"."""
    return listed((role.with_article for role in Role if role in roles), "or")
