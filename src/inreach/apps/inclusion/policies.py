"""Who may move the guard's lines, and who may see figures. Each check raises a sentence."""

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.policies.access import can, check
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts


def check_set_guard(actor: Actor, organisation: Organisation) -> None:
    """Refuse whoever may not move the lines of this school or service."""
    check(actor, Permission.SET_GUARD, Facts(organisation_id=str(organisation.pk)))


def can_set_guard(actor: Actor, organisation: Organisation) -> bool:
    """Whether `check_set_guard` would pass."""
    return can(actor, Permission.SET_GUARD, Facts(organisation_id=str(organisation.pk)))


def check_see_figures(actor: Actor, organisation: Organisation, *, suppressed: bool) -> None:
    """Refuse whoever may not see figures of this school or service, and anybody while small numbers still show."""
    facts = Facts(organisation_id=str(organisation.pk), is_suppressed=suppressed)
    check(actor, Permission.SEE_FIGURES, facts)
