"""What an administrator does about people: adds them, and ends what they may do."""

from datetime import date

from django.utils import timezone

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.accounts.policies.membership import (
    check_answer,
    check_end_membership,
    check_manage_people,
    check_not_oneself,
    check_role_here,
)
from inreach.apps.accounts.queries import person_with_email
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role


@action
def add_person(
    *, by: Actor, organisation: Organisation, email: str, name: str, role: Role, starts: date
) -> Membership:
    """Ask somebody to take on a role at an organisation. It gives them nothing until they say yes.

    Somebody who has an account elsewhere keeps it, with the name and password it has, and whoever asks is told nothing
    of it: all is as it is for somebody who is new.
    """
    check_manage_people(by, organisation)
    check_role_here(organisation, role)
    user = person_with_email(email)
    check_not_oneself(by, user)
    if user is None:
        user = User.objects.create_user(email, name=name.strip())
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role.value,
        starts=starts,
        waiting_since=timezone.now(),
        asked_as=name.strip(),
    )
    record(
        "membership.asked",
        by=by,
        subject=membership,
        organisation_id=organisation.pk,
        details={"role": role.value, "starts": starts.isoformat()},
    )
    return membership


@action
def accept_membership(*, by: Actor, membership: Membership) -> Membership:
    """Say yes to a role that one was asked to take on."""
    check_answer(by, membership)
    membership.waiting_since, membership.asked_as = None, ""
    membership.save(update_fields=["waiting_since", "asked_as"])
    record(
        "membership.accepted",
        by=by,
        subject=membership,
        organisation_id=membership.organisation_id,
        details={
            "role": membership.role,
            "starts": membership.starts.isoformat(),
            "person": str(membership.user_id),
        },
    )
    return membership


@action
def decline_membership(*, by: Actor, membership: Membership) -> None:
    """Say no to a role that one was asked to take on: nothing of it stays but the event."""
    check_answer(by, membership)
    _take_back(by, membership, "membership.declined")


def _take_back(by: Actor, membership: Membership, verb: str) -> None:
    """Delete a role that nobody has said yes to, and an account that was made for it alone."""
    user = membership.user
    record(
        verb,
        by=by,
        subject=membership,
        organisation_id=membership.organisation_id,
        details={"role": membership.role},
    )
    membership.delete()
    if user.last_login is None and not user.has_usable_password() and not user.memberships.exists():
        user.delete()


@action
def end_membership(*, by: Actor, membership: Membership, ends: date) -> None:
    """End a role. `ends` is its last day; the last administrator's cannot be ended.

    Whoever has not said yes is asked no more, from now on.
    """
    check_end_membership(by, membership)
    if membership.is_waiting:
        _take_back(by, membership, "membership.withdrawn")
        return
    membership.ends = max(ends, membership.starts)
    membership.save(update_fields=["ends"])
    record(
        "membership.ended",
        by=by,
        subject=membership,
        organisation_id=membership.organisation_id,
        details={
            "role": membership.role,
            "ends": membership.ends.isoformat(),
            "person": str(membership.user_id),
        },
    )
