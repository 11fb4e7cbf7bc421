"""Groups of support as the planner sees them, and the times they have today as a timetable."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inreach.apps.planning.adapters.school_support import PlannedGroup, PlannedPupil, PlannedSlot
from inreach.apps.planning.services.adults import Taken
from inreach.apps.planning.services.time_grid import TimeGrid
from inreach.core.ledger.types import PeriodKind
from inreach.core.school.calendar import WEEKDAYS, hhmm
from inreach.core.text import listed
from inreach.planner.problem import problem
from inreach.planner.problem.timetable import Placement, Session


@dataclass(frozen=True, slots=True)
class RequestedGroup:
    """What a school asks for one of its groups: sessions of one length, out of class or in it."""

    id: str
    name: str
    programme: str
    adult_id: str | None
    pupils: tuple[PlannedPupil, ...]
    minutes: int
    sessions: int
    in_class: bool = False
    slots: tuple[PlannedSlot, ...] = ()


@dataclass(slots=True)
class Notes:
    """Sentences about what could not be taken into the plan, and why."""

    sentences: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Note a sentence once."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)


def requested_groups(groups: Iterable[PlannedGroup], weeks: int, notes: Notes) -> list[RequestedGroup]:
    """Return what the school asks for: the times that groups have, or what their programme recommends.

    A group with sessions of different lengths, or in class and out of it, is asked for once for each kind.
    """
    requests = []
    for group in groups:
        if not group.pupils:
            notes.add(f"{group.name} has no pupils in this week, so it is not planned.")
            continue
        programme = group.programme
        kinds: dict[tuple[bool, int], list[PlannedSlot]] = defaultdict(list)
        for slot in group.slots:
            kinds[slot.in_class, slot.ends - slot.starts].append(slot)
        if not kinds:
            if not (programme.minutes and programme.sessions):
                notes.add(
                    f"{group.name} has no times, and {programme.name} does not say how long and how often. "
                    "Enter one of the two to plan it."
                )
                continue
            requests.append(_requested(group, group.id, programme.minutes, programme.sessions))
        for number, ((in_class, minutes), slots) in enumerate(sorted(kinds.items())):
            request_id = group.id if number == 0 else f"{group.id} {number + 1}"
            sessions = _sessions_a_week(slots, weeks)
            requests.append(
                _requested(group, request_id, minutes, sessions, in_class=in_class, slots=tuple(slots))
            )
    return requests


def _requested(
    group: PlannedGroup,
    request_id: str,
    minutes: int,
    sessions: int,
    *,
    in_class: bool = False,
    slots: tuple[PlannedSlot, ...] = (),
) -> RequestedGroup:
    return RequestedGroup(
        request_id,
        group.name,
        group.programme.name,
        group.adult_id,
        group.pupils,
        minutes,
        sessions,
        in_class,
        slots,
    )


def _sessions_a_week(slots: Iterable[PlannedSlot], weeks: int) -> int:
    """Sessions a week, rounded up where the two weeks of a cycle differ."""
    in_cycle = sum(weeks if slot.cycle_week == 0 else 1 for slot in slots)
    return -(-in_cycle // weeks)


def pupils_of(requests: Iterable[RequestedGroup]) -> list[PlannedPupil]:
    """Return everybody in these groups, by name."""
    pupils = {pupil.id: pupil for request in requests for pupil in request.pupils}
    return sorted(pupils.values(), key=lambda pupil: (pupil.family_name, pupil.given_name, pupil.id))


def trained_adults(requests: Iterable[RequestedGroup]) -> dict[str, frozenset[str]]:
    """Return the programmes that each adult leads today: whoever leads one of its groups may lead the others."""
    programmes: dict[str, set[str]] = defaultdict(set)
    for request in requests:
        for adult in (request.adult_id, *(slot.adult_id for slot in request.slots)):
            if adult is not None:
                programmes[adult].add(request.programme)
    return {adult: frozenset(led) for adult, led in programmes.items()}


def places_without_room(requests: Sequence[RequestedGroup]) -> int:
    """Return how many groups meet at the same time today in a place that is no room; at least one if any does.

    Corridors, corners and bases are not on the list of rooms, and there are as many as the school uses now.
    """
    outside = [
        slot for request in requests if not request.in_class for slot in request.slots if slot.room_id is None
    ]
    unknown = any(not request.slots for request in requests)
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


def group_names(requests: Sequence[RequestedGroup]) -> dict[str, str]:
    """Return what the groups are called; those with one name are told apart by minutes and place, or by a number."""
    times_used, times_given = Counter(request.name for request in requests), Counter[str]()
    names = {}
    for request in requests:
        name = request.name
        if times_used[name] > 1:
            name = f"{name} ({request.minutes} minutes{', in class' if request.in_class else ''})"
        times_given[name] += 1
        names[request.id] = name if times_given[name] == 1 else f"{name}, {times_given[name]}"
    return names


def in_own_lessons(request: RequestedGroup, taken: Taken, grid: TimeGrid) -> str:
    """Return where a group meets whose teacher helps it in lessons of their own: nothing can be planned there.

    Empty for every other group, and where the times are in no lesson of whoever leads the group.
    """
    if not request.in_class or not request.slots:
        return ""
    for slot in request.slots:
        lessons = taken.get(slot.adult_id, ()) if slot.adult_id is not None else ()
        inside = slot.weekday in grid.weekdays and any(
            lesson.day == grid.day(slot.weekday) and lesson.start <= slot.starts and slot.ends <= lesson.end
            for lesson in lessons
        )
        if not inside:
            return ""
    times = listed(f"{WEEKDAYS[slot.weekday]} {hhmm(slot.starts)}" for slot in request.slots)
    return f"{request.name} meets in lessons of the teacher who leads it, so it stays where it is: {times}."


def joined_subject(
    request: RequestedGroup, streams: Mapping[str, problem.Stream], grid: TimeGrid
) -> str | None:
    """Return the subject whose lessons the sessions of a group in class are in most, or None where they are in none."""
    minutes: Counter[str] = Counter()
    for pupil in request.pupils:
        for slot in request.slots:
            if slot.weekday not in grid.weekdays:
                continue
            for lesson in streams[pupil.id].lessons:
                same_day = lesson.day == grid.day(slot.weekday)
                shared = min(lesson.end, slot.ends) - max(lesson.start, slot.starts)
                if same_day and shared > 0 and lesson.kind is PeriodKind.LESSON:
                    minutes[lesson.subject] += shared
    return min(minutes, key=lambda subject: (-minutes[subject], subject)) if minutes else None


def group_of(request: RequestedGroup, joins: str | None, grid: TimeGrid, notes: Notes) -> problem.Group:
    """Return a group as the planner sees it; its sessions are on different days, so there are at most as many."""
    most = len(grid.weekdays)
    if request.sessions > most:
        notes.add(
            f"{request.name} meets {request.sessions} times a week. Only one session a day can be planned, so "
            f"{request.sessions - most} of them are left out."
        )
    return problem.Group(
        id=request.id,
        programme=request.programme,
        members=tuple(pupil.id for pupil in request.pupils),
        minutes=request.minutes,
        sessions=min(request.sessions, most),
        joins=joins,
    )


def placement_of(request: RequestedGroup, grid: TimeGrid) -> Placement | None:
    """Return where a group meets today; None where it has no times or nobody leads it."""
    adults = Counter(slot.adult_id for slot in request.slots if slot.adult_id is not None)
    if not adults:
        return None
    sessions = tuple(
        Session(number, grid.day(slot.weekday), slot.starts, slot.room_id or "")
        for number, week in enumerate(grid.weeks)
        for slot in request.slots
        if slot.cycle_week in {0, week.cycle_week} and slot.weekday in grid.weekdays
    )
    most_often = min(adults, key=lambda adult: (-adults[adult], adult))
    return Placement(request.id, most_often, tuple(sorted(sessions)))
