"""The planner's question: whose lessons there are, which groups must meet, and with which adults and rooms.

Times are minutes since midnight, days are 0 for the first day of the school week, weeks are 0 or 1 of the cycle.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inreach.core.ledger_words import PeriodKind, SubjectKind
from inreach.planner.weights import STANDARD, Weights

PROTECTED_KINDS = frozenset({SubjectKind.PSHE, SubjectKind.RSHE})


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject by name, its kind, and whether the school keeps it whole; PSHE and RSHE are always kept."""

    id: str
    kind: SubjectKind = SubjectKind.FOUNDATION
    protected: bool = False


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
    """A pupil, the stream of lessons, the loved subjects, and subjects that this pupil shall not miss."""

    id: str
    stream: str
    loved: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of one day in every week of the cycle."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Adult:
    """Somebody who gives support: when they are there, what they are trained for, and their minutes a week."""

    id: str
    windows: tuple[Window, ...]
    trained: frozenset[str]
    minutes: int
    teacher: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A room, how many pupils it holds, and when it is taken by others."""

    id: str
    places: int
    busy: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A session that must be at this time."""

    week: int
    day: int
    start: int


@dataclass(frozen=True, slots=True)
class Group:
    """Pupils who follow a programme together: minutes a session and sessions a week, on different days.

    `prepares` is the subject that the sessions prepare for; `adult` is set where it must be that person.
    """

    id: str
    programme: str
    members: tuple[str, ...]
    minutes: int
    sessions: int
    prepares: str | None = None
    adult: str | None = None
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that the planner may know. Build it, then call `inreach.planner.validate.check`.

    `step` is the raster of times in minutes; `day_starts` and `day_ends` bound the sessions; `turnaround` is the time
    an adult needs after a session; `within_lessons` forbids a session to cross a lesson's edge; `prepare_within` is
    how long before its lesson a preparing session may end; `allowed` names subjects and kinds of period that a person
    has opened although they are kept whole otherwise.
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

    def is_open(self, lesson: Lesson, pupil: Pupil) -> bool:
        """Say whether a pupil may leave a stretch of the day at all."""
        if lesson.kind is not PeriodKind.LESSON:
            return lesson.kind.value in self.allowed
        if lesson.subject in pupil.protected:
            return False
        subject = next(s for s in self.subjects if s.id == lesson.subject)
        return not (subject.protected or subject.kind in PROTECTED_KINDS) or subject.id in self.allowed

    def subject_of(self, lesson: Lesson) -> str:
        """Return the name under which missed minutes of a stretch are counted."""
        return lesson.subject if lesson.kind is PeriodKind.LESSON else lesson.kind.value
