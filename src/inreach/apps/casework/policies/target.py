"""Who may write targets for a pupil, and start one. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import policy
from inreach.apps.casework.models import Target
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts


def facts_about_target(actor: Actor, target: Target) -> Facts:
    """Facts about a target: its pupil's."""
    return facts_about(actor, target.pupil)


check_write_target, can_write_target = policy(Permission.WRITE_TARGET, facts_about)
check_start_target, can_start_target = policy(Permission.START_TARGET, facts_about_target)
