"""Who may open, see and move cases. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import policy
from inreach.apps.casework.models import Case
from inreach.apps.schools.adapters.access_facts import facts_about
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


check_open_case, can_open_case = policy(Permission.OPEN_CASE, facts_about)
_, can_see_case = policy(Permission.SEE_CASES, facts_about_case)
check_move_case, can_move_case = policy(Permission.MOVE_CASE, facts_about_case)
