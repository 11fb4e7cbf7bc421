"""What a plan of a school's support is made of: groups that run, their times, and the adults and rooms there are.

For the machine's sums, not for a screen: the command that asks has the whole school in view.
"""

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.models import Enrolment, Lesson, Pupil, Room, School, SenNeed, StaffMember
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.core.school.calendar import CalendarWeek


def groups_running(school: School, week: CalendarWeek) -> list[Group]:
    """Groups of support that run in a week, by name."""
    return list(
        Group.objects.filter(holds_between(week.starts, week.ends), school=school)
        .select_related("programme")
        .order_by("name", "pk")
    )


def members_of(groups: list[Group], week: CalendarWeek) -> dict[UUID, list[GroupMember]]:
    """The pupils of each group in a week, by group; those who leave before its last day are not among them."""
    members: dict[UUID, list[GroupMember]] = defaultdict(list)
    rows = GroupMember.objects.filter(
        holds_between(week.days[-1], week.days[-1]), group__in=groups
    ).select_related("pupil")
    for row in rows.order_by("pupil__family_name", "pupil__given_name", "pupil_id"):
        members[row.group_id].append(row)
    return members


def slots_of(groups: list[Group], weeks: tuple[CalendarWeek, ...]) -> dict[UUID, list[Slot]]:
    """The times of each group that hold in the first of these weeks, by group."""
    slots: dict[UUID, list[Slot]] = defaultdict(list)
    rows = Slot.objects.filter(
        valid_between(weeks[0].starts, weeks[0].ends),
        group__in=groups,
        cycle_week__in=[0, *(week.cycle_week for week in weeks)],
    )
    for row in rows.order_by("cycle_week", "weekday", "starts", "pk"):
        slots[row.group_id].append(row)
    return slots


def staff_in(school: School, week: CalendarWeek) -> list[StaffMember]:
    """Staff who have a post at the school in a week, by name."""
    return list(
        StaffMember.objects.filter(holds_between(week.starts, week.ends), school=school).order_by(
            "name", "pk"
        )
    )


def rooms_in(school: School) -> list[Room]:
    """Rooms of the school, by name."""
    return list(Room.objects.filter(school=school).order_by("name", "pk"))


def lessons_in(school: School, week: CalendarWeek) -> QuerySet[Lesson]:
    """Lessons of the timetable that hold in a week and its week of the cycle."""
    return Lesson.objects.filter(
        valid_between(week.starts, week.ends), school=school, cycle_week__in=(0, week.cycle_week)
    ).order_by("weekday", "starts", "pk")


def programmes_of(school: School) -> list[Programme]:
    """Programmes that a school knows, by name."""
    return list(Programme.objects.filter(organisation=school.organisation).order_by("name", "pk"))


def pupils_in(school: School, week: CalendarWeek) -> list[Pupil]:
    """Pupils who are on the roll on the last day of a week, by name."""
    current = Enrolment.objects.filter(holds_between(week.days[-1], week.days[-1]), pupil__school=school)
    pupils = Pupil.objects.filter(school=school, pk__in=current.values("pupil"))
    return list(pupils.order_by("family_name", "given_name", "pk"))


def needs_in(school: School, week: CalendarWeek) -> dict[UUID, set[str]]:
    """The types of need that each pupil has in a week, primary or not, by the pupil's id."""
    codes: dict[UUID, set[str]] = defaultdict(set)
    rows = SenNeed.objects.filter(holds_between(week.starts, week.ends), pupil__school=school)
    for pupil, code in rows.order_by("pk").values_list("pupil_id", "code"):
        codes[pupil].add(code)
    return codes
