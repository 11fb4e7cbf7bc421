"""Who may rate a target, and correct a rating. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import policy
from inreach.apps.casework.models import Rating
from inreach.apps.casework.policies.target import check_write_target, facts_about_target
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor

check_rate_target, can_rate_target = policy(Permission.RATE_TARGET, facts_about_target)


def check_correct_rating(actor: Actor, rating: Rating) -> None:
    """Refuse whoever may not put this rating right: one's own, or any for those who write the pupil's targets."""
    check_rate_target(actor, rating.target)
    if rating.recorded_by != actor.user_id:
        check_write_target(actor, rating.target.pupil)
