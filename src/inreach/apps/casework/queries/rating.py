"""Named, scoped sets of ratings."""

from django.db.models import QuerySet

from inreach.apps.casework.models import Rating
from inreach.apps.casework.queries.target import targets_with
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def ratings_with(actor: Actor, permission: Permission) -> QuerySet[Rating]:
    """Ratings of the targets for which the actor has this permission."""
    targets = targets_with(actor, permission).order_by().values("pk")
    return (
        Rating.objects.filter(target__in=targets).select_related("target__pupil").order_by("rated_on", "pk")
    )
