"""Who of the demonstration can be signed in with one click."""

from django.db.models import QuerySet

from inreach.apps.accounts.models import Membership, User


def invented_people() -> QuerySet[User]:
    """People who belong to invented organisations only: nobody real is among them."""
    return (
        User.objects.filter(is_active=True, memberships__organisation__invented=True)
        .exclude(pk__in=Membership.objects.filter(organisation__invented=False).values("user"))
        .distinct()
        .order_by("name", "pk")
    )
