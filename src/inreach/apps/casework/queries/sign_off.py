"""Named, scoped sets of sign-offs."""

from django.db.models import QuerySet

from inreach.apps.casework.models import SignOff
from inreach.apps.casework.queries.target import targets_with
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def sign_offs_with(actor: Actor, permission: Permission) -> QuerySet[SignOff]:
    """Agreements to the targets for which the actor has this permission."""
    targets = targets_with(actor, permission).order_by().values("pk")
    return (
        SignOff.objects.filter(target__in=targets).select_related("target__pupil").order_by("agreed_on", "pk")
    )
