"""What stands in the way of a slot, and what may be wrong with one that is kept; each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inreach.core.school.calendar import WEEKDAYS, Interval
from inreach.core.slots.types import KeptSlot, Meeting, Member, Surroundings, Uses, WeeklyTime, overlap
from inreach.core.text import listed


@dataclass(frozen=True, slots=True)
class SchoolClosed:
    """The school is closed on this day of the week."""

    weekday: int

    def __str__(self) -> str:
        return f"The school is closed on {WEEKDAYS[self.weekday]}s."


@dataclass(frozen=True, slots=True)
class OutsideTheBells:
    """The time is before the first or after the last bell of the day."""

    weekday: int
    school_day: Interval

    def __str__(self) -> str:
        return f"On {WEEKDAYS[self.weekday]} the school day is from {self.school_day}."


@dataclass(frozen=True, slots=True)
class MeetsAlready:
    """The group itself meets at this time."""

    weekday: int

    def __str__(self) -> str:
        return f"The group meets already on {WEEKDAYS[self.weekday]} at that time."


@dataclass(frozen=True, slots=True)
class PupilsInTwoGroups:
    """Another group meets at the same time, and these pupils are in it."""

    meeting: Meeting
    pupils: tuple[str, ...]

    def __str__(self) -> str:
        verb = "is" if len(self.pupils) == 1 else "are"
        return (
            f"{listed(self.pupils)} {verb} in {self.meeting.group} on {self.meeting.time}. "
            "Nobody can be in two groups at once."
        )


Conflict = SchoolClosed | OutsideTheBells | MeetsAlready | PupilsInTwoGroups


def conflicts(time: WeeklyTime, around: Surroundings) -> tuple[Conflict, ...]:
    """Return what stands in the way of a time: the school's day first, then the group's own times, then its pupils."""
    outside = outside_school_day(time, around)
    if outside is not None:
        return (outside,)
    if any(time.meets(own) for own in around.own_times):
        return (MeetsAlready(time.weekday),)
    return pupils_in_two_groups(time, around.members, around.meetings)


def outside_school_day(time: WeeklyTime, around: Surroundings) -> SchoolClosed | OutsideTheBells | None:
    """Return why a time is no school time; None if it is, or if no bells are known that day."""
    if time.weekday not in around.school_days:
        return SchoolClosed(time.weekday)
    bells = [
        bell
        for bell in around.bells
        if bell.weekday == time.weekday and (time.cycle_week == 0 or bell.cycle_week in (0, time.cycle_week))
    ]
    if not bells:
        return None
    day = Interval(min(bell.starts for bell in bells), max(bell.ends for bell in bells))
    outside = time.starts < day.start or time.ends > day.end
    return OutsideTheBells(time.weekday, day) if outside else None


def pupils_in_two_groups(
    time: WeeklyTime, members: Iterable[Member], meetings: Iterable[Meeting]
) -> tuple[PupilsInTwoGroups, ...]:
    """Return the meetings at this time with the pupils who are in both groups on at least one of its days."""
    in_groups = tuple(members)
    both = []
    for meeting in meetings:
        if not time.meets(meeting.time):
            continue
        pupils = {
            member.pupil_id: member.pupil
            for member in in_groups
            if member.group_id == meeting.group_id
            and overlap(
                (member.first, member.last),
                (meeting.time.first, meeting.time.last),
                (time.first, time.last),
            )
        }
        if pupils:
            both.append(PupilsInTwoGroups(meeting, tuple(pupils.values())))
    return tuple(both)


@dataclass(frozen=True, slots=True)
class AdultTakesAnother:
    """The adult takes another group at the same time."""

    adult: str
    group: str
    time: str

    def __str__(self) -> str:
        return f"{self.adult} also takes {self.group} on {self.time}."


@dataclass(frozen=True, slots=True)
class AdultTeaches:
    """The adult teaches a lesson at the same time."""

    adult: str
    subject: str

    def __str__(self) -> str:
        return f"{self.adult} also teaches {self.subject} at that time."


@dataclass(frozen=True, slots=True)
class RoomTaken:
    """Another group meets in the room at the same time."""

    room: str
    group: str
    time: str

    def __str__(self) -> str:
        return f"{self.group} also meets in {self.room} on {self.time}."


@dataclass(frozen=True, slots=True)
class RoomTaught:
    """A lesson is taught in the room at the same time."""

    room: str
    subject: str

    def __str__(self) -> str:
        return f"{self.subject} is taught in {self.room} at that time."


TakenTwice = AdultTakesAnother | AdultTeaches | RoomTaken | RoomTaught


def taken_twice(slot: KeptSlot, uses: Uses) -> tuple[TakenTwice, ...]:
    """Return where the slot's adult and then its room are taken twice; a lesson counts unless the support is in it."""
    meetings = [
        meeting
        for meeting in uses.meetings
        if meeting.slot_id != slot.slot_id and slot.time.meets(meeting.time)
    ]
    lessons = [] if slot.in_class else [lesson for lesson in uses.lessons if slot.time.meets(lesson.time)]
    twice: list[TakenTwice] = []
    if slot.adult_id is not None:
        twice += [
            AdultTakesAnother(slot.adult, meeting.group, str(meeting.time))
            for meeting in meetings
            if meeting.adult_id == slot.adult_id
        ]
        twice += [
            AdultTeaches(slot.adult, lesson.subject)
            for lesson in lessons
            if slot.adult_id in lesson.adult_ids
        ]
    if slot.room_id is not None:
        twice += [
            RoomTaken(slot.room, meeting.group, str(meeting.time))
            for meeting in meetings
            if meeting.room_id == slot.room_id
        ]
        twice += [
            RoomTaught(slot.room, lesson.subject) for lesson in lessons if lesson.room_id == slot.room_id
        ]
    return tuple(dict.fromkeys(twice))
