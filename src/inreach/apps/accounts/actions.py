"""What an administrator does about people: adds them, and ends what they may do."""

from datetime import date

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.accounts.policies.membership import (
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
) -> tuple[Membership, bool]:
    """Give somebody a role at an organisation; the second value says whether they are new to Inreach.

    Somebody who has an account keeps it, with the name and password it has.
    """
    check_manage_people(by, organisation)
    check_role_here(organisation, role)
    user = person_with_email(email)
    check_not_oneself(by, user)
    new = user is None
    if user is None:
        user = User.objects.create_user(email, name=name.strip())
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=role.value, starts=starts
    )
    record(
        "membership.added",
        by=by,
        subject=membership,
        organisation_id=organisation.pk,
        details={"role": role.value, "starts": starts.isoformat(), "person": str(user.pk)},
    )
    return membership, new


@action
def end_membership(*, by: Actor, membership: Membership, ends: date) -> None:
    """End a role. `ends` is its last day; the last administrator's cannot be ended."""
    check_end_membership(by, membership)
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
