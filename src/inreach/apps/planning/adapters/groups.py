"""Groups of support as the planner sees them, and the times they have today as a timetable."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from inreach.apps.planning.adapters.time_grid import Raster
from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.core.ledger.types import PeriodKind, Where
from inreach.core.school.calendar import WEEKDAYS, hhmm
from inreach.core.text import listed
from inreach.planner.problem import problem
from inreach.planner.problem.timetable import Placement, Session


@dataclass(frozen=True, slots=True)
class Asked:
    """What a school asks for one of its groups: sessions of one length, out of class or in it."""

    id: str
    group: Group
    members: tuple[GroupMember, ...]
    minutes: int
    sessions: int
    in_class: bool = False
    slots: tuple[Slot, ...] = ()


@dataclass(slots=True)
class Notes:
    """Sentences about what could not be taken into the plan, and why."""

    sentences: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Note a sentence once."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    def said(self, sentence: str) -> bool:
        """Note a sentence if there is one, and say whether there is."""
        if sentence:
            self.add(sentence)
        return bool(sentence)


def asked_of(
    groups: Iterable[Group],
    members: Mapping[UUID, Sequence[GroupMember]],
    slots: Mapping[UUID, Sequence[Slot]],
    weeks: int,
    notes: Notes,
) -> list[Asked]:
    """Return what the school asks for: the times that groups have, or what their programme recommends.

    A group with sessions of different lengths, or in class and out of it, is asked for once for each kind.
    """
    found = []
    for group in groups:
        pupils = tuple(members.get(group.pk, ()))
        if not pupils:
            notes.add(f"{group.name} has no pupils in this week, so it is not planned.")
            continue
        kinds: dict[tuple[bool, int], list[Slot]] = defaultdict(list)
        for slot in slots.get(group.pk, ()):
            kinds[slot.place == Where.CLASS.value, slot.ends - slot.starts].append(slot)
        if not kinds:
            programme = group.programme
            if not (programme.minutes_low and programme.per_week_low):
                notes.add(
                    f"{group.name} has no times, and {programme.name} does not say how long and how often. "
                    "Enter one of the two to plan it."
                )
                continue
            found.append(Asked(str(group.pk), group, pupils, programme.minutes_low, programme.per_week_low))
        for number, ((in_class, minutes), mine) in enumerate(sorted(kinds.items())):
            name = str(group.pk) if number == 0 else f"{group.pk} {number + 1}"
            sessions = _a_week(mine, weeks)
            found.append(Asked(name, group, pupils, minutes, sessions, in_class, tuple(mine)))
    return found


def _a_week(slots: Iterable[Slot], weeks: int) -> int:
    """Sessions a week, rounded up where the two weeks of a cycle differ."""
    in_cycle = sum(weeks if slot.cycle_week == 0 else 1 for slot in slots)
    return -(-in_cycle // weeks)


def trained_of(asked: Iterable[Asked]) -> dict[UUID, frozenset[str]]:
    """Return the programmes that each adult leads today: whoever leads one of its groups may lead the others."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for one in asked:
        adults = [one.group.adult, *(slot.adult for slot in one.slots)]
        for adult in adults:
            if adult is not None:
                found[adult.pk].add(one.group.programme.name)
    return {adult: frozenset(programmes) for adult, programmes in found.items()}


def without_room(asked: Iterable[Asked]) -> int:
    """Return how many groups meet at the same time today in a place that is no room; at least one if any does.

    Corridors, corners and bases are not on the list of rooms, and there are as many as the school uses now.
    """
    outside = [slot for one in asked if not one.in_class for slot in one.slots if slot.room_id is None]
    unknown = any(not one.slots for one in asked)
    at_once = (
        sum(
            slot.weekday == other.weekday
            and other.starts <= slot.starts < other.ends
            and (0 in (slot.cycle_week, other.cycle_week) or slot.cycle_week == other.cycle_week)
            for other in outside
        )
        for slot in outside
    )
    return max(at_once, default=0) or int(unknown)


def called(asked: Sequence[Asked]) -> dict[str, str]:
    """Return what the groups are called; those with one name are told apart by minutes and place, or by a number."""
    names, again = Counter(one.group.name for one in asked), Counter[str]()
    found = {}
    for one in asked:
        name = one.group.name
        if names[name] > 1:
            name = f"{name} ({one.minutes} minutes{', in class' if one.in_class else ''})"
        again[name] += 1
        found[one.id] = name if again[name] == 1 else f"{name}, {again[name]}"
    return found


def in_own_lessons(one: Asked, taken: Mapping[UUID, Sequence[problem.Window]], raster: Raster) -> str:
    """Return where a group meets whose teacher helps it in lessons of their own: nothing can be planned there.

    Empty for every other group, and where the times are in no lesson of whoever leads the group.
    """
    if not one.in_class or not one.slots:
        return ""
    for slot in one.slots:
        adult = slot.adult or one.group.adult
        lessons = taken.get(adult.pk, ()) if adult is not None else ()
        inside = slot.weekday in raster.weekdays and any(
            (lesson.day == raster.day(slot.weekday))
            and lesson.start <= slot.starts
            and slot.ends <= lesson.end
            for lesson in lessons
        )
        if not inside:
            return ""
    times = listed(f"{WEEKDAYS[slot.weekday]} {hhmm(slot.starts)}" for slot in one.slots)
    return f"{one.group.name} meets in lessons of the teacher who leads it, so it stays where it is: {times}."


def joined_subject(one: Asked, streams: Mapping[str, problem.Stream], raster: Raster) -> str | None:
    """Return the subject whose lessons the sessions of a group in class are in most, or None where they are in none."""
    minutes: Counter[str] = Counter()
    for member in one.members:
        for slot in one.slots:
            if slot.weekday not in raster.weekdays:
                continue
            for lesson in streams[str(member.pupil_id)].lessons:
                same_day = lesson.day == raster.day(slot.weekday)
                shared = min(lesson.end, slot.ends) - max(lesson.start, slot.starts)
                if same_day and shared > 0 and lesson.kind is PeriodKind.LESSON:
                    minutes[lesson.subject] += shared
    return min(minutes, key=lambda subject: (-minutes[subject], subject)) if minutes else None


def group_of(one: Asked, joins: str | None, raster: Raster, notes: Notes) -> problem.Group:
    """Return a group as the planner sees it; its sessions are on different days, so there are at most as many."""
    most = len(raster.weekdays)
    if one.sessions > most:
        notes.add(
            f"{one.group.name} meets {one.sessions} times a week. Only one session a day can be planned, so "
            f"{one.sessions - most} of them are left out."
        )
    return problem.Group(
        id=one.id,
        programme=one.group.programme.name,
        members=tuple(str(member.pupil_id) for member in one.members),
        minutes=one.minutes,
        sessions=min(one.sessions, most),
        joins=joins,
    )


def placement_of(one: Asked, raster: Raster) -> Placement | None:
    """Return where a group meets today; None where it has no times or nobody leads it."""
    adults = Counter(adult.pk for slot in one.slots if (adult := slot.adult or one.group.adult) is not None)
    if not adults:
        return None
    sessions = tuple(
        Session(
            number, raster.day(slot.weekday), slot.starts, "" if slot.room_id is None else str(slot.room_id)
        )
        for number, week in enumerate(raster.weeks)
        for slot in one.slots
        if slot.cycle_week in {0, week.cycle_week} and slot.weekday in raster.weekdays
    )
    return Placement(one.id, str(min(adults, key=lambda pk: (-adults[pk], str(pk)))), tuple(sorted(sessions)))
