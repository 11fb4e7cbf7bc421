"""Named, scoped sets of programmes."""

from django.db.models import Q, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.provision.models import Programme
from inreach.apps.provision.queries.group import groups_with
from inreach.apps.schools.models import School
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def programmes_visible_to(actor: Actor) -> QuerySet[Programme]:
    """Programmes of the actor's schools and services, and those that groups follow which the actor sees, by name."""
    own = organisation_ids(actor, Permission.SEE_GROUPS)
    followed = groups_with(actor, Permission.SEE_GROUPS).order_by().values("programme")
    return (
        Programme.objects.filter(Q(organisation__in=own) | Q(pk__in=followed))
        .select_related("organisation")
        .order_by("name", "pk")
    )


def programmes_managed_by(actor: Actor) -> QuerySet[Programme]:
    """Programmes that the actor may change."""
    return programmes_visible_to(actor).filter(
        organisation__in=organisation_ids(actor, Permission.MANAGE_GROUPS)
    )


def programmes_of(school: School) -> QuerySet[Programme]:
    """Programmes on a school's own list, by name."""
    return Programme.objects.filter(organisation=school.pk).order_by("name", "pk")
