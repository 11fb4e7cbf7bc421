"""From rows to what a slot is judged by: the school's day, other support of its pupils, and its adult and room."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.models import Lesson, Period, Pupil
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.core.ledger.types import Where
from inreach.core.slots.types import (
    Bells,
    KeptSlot,
    Meeting,
    Member,
    Surroundings,
    TaughtTime,
    Uses,
    WeeklyTime,
)


def time_of(slot: Slot) -> WeeklyTime:
    """When a slot is, and on which days it holds: never longer than its group."""
    group = slot.group
    first = max(slot.valid_from or group.starts, group.starts)
    lasts = [day for day in (slot.valid_to, group.ends) if day is not None]
    return WeeklyTime(slot.weekday, slot.starts, slot.ends, slot.cycle_week, first, min(lasts, default=None))


def gather_surroundings(
    group: Group, times: Sequence[WeeklyTime], *, besides: Slot | None = None
) -> Surroundings:
    """Gather what these times of a group must go with; `besides` is a slot of the group that does not count."""
    first, last = _range_of(times)
    own_members = GroupMember.objects.filter(holds_between(first, last), group=group)
    members = _members_of(own_members.order_by().values_list("pupil", flat=True), first, last)
    slots = _slots_of({group.pk, *(member.group_id for member in members)}, times)
    weekdays = {time.weekday for time in times}
    bells = Period.objects.filter(day_plan__school=group.school_id, day_plan__weekday__in=weekdays)
    return Surroundings(
        school_days=tuple(group.school.school_days),
        bells=tuple(
            Bells(*values)
            for values in bells.order_by("day_plan", "starts", "id").values_list(
                "day_plan__weekday", "day_plan__cycle_week", "starts", "ends"
            )
        ),
        own_times=tuple(time_of(slot) for slot in slots if slot.group_id == group.pk and slot != besides),
        members=tuple(map(_member, members)),
        meetings=tuple(_meeting(slot) for slot in slots if slot.group_id != group.pk),
    )


def gather_other_groups(
    pupils: Collection[Pupil], times: Sequence[WeeklyTime], *, besides: Group
) -> tuple[tuple[Member, ...], tuple[Meeting, ...]]:
    """Gather which other groups these pupils are in, and when those meet."""
    if not pupils or not times:
        return (), ()
    first, last = _range_of(times)
    members = _members_of(pupils, first, last)
    slots = _slots_of({member.group_id for member in members} - {besides.pk}, times)
    return tuple(map(_member, members)), tuple(map(_meeting, slots))


def gather_uses(slots: Sequence[Slot]) -> Uses:
    """Gather what else the adults and rooms of these slots are used for."""
    kept_slots = [kept_slot(slot) for slot in slots]
    adults = {slot.adult_id for slot in kept_slots if slot.adult_id}
    rooms = {slot.room_id for slot in kept_slots if slot.room_id}
    if not adults and not rooms:
        return Uses((), ())
    times = [slot.time for slot in kept_slots]
    taken_by = Q(adult__in=adults) | Q(adult__isnull=True, group__adult__in=adults)
    meetings = _slots_at(times).filter(taken_by | Q(room__in=rooms))
    return Uses(
        meetings=tuple(map(_meeting, meetings)),
        lessons=() if all(slot.in_class for slot in kept_slots) else _lessons_with(adults, rooms, times),
    )


def kept_slot(slot: Slot) -> KeptSlot:
    """Return a slot with its own adult or the group's, and its room."""
    adult, room = slot.adult or slot.group.adult, slot.room
    return KeptSlot(
        slot_id=str(slot.pk),
        time=time_of(slot),
        in_class=slot.place == Where.CLASS.value,
        adult_id=str(adult.pk) if adult else None,
        adult=adult.name if adult else "",
        room_id=str(room.pk) if room else None,
        room=room.name if room else "",
    )


def _range_of(times: Iterable[WeeklyTime]) -> tuple[date, date | None]:
    """From the first to the last day on which one of these times holds; no last day is open."""
    lasts = [time.last for time in times]
    last = None if None in lasts else max(day for day in lasts if day is not None)
    return min(time.first for time in times), last


def _members_of(pupils: Iterable[Pupil | UUID], first: date, last: date | None) -> list[GroupMember]:
    return list(
        GroupMember.objects.filter(holds_between(first, last), pupil__in=pupils)
        .select_related("pupil")
        .order_by("pupil__family_name", "pupil__given_name", "pk")
    )


def _slots_at(times: Sequence[WeeklyTime]) -> QuerySet[Slot]:
    """Slots of running groups on the weekdays and days of these times; whether they meet is for the core to judge."""
    first, last = _range_of(times)
    return (
        Slot.objects.filter(
            valid_between(first, last),
            holds_between(first, last, "group__"),
            weekday__in={time.weekday for time in times},
        )
        .select_related("group")
        .order_by("weekday", "starts", "group__name", "pk")
    )


def _slots_of(groups: Collection[UUID], times: Sequence[WeeklyTime]) -> list[Slot]:
    return list(_slots_at(times).filter(group__in=groups)) if groups else []


def _member(row: GroupMember) -> Member:
    return Member(str(row.group_id), str(row.pupil_id), row.pupil.name, row.starts, row.ends)


def _meeting(slot: Slot) -> Meeting:
    adult_id = slot.adult_id or slot.group.adult_id
    return Meeting(
        slot_id=str(slot.pk),
        group_id=str(slot.group_id),
        group=slot.group.name,
        time=time_of(slot),
        adult_id=str(adult_id) if adult_id else None,
        room_id=str(slot.room_id) if slot.room_id else None,
    )


def _lessons_with(
    adults: Collection[str], rooms: Collection[str], times: Sequence[WeeklyTime]
) -> tuple[TaughtTime, ...]:
    first, last = _range_of(times)
    rows = Lesson.objects.filter(
        Q(staff__in=adults) | Q(room__in=rooms),
        valid_between(first, last),
        weekday__in={time.weekday for time in times},
    ).order_by("cycle_week", "weekday", "starts", "id")
    lessons: dict[UUID, TaughtTime] = {}
    for pk, subject, weekday, starts, ends, cycle_week, valid_from, valid_to, room, adult in rows.values_list(
        "pk", "subject__name", "weekday", "starts", "ends", "cycle_week", "valid_from", "valid_to", "room", "staff"
    ):  # fmt: skip
        time = WeeklyTime(weekday, starts, ends, cycle_week, valid_from or date.min, valid_to)
        adult_ids = lessons[pk].adult_ids if pk in lessons else frozenset()
        ids = adult_ids | ({str(adult)} if adult else frozenset())
        lessons[pk] = TaughtTime(subject, time, ids, str(room) if room else None)
    return tuple(lessons.values())
