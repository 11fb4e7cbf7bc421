"""Who may change groups and programmes. Each check raises a sentence."""

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.policies.access import can, check
from inreach.apps.schools.adapters.access_facts import facts_of_school
from inreach.apps.schools.models import School
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts


def check_manage_groups(actor: Actor, school: School) -> None:
    """Refuse whoever may not change this school's support."""
    check(actor, Permission.MANAGE_GROUPS, facts_of_school(school))


def can_manage_groups(actor: Actor, school: School) -> bool:
    """Whether `check_manage_groups` would pass."""
    return can(actor, Permission.MANAGE_GROUPS, facts_of_school(school))


def check_manage_programmes(actor: Actor, organisation: Organisation) -> None:
    """Refuse whoever may not change the programmes of this school or service."""
    check(actor, Permission.MANAGE_GROUPS, Facts(organisation_id=str(organisation.pk)))


def can_manage_programmes(actor: Actor, organisation: Organisation) -> bool:
    """Whether `check_manage_programmes` would pass."""
    return can(actor, Permission.MANAGE_GROUPS, Facts(organisation_id=str(organisation.pk)))
