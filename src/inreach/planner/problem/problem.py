"""The planner's question: whose lessons there are, which groups must meet, and with which adults and rooms.

Times are minutes since midnight, days are 0 for the first day of the school week, weeks are 0 or 1 of the cycle.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inreach.core.ledger.types import ALWAYS_PROTECTED, PeriodKind, SubjectKind
from inreach.core.school.calendar import WEEKDAYS
from inreach.planner.objective.weights import STANDARD, Weights
from inreach.planner.problem.timetable import Timetable

MAIN_SITE = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject by name, its kind, and whether the school keeps it whole; PSHE and RSHE are always kept.

    `weight` is the points per five minutes missed where the school gives the subject a weight of its own; a pupil who
    loves it loses what a loved lesson weighs at least.
    """

    id: str
    kind: SubjectKind = SubjectKind.FOUNDATION
    protected: bool = False
    weight: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Lesson:
    """One stretch of a day on a timetable; `teacher` says whether a qualified teacher takes it.

    A stretch that is no lesson (registration, assembly, break, lunch) has a kind and no subject.
    """

    week: int
    day: int
    start: int
    end: int
    subject: str = ""
    teacher: bool = True
    kind: PeriodKind = PeriodKind.LESSON


@dataclass(frozen=True, slots=True)
class Stream:
    """A timetable of lessons that one or more pupils follow, over the whole cycle."""

    id: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil, the stream of lessons, the loved subjects, and subjects that this pupil shall not miss.

    `allowed` names subjects and kinds of period that a person has opened for this pupil although they are kept whole
    otherwise. `unavoidable` is the least harm, in points, that this pupil could have if nobody else were there: the
    worst-off pupil is the one with most points beyond it.
    """

    id: str
    stream: str
    loved: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    unavoidable: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of one day in every week of the cycle."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Adult:
    """Somebody who gives support: when they are there, what they are trained for, and their minutes a week.

    `teaches` is when this person has a class of their own, so that a session then needs somebody to cover; `covers`
    says that this person may cover. Covering counts towards the minutes as sessions do.
    """

    id: str
    windows: tuple[Window, ...]
    trained: frozenset[str]
    minutes: int
    teacher: bool = False
    teaches: tuple[Window, ...] = ()
    covers: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A room, how many pupils it holds, when it is taken by others, and on which site it is."""

    id: str
    places: int
    busy: tuple[Window, ...] = ()
    site: str = MAIN_SITE


@dataclass(frozen=True, slots=True, order=True)
class Walk:
    """How many minutes it takes to walk from one site to the other, and back."""

    one: str
    other: str
    minutes: int


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A session that must be at this time."""

    week: int
    day: int
    start: int


@dataclass(frozen=True, slots=True)
class Group:
    """Pupils who follow a programme together: minutes a session and sessions a week, on different days.

    `prepares` is the subject that the sessions prepare for; `adult` is set where it must be that person. With `joins`
    the sessions take place in class, in lessons of that subject, on the main site: nobody leaves, no room is needed.
    """

    id: str
    programme: str
    members: tuple[str, ...]
    minutes: int
    sessions: int
    prepares: str | None = None
    adult: str | None = None
    pins: tuple[Pin, ...] = ()
    joins: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that the planner may know. Build it, then call `inreach.planner.problem.validation.check`.

    `step` is the raster of times in minutes; `day_starts` and `day_ends` bound the sessions; `turnaround` is the time
    an adult needs after a session; `within_lessons` forbids a session to cross a lesson's edge; `prepare_within` is
    how long before its lesson a preparing session may end; `allowed` names subjects and kinds of period that a person
    has opened for all although they are kept whole otherwise; `walks` are the ways between sites; `published` is the
    timetable that people live by already, from which each change weighs; `day_names` are the days of the school week,
    the first first.
    """

    step: int
    days: int
    weeks: int
    day_starts: int
    day_ends: int
    subjects: tuple[Subject, ...]
    streams: tuple[Stream, ...]
    pupils: tuple[Pupil, ...]
    adults: tuple[Adult, ...]
    rooms: tuple[Room, ...]
    groups: tuple[Group, ...]
    turnaround: int = 0
    within_lessons: bool = False
    prepare_within: int = 120
    allowed: frozenset[str] = frozenset()
    weights: Weights = field(default=STANDARD)
    walks: tuple[Walk, ...] = ()
    published: Timetable | None = None
    day_names: tuple[str, ...] = WEEKDAYS

    def is_open(self, lesson: Lesson, pupil: Pupil) -> bool:
        """Say whether a pupil may leave a stretch of the day at all."""
        name = self.subject_of(lesson)
        opened = name in self.allowed or name in pupil.allowed
        if lesson.kind is not PeriodKind.LESSON:
            return opened
        if lesson.subject in pupil.protected:
            return False
        subject = next(s for s in self.subjects if s.id == lesson.subject)
        return not (subject.protected or subject.kind in ALWAYS_PROTECTED) or opened

    def subject_of(self, lesson: Lesson) -> str:
        """Return the name under which missed minutes of a stretch are counted."""
        return lesson.subject if lesson.kind is PeriodKind.LESSON else lesson.kind.value

    def day_name(self, day: int) -> str:
        """Return what a day of the school week is called; a day that is not in the week is told by its number."""
        return self.day_names[day] if 0 <= day < self.days else f"day {day + 1}"

    def walk(self, one: str, other: str) -> int:
        """Return the minutes it takes from one site to another; none on one site."""
        if one == other:
            return 0
        return next(item.minutes for item in self.walks if {item.one, item.other} == {one, other})
