"""Named, scoped sets of programmes, groups and slots."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.models import Pupil, School, Sharing, StaffMember
from inreach.apps.schools.models.date_ranges import holds_on, valid_on
from inreach.apps.schools.queries.pupil_access import taught_by
from inreach.apps.schools.queries.school import schools_with
from inreach.apps.schools.queries.staff import staff_of
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role


def pupils_supported_by(posts: QuerySet[StaffMember], day: date) -> Q:
    """Pupils in a group that one of these posts leads, or takes on one of its days."""
    groups = Group.objects.filter(holds_on(day)).filter(led_by(posts, day))
    members = GroupMember.objects.filter(holds_on(day), group__in=groups)
    return Q(pk__in=members.values("pupil"))


def led_by(posts: QuerySet[StaffMember], day: date) -> Q:
    """Groups that one of these posts leads, or takes on one of its days."""
    takes = Slot.objects.filter(valid_on(day), adult__in=posts).values("group")
    return Q(adult__in=posts) | Q(pk__in=takes)


def _places(actor: Actor, *roles: Role) -> list[str]:
    return sorted(actor.organisations(*roles))


def groups_visible_to(actor: Actor) -> QuerySet[Group]:
    """Groups that the actor may see, by name.

    SENCO and head: the school's. Teaching assistant: those they lead. Class teacher: those too, and those with a pupil
    whom they teach. Outreach teacher: those with a pupil whom a school shares with the service today.
    """
    today = actor.today
    staff_at = _places(actor, Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT)
    posts = StaffMember.objects.filter(holds_on(today), user=actor.user_id or None)
    seen = Q(school__in=_places(actor, Role.SENCO, Role.HEAD)) | led_by(
        posts.filter(school__in=staff_at), today
    )
    now = GroupMember.objects.filter(holds_on(today))
    teaching = _places(actor, Role.CLASS_TEACHER)
    if teaching:
        taught = Pupil.objects.filter(taught_by(posts.filter(school__in=teaching), today))
        seen |= Q(pk__in=now.filter(pupil__in=taught.order_by().values("pk")).values("group"))
    services = _places(actor, Role.OUTREACH_TEACHER)
    if services:
        shared = Sharing.objects.filter(holds_on(today), organisation__in=services)
        seen |= Q(pk__in=now.filter(pupil__in=shared.values("pupil")).values("group"))
    return (
        Group.objects.filter(seen)
        .select_related("programme", "adult", "school__organisation")
        .order_by("name", "pk")
    )


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


def groups_managed_by(actor: Actor) -> QuerySet[Group]:
    """Groups that the actor may change."""
    managed = schools_with(actor, Permission.MANAGE_GROUPS).order_by().values("pk")
    return groups_visible_to(actor).filter(school__in=managed)


def schools_managed_by(actor: Actor) -> QuerySet[School]:
    """Schools whose support the actor may change."""
    return schools_with(actor, Permission.MANAGE_GROUPS)


def adults_of(school: School, day: date) -> QuerySet[StaffMember]:
    """Adults who can lead a group of this school."""
    return staff_of(school, day)
