"""Who may move the guard's lines, and who may see figures. Each check raises a sentence."""

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.policies.access import check, facts_of_place, policy
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts

check_set_guard, can_set_guard = policy(Permission.SET_GUARD, facts_of_place)


def check_see_figures(actor: Actor, organisation: Organisation, *, suppressed: bool) -> None:
    """Refuse whoever may not see figures of this school or service, and anybody while small numbers still show."""
    facts = Facts(organisation_id=str(organisation.pk), is_suppressed=suppressed)
    check(actor, Permission.SEE_FIGURES, facts)
