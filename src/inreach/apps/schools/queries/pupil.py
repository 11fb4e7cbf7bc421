"""Named, scoped sets of the school's records. Screen, CSV and command ask the same ones."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from inreach.apps.schools.models import Enrolment, Pupil, PupilLink, Sharing, StaffMember
from inreach.apps.schools.models.date_ranges import holds_on, valid_on  # noqa: F401 (asked for here by other apps)
from inreach.apps.schools.queries.pupil_access import near, taught_by
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor, organisations_by_scope

Places = list[Any]  # ids of the organisations in which a permission is held


def pupils_with(actor: Actor, permission: Permission) -> QuerySet[Pupil]:
    """Pupils for whom one of the actor's current roles gives this permission. The one door to pupils.

    How far each role reaches stands in the table of grants alone: a scope there is a condition on pupils here.
    """
    allowed = Q(pk__in=[])
    for scope, places in organisations_by_scope(actor, permission).items():
        allowed |= CONDITIONS[scope](actor, places)
    return Pupil.objects.filter(allowed).order_by("family_name", "given_name", "pk")


def of_organisation(actor: Actor, places: Places) -> Q:
    """Every pupil of these schools."""
    return Q(school__in=places)


def taught_or_supported(actor: Actor, places: Places) -> Q:
    """Pupils of these schools whom the actor teaches, or supports in a group that the actor runs."""
    posts = posts_at(actor, places)
    return _those(taught_by(posts, actor.today) | near(posts, actor.today), places)


def supported(actor: Actor, places: Places) -> Q:
    """Pupils of these schools whom the actor supports in a group that the actor runs."""
    return _those(near(posts_at(actor, places), actor.today), places)


def shared_with(actor: Actor, places: Places) -> Q:
    """Pupils whom a school shares with one of these services today."""
    shared = Sharing.objects.filter(holds_on(actor.today), organisation__in=places)
    return Q(school__in=places) | Q(pk__in=shared.values("pupil"))


def oneself_or_child(actor: Actor, places: Places) -> Q:
    """The actor themself, as a pupil of these schools, and their children there."""
    linked = PupilLink.objects.filter(
        holds_on(actor.today),
        user=actor.user_id,  # type: ignore[misc]
        pupil__school__in=places,
    )
    return Q(pk__in=linked.values("pupil"))


def nobody(actor: Actor, places: Places) -> Q:
    """No pupil: figures name none."""
    return Q(pk__in=[])


CONDITIONS: Mapping[Scope, Callable[[Actor, Places], Q]] = {
    Scope.ORGANISATION: of_organisation,
    Scope.PUPILS: taught_or_supported,
    Scope.GROUPS: supported,
    Scope.SHARED: shared_with,
    Scope.OWN: oneself_or_child,
    Scope.FIGURES: nobody,
}


def posts_at(actor: Actor, school_ids: Iterable[Any]) -> QuerySet[StaffMember]:
    """The posts that the actor holds today at these schools."""
    return StaffMember.objects.filter(
        holds_on(actor.today),
        user=actor.user_id or None,  # type: ignore[misc]
        school__in=school_ids,
    )


def _those(condition: Q, school_ids: Places) -> Q:
    """The same condition, asked apart, so that what joins it to classes and groups joins nothing else."""
    return Q(pk__in=Pupil.objects.filter(condition, school__in=school_ids).order_by().values("pk"))


def on_roll(pupils: QuerySet[Pupil], day: date) -> QuerySet[Pupil]:
    """Those of these pupils who are on the roll on a day."""
    current = Enrolment.objects.filter(holds_on(day))
    return pupils.filter(pk__in=current.values("pupil"))
