"""One pupil's page: the figures, what is missed, the groups, and who may see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from inreach.apps.inclusion.presenters.headline import Headline, headline, on_days
from inreach.apps.inclusion.presenters.unknown import unknown_sentences
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger
from inreach.apps.provision.models import Group
from inreach.apps.ui.presenters.figures import hours
from inreach.apps.ui.ribbon.drawing import Ribbon, week_ribbon
from inreach.apps.ui.ribbon.sentences import WITH
from inreach.core.guard.rules.non_learning import PERIOD_WORDS
from inreach.core.guard.types import Flag
from inreach.core.ledger.types import PeriodKind, Segment
from inreach.core.school.calendar import WEEKDAYS, hhmm
from inreach.core.text import listed, minutes


@dataclass(frozen=True, slots=True)
class MissedLine:
    """One subject or stretch of the pupil's own time: minutes taken, of how many, with its marks."""

    name: str
    minutes: int
    of: int | None
    protected: bool = False
    loved: bool = False

    @property
    def share(self) -> float | None:
        """Share of the subject's minutes that is missed, 0 to 1."""
        return self.minutes / self.of if self.of else None

    @property
    def per_mille(self) -> int:
        """The share as a number for drawing, 0 to 1000."""
        return round(1000 * (self.share or 0))


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of the pupil: when it meets this week, with whom, and since when the pupil is in it.

    `may_open` says whether the reader may open the group's own page.
    """

    group: Group
    when: str
    adult: str
    since: date
    takes: str
    missed_words: str = ""
    may_open: bool = False


@dataclass(frozen=True, slots=True)
class PupilWeek:
    """Everything that the page says of one week."""

    row: Row
    headline: Headline
    ribbon: Ribbon
    flags: tuple[Flag, ...]
    unknown: tuple[str, ...]
    missed: tuple[MissedLine, ...]
    own_time: tuple[MissedLine, ...]
    groups: tuple[GroupLine, ...]
    teacher_note: str
    programmes_note: str
    own_time_note: str

    @property
    def share_floor(self) -> float:
        """Share out as the page shows it, 0 to 1 in whole per cent."""
        return self.row.percent_out / 100


def pupil_week(ledger: SchoolLedger, row: Row, name: str, groups_to_open: Collection[str] = ()) -> PupilWeek:
    """Return one pupil's week as the page shows it; `name` is what the pupil is called.

    `groups_to_open` are the ids of the groups whose page the reader may open.
    """
    t = row.totals
    loved = t.loved_missed_by_subject
    return PupilWeek(
        row=row,
        headline=headline(row, name),
        ribbon=week_ribbon(row.week.segments, ledger.week.starts, ledger.week.days, name=name),
        flags=tuple(flag.about(name) for flag in row.flags),
        unknown=(*unknown_sentences(t, name), *(rule.not_known_sentence for rule in row.unknown)),
        missed=tuple(
            MissedLine(
                subject,
                number,
                t.taught_by_subject.get(subject),
                protected=subject in t.protected_missed,
                loved=subject in loved,
            )
            for subject, number in sorted(t.missed.items(), key=lambda item: (-item[1], item[0]))
        ),
        own_time=tuple(
            MissedLine(PERIOD_WORDS.get(kind, kind.value).capitalize(), number, None)
            for kind, number in sorted(t.non_learning.items(), key=lambda item: (-item[1], item[0]))
        ),
        groups=tuple(group_lines(row, groups_to_open)),
        teacher_note=teacher_note(row, name),
        programmes_note=programmes_note(row),
        own_time_note=own_time_note(row),
    )


def teacher_note(row: Row, name: str) -> str:
    """Return with whom the rest of the taught time is, beside the middle pupil of the class."""
    t = row.totals
    with_others = [
        f"with {words} {hours(number)}"
        for words, number in (
            ("an assistant", t.assistant),
            ("a specialist", t.specialist),
            ("no adult", t.alone),
            ("an adult not named", t.unknown_adult),
        )
        if number
    ]
    time_with_others = f"{listed(with_others).capitalize()}." if with_others else ""
    if row.median_teacher is None:
        return time_with_others
    return f"The middle pupil of {row.class_name} has {hours(row.median_teacher)}. {time_with_others}".strip()


def programmes_note(row: Row) -> str:
    """Return the programmes of the week by name, those in class and those out of it."""
    t = row.totals
    out = sorted(t.programmes_out.values())
    inside = sorted(name for key, name in t.programmes.items() if key not in t.programmes_out)
    parts = []
    if out:
        parts.append(f"For {listed(out)}.")
    if inside:
        parts.append(f"In class: {listed(inside)}.")
    return " ".join(parts) or "No support is planned."


def own_time_note(row: Row) -> str:
    """Return what is taken of time that is not for lessons, in words."""
    taken, unknown = row.totals.non_learning, row.totals.unknown_time
    not_known = f"Not known for {minutes(unknown)} of support." if unknown else ""
    if not taken:
        return not_known or "None of break, lunch, registration or assembly."
    parts = [f"{minutes(n)} of {PERIOD_WORDS.get(kind, kind.value)}" for kind, n in taken.items()]
    return f"{listed(parts)}. {not_known}".strip()


def group_lines(row: Row, groups_to_open: Collection[str]) -> list[GroupLine]:
    """Return the groups that the pupil is in, by name, with this week's times and whether the reader may open them."""
    lines = []
    for membership in row.memberships:
        group = membership.group
        segments = [segment for segment in row.week.segments if segment.group_id == str(group.pk)]
        taken = sum(
            segment.minutes for segment in segments if segment.out and segment.kind is PeriodKind.LESSON
        )
        lines.append(
            GroupLine(
                group,
                when_of([(segment.day, segment.start, segment.end) for segment in segments]),
                group.adult.name
                if group.adult
                else (WITH[segments[0].adult] if segments else "nobody named yet"),
                membership.since,
                f"{minutes(taken)} of lessons"
                if taken
                else ("in class" if segments else "nothing this week"),
                missed_words(segments),
                str(group.pk) in groups_to_open,
            )
        )
    return lines


def missed_words(segments: Sequence[Segment]) -> str:
    """Return what these segments take from lessons, "40 minutes of English and 20 minutes of art", or nothing."""
    lost: dict[str, int] = {}
    for segment in segments:
        if segment.out and segment.kind is PeriodKind.LESSON:
            lost[segment.subject] = lost.get(segment.subject, 0) + segment.minutes
    return listed([f"{minutes(number)} of {subject}" for subject, number in lost.items()]) if lost else ""


def when_of(times: Sequence[tuple[date, int, int]]) -> str:
    """Return "Monday and Thursday, 09:30 to 10:00" from the stretches of a week in order."""
    sessions: list[tuple[date, int, int]] = []
    for day, start, end in times:
        if sessions and sessions[-1][0] == day and sessions[-1][2] == start:
            sessions[-1] = (day, sessions[-1][1], end)
        else:
            sessions.append((day, start, end))
    by_time: dict[tuple[int, int], list[str]] = {}
    for day, start, end in sessions:
        by_time.setdefault((start, end), []).append(WEEKDAYS[day.weekday()])
    return "; ".join(
        f"{on_days(days).removeprefix('on ')}, {hhmm(start)} to {hhmm(end)}"
        for (start, end), days in by_time.items()
    )
