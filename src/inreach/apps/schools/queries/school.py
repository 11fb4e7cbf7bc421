"""The school itself: its calendar, day, subjects and classes, and what still needs attention."""

from django.db.models import Q, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.schools.models import School, Sharing
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal


def schools_seen_by(actor: Actor) -> QuerySet[School]:
    """Schools whose own pages the actor may see."""
    return schools_with(actor, Permission.SEE_SCHOOL)


def schools_managed_by(actor: Actor) -> QuerySet[School]:
    """Schools whose calendar, subjects and day the actor looks after."""
    return schools_with(actor, Permission.MANAGE_SCHOOL)


def schools_with(actor: Actor, permission: Permission) -> QuerySet[School]:
    """The actor's own schools where this permission is theirs, and those that share with their service today."""
    allowed = Q(pk__in=organisation_ids(actor, permission))
    services = organisation_ids(actor, permission, Scope.SHARED)
    if services:
        shared = Sharing.objects.filter(holds_on(actor.today), organisation__in=services)
        allowed |= Q(pk__in=shared.values("pupil__school"))
    return School.objects.filter(allowed).select_related("organisation").order_by("organisation__name", "pk")


def names_of_schools() -> list[str]:
    """The names of all schools, in order. For whoever keeps the server."""
    return list(School.objects.order_by("organisation__name").values_list("organisation__name", flat=True))


class NoSuchSchool(Refusal):
    """No school, or more than one, is meant by a name; the sentence says which."""


def school_named(text: str) -> School:
    """Return the school of this name, whatever its capitals, or with this URN. For whoever keeps the server.

    NoSuchSchool where there is none or more than one.
    """
    text = text.strip()
    named = Q(organisation__name__iexact=text) | Q(urn=text, urn__gt="")
    schools = School.objects.filter(named).select_related("organisation").order_by("pk")[:2]
    if not schools:
        raise NoSuchSchool(f"There is no school “{text}” in Inreach.")
    if len(schools) > 1:
        raise NoSuchSchool(f"There are several schools “{text}”. Give the URN instead.")
    return schools[0]
