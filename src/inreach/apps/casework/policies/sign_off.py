"""Who may agree a target. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import can, check
from inreach.apps.casework.models import Target
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def check_sign_target(actor: Actor, target: Target) -> None:
    """Refuse whoever may not say who agreed this target."""
    check(actor, Permission.SIGN_TARGET, facts_about(actor, target.pupil))


def can_sign_target(actor: Actor, target: Target) -> bool:
    """Whether `check_sign_target` would pass."""
    return can(actor, Permission.SIGN_TARGET, facts_about(actor, target.pupil))
