"""Who may write, rate and agree targets, and who may open and move cases. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import can, check
from inreach.apps.casework.models import Case, Rating, Target
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.apps.schools.models import Pupil
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts

__all__ = [
    "can_move_case",
    "can_open_case",
    "can_rate_target",
    "can_see_case",
    "can_sign_target",
    "can_start_target",
    "can_write_target",
    "check_correct_rating",
    "check_move_case",
    "check_open_case",
    "check_rate_target",
    "check_sign_target",
    "check_start_target",
    "check_write_target",
    "facts_about",
    "facts_about_case",
]


def facts_about_case(actor: Actor, case: Case) -> Facts:
    """Facts about a case: the pupil's, except that of all services only the one that was asked has a part in it."""
    about = facts_about(actor, case.pupil)
    return Facts(
        organisation_id=about.organisation_id,
        shared_with=about.shared_with & {str(case.service_id)},
        taught_by_actor=about.taught_by_actor,
        delivered_by_actor=about.delivered_by_actor,
    )


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


def check_sign_target(actor: Actor, target: Target) -> None:
    """Refuse whoever may not say who agreed this target."""
    check(actor, Permission.SIGN_TARGET, facts_about(actor, target.pupil))


def can_sign_target(actor: Actor, target: Target) -> bool:
    """Whether `check_sign_target` would pass."""
    return can(actor, Permission.SIGN_TARGET, facts_about(actor, target.pupil))


def check_open_case(actor: Actor, pupil: Pupil) -> None:
    """Refuse whoever may not ask a service for help with this pupil."""
    check(actor, Permission.OPEN_CASE, facts_about(actor, pupil))


def can_open_case(actor: Actor, pupil: Pupil) -> bool:
    """Whether `check_open_case` would pass."""
    return can(actor, Permission.OPEN_CASE, facts_about(actor, pupil))


def can_see_case(actor: Actor, case: Case) -> bool:
    """Whether the actor may open this case, so that a link to it leads somewhere."""
    return can(actor, Permission.SEE_CASES, facts_about_case(actor, case))


def check_move_case(actor: Actor, case: Case) -> None:
    """Refuse whoever may not move this case on."""
    check(actor, Permission.MOVE_CASE, facts_about_case(actor, case))


def can_move_case(actor: Actor, case: Case) -> bool:
    """Whether `check_move_case` would pass."""
    return can(actor, Permission.MOVE_CASE, facts_about_case(actor, case))
