"""When a group meets: several days of the week at once, each dated, so that past weeks stay as they were."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.provision import policies
from inreach.apps.provision.adapters.slot import time_of
from inreach.apps.provision.models import Group, Slot
from inreach.apps.provision.services.conflicts import conflicts_of
from inreach.apps.schools.models import Room, StaffMember
from inreach.core.access.policy import Actor
from inreach.core.ledger.types import Where
from inreach.core.refusal import Refusal
from inreach.core.slots.types import WeeklyTime


@dataclass(frozen=True, slots=True)
class SlotDetails:
    """When, where and with whom. Minutes since midnight; `cycle_week` 0 is every week; no adult is the group's."""

    starts: int
    ends: int
    place: str = Where.ELSEWHERE.value
    cycle_week: int = 0
    room: Room | None = None
    adult: StaffMember | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def check_details(
    group: Group, weekdays: Iterable[int], details: SlotDetails, itself: Slot | None = None
) -> None:
    """Raise Refusal, by field, for what cannot be: times, days, and pupils in two groups at once."""
    wrong = _wrong_values(group, details)
    days = sorted(set(weekdays))
    if not days:
        wrong["weekdays"] = ["Choose at least one day of the week."]
    if wrong:
        raise Refusal(field_errors=wrong)
    first = max(details.valid_from or group.starts, group.starts)
    lasts = [day for day in (details.valid_to, group.ends) if day is not None]
    last = min(lasts, default=None)
    times = [
        WeeklyTime(weekday, details.starts, details.ends, details.cycle_week, first, last) for weekday in days
    ]
    conflicts = conflicts_of(group, times, besides=itself)
    if conflicts:
        raise Refusal(field_errors={"starts": [str(conflict) for conflict in conflicts]})


def _wrong_values(group: Group, details: SlotDetails) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if details.ends <= details.starts:
        wrong["ends"] = ["The end must be later than the start."]
    if details.cycle_week not in range(group.school.cycle_weeks + 1 if group.school.cycle_weeks > 1 else 1):
        wrong["cycle_week"] = ["The school's timetable does not have this week."]
    if details.room is not None and details.room.school_id != group.school_id:
        wrong["room"] = ["Choose a room of this school."]
    if details.adult is not None and details.adult.school_id != group.school_id:
        wrong["adult"] = ["Choose somebody who works at this school."]
    first = details.valid_from or group.starts
    if details.valid_to is not None and details.valid_to < first:
        wrong["valid_to"] = ["The last day must not be before the first."]
    if group.ends is not None and first > group.ends:
        wrong["valid_from"] = [f"The group ended on {group.ends:%-d %B %Y}."]
    return wrong


@action
def add_slots(*, by: Actor, group: Group, weekdays: Iterable[int], details: SlotDetails) -> list[Slot]:
    """Let a group meet at the same time on one or several days of the week. Raises Refusal by field."""
    policies.check_manage_groups(by, group.school)
    days = sorted(set(weekdays))
    check_details(group, days, details)
    slots = [_make(group, weekday, details) for weekday in days]
    for slot in slots:
        _say(slot, by, "slot.added", _when(slot))
    return slots


@action
def change_slot(*, by: Actor, slot: Slot, weekday: int, details: SlotDetails) -> Slot:
    """Change when, where or with whom a group meets, from `details.valid_from` on; earlier weeks stay as they were.

    Returns the slot that holds from then on: a new one, unless the old one never held before that day.
    """
    group = slot.group
    policies.check_manage_groups(by, group.school)
    began = time_of(slot).first
    first = details.valid_from or began
    if slot.valid_to is not None and first > slot.valid_to:
        raise Refusal(field_errors={"valid_from": f"This time ended on {slot.valid_to:%-d %B %Y}."})
    if first <= began:
        details = replace(details, valid_from=slot.valid_from)
        check_details(group, [weekday], details, itself=slot)
        was = _when(slot)
        _fill(slot, weekday, details).save()
        _say(slot, by, "slot.changed", {"from": was, "to": _when(slot)})
        return slot
    check_details(group, [weekday], details, itself=slot)
    was = _when(slot)
    slot.valid_to = first - timedelta(days=1)
    slot.save(update_fields=["valid_to"])
    successor = _make(group, weekday, details)
    _say(successor, by, "slot.changed", {"from": was, "to": _when(successor), "instead_of": str(slot.pk)})
    return successor


@action
def end_slot(*, by: Actor, slot: Slot, last_day: date) -> Slot:
    """Let a group no longer meet at this time after a last day. Raises Refusal by field."""
    policies.check_manage_groups(by, slot.group.school)
    began = time_of(slot).first
    if last_day < began:
        day = f"{began:%-d %B %Y}"
        raise Refusal(
            field_errors={"last_day": f"The group meets then since {day}. Choose that day or a later one."}
        )
    slot.valid_to = last_day
    slot.save(update_fields=["valid_to"])
    _say(slot, by, "slot.ended", _when(slot))
    return slot


def _make(group: Group, weekday: int, details: SlotDetails) -> Slot:
    slot = _fill(Slot(group=group), weekday, details)
    slot.save()
    return slot


def _fill(slot: Slot, weekday: int, details: SlotDetails) -> Slot:
    slot.weekday, slot.cycle_week = weekday, details.cycle_week
    slot.starts, slot.ends, slot.place = details.starts, details.ends, details.place
    slot.room, slot.adult = details.room, details.adult
    slot.valid_from, slot.valid_to = details.valid_from, details.valid_to
    return slot


def _when(slot: Slot) -> dict[str, object]:
    return {
        "weekday": slot.weekday,
        "cycle_week": slot.cycle_week,
        "starts": slot.starts,
        "ends": slot.ends,
        "place": slot.place,
        "valid_from": slot.valid_from.isoformat() if slot.valid_from else None,
        "valid_to": slot.valid_to.isoformat() if slot.valid_to else None,
    }


def _say(slot: Slot, by: Actor, verb: str, details: dict[str, object]) -> None:
    record(
        verb,
        by=by,
        subject=slot,
        organisation_id=slot.group.school_id,
        details={"group": str(slot.group_id), **details},
    )
