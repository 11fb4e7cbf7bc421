"""What stands in the way of a slot: other support of the same pupils, a busy adult, a busy room, the school's day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.models import Lesson, Period, Pupil, Room, School, StaffMember
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.core.ledger.types import Where
from inreach.core.school.calendar import WEEKDAYS, Interval, hhmm


@dataclass(frozen=True, slots=True)
class Time:
    """A time of the week, from a day until a day. `cycle_week` 0 is every week; minutes since midnight."""

    weekday: int
    starts: int
    ends: int
    cycle_week: int = 0
    first: date = date.min
    last: date | None = None

    def __str__(self) -> str:
        week = {1: " of week A", 2: " of week B"}.get(self.cycle_week, "")
        return f"{WEEKDAYS[self.weekday]}{week} from {hhmm(self.starts)} to {hhmm(self.ends)}"

    @property
    def at_once(self) -> Q:
        """Rows of slots or lessons that share at least one minute of the week with this time."""
        same_day = Q(weekday=self.weekday, starts__lt=self.ends, ends__gt=self.starts)
        same_week = Q() if self.cycle_week == 0 else Q(cycle_week__in=[0, self.cycle_week])
        return same_day & same_week & valid_between(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Clash:
    """Another group meets at the same time, and these pupils are in it."""

    group: Group
    slot: Slot
    pupils: tuple[Pupil, ...]

    def __str__(self) -> str:
        names = [pupil.name for pupil in self.pupils]
        who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        verb = "is" if len(names) == 1 else "are"
        return (
            f"{who} {verb} in {self.group.name} on {time_of(self.slot)}. Nobody can be in two groups at once."
        )


def time_of(slot: Slot) -> Time:
    """When a slot is, and on which days it holds: never longer than its group."""
    group = slot.group
    first = max(slot.valid_from or group.starts, group.starts)
    lasts = [day for day in (slot.valid_to, group.ends) if day is not None]
    return Time(slot.weekday, slot.starts, slot.ends, slot.cycle_week, first, min(lasts, default=None))


def meeting_at(time: Time, *, besides: Group | None = None) -> QuerySet[Slot]:
    """Slots of running groups that share at least one minute with this time."""
    slots = Slot.objects.filter(time.at_once, holds_between(time.first, time.last, "group__"))
    if besides is not None:
        slots = slots.exclude(group=besides)
    return slots.select_related("group").order_by("weekday", "starts", "group__name", "pk")


def pupils_twice(pupils: Iterable[Pupil], time: Time, *, besides: Group) -> list[Clash]:
    """Other groups that some of these pupils are in at this time."""
    members = list(
        GroupMember.objects.filter(holds_between(time.first, time.last), pupil__in=list(pupils))
        .select_related("pupil")
        .order_by("pupil__family_name", "pupil__given_name", "pk")
    )
    slots = meeting_at(time, besides=besides).filter(group__in={member.group_id for member in members})
    found = []
    for slot in slots:
        both = [m.pupil for m in members if m.group_id == slot.group_id and _meet(m, time_of(slot), time)]
        if both:
            found.append(Clash(slot.group, slot, tuple(dict.fromkeys(both))))
    return found


def _meet(member: GroupMember, *times: Time) -> bool:
    first = max(member.starts, *(time.first for time in times))
    lasts = [day for day in (member.ends, *(time.last for time in times)) if day is not None]
    return not lasts or first <= min(lasts)


def adult_twice(adult: StaffMember, time: Time, *, besides: Slot | None = None, place: str = "") -> list[str]:
    """What else this adult does at the time, as sentences. A lesson counts unless the support is in that lesson."""
    slots = meeting_at(time).filter(Q(adult=adult) | Q(adult__isnull=True, group__adult=adult))
    if besides is not None:
        slots = slots.exclude(pk=besides.pk)
    said = [f"{adult.name} also takes {slot.group.name} on {time_of(slot)}." for slot in slots]
    if place != Where.CLASS.value:
        lessons = Lesson.objects.filter(time.at_once, staff=adult).select_related("subject")
        said += [f"{adult.name} also teaches {lesson.subject.name} at that time." for lesson in lessons]
    return list(dict.fromkeys(said))


def room_twice(room: Room, time: Time, *, besides: Slot | None = None, place: str = "") -> list[str]:
    """What else is in this room at the time, as sentences."""
    slots = meeting_at(time).filter(room=room)
    if besides is not None:
        slots = slots.exclude(pk=besides.pk)
    said = [f"{slot.group.name} also meets in {room.name} on {time_of(slot)}." for slot in slots]
    if place != Where.CLASS.value:
        lessons = Lesson.objects.filter(time.at_once, room=room).select_related("subject")
        said += [f"{lesson.subject.name} is taught in {room.name} at that time." for lesson in lessons]
    return list(dict.fromkeys(said))


def warnings(slot: Slot) -> list[str]:
    """What may be wrong with a slot though it can be kept: an adult or a room that is taken twice."""
    adult = slot.adult or slot.group.adult
    time = time_of(slot)
    said = adult_twice(adult, time, besides=slot, place=slot.place) if adult else []
    return said + (room_twice(slot.room, time, besides=slot, place=slot.place) if slot.room else [])


def school_day(school: School, weekday: int, cycle_week: int) -> Interval | None:
    """From the first to the last bell of a weekday, or None where no bells are known."""
    weeks = [0, 1, 2] if cycle_week == 0 else [0, cycle_week]
    periods = Period.objects.filter(
        day_plan__school=school, day_plan__weekday=weekday, day_plan__cycle_week__in=weeks
    )
    bells = list(periods.values_list("starts", "ends"))
    return Interval(min(b[0] for b in bells), max(b[1] for b in bells)) if bells else None


def outside_school_day(school: School, time: Time) -> str:
    """Why this time is no school time, as a sentence; empty text if it is."""
    if time.weekday not in school.school_days:
        return f"The school is closed on {WEEKDAYS[time.weekday]}s."
    day = school_day(school, time.weekday, time.cycle_week)
    if day is not None and (time.starts < day.start or time.ends > day.end):
        return f"On {WEEKDAYS[time.weekday]} the school day is from {day}."
    return ""
