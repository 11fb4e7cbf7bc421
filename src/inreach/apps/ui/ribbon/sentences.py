"""What the week ribbon says in words: the sentences under a day, the lines of its table, and its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.apps.ui.ribbon.shapes import as_session, clock, runs
from inreach.core.ledger.types import Adult, PeriodKind, Segment, State, Where
from inreach.core.text import listed

WITH = {
    Adult.TEACHER: "with the teacher",
    Adult.ASSISTANT: "with an assistant",
    Adult.SPECIALIST: "with a specialist",
    Adult.NONE: "with no adult",
    Adult.UNKNOWN: "with an adult not named",
}
ADULTS = {
    Adult.TEACHER: ("teacher",),
    Adult.ASSISTANT: ("assistant", "TA"),
    Adult.SPECIALIST: ("specialist", "spec."),
    Adult.NONE: ("no adult", "alone"),
    Adult.UNKNOWN: ("not named", "?"),
}
PLACES = {Where.CLASS: "in class", Where.BASE: "in the base", Where.ELSEWHERE: "elsewhere"}
PERIODS = {
    PeriodKind.REGISTRATION: ("Registration", "Register", "Reg."),
    PeriodKind.ASSEMBLY: ("Assembly", "Assem."),
    PeriodKind.BREAK: ("Break",),
    PeriodKind.LUNCH: ("Lunch",),
    PeriodKind.BEFORE: ("Before school", "Before"),
    PeriodKind.AFTER: ("After school", "After"),
    PeriodKind.UNKNOWN: ("Time not known", "Not known"),
    PeriodKind.LESSON: ("Lesson",),
}


@dataclass(frozen=True, slots=True)
class Take:
    """One sentence under a day: what was taken out, what came into the class, or an absence."""

    kind: str
    title: str
    sentence: str
    protected: bool = False
    loved: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table that says the same as the drawing."""

    time: str
    lesson: str
    where: str
    adult: str
    support: str
    marks: str
    out: bool


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the key: the class of its swatch and what it stands for."""

    swatch: str
    label: str


def name_of(segment: Segment) -> str:
    """Return the subject of a lesson, or the name of the period."""
    return segment.subject or PERIODS[segment.kind][0]


def time_of(run: Sequence[Segment]) -> str:
    """Return "9:30 to 10:00"."""
    return f"{clock(run[0].start)} to {clock(run[-1].end)}"


def minutes_of(run: Sequence[Segment]) -> int:
    """Return the minutes of a run."""
    return run[-1].end - run[0].start


def missed_in(run: Sequence[Segment]) -> str:
    """Return what a session takes, "25 minutes of English and 5 minutes of break"."""
    lost: dict[str, int] = {}
    for segment in run:
        name = segment.subject or PERIODS[segment.kind][0].lower()
        lost[name] = lost.get(name, 0) + segment.minutes
    return listed([f"{minutes} minutes of {name}" for name, minutes in lost.items()])


def take_of(run: Sequence[Segment]) -> Take | None:
    """Return the sentence of one session, or None where a pupil is simply in class."""
    first = run[0]
    if first.state is State.ABSENT:
        return Take("absent", "Absent", f"{time_of(run)}.")
    if first.support is None:
        return None
    with_whom = WITH[first.adult]
    if first.state is State.PRESENT:
        return Take("inside", first.support, f"{time_of(run)}, in {name_of(first)}, {with_whom}.")
    place = ", in the base" if first.where is Where.BASE else ""
    return Take(
        "base" if first.where is Where.BASE else "out",
        first.support,
        f"{time_of(run)}, {with_whom}{place}. Misses {missed_in(run)}.",
        any(p.protected for p in run),
        any(p.loved for p in run),
    )


def takes_of(segments: Sequence[Segment]) -> tuple[Take, ...]:
    """Return the sentences of one day, in order of time."""
    return tuple(take for run in runs(segments, as_session) if (take := take_of(run)) is not None)


def entry_of(segment: Segment) -> Entry:
    """Return the line of the table for one segment."""
    lesson = segment.kind is PeriodKind.LESSON
    marks = [word for word, holds in (("protected", segment.protected), ("loved", segment.loved)) if holds]
    if segment.state is State.ABSENT:
        where, adult = "absent", ""
    else:
        where = PLACES[segment.where or Where.CLASS]
        adult = ADULTS[segment.adult][0] if lesson or segment.support else ""
        where = where if lesson or segment.support else ""
    return Entry(
        f"{clock(segment.start)} to {clock(segment.end)}",
        name_of(segment),
        where,
        adult,
        segment.support or "",
        ", ".join(marks),
        segment.out,
    )


def key_of(segments: Sequence[Segment], name: str) -> tuple[Key, ...]:
    """Return the key, with an entry only for what this week shows; in class and elsewhere always."""
    lessons = [p for p in segments if p.kind is PeriodKind.LESSON]
    attended = [p for p in segments if p.state is not State.ABSENT]
    shown = {p.adult for p in attended if p.support or p.kind is PeriodKind.LESSON}
    inside = any(p.support and p.state is State.PRESENT for p in segments)
    optional = (
        (any(p.where is Where.BASE for p in segments), Key("base", "in a base")),
        (inside, Key("inside", "support in class")),
        (any(p.protected for p in lessons), Key("protected", "protected subject")),
        (any(p.loved for p in lessons), Key("loved", f"loved by {name}")),
        (any(p.state is State.ABSENT for p in segments), Key("absent", "absent")),
        *((adult in shown, Key(f"seam--{adult}", WITH[adult])) for adult in Adult),
    )
    return (
        Key("class", "in class"),
        Key("out", "learning elsewhere"),
        *(entry for is_shown, entry in optional if is_shown),
    )
