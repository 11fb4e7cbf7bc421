"""Named, scoped sets of who is in a group, and of who could be."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from inreach.apps.provision.models import Group, GroupMember
from inreach.apps.provision.queries.group import groups_with
from inreach.apps.schools.models import Pupil, School, TeachingGroup, TeachingGroupMember
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.apps.schools.queries.pupil import on_roll, pupils_with
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor

MOST_AT_ONCE = 60


def members_visible_to(actor: Actor, group: Group) -> QuerySet[GroupMember]:
    """Members of a group, past ones too, whose names the actor may see, by name."""
    visible = pupils_with(actor, Permission.SEE_PUPIL).order_by().values("pk")
    return (
        GroupMember.objects.filter(group=group, pupil__in=visible)
        .select_related("pupil")
        .order_by("pupil__family_name", "pupil__given_name", "starts", "pk")
    )


def members_managed_by(actor: Actor) -> QuerySet[GroupMember]:
    """Members of the groups that the actor may change."""
    return GroupMember.objects.filter(group__in=groups_with(actor, Permission.MANAGE_GROUPS)).select_related(
        "pupil", "group__school"
    )


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


def pupils_on_roll(actor: Actor, group: Group) -> QuerySet[Pupil]:
    """Pupils of the group's school on the roll when they would join, whether they are in the group or not."""
    pupils = pupils_with(actor, Permission.MANAGE_GROUPS).filter(school=group.school_id)
    return on_roll(pupils, max(actor.today, group.starts))


def pupils_to_add(
    actor: Actor, group: Group, *, text: str = "", teaching_group: TeachingGroup | None = None, year: str = ""
) -> QuerySet[Pupil]:
    """Pupils on the roll who are not in the group yet, narrowed by name, class and year group, by name."""
    day = max(actor.today, group.starts)
    inside = GroupMember.objects.filter(group=group).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    pupils = pupils_on_roll(actor, group).exclude(pk__in=inside.values("pupil"))
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
