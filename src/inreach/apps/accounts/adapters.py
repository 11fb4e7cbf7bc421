"""From a signed-in person to the core's actor: who asks, in which roles, today."""

from datetime import date
from typing import cast

from django.utils import timezone

from inreach.apps.accounts.models import Membership, User
from inreach.core.access import policy
from inreach.core.access.roles import Kind, Role


def actor_for(user: User, today: date | None = None) -> policy.Actor:
    """The actor that this person is today. Memberships that have ended or not begun, or to
    which they have not said yes, count for nothing in it."""
    rows = (
        Membership.objects.filter(user=user, waiting_since=None)
        .select_related("organisation")
        .order_by("organisation__name", "role", "id")
    )
    return policy.Actor(
        user_id=str(user.pk),
        memberships=tuple(
            policy.Membership(
                organisation_id=str(row.organisation_id),
                kind=cast("Kind", row.organisation.kind),
                role=Role(row.role),
                starts=row.starts,
                ends=row.ends,
            )
            for row in rows
        ),
        today=today or timezone.localdate(),
    )


def system_actor() -> policy.Actor:
    """The machine itself: commands run by whoever keeps the server. It holds no membership."""
    return policy.Actor(user_id="", memberships=(), today=timezone.localdate())
