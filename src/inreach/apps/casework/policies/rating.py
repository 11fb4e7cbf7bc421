"""Who may rate a target, and correct a rating. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import can, check
from inreach.apps.casework.models import Rating, Target
from inreach.apps.casework.policies.target import check_write_target
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def check_rate_target(actor: Actor, target: Target) -> None:
    """Refuse whoever may not rate this target."""
    check(actor, Permission.RATE_TARGET, facts_about(actor, target.pupil))


def can_rate_target(actor: Actor, target: Target) -> bool:
    """Whether `check_rate_target` would pass."""
    return can(actor, Permission.RATE_TARGET, facts_about(actor, target.pupil))


def check_correct_rating(actor: Actor, rating: Rating) -> None:
    """Refuse whoever may not put this rating right: one's own, or any for those who write the pupil's targets."""
    check_rate_target(actor, rating.target)
    if rating.recorded_by != actor.user_id:
        check_write_target(actor, rating.target.pupil)
