"""Who may say who agreed a target. The check raises a sentence."""

from inreach.apps.accounts.policies.access import policy
from inreach.apps.casework.policies.target import facts_about_target
from inreach.core.access.permissions import Permission

check_sign_target, can_sign_target = policy(Permission.SIGN_TARGET, facts_about_target)
