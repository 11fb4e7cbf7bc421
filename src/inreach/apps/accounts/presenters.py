"""What the pages about people show of a membership."""

from dataclasses import dataclass

from inreach.apps.accounts.models import Membership
from inreach.apps.accounts.policies.membership import may_end
from inreach.core.access.policy import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """One role of one person."""

    membership: Membership
    state: str
    can_end: bool


def state_of(membership: Membership, actor: Actor) -> str:
    """Whether a role holds today: "now", "from" (not begun), "until" (its last day is known) or "ended"."""
    if membership.ends is not None and membership.ends < actor.today:
        return "ended"
    if membership.starts > actor.today:
        return "from"
    return "until" if membership.ends else "now"


def rows(memberships: list[Membership], actor: Actor) -> list[Row]:
    """Rows of the list of people. Only an administrator's own row asks the database whether it may end."""
    return [
        Row(
            membership,
            state := state_of(membership, actor),
            state != "ended" and (membership.role != "administrator" or may_end(actor, membership)),
        )
        for membership in memberships
    ]
