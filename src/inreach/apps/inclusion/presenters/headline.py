"""What a pupil's week means, in words: the one sentence that matters, and which session takes what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inreach.apps.inclusion.services.school_week import Row
from inreach.apps.ui.ribbon.sentences import WITH
from inreach.core.guard.types import Severity
from inreach.core.ledger.types import PeriodKind, Segment
from inreach.core.school.calendar import WEEKDAYS
from inreach.core.text import listed, minutes


@dataclass(frozen=True, slots=True)
class Headline:
    """The one sentence that matters, what stands behind it, and what could happen in class instead."""

    title: str
    sentences: tuple[str, ...]
    alternative: str
    tone: str


@dataclass(frozen=True, slots=True)
class Taking:
    """What one programme takes from a pupil in a week, in minutes by subject."""

    programme: str
    days: tuple[str, ...]
    adult: str
    missed: dict[str, int]

    @property
    def minutes(self) -> int:
        """All of it."""
        return sum(self.missed.values())


def takings(pieces: Iterable[Segment]) -> list[Taking]:
    """Return what each programme takes from lessons, the most first."""
    by_programme: dict[str, tuple[str, dict[str, None], dict[str, int], str]] = {}
    for piece in pieces:
        if piece.out and piece.kind is PeriodKind.LESSON:
            _, days, missed, _ = by_programme.setdefault(
                str(piece.programme_id), (str(piece.support), {}, {}, WITH[piece.adult])
            )
            days[WEEKDAYS[piece.day.weekday()]] = None
            missed[piece.subject] = missed.get(piece.subject, 0) + piece.minutes
    sums = [
        Taking(programme, tuple(days), adult, missed)
        for programme, days, missed, adult in by_programme.values()
    ]
    return sorted(sums, key=lambda taking: (-taking.minutes, taking.programme))


def on_days(days: Sequence[str]) -> str:
    """Return "on Monday and Thursday", or "every day" for five days."""
    return "every day" if len(days) == 5 else f"on {listed(days)}"


def taking_sentence(taking: Taking) -> str:
    """Return "Phonics on Monday and Friday takes 60 minutes: 40 of English and 20 of art."."""
    start = f"{taking.programme} {on_days(taking.days)} takes {minutes(taking.minutes)}"
    if len(taking.missed) == 1:
        return f"{start} of {next(iter(taking.missed))}."
    parts = sorted(taking.missed.items(), key=lambda item: (-item[1], item[0]))
    return f"{start}: {listed([f'{number} of {subject}' for subject, number in parts])}."


def headline(row: Row, name: str) -> Headline:
    """Return the sentence that matters most this week, chosen by the gravest flag; a calm one where there is none."""
    if row.worst is None or row.worst.severity is Severity.NOTE:
        return calm(row, name)
    flag = row.worst.about(name)
    behind = [piece for piece in row.week.segments if piece.out and flag.finding.explained_by(piece)]
    return Headline(
        flag.headline,
        tuple(taking_sentence(taking) for taking in takings(behind)[:3]),
        flag.alternative,
        "plum" if flag.severity is Severity.OUTVENTION else "say",
    )


def calm(row: Row, name: str) -> Headline:
    """Return the sentence of a week that crosses no line."""
    t = row.totals
    if not t.taught:
        return Headline("No lessons are known for this week.", (), "", "quiet")
    if not row.supported:
        return Headline(
            f"{name} is in class for every lesson this week.", ("No support is planned.",), "", "good"
        )
    if t.unknown_out:
        return Headline(
            f"{name} is in class for {minutes(t.in_class)} of the {minutes(t.taught)} that are known of this week.",
            (
                f"What {minutes(t.unknown_out)} of support take is not known: "
                "there are no lessons in the timetable on those days.",
                *(taking_sentence(taking) for taking in takings(row.week.segments)[:2]),
            ),
            "",
            "quiet",
        )
    if not t.out:
        return Headline(
            f"{name} is in class for every lesson this week.", ("Support comes into the class.",), "", "good"
        )
    return Headline(
        f"{name} is in class for {minutes(t.in_class)} of {minutes(t.taught)} this week. Nothing crosses a line.",
        tuple(taking_sentence(taking) for taking in takings(row.week.segments)[:3]),
        "",
        "good",
    )
