"""Who may change a school and its pupils. Each check raises a sentence."""

from inreach.apps.accounts.policies.access import facts_of_place, policy
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.core.access.permissions import Permission

check_manage_school, can_manage_school = policy(Permission.MANAGE_SCHOOL, facts_of_place)
check_change_pupil, _ = policy(Permission.CHANGE_PUPIL, facts_about)
