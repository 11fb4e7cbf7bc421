"""Named, scoped sets of groups."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.models import Pupil, School, StaffMember
from inreach.apps.schools.models.date_ranges import holds_on, valid_on
from inreach.apps.schools.queries.pupil import Places, nobody, oneself_or_child, posts_at, shared_with
from inreach.apps.schools.queries.pupil_access import taught_by
from inreach.apps.schools.queries.school import schools_with
from inreach.apps.schools.queries.staff import staff_of
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor, organisations_by_scope


def pupils_supported_by(posts: QuerySet[StaffMember], day: date) -> Q:
    """Pupils in a group that one of these posts leads, or takes on one of its days."""
    groups = Group.objects.filter(holds_on(day)).filter(led_by(posts, day))
    members = GroupMember.objects.filter(holds_on(day), group__in=groups)
    return Q(pk__in=members.values("pupil"))


def led_by(posts: QuerySet[StaffMember], day: date) -> Q:
    """Groups that one of these posts leads, or takes on one of its days."""
    takes = Slot.objects.filter(valid_on(day), adult__in=posts).values("group")
    return Q(adult__in=posts) | Q(pk__in=takes)


def groups_with(actor: Actor, permission: Permission) -> QuerySet[Group]:
    """Groups for which one of the actor's current roles gives this permission, by name. The one door to groups.

    How far each role reaches stands in the table of grants alone. Who reaches pupils reaches the groups that they are
    in today.
    """
    allowed = Q(pk__in=[])
    for scope, places in organisations_by_scope(actor, permission).items():
        allowed |= CONDITIONS[scope](actor, places)
    return (
        Group.objects.filter(allowed)
        .select_related("programme", "adult", "school__organisation")
        .order_by("name", "pk")
    )


def of_organisation(actor: Actor, places: Places) -> Q:
    """Every group of these schools."""
    return Q(school__in=places)


def run(actor: Actor, places: Places) -> Q:
    """Groups of these schools that the actor leads, or takes on one of their days."""
    return led_by(posts_at(actor, places), actor.today)


def run_or_of_pupils_taught(actor: Actor, places: Places) -> Q:
    """Groups of these schools that the actor runs, and those with a pupil whom the actor teaches."""
    taught = Pupil.objects.filter(taught_by(posts_at(actor, places), actor.today))
    return run(actor, places) | _with_a_pupil_of(taught, actor.today)


def of_shared_pupils(actor: Actor, places: Places) -> Q:
    """Groups with a pupil whom a school shares with one of these services."""
    return Q(school__in=places) | _with_a_pupil_of(
        Pupil.objects.filter(shared_with(actor, places)), actor.today
    )


def of_own_pupils(actor: Actor, places: Places) -> Q:
    """Groups that the actor is in as a pupil, or a child of the actor."""
    return _with_a_pupil_of(Pupil.objects.filter(oneself_or_child(actor, places)), actor.today)


CONDITIONS: Mapping[Scope, Callable[[Actor, Places], Q]] = {
    Scope.ORGANISATION: of_organisation,
    Scope.PUPILS: run_or_of_pupils_taught,
    Scope.GROUPS: run,
    Scope.SHARED: of_shared_pupils,
    Scope.OWN: of_own_pupils,
    Scope.FIGURES: nobody,
}


def _with_a_pupil_of(pupils: QuerySet[Pupil], day: date) -> Q:
    members = GroupMember.objects.filter(holds_on(day), pupil__in=pupils.order_by().values("pk"))
    return Q(pk__in=members.values("group"))


def with_times(groups: QuerySet[Group], day: date) -> QuerySet[Group]:
    """The same groups with the times and the members that hold on a day, as `times_now` and `members_now`."""
    slots = (
        Slot.objects.filter(valid_on(day)).select_related("adult", "room").order_by("weekday", "starts", "pk")
    )
    members = GroupMember.objects.filter(holds_on(day)).order_by("starts", "pk")
    return groups.prefetch_related(
        Prefetch("slots", slots, to_attr="times_now"), Prefetch("members", members, to_attr="members_now")
    )


def groups_like(groups: QuerySet[Group], text: str) -> QuerySet[Group]:
    """Those of these groups whose name, programme or adult holds every one of these words."""
    for word in text.split():
        groups = groups.filter(
            Q(name__icontains=word) | Q(programme__name__icontains=word) | Q(adult__name__icontains=word)
        )
    return groups


def schools_managed_by(actor: Actor) -> QuerySet[School]:
    """Schools whose support the actor may change."""
    return schools_with(actor, Permission.MANAGE_GROUPS)


def adults_of(school: School, day: date) -> QuerySet[StaffMember]:
    """Adults who can lead a group of this school."""
    return staff_of(school, day)
