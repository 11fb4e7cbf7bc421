"""Who is near a pupil: apps above tell the school's queries which other pupils a member of staff works with.

The school knows classes and lessons. Support groups stand a storey higher, so that storey says so itself, once, when
the program starts: `nearness.register(pupils_supported_by)`.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet

from inreach.apps.schools.models import Lesson, StaffMember, TeachingGroup, TeachingGroupMember
from inreach.apps.schools.models.date_ranges import holds_on, valid_on

Nearness = Callable[[QuerySet[StaffMember], date], Q]
_registered: list[Nearness] = []


def register(nearness: Nearness) -> None:
    """Add a way of being near: given the actor's posts and a day, a condition on pupils."""
    if nearness not in _registered:
        _registered.append(nearness)


def near(posts: QuerySet[StaffMember], day: date) -> Q:
    """The condition that holds for pupils near to any of these posts by any registered way."""
    condition = Q(pk__in=[])
    for nearness in _registered:
        condition |= nearness(posts, day)
    return condition


def taught_by(posts: QuerySet[StaffMember], day: date) -> Q:
    """The condition that holds for pupils of the classes that these posts are put down for or teach a lesson."""
    teaching = Lesson.objects.filter(valid_on(day), staff__in=posts)
    classes = TeachingGroup.objects.filter(holds_on(day)).filter(Q(staff__in=posts) | Q(lessons__in=teaching))
    members = TeachingGroupMember.objects.filter(holds_on(day), teaching_group__in=classes)
    return Q(pk__in=members.values("pupil"))
