"""What the pages about people show of a membership."""

from dataclasses import dataclass
from enum import StrEnum

from inreach.apps.accounts.models import Membership
from inreach.apps.accounts.policies.membership import may_end
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role


class MembershipState(StrEnum):
    """How a role stands to today."""

    ASKED = "asked"
    TO_COME = "to come"
    CURRENT = "current"
    ENDED = "ended"

    @property
    def is_asked(self) -> bool:
        """Whether the person has not said yes."""
        return self is MembershipState.ASKED

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun."""
        return self is MembershipState.TO_COME

    @property
    def has_ended(self) -> bool:
        """Whether its last day is past."""
        return self is MembershipState.ENDED


@dataclass(frozen=True, slots=True)
class Row:
    """One role of one person."""

    membership: Membership
    state: MembershipState
    can_end: bool


def state_of(membership: Membership, actor: Actor) -> MembershipState:
    """How a role stands to today."""
    if membership.ends is not None and membership.ends < actor.today:
        return MembershipState.ENDED
    if membership.is_waiting:
        return MembershipState.ASKED
    if membership.starts > actor.today:
        return MembershipState.TO_COME
    return MembershipState.CURRENT


def rows(memberships: list[Membership], actor: Actor) -> list[Row]:
    """Rows of the list of people. Only an administrator's own row asks the database whether it may end."""
    return [
        Row(
            membership,
            state := state_of(membership, actor),
            not state.has_ended
            and (
                membership.is_waiting or membership.role != Role.ADMINISTRATOR or may_end(actor, membership)
            ),
        )
        for membership in memberships
    ]
