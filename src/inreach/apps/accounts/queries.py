"""Named, scoped sets of people, memberships and organisations."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor, organisations_by_scope
from inreach.core.access.roles import Role

# Ids as text, as an actor has them: lookups take them, though their types ask for UUIDs or records.
Ids = list[Any]
# Whoever has not said yes is known by what was typed when they were asked, and by nothing else.
NAME_SHOWN = Case(When(waiting_since=None, then=F("user__name")), default=F("asked_as"))


def current_memberships(actor: Actor) -> QuerySet[Membership]:
    """The actor's own memberships that hold today, the same order every time."""
    return (
        Membership.objects.filter(user_id=actor.user_id, starts__lte=actor.today, waiting_since=None)
        .filter(Q(ends__isnull=True) | Q(ends__gte=actor.today))
        .select_related("organisation")
        .order_by("organisation__name", "role", "id")
    )


def current_membership(actor: Actor) -> Membership | None:
    """The membership that the frame of a page names: the first that holds today."""
    return current_memberships(actor).first()


def organisation_ids(actor: Actor, permission: Permission, scope: Scope | None = None) -> Ids:
    """Ids of the organisations in which one of the actor's current roles gives this permission, as far as `scope`."""
    by_scope = organisations_by_scope(actor, permission)
    return sorted({pk for reach, ids in by_scope.items() if scope in (None, reach) for pk in ids})


def organisations_of(actor: Actor, permission: Permission) -> QuerySet[Organisation]:
    """Organisations in which the actor has this permission."""
    return Organisation.objects.filter(pk__in=organisation_ids(actor, permission)).order_by("name", "id")


def people_managed_by(actor: Actor) -> QuerySet[Membership]:
    """Memberships, past ones too, at the organisations whose people the actor looks after."""
    return (
        Membership.objects.filter(organisation__in=organisations_of(actor, Permission.MANAGE_PEOPLE))
        .select_related("user", "organisation")
        .alias(name=NAME_SHOWN)
        .order_by("name", "organisation__name", "role", "id")
    )


def people_like(actor: Actor, text: str, *, past: bool) -> QuerySet[Membership]:
    """Of the memberships that the actor looks after, those of people whose name or address holds every word.

    Those that have ended come only when asked for.
    """
    memberships = people_managed_by(actor)
    if not past:
        memberships = memberships.filter(Q(ends__isnull=True) | Q(ends__gte=actor.today))
    for word in text.split():
        memberships = memberships.filter(Q(name__icontains=word) | Q(user__email__icontains=word))
    return memberships


def other_administrators(membership: Membership, day: date) -> QuerySet[Membership]:
    """Administrators of the same organisation from this day on, other than through this membership."""
    return (
        Membership.objects.filter(
            organisation=membership.organisation,
            role=Role.ADMINISTRATOR.value,
            starts__lte=day,
            ends__isnull=True,
            waiting_since=None,
            user__is_active=True,
        )
        .exclude(pk=membership.pk)
        .order_by("pk")
    )


def memberships_of(actor: Actor) -> QuerySet[Membership]:
    """All memberships of the actor, past ones too, the newest first."""
    return (
        Membership.objects.filter(user_id=actor.user_id, waiting_since=None)
        .select_related("organisation")
        .order_by("-starts", "organisation__name", "role", "pk")
    )


def invitations_of(actor: Actor) -> QuerySet[Membership]:
    """Roles that the actor has been asked to take on, and has not answered."""
    return (
        Membership.objects.filter(user_id=actor.user_id, waiting_since__isnull=False)
        .select_related("organisation")
        .order_by("waiting_since", "pk")
    )


def names_of(user_ids: set[str]) -> dict[str, str]:
    """Names of people by id, of those who still have an account."""
    return {str(pk): name for pk, name in User.objects.filter(pk__in=user_ids).values_list("pk", "name")}


def person(user_id: str) -> User:
    """One person by id. Raises User.DoesNotExist."""
    return User.objects.get(pk=user_id)


def person_with_email(email: str) -> User | None:
    """Whoever signs in with this address, whatever its capitals."""
    return User.objects.filter(email__iexact=email.strip()).first() if email.strip() else None


def has_role(email: str, organisation: Organisation, role: str) -> bool:
    """Whether somebody with this address holds this role here, with no last day set."""
    return Membership.objects.filter(
        user__email__iexact=email.strip(), organisation=organisation, role=role, ends__isnull=True
    ).exists()


def people_at(organisation_ids: Collection[str]) -> QuerySet[User]:
    """Adults who belong, or belonged, to these organisations: pupils who sign in are left out."""
    return (
        User.objects.filter(
            memberships__organisation__in=list(organisation_ids), memberships__waiting_since=None
        )
        .exclude(memberships__role=Role.PUPIL.value)
        .distinct()
        .order_by("name", "pk")
    )


def pupils_who_sign_in(user_ids: set[str]) -> set[str]:
    """Those of these people who sign in as a pupil, by id."""
    memberships = Membership.objects.filter(user__in=user_ids, role=Role.PUPIL.value).order_by()  # type: ignore[misc]
    return {str(pk) for pk in memberships.values_list("user", flat=True)}
