"""Who somebody is when they rate or agree: a name and their part in the work with this pupil, not elsewhere."""

from dataclasses import replace

from inreach.apps.accounts.policies.access import can
from inreach.apps.accounts.queries import person
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.apps.schools.models import Pupil
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role
from inreach.core.targets.party import Party

# The part in which somebody rates who has several here: the first of these.
PRECEDENCE = (
    Party.SENCO,
    Party.LEADERSHIP,
    Party.CLASS_TEACHER,
    Party.DELIVERER,
    Party.OUTREACH_TEACHER,
    Party.PARENT,
    Party.PUPIL,
)


def is_family(actor: Actor, pupil: Pupil) -> bool:
    """Whether the actor comes to this pupil as a parent or as the pupil only: work in another school does not count."""
    at_work = replace(actor, memberships=tuple(m for m in actor.memberships if not m.role.is_family))
    return not can(at_work, Permission.RATE_TARGET, facts_about(actor, pupil))


def roles_with(actor: Actor, pupil: Pupil) -> frozenset[Role]:
    """The roles in which the actor comes to this pupil: those of the family, or those of school and service."""
    family = is_family(actor, pupil)
    near = (m for m in actor.current if m.kind == "service" or m.organisation_id == str(pupil.school_id))
    return frozenset(m.role for m in near if m.role.is_family is family)


def rater_of(actor: Actor, pupil: Pupil) -> tuple[str, Party]:
    """The actor's name and the part in which they rate, by the first of their roles here that has one."""
    parties = {role.party for role in roles_with(actor, pupil)}
    party = next((party for party in PRECEDENCE if party in parties), Party.DELIVERER)
    return person(actor.user_id).name, party
