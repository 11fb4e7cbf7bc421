"""Named, scoped sets of programmes, groups and slots."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.models import (
    Pupil,
    Room,
    School,
    Sharing,
    StaffMember,
    TeachingGroup,
    TeachingGroupMember,
)
from inreach.apps.schools.models.date_ranges import holds_on, valid_on
from inreach.apps.schools.queries.pupil import on_roll, pupils_with, schools_with, staff_of
from inreach.apps.schools.queries.pupil_access import taught_by
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role

MOST_AT_ONCE = 60


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


def members_visible_to(actor: Actor, group: Group) -> QuerySet[GroupMember]:
    """Members of a group, past ones too, whose names the actor may see, by name."""
    seen = pupils_with(actor, Permission.SEE_GROUPS).order_by().values("pk")
    return (
        GroupMember.objects.filter(group=group, pupil__in=seen)
        .select_related("pupil")
        .order_by("pupil__family_name", "pupil__given_name", "starts", "pk")
    )


def members_managed_by(actor: Actor) -> QuerySet[GroupMember]:
    """Members of the groups that the actor may change."""
    return GroupMember.objects.filter(group__in=groups_managed_by(actor)).select_related(
        "pupil", "group__school"
    )


def slots_managed_by(actor: Actor) -> QuerySet[Slot]:
    """Times of the groups that the actor may change."""
    return Slot.objects.filter(group__in=groups_managed_by(actor)).select_related(
        "group__school", "adult", "room"
    )


def slots_of(group: Group) -> QuerySet[Slot]:
    """Every time at which a group meets or met, in the order of the week."""
    return (
        Slot.objects.filter(group=group)
        .select_related("adult", "room", "group")
        .order_by("cycle_week", "weekday", "starts", "valid_from", "pk")
    )


def programmes_visible_to(actor: Actor) -> QuerySet[Programme]:
    """Programmes of the actor's schools and services, and those that groups follow which the actor sees, by name."""
    own = organisation_ids(actor, Permission.SEE_GROUPS)
    followed = groups_visible_to(actor).order_by().values("programme")
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


def schools_managed_by(actor: Actor) -> QuerySet[School]:
    """Schools whose support the actor may change."""
    return schools_with(actor, Permission.MANAGE_GROUPS)


def adults_of(school: School, day: date) -> QuerySet[StaffMember]:
    """Adults who can lead a group of this school."""
    return staff_of(school, day)


def rooms_of(school: School) -> QuerySet[Room]:
    """Rooms of a school, by name."""
    return Room.objects.filter(school=school).order_by("name", "pk")


def classes_to_choose(school: School, day: date) -> QuerySet[TeachingGroup]:
    """Classes with somebody in them, home classes first."""
    members = TeachingGroupMember.objects.filter(holds_on(day))
    running = TeachingGroup.objects.filter(
        holds_on(day), school=school, pk__in=members.values("teaching_group")
    )
    return running.order_by("-home", "name", "pk")


def year_groups_of(school: School, day: date) -> list[str]:
    """Year groups of the pupils on the roll."""
    pupils = on_roll(Pupil.objects.filter(school=school), day).exclude(year_group="")
    return list(pupils.order_by("year_group").values_list("year_group", flat=True).distinct())


def pupils_to_add(
    actor: Actor, group: Group, *, text: str = "", teaching_group: TeachingGroup | None = None, year: str = ""
) -> QuerySet[Pupil]:
    """Pupils on the roll who are not in the group yet, narrowed by name, class and year group, by name."""
    day = max(actor.today, group.starts)
    inside = GroupMember.objects.filter(group=group).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    pupils = on_roll(pupils_with(actor, Permission.MANAGE_GROUPS).filter(school=group.school_id), day)
    pupils = pupils.exclude(pk__in=inside.values("pupil"))
    for word in text.split():
        pupils = pupils.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word)
        )
    if teaching_group is not None:
        members = TeachingGroupMember.objects.filter(holds_on(day), teaching_group=teaching_group)
        pupils = pupils.filter(pk__in=members.values("pupil"))
    return pupils.filter(year_group=year) if year else pupils


def pupils_by_id(actor: Actor, group: Group, ids: Iterable[str]) -> QuerySet[Pupil]:
    """Those of the pupils who can be added whose ids these are."""
    return pupils_to_add(actor, group).filter(pk__in=list(ids))


def members_count(group: Group, day: date) -> int:
    """How many pupils are in a group on a day or will be."""
    lasting = GroupMember.objects.filter(group=group).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    return lasting.values("pupil").distinct().count()
