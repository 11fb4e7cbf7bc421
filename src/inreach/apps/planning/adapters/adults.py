"""Adults and rooms as the planner sees them: when they are there, and what the lessons of the school leave of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from inreach.apps.planning.adapters.time_grid import Raster
from inreach.apps.planning.queries import lessons_in
from inreach.apps.schools.models import Lesson, Room, School, StaffMember
from inreach.core.ledger.types import Adult
from inreach.planner.problem import problem

Taken = Mapping[UUID, tuple[problem.Window, ...]]
PLACE = "place "  # how the ids of places that are no rooms begin
ANY_PLACE = 200  # pupils that a place without a known size is taken to hold


def taken_by_lessons(school: School, raster: Raster) -> tuple[Taken, Taken]:
    """Return when the lessons of the planned weeks take each member of staff, and each room."""
    staff: dict[UUID, set[problem.Window]] = defaultdict(set)
    rooms: dict[UUID, set[problem.Window]] = defaultdict(set)
    for week in raster.weeks:
        lessons = lessons_in(school, week)
        links = Lesson.staff.through.objects.filter(lesson__in=lessons.order_by())
        who = defaultdict(list)
        for lesson, member in links.order_by("pk").values_list("lesson_id", "staffmember_id"):
            who[lesson].append(member)
        for pk, room, weekday, starts, ends in lessons.values_list(
            "pk", "room_id", "weekday", "starts", "ends"
        ):
            if weekday not in raster.weekdays:
                continue
            window = problem.Window(raster.day(weekday), starts, ends)
            for member in who[pk]:
                staff[member].add(window)
            if room is not None:
                rooms[room].add(window)
    return _ordered(staff), _ordered(rooms)


def _ordered(found: Mapping[UUID, set[problem.Window]]) -> Taken:
    return {key: tuple(sorted(windows)) for key, windows in found.items()}


def left_of(day: problem.Window, taken: Iterable[problem.Window]) -> Iterable[problem.Window]:
    """Yield what is left of a day when stretches of it are taken."""
    start = day.start
    for one in sorted(item for item in taken if item.day == day.day):
        if start < min(one.start, day.end):
            yield problem.Window(day.day, start, min(one.start, day.end))
        start = max(start, one.end)
    if start < day.end:
        yield problem.Window(day.day, start, day.end)


def adults_of(
    staff: Iterable[StaffMember],
    trained: Mapping[UUID, frozenset[str]],
    taken: Taken,
    raster: Raster,
    *,
    cover: bool = False,
) -> tuple[problem.Adult, ...]:
    """Return the adults who lead support, free whenever they have no lesson; their hours are those of their post.

    With `cover`, teachers may lead a group during their own lessons when an assistant takes the class.
    """
    found = []
    for member in staff:
        qualified = member.adult is Adult.TEACHER
        covers = cover and not qualified
        if member.pk not in trained and not covers:
            continue
        mine = taken.get(member.pk, ())
        days = [problem.Window(n, raster.day_starts, raster.day_ends) for n, _ in enumerate(raster.weekdays)]
        teaching = sum(window.end - window.start for window in mine)
        most = sum(day.end - day.start for day in days)
        hours = most if member.hours_per_week is None else round(member.hours_per_week * 60)
        found.append(
            problem.Adult(
                id=str(member.pk),
                windows=tuple(window for day in days for window in left_of(day, mine)),
                trained=trained.get(member.pk, frozenset()),
                minutes=max(0, min(most, hours) - teaching),
                teacher=qualified,
                teaches=mine if cover and qualified else (),
                covers=covers,
            )
        )
    return tuple(found)


def rooms_of(rooms: Iterable[Room], taken: Taken, elsewhere: int) -> tuple[problem.Room, ...]:
    """Return the school's rooms, free whenever no lesson is in them, and so many places elsewhere that are no rooms."""
    known = [problem.Room(str(room.pk), room.capacity or ANY_PLACE, taken.get(room.pk, ())) for room in rooms]
    return (*known, *(problem.Room(f"{PLACE}{n + 1}", ANY_PLACE) for n in range(elsewhere)))


def is_room(name: str) -> bool:
    """Say whether an id is that of a room, not of a place elsewhere or of none."""
    return bool(name) and not name.startswith(PLACE)
