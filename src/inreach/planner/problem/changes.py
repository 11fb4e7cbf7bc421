"""A change of facts: what is no longer as the published timetable took it to be, and the problem that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from inreach.core.text import listed
from inreach.planner.explain.wording import Names, at_time, capital, stretches
from inreach.planner.problem.problem import Group, Lesson, Problem, Pupil, Window

NAMES = Names()


class ChangeRefused(ValueError):
    """A change speaks of somebody or something that the problem does not know."""


@dataclass(frozen=True, slots=True)
class LessonMoved:
    """A lesson of a stream is at another time, or is another lesson."""

    stream: str
    lesson: Lesson
    to: Lesson


@dataclass(frozen=True, slots=True)
class AdultAway:
    """An adult is not there in these windows; without windows, not at all. Who must lead a group then need not."""

    adult: str
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomGone:
    """A room cannot be used in these windows; without windows, not at all."""

    room: str
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupAdded:
    """There is one more group."""

    group: Group


@dataclass(frozen=True, slots=True)
class GroupEnded:
    """A group has ended."""

    group: str


@dataclass(frozen=True, slots=True)
class PupilJoins:
    """A pupil joins a group; the pupil may be new to the problem."""

    pupil: Pupil
    group: str


@dataclass(frozen=True, slots=True)
class PupilLeaves:
    """A pupil leaves a group; a group that nobody is left in ends."""

    pupil: str
    group: str


Change = LessonMoved | AdultAway | RoomGone | GroupAdded | GroupEnded | PupilJoins | PupilLeaves


def changed(problem: Problem, changes: Iterable[Change]) -> Problem:
    """Return the problem after these changes, one after another; ChangeRefused names what is not known."""
    for change in changes:
        problem = _MADE[type(change)](problem, change)
    return problem


def change_sentence(problem: Problem, change: Change, names: Names = NAMES) -> str:
    """Return a sentence that says what has changed; the problem is the one before."""
    match change:
        case LessonMoved(stream, lesson, to):
            one, other = _lesson(problem, lesson, names), _lesson(problem, to, names)
            text = f"In {names.of('stream', stream)}, {one} is now {other}."
        case AdultAway(adult, windows):
            text = f"{names.adult(adult)} is away{_when(problem, windows)}."
        case RoomGone(room, windows):
            text = f"{names.room(room)} cannot be used{_when(problem, windows)}."
        case GroupAdded(group):
            text = (
                f"{names.group(group.id)} is new, with {listed(names.pupil(name) for name in group.members)}."
            )
        case GroupEnded(group):
            text = f"{names.group(group)} has ended."
        case PupilJoins(pupil, group):
            text = f"{names.pupil(pupil.id)} joins {names.group(group)}."
        case PupilLeaves(pupil, group):
            text = f"{names.pupil(pupil)} leaves {names.group(group)}."
    return capital(text)


def _lesson(problem: Problem, lesson: Lesson, names: Names) -> str:
    what = names.thing(problem.subject_of(lesson))
    return f"{what} on {at_time(problem, lesson.week, lesson.day, lesson.start)}"


def _when(problem: Problem, windows: tuple[Window, ...]) -> str:
    return f" {stretches(problem, windows)}" if windows else " for the whole week"


def _swapped(things: tuple[Any, ...], kind: str, name: str, change: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return the things with the named one changed, or without it where the change gives None."""
    if all(thing.id != name for thing in things):
        raise ChangeRefused(f"There is no {kind} “{name}”.")
    made = (change(thing) if thing.id == name else thing for thing in things)
    return tuple(thing for thing in made if thing is not None)


def _lesson_moved(problem: Problem, change: LessonMoved) -> Problem:
    def moved(stream: Any) -> Any:
        if change.lesson not in stream.lessons:
            lesson = _lesson(problem, change.lesson, NAMES)
            raise ChangeRefused(f"Stream {change.stream} has no {lesson}.")
        lessons = (change.to if item == change.lesson else item for item in stream.lessons)
        return replace(stream, lessons=tuple(sorted(lessons)))

    return replace(problem, streams=_swapped(problem.streams, "stream", change.stream, moved))


def without(windows: Iterable[Window], gone: Iterable[Window]) -> tuple[Window, ...]:
    """Return what is left of windows after others are cut out of them."""
    left = list(windows)
    for cut in gone:
        parts = []
        for item in left:
            if item.day != cut.day or item.end <= cut.start or cut.end <= item.start:
                parts.append(item)
                continue
            parts += [Window(item.day, item.start, cut.start)] if item.start < cut.start else []
            parts += [Window(item.day, cut.end, item.end)] if cut.end < item.end else []
        left = parts
    return tuple(left)


def _adult_away(problem: Problem, change: AdultAway) -> Problem:
    def away(adult: Any) -> Any:
        return replace(adult, windows=without(adult.windows, change.windows) if change.windows else ())

    adults = _swapped(problem.adults, "adult", change.adult, away)
    if change.windows:
        return replace(problem, adults=adults)
    groups = tuple(
        replace(group, adult=None) if group.adult == change.adult else group for group in problem.groups
    )
    return replace(problem, adults=adults, groups=groups)


def _room_gone(problem: Problem, change: RoomGone) -> Problem:
    def gone(room: Any) -> Any:
        return replace(room, busy=(*room.busy, *change.windows)) if change.windows else None

    return replace(problem, rooms=_swapped(problem.rooms, "room", change.room, gone))


def _group_added(problem: Problem, change: GroupAdded) -> Problem:
    return replace(problem, groups=(*problem.groups, change.group))


def _group_ended(problem: Problem, change: GroupEnded) -> Problem:
    return replace(problem, groups=_swapped(problem.groups, "group", change.group, lambda _group: None))


def _pupil_joins(problem: Problem, change: PupilJoins) -> Problem:
    def joined(group: Group) -> Group:
        if change.pupil.id in group.members:
            raise ChangeRefused(f"Pupil {change.pupil.id} is in group {group.id} already.")
        return replace(group, members=(*group.members, change.pupil.id))

    known = any(pupil.id == change.pupil.id for pupil in problem.pupils)
    pupils = problem.pupils if known else (*problem.pupils, change.pupil)
    groups = _swapped(problem.groups, "group", change.group, joined)
    return replace(problem, pupils=pupils, groups=groups)


def _pupil_leaves(problem: Problem, change: PupilLeaves) -> Problem:
    def left(group: Group) -> Group | None:
        if change.pupil not in group.members:
            raise ChangeRefused(f"Pupil {change.pupil} is not in group {group.id}.")
        members = tuple(name for name in group.members if name != change.pupil)
        return replace(group, members=members) if members else None

    return replace(problem, groups=_swapped(problem.groups, "group", change.group, left))


_MADE: dict[type, Callable[[Problem, Any], Problem]] = {
    LessonMoved: _lesson_moved,
    AdultAway: _adult_away,
    RoomGone: _room_gone,
    GroupAdded: _group_added,
    GroupEnded: _group_ended,
    PupilJoins: _pupil_joins,
    PupilLeaves: _pupil_leaves,
}
