"""The words of the ledger: what goes in (blocks, support, absence) and what comes out (segments, totals)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from inreach.core.school.calendar import check_stretch


class Where(StrEnum):
    """Where the pupil is."""

    CLASS = "class"
    BASE = "base"
    ELSEWHERE = "elsewhere"


class Adult(StrEnum):
    """Who is with the pupil: nobody is a fact, and unknown is what stands where nobody is named."""

    TEACHER = "teacher"
    ASSISTANT = "assistant"
    SPECIALIST = "specialist"
    NONE = "none"
    UNKNOWN = "unknown"


class PeriodKind(StrEnum):
    """What the bell says this stretch of the day is for; unknown on a day without lessons, where no bell says it."""

    LESSON = "lesson"
    REGISTRATION = "registration"
    ASSEMBLY = "assembly"
    BREAK = "break"
    LUNCH = "lunch"
    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Present, learning elsewhere, or absent."""

    PRESENT = "present"
    ELSEWHERE = "elsewhere"
    ABSENT = "absent"


class SubjectKind(StrEnum):
    """Which part of the curriculum a subject belongs to."""

    CORE = "core"
    FOUNDATION = "foundation"
    PSHE = "pshe"
    RSHE = "rshe"
    PE = "pe"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The kind inside a sentence: "foundation", "PSHE"."""
        return self.value.upper() if self in SPELT_OUT else self.value

    @property
    def label(self) -> str:
        """The kind by itself: "Foundation", "PSHE"."""
        return self.words[0].upper() + self.words[1:]


SPELT_OUT = frozenset({SubjectKind.PSHE, SubjectKind.RSHE, SubjectKind.PE})
ALWAYS_PROTECTED = frozenset({SubjectKind.PSHE, SubjectKind.RSHE})
OUTSIDE_SCHOOL = frozenset({PeriodKind.BEFORE, PeriodKind.AFTER})
BELL_KINDS = tuple(kind for kind in PeriodKind if kind is not PeriodKind.UNKNOWN)
CURRICULUM_ORDER = (SubjectKind.CORE, SubjectKind.FOUNDATION)


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a pupil's school day: a lesson of the pupil, or a period of the day plan; in minutes.

    `lesson_id` tells lessons apart, "" for a period; `key` is the code by which the timetable that it came from
    calls it. A code may decide between two lessons at one time, an id never does.
    """

    day: date
    start: int
    end: int
    kind: PeriodKind
    subject: str = ""
    subject_kind: SubjectKind = SubjectKind.OTHER
    adult: Adult = Adult.TEACHER
    protected: bool = False
    loved: bool = False
    key: str = ""
    lesson_id: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        check_stretch(self.start, self.end)

    def __str__(self) -> str:
        return (
            f"{self.subject or self.kind.value} ({self.key})" if self.key else self.subject or self.kind.value
        )

    @property
    def is_protected(self) -> bool:
        """Say whether a pupil should not miss it: the school says so, or it is PSHE or RSHE."""
        return self.protected or self.subject_kind in ALWAYS_PROTECTED


@dataclass(frozen=True, slots=True)
class Support:
    """One session of support planned for, or delivered to, the pupil; in minutes of its day.

    `programme` and `group` are names for people. The ids tell them apart: two groups of one name stay two. `key` is
    the id of the session.
    """

    day: date
    start: int
    end: int
    where: Where
    adult: Adult
    programme: str
    group: str
    key: str = ""
    programme_id: str = field(kw_only=True)
    group_id: str = field(kw_only=True)

    def __post_init__(self) -> None:
        check_stretch(self.start, self.end)

    def __str__(self) -> str:
        return f"{self.programme} ({self.group})"


@dataclass(frozen=True, slots=True)
class Absence:
    """A stretch of a day on which the pupil was not at school; in minutes."""

    day: date
    start: int
    end: int

    def __post_init__(self) -> None:
        check_stretch(self.start, self.end)


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group as sentences speak of it: told apart by its id, and by its name for people."""

    id: str
    name: str

    def __str__(self) -> str:
        return self.name


class Segment(NamedTuple):
    """A run of minutes in which nothing changes; a tuple, because a school's week has tens of thousands.

    `where` is None while the pupil is absent. `support` and `group` are the names of programme and group, and like
    their ids None without support. `block` is the key of the block under it ("" outside the school day), and
    `lesson_id` the id of the lesson ("" outside lessons). In-class support by an assistant has the assistant as
    adult, so that its minutes count as assistant time; `lesson_adult` is who teaches the lesson meanwhile.
    """

    day: date
    start: int
    end: int
    kind: PeriodKind
    subject: str
    subject_kind: SubjectKind
    protected: bool
    loved: bool
    where: Where | None
    adult: Adult
    support: str | None
    group: str | None
    state: State
    lesson_adult: Adult
    block: str
    programme_id: str | None
    group_id: str | None
    lesson_id: str

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start

    @property
    def out(self) -> bool:
        """Say whether the pupil learns away from class in these minutes, in a base or elsewhere."""
        return self.state is State.ELSEWHERE


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes of one pupil's week, summed over its segments.

    Taught minutes are the lesson minutes for which the pupil was at school, so taught = teacher + assistant +
    specialist + alone + unknown adult, and out = the sum of missed. Absent lesson minutes are counted apart.
    Non-learning minutes are what support takes from registration, assembly, break, lunch, or before and after
    school. Unknown time are minutes of support on days without lessons, of which nobody can say what they take;
    unknown out are those of them away from class. Programmes are names by id, so that two of one name count as two.
    """

    taught: int = 0
    out: int = 0
    teacher: int = 0
    assistant: int = 0
    specialist: int = 0
    alone: int = 0
    unknown_adult: int = 0
    unknown_time: int = 0
    unknown_out: int = 0
    absent: int = 0
    leavings: int = 0
    loved_missed: int = 0
    wider_missed: int = 0
    out_by_adult: Mapping[Adult, int] = field(default_factory=dict)
    taught_by_subject: Mapping[str, int] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)
    protected_missed: Mapping[str, int] = field(default_factory=dict)
    loved_missed_by_subject: Mapping[str, int] = field(default_factory=dict)
    non_learning: Mapping[PeriodKind, int] = field(default_factory=dict)
    programmes: Mapping[str, str] = field(default_factory=dict)
    programmes_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def share_out(self) -> float:
        """Share of the pupil's own taught minutes spent out of class, 0 to 1; 0 when nothing was taught."""
        return self.out / self.taught if self.taught else 0.0

    @property
    def in_class(self) -> int:
        """Taught minutes spent in class."""
        return self.taught - self.out

    @property
    def assistant_in_class(self) -> int:
        """In-class minutes at an assistant's side, counted as assistant time and not as teacher time."""
        return self.assistant - self.out_by_adult.get(Adult.ASSISTANT, 0)

    @property
    def non_learning_minutes(self) -> int:
        """Minutes that support takes from time that is not for lessons."""
        return sum(self.non_learning.values())


@dataclass(frozen=True, slots=True)
class LedgerWeek:
    """The segments of one pupil's week, in order, and their totals."""

    segments: tuple[Segment, ...]
    totals: Totals
