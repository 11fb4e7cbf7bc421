"""Who somebody is when they rate or agree: a name and a part in the work."""

from inreach.apps.accounts.queries import person
from inreach.apps.casework.models import Rating
from inreach.core.policy import Actor, Role

FAMILY = frozenset({Role.PARENT, Role.PUPIL})
ROLES = {
    Role.SENCO: Rating.RaterRole.SENCO,
    Role.HEAD: Rating.RaterRole.LEADERSHIP,
    Role.CLASS_TEACHER: Rating.RaterRole.CLASS_TEACHER,
    Role.TEACHING_ASSISTANT: Rating.RaterRole.DELIVERER,
    Role.OUTREACH_TEACHER: Rating.RaterRole.OUTREACH,
    Role.PARENT: Rating.RaterRole.PARENT,
    Role.PUPIL: Rating.RaterRole.PUPIL,
}


def is_family(actor: Actor) -> bool:
    """Whether the actor comes as a parent or as the pupil, and as nobody else."""
    roles = {m.role for m in actor.current}
    return bool(roles) and roles <= FAMILY


def rater_of(actor: Actor) -> tuple[str, Rating.RaterRole]:
    """The actor's name and the part in which they rate, by the first of their roles that has one."""
    held = [role for role in ROLES if role in {m.role for m in actor.current}]
    return person(actor.user_id).name, ROLES[held[0]] if held else Rating.RaterRole.DELIVERER
