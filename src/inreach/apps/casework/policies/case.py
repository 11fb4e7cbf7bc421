"""Who may open, see and move cases. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import can, check
from inreach.apps.casework.models import Case
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.apps.schools.models import Pupil
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts


def facts_about_case(actor: Actor, case: Case) -> Facts:
    """Facts about a case: the pupil's, except that of all services only the one that was asked has a part in it."""
    about = facts_about(actor, case.pupil)
    return Facts(
        organisation_id=about.organisation_id,
        shared_with=about.shared_with & {str(case.service_id)},
        taught_by_actor=about.taught_by_actor,
        delivered_by_actor=about.delivered_by_actor,
    )


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
