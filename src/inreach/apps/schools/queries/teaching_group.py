"""Named, scoped sets of classes, their lessons and their members."""

from datetime import date

from django.db.models import QuerySet

from inreach.apps.schools.models import Lesson, Pupil, School, TeachingGroup
from inreach.apps.schools.models.date_ranges import holds_on, valid_on
from inreach.apps.schools.queries.pupil_list import pupils_listed
from inreach.apps.schools.queries.school import schools_seen_by
from inreach.core.access.policy import Actor


def teaching_groups_seen_by(actor: Actor) -> QuerySet[TeachingGroup]:
    """Classes of the schools that the actor sees."""
    return (
        TeachingGroup.objects.filter(school__in=schools_seen_by(actor))
        .select_related("school__organisation")
        .order_by("name", "pk")
    )


def lessons_of_class(group: TeachingGroup, day: date) -> QuerySet[Lesson]:
    """The lessons that a class has in the timetable of a day, by week of the cycle, weekday and time."""
    return (
        Lesson.objects.filter(valid_on(day), teaching_groups=group)
        .select_related("subject", "room")
        .prefetch_related("staff")
        .order_by("cycle_week", "weekday", "starts", "pk")
    )


def members_seen_by(actor: Actor, group: TeachingGroup) -> QuerySet[Pupil]:
    """The pupils of a class today whom the actor may list."""
    return pupils_listed(actor, group=group.pk)


def classes_of(school: School, day: date) -> QuerySet[TeachingGroup]:
    """A school's classes and sets on a day, by name."""
    return TeachingGroup.objects.filter(holds_on(day), school=school).order_by("name", "pk")
