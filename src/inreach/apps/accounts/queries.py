"""Named, scoped sets of people, memberships and organisations."""

from django.db.models import Q, QuerySet

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.core.policy import GRANTS, Actor, Permission


def current_memberships(actor: Actor) -> QuerySet[Membership]:
    """The actor's own memberships that hold today, the same order every time."""
    return (
        Membership.objects.filter(user_id=actor.user_id, starts__lte=actor.today)
        .filter(Q(ends__isnull=True) | Q(ends__gte=actor.today))
        .select_related("organisation")
        .order_by("organisation__name", "role", "id")
    )


def current_membership(actor: Actor) -> Membership | None:
    """The membership that the frame of a page names: the first that holds today."""
    return current_memberships(actor).first()


def organisation_ids(actor: Actor, permission: Permission) -> list[str]:
    """Ids of the organisations in which one of the actor's current roles gives this permission."""
    return sorted({m.organisation_id for m in actor.current if m.role in GRANTS[permission]})


def organisations_of(actor: Actor, permission: Permission) -> QuerySet[Organisation]:
    """Organisations in which the actor has this permission."""
    return Organisation.objects.filter(pk__in=organisation_ids(actor, permission)).order_by("name", "id")


def people_managed_by(actor: Actor) -> QuerySet[Membership]:
    """Memberships, past ones too, at the organisations whose people the actor looks after."""
    return (
        Membership.objects.filter(organisation__in=organisations_of(actor, Permission.MANAGE_PEOPLE))
        .select_related("user", "organisation")
        .order_by("user__name", "organisation__name", "role", "id")
    )


def person(user_id: str) -> User:
    """One person by id. Raises User.DoesNotExist."""
    return User.objects.get(pk=user_id)
