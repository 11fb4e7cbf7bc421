"""From a school's rows to plain facts of its support: groups, timetables, adults and rooms, gathered at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from inreach.apps.planning.queries import (
    groups_running,
    lessons_in,
    members_of,
    needs_in,
    programmes_of,
    pupils_in,
    rooms_in,
    slots_of,
    staff_in,
)
from inreach.apps.provision.models import Group, Programme, Slot
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Lesson, Pupil, Room, School, StaffMember
from inreach.core.ledger.types import Adult, Block, Where
from inreach.core.school.calendar import Calendar, CalendarWeek


@dataclass(frozen=True, slots=True)
class PlannedProgramme:
    """A programme with the length of a session in minutes and the sessions a week that it recommends, if any."""

    id: str
    name: str
    minutes: int | None
    sessions: int | None


@dataclass(frozen=True, slots=True)
class PlannedPupil:
    """A pupil who is in a group or could be; `source_id` is the id in the timetable file that the school came from."""

    id: str
    name: str
    family_name: str
    given_name: str
    year_group: str
    source_id: str


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A weekly time of a group, in minutes since midnight, with the adult who takes it and the room, by their ids."""

    weekday: int
    starts: int
    ends: int
    cycle_week: int
    in_class: bool
    adult_id: str | None
    room_id: str | None


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group of support with its pupils by name, its times, and the adult who leads it."""

    id: str
    name: str
    programme: PlannedProgramme
    adult_id: str | None
    pupils: tuple[PlannedPupil, ...]
    slots: tuple[PlannedSlot, ...]


@dataclass(frozen=True, slots=True)
class PlannedAdult:
    """A member of staff; `hours_per_week` are those of the post, None where nobody entered them."""

    id: str
    name: str
    adult: Adult
    hours_per_week: Decimal | None


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """A lesson of the timetable with who teaches it and where, by their ids."""

    weekday: int
    starts: int
    ends: int
    room_id: str | None
    adult_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room and how many pupils it holds, if that is known."""

    id: str
    name: str
    places: int | None


@dataclass(frozen=True, slots=True)
class SchoolSupport:
    """The support of a school in the weeks that are planned, as its rows tell it. Nothing is fetched after this.

    `blocks` are the timetables of pupils by their ids, and `lessons` those of the whole school, of each planned week.
    """

    school: str
    secondary: bool
    calendar: Calendar
    weeks: tuple[CalendarWeek, ...]
    groups: tuple[PlannedGroup, ...]
    blocks: tuple[Mapping[str, tuple[Block, ...]], ...]
    lessons: tuple[tuple[PlannedLesson, ...], ...]
    staff: tuple[PlannedAdult, ...]
    rooms: tuple[PlannedRoom, ...]


@dataclass(frozen=True, slots=True)
class SchoolNeeds:
    """A school's support, and who could need more of it: its programmes, everybody on the roll, and types of need."""

    support: SchoolSupport
    programmes: tuple[PlannedProgramme, ...]
    roll: tuple[PlannedPupil, ...]
    needs: Mapping[str, frozenset[str]]


def gather_support(
    school: School,
    calendar: Calendar,
    weeks: tuple[CalendarWeek, ...],
    others: Iterable[Pupil] = (),
) -> SchoolSupport:
    """Gather the support of a school in these weeks, with the timetables of its pupils and of `others`."""
    groups = groups_running(school, weeks[0])
    members, slots = members_of(groups, weeks[0]), slots_of(groups, weeks)
    pupils = {member.pupil_id: member.pupil for of_group in members.values() for member in of_group}
    pupils |= {pupil.pk: pupil for pupil in others}
    return SchoolSupport(
        school=school.name,
        secondary=school.phase == School.Phase.SECONDARY,
        calendar=calendar,
        weeks=weeks,
        groups=tuple(
            PlannedGroup(
                id=str(group.pk),
                name=group.name,
                programme=_programme(group.programme),
                adult_id=_id(group.adult_id),
                pupils=tuple(_pupil(member.pupil) for member in members.get(group.pk, ())),
                slots=tuple(_slot(slot, group) for slot in slots.get(group.pk, ())),
            )
            for group in groups
        ),
        blocks=tuple(
            {str(pupil): blocks for pupil, blocks in blocks_for(list(pupils.values()), week).items()}
            for week in weeks
        ),
        lessons=tuple(_lessons(school, week) for week in weeks),
        staff=tuple(map(_adult, staff_in(school, weeks[0]))),
        rooms=tuple(map(_room, rooms_in(school))),
    )


def gather_needs(school: School, calendar: Calendar, weeks: tuple[CalendarWeek, ...]) -> SchoolNeeds:
    """Gather the support of a school in these weeks, and everybody who could need more of it in the first."""
    roll = pupils_in(school, weeks[0])
    needs = needs_in(school, weeks[0])
    return SchoolNeeds(
        support=gather_support(school, calendar, weeks, roll),
        programmes=tuple(map(_programme, programmes_of(school))),
        roll=tuple(map(_pupil, roll)),
        needs={str(pupil): frozenset(codes) for pupil, codes in needs.items()},
    )


def _id(key: UUID | None) -> str | None:
    return None if key is None else str(key)


def _programme(programme: Programme) -> PlannedProgramme:
    return PlannedProgramme(str(programme.pk), programme.name, programme.minutes_low, programme.per_week_low)


def _pupil(pupil: Pupil) -> PlannedPupil:
    return PlannedPupil(
        id=str(pupil.pk),
        name=pupil.name,
        family_name=pupil.family_name,
        given_name=pupil.given_name,
        year_group=pupil.year_group,
        source_id=pupil.source_id,
    )


def _slot(slot: Slot, group: Group) -> PlannedSlot:
    return PlannedSlot(
        weekday=slot.weekday,
        starts=slot.starts,
        ends=slot.ends,
        cycle_week=slot.cycle_week,
        in_class=slot.place == Where.CLASS.value,
        adult_id=_id(slot.adult_id or group.adult_id),
        room_id=_id(slot.room_id),
    )


def _adult(member: StaffMember) -> PlannedAdult:
    return PlannedAdult(str(member.pk), member.name, member.adult, member.hours_per_week)


def _room(room: Room) -> PlannedRoom:
    return PlannedRoom(str(room.pk), room.name, room.capacity)


def _lessons(school: School, week: CalendarWeek) -> tuple[PlannedLesson, ...]:
    lessons = lessons_in(school, week)
    links = Lesson.staff.through.objects.filter(lesson__in=lessons.order_by())
    adult_ids: dict[UUID, list[str]] = defaultdict(list)
    for lesson, member in links.order_by("pk").values_list("lesson_id", "staffmember_id"):
        adult_ids[lesson].append(str(member))
    rows = lessons.values_list("pk", "room_id", "weekday", "starts", "ends")
    return tuple(
        PlannedLesson(weekday, starts, ends, _id(room), tuple(adult_ids[pk]))
        for pk, room, weekday, starts, ends in rows
    )
