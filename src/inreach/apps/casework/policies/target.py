"""Who may write, rate and agree targets, and who may open and move cases. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import can, check
from inreach.apps.casework.models import Target
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.apps.schools.models import Pupil
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def check_write_target(actor: Actor, pupil: Pupil) -> None:
    """Refuse whoever may not write targets for this pupil."""
    check(actor, Permission.WRITE_TARGET, facts_about(actor, pupil))


def can_write_target(actor: Actor, pupil: Pupil) -> bool:
    """Whether `check_write_target` would pass."""
    return can(actor, Permission.WRITE_TARGET, facts_about(actor, pupil))


def check_start_target(actor: Actor, target: Target) -> None:
    """Refuse whoever may not start this target."""
    check(actor, Permission.START_TARGET, facts_about(actor, target.pupil))


def can_start_target(actor: Actor, target: Target) -> bool:
    """Whether `check_start_target` would pass."""
    return can(actor, Permission.START_TARGET, facts_about(actor, target.pupil))
