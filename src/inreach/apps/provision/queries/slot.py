"""Named, scoped sets of the times at which groups meet."""

from datetime import date, timedelta

from django.db.models import QuerySet

from inreach.apps.provision.models import Group, Slot
from inreach.apps.provision.queries.group import groups_with
from inreach.apps.schools.models import Room, School
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def slots_managed_by(actor: Actor) -> QuerySet[Slot]:
    """Times of the groups that the actor may change."""
    return Slot.objects.filter(group__in=groups_with(actor, Permission.MANAGE_GROUPS)).select_related(
        "group__school", "adult", "room"
    )


def slots_of(group: Group) -> QuerySet[Slot]:
    """Every time at which a group meets or met, in the order of the week."""
    return (
        Slot.objects.filter(group=group)
        .select_related("adult", "room", "group")
        .order_by("cycle_week", "weekday", "starts", "valid_from", "pk")
    )


def slot_that_holds(slot: Slot, today: date) -> Slot:
    """The time that took the place of one that is over, because somebody changed it; itself if none or several did."""
    following: list[Slot] = []
    if slot.valid_to is not None and slot.valid_to < today:
        day_after = slot.valid_to + timedelta(days=1)
        following = list(slots_of(slot.group).filter(valid_from=day_after).exclude(pk=slot.pk)[:2])
    return slot_that_holds(following[0], today) if len(following) == 1 else slot


def rooms_of(school: School) -> QuerySet[Room]:
    """Rooms of a school, by name."""
    return Room.objects.filter(school=school).order_by("name", "pk")
