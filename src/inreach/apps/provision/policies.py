"""Who may change groups of a school, and programmes of a school or service. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import facts_of_place, policy
from inreach.core.access.permissions import Permission

check_manage_groups, can_manage_groups = policy(Permission.MANAGE_GROUPS, facts_of_place)
check_manage_programmes, can_manage_programmes = policy(Permission.MANAGE_GROUPS, facts_of_place)
