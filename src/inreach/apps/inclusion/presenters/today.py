"""What today asks of somebody at a school: sessions to run, pupils who leave a lesson, and what needs a decision."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inreach.apps.casework.models import Target
from inreach.apps.inclusion.adapters.today import PersonDay, Teaching
from inreach.apps.inclusion.presenters.headline import headline
from inreach.apps.inclusion.presenters.unknown import unknown_of_rows
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger
from inreach.apps.provision.models import Group, Slot
from inreach.apps.schools.models import Pupil, School
from inreach.core.ledger.types import Adult, LedgerWeek, PeriodKind, Segment

MOST_AT_RISK = 10


@dataclass(frozen=True, slots=True)
class Session:
    """One session that the person runs today; minutes since midnight."""

    slot: Slot
    pupils: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A pupil of the person's lesson who has support in it: `out` says whether the pupil leaves the class."""

    pupil: Pupil
    start: int
    end: int
    subject: str
    programme: str
    group: str
    adult: Adult
    out: bool


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A pupil over a line, with the sentence that says why."""

    row: Row
    sentence: str


@dataclass(frozen=True, slots=True)
class Leading:
    """What needs the eye of the SENCO or the head of one school."""

    school: School
    at_risk: tuple[AtRisk, ...]
    more_at_risk: int
    without_review: tuple[Group, ...]
    supported: int
    on_roll: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """One day of one person at their schools; `day` is the next school day when today is none."""

    day: date
    is_today: bool
    teaches: bool
    leads: bool
    sessions: tuple[Session, ...]
    leavings: tuple[Leaving, ...]
    leading: tuple[Leading, ...]
    due: tuple[Target, ...]

    @property
    def pupils(self) -> list[Pupil]:
        """Everybody who is named, once."""
        named = {pupil.pk: pupil for session in self.sessions for pupil in session.pupils}
        named |= {leaving.pupil.pk: leaving.pupil for leaving in self.leavings}
        named |= {risk.row.pupil.pk: risk.row.pupil for part in self.leading for risk in part.at_risk}
        return list((named | {target.pupil_id: target.pupil for target in self.due}).values())


def today_of(gathered: PersonDay, ledgers: Mapping[UUID, SchoolLedger]) -> Today:
    """Return what today, or the next school day, asks of this person; `ledgers` of the week are by school."""
    teaching = gathered.teaching
    return Today(
        day=gathered.day,
        is_today=gathered.is_today,
        teaches=teaching is not None,
        leads=gathered.leads,
        sessions=tuple(
            Session(slot, tuple(gathered.members.get(slot.group_id, ())))
            for school_day in gathered.schools
            for slot in school_day.slots
        ),
        leavings=tuple(
            leaving
            for school_day in gathered.schools
            if teaching
            for leaving in leavings_of(teaching, ledgers[school_day.school.pk], gathered.day)
        ),
        leading=tuple(
            leading_of(ledgers[school_day.school.pk], school_day.without_review)
            for school_day in gathered.schools
            if school_day.leads
        ),
        due=gathered.due,
    )


def leavings_of(teaching: Teaching, ledger: SchoolLedger, day: date) -> list[Leaving]:
    """Return who leaves this teacher's lessons on a day, or has support in them, in order of time and name."""
    leavings = [
        leaving
        for row in ledger.supported
        if row.pupil.pk in teaching.pupils
        for leaving in leavings_in(row.pupil, row.week, day, teaching.lessons, teaching.own_class)
    ]
    return sorted(
        leavings, key=lambda leaving: (leaving.start, leaving.end, leaving.group, leaving.pupil.name)
    )


def leavings_in(
    pupil: Pupil, week: LedgerWeek, day: date, lessons: Collection[str], own: Collection[UUID]
) -> Iterable[Leaving]:
    """Give one pupil's support on a day in these lessons, or in any lesson for a pupil of the teacher's own class."""
    chosen = [
        segment
        for segment in week.segments
        if segment.day == day
        and segment.support is not None
        and segment.kind is PeriodKind.LESSON
        and (segment.lesson_id in lessons or pupil.pk in own)
    ]
    for run in runs_of_support(chosen):
        first = run[0]
        subjects = dict.fromkeys(segment.subject for segment in run)
        yield Leaving(
            pupil,
            first.start,
            run[-1].end,
            ", ".join(subjects),
            str(first.support),
            str(first.group),
            first.adult,
            first.out,
        )


def runs_of_support(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return segments that follow one another with the same support as runs."""
    runs: list[list[Segment]] = []
    for segment in segments:
        last = runs[-1][-1] if runs else None
        if (
            last
            and last.end == segment.start
            and (last.group_id, last.out) == (segment.group_id, segment.out)
        ):
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def leading_of(ledger: SchoolLedger, without_review: tuple[Group, ...]) -> Leading:
    """Return the pupils over a line this week, the gravest first, and the groups nobody has set a review for."""
    rows = [row for row in ledger.supported if row.worst and row.worst.rule.at_risk]
    rows.sort(key=lambda row: (-row.worst.severity.rank, -row.totals.share_out, row.pupil.name))  # type: ignore[union-attr]
    return Leading(
        ledger.school,
        tuple(AtRisk(row, headline(row, row.pupil.preferred_name).title) for row in rows[:MOST_AT_RISK]),
        len(rows[MOST_AT_RISK:]),
        without_review,
        len(ledger.supported),
        ledger.on_roll,
        unknown_of_rows(ledger.supported),
    )


def by_time(sessions: Iterable[Leaving]) -> list[tuple[tuple[int, int], list[Leaving]]]:
    """Return leavings gathered by start and end."""
    at_once: dict[tuple[int, int], list[Leaving]] = defaultdict(list)
    for leaving in sessions:
        at_once[leaving.start, leaving.end].append(leaving)
    return sorted(at_once.items())
