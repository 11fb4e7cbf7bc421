"""Adults and rooms as the planner sees them: when they are there, and what the lessons of the school leave of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from inreach.apps.planning.adapters.school_support import PlannedAdult, PlannedLesson, PlannedRoom
from inreach.apps.planning.services.time_grid import TimeGrid
from inreach.core.ledger.types import Adult
from inreach.planner.problem import problem

Taken = Mapping[str, tuple[problem.Window, ...]]
PLACE = "place "  # how the ids of places that are no rooms begin
ANY_PLACE = 200  # pupils that a place without a known size is taken to hold


def taken_by_lessons(lessons: Sequence[Sequence[PlannedLesson]], grid: TimeGrid) -> tuple[Taken, Taken]:
    """Return when the lessons of the planned weeks take each member of staff, and each room."""
    staff: dict[str, set[problem.Window]] = defaultdict(set)
    rooms: dict[str, set[problem.Window]] = defaultdict(set)
    for lesson in (lesson for of_week in lessons for lesson in of_week if lesson.weekday in grid.weekdays):
        window = problem.Window(grid.day(lesson.weekday), lesson.starts, lesson.ends)
        for adult in lesson.adult_ids:
            staff[adult].add(window)
        if lesson.room_id is not None:
            rooms[lesson.room_id].add(window)
    return _in_order(staff), _in_order(rooms)


def _in_order(windows_by_id: Mapping[str, set[problem.Window]]) -> Taken:
    return {key: tuple(sorted(windows)) for key, windows in windows_by_id.items()}


def left_of(day: problem.Window, taken: Iterable[problem.Window]) -> Iterable[problem.Window]:
    """Yield what is left of a day when stretches of it are taken."""
    start = day.start
    for window in sorted(window for window in taken if window.day == day.day):
        if start < min(window.start, day.end):
            yield problem.Window(day.day, start, min(window.start, day.end))
        start = max(start, window.end)
    if start < day.end:
        yield problem.Window(day.day, start, day.end)


def adults_of(
    staff: Iterable[PlannedAdult],
    trained: Mapping[str, frozenset[str]],
    taken: Taken,
    grid: TimeGrid,
    *,
    cover: bool = False,
) -> tuple[problem.Adult, ...]:
    """Return the adults who lead support, free whenever they have no lesson; their hours are those of their post.

    With `cover`, teachers may lead a group during their own lessons when an assistant takes the class.
    """
    adults = []
    for member in staff:
        qualified = member.adult is Adult.TEACHER
        covers = cover and not qualified
        if member.id not in trained and not covers:
            continue
        lessons = taken.get(member.id, ())
        days = [problem.Window(day, grid.day_starts, grid.day_ends) for day, _ in enumerate(grid.weekdays)]
        teaching = sum(window.end - window.start for window in lessons)
        longest = sum(day.end - day.start for day in days)
        hours = longest if member.hours_per_week is None else round(member.hours_per_week * 60)
        adults.append(
            problem.Adult(
                id=member.id,
                windows=tuple(window for day in days for window in left_of(day, lessons)),
                trained=trained.get(member.id, frozenset()),
                minutes=max(0, min(longest, hours) - teaching),
                teacher=qualified,
                teaches=lessons if cover and qualified else (),
                covers=covers,
            )
        )
    return tuple(adults)


def rooms_of(rooms: Iterable[PlannedRoom], taken: Taken, elsewhere: int) -> tuple[problem.Room, ...]:
    """Return the school's rooms, free whenever no lesson is in them, and so many places elsewhere that are no rooms."""
    known = [problem.Room(room.id, room.places or ANY_PLACE, taken.get(room.id, ())) for room in rooms]
    return (*known, *(problem.Room(f"{PLACE}{number + 1}", ANY_PLACE) for number in range(elsewhere)))


def is_room(name: str) -> bool:
    """Say whether an id is that of a room, not of a place elsewhere or of none."""
    return bool(name) and not name.startswith(PLACE)
