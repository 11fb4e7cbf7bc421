"""What the day's page asks: a person's own sessions, lessons and pupils at one school. Scoped by the person's posts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.models import Enrolment, Lesson, Pupil, School, TeachingGroup, TeachingGroupMember
from inreach.apps.schools.models.date_ranges import holds_on, valid_on
from inreach.apps.schools.queries.pupil import posts_at, pupils_with
from inreach.apps.schools.queries.pupil_access import taught_by
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.school.calendar import CalendarWeek


def schools_of_staff(actor: Actor) -> QuerySet[School]:
    """Schools in which the actor has a day's work to see."""
    ids = organisation_ids(actor, Permission.SEE_TODAY)
    return (
        School.objects.filter(pk__in=ids).select_related("organisation").order_by("organisation__name", "pk")
    )


def slots_run_by(actor: Actor, weeks: Mapping[UUID, CalendarWeek], day: date) -> list[Slot]:
    """Slots of one day that the actor takes at these schools, as the slot's own adult or else as the group's.

    `weeks` are the weeks of the day by school, since two schools may count their weeks A and B differently.
    """
    posts = posts_at(actor, list(weeks))
    mine = Q(adult__in=posts) | Q(adult__isnull=True, group__adult__in=posts)
    slots = (
        Slot.objects.filter(mine, valid_on(day), holds_on(day, "group__"), group__school__in=list(weeks))
        .filter(weekday=day.weekday())
        .select_related("group__programme", "room")
        .order_by("starts", "ends", "pk")
    )
    return [slot for slot in slots if slot.cycle_week in (0, weeks[slot.group.school_id].cycle_week)]


def members_on(groups: Sequence[UUID], day: date) -> dict[UUID, list[Pupil]]:
    """Pupils of each of these groups on a day, by name, if they are on the roll."""
    current = Enrolment.objects.filter(holds_on(day))
    rows = (
        GroupMember.objects.filter(holds_on(day), group__in=groups, pupil__in=current.values("pupil"))
        .select_related("pupil")
        .order_by("pupil__given_name", "pupil__family_name", "pk")
    )
    pupils_by_group: dict[UUID, list[Pupil]] = {}
    for row in rows:
        pupils_by_group.setdefault(row.group_id, []).append(row.pupil)
    return pupils_by_group


def pupils_taught_by(actor: Actor, schools: Collection[School], day: date) -> QuerySet[Pupil]:
    """Pupils on the roll whom the actor teaches at these schools on a day."""
    current = Enrolment.objects.filter(holds_on(day))
    visible = pupils_with(actor, Permission.SEE_PUPIL)
    places = [school.pk for school in schools]
    taught = visible.filter(taught_by(posts_at(actor, places), day), school__in=places)
    return taught.filter(pk__in=current.values("pupil"))


def lessons_of(actor: Actor, schools: Collection[School], day: date) -> set[str]:
    """Ids of the lessons that the actor teaches on this weekday."""
    posts = posts_at(actor, [school.pk for school in schools])
    rows = Lesson.objects.filter(valid_on(day), staff__in=posts, weekday=day.weekday()).order_by("pk")
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def own_class_pupils(actor: Actor, schools: Collection[School], day: date) -> set[UUID]:
    """Pupils of the home classes that the actor is put down for."""
    posts = posts_at(actor, [school.pk for school in schools])
    classes = TeachingGroup.objects.filter(holds_on(day), school__in=schools, home=True, staff__in=posts)
    rows = TeachingGroupMember.objects.filter(holds_on(day), teaching_group__in=classes).order_by("pk")
    return set(rows.values_list("pupil_id", flat=True))


def groups_without_review(schools: Collection[School], day: date) -> QuerySet[Group]:
    """Running groups of these schools for which nobody has set a review, the longest running first."""
    return (
        Group.objects.filter(holds_on(day), school__in=schools, review_on__isnull=True)
        .select_related("programme")
        .order_by("starts", "name", "pk")
    )
