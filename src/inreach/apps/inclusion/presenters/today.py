"""What today asks of somebody at a school: sessions to run, pupils who leave a lesson, and what needs a decision."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from inreach.apps.casework.models import Target
from inreach.apps.casework.queries.target import reviews_due
from inreach.apps.inclusion.adapters.ledger import school_week
from inreach.apps.inclusion.presenters.headline import headline
from inreach.apps.inclusion.queries.today import (
    groups_without_review,
    lessons_of,
    members_on,
    own_class_pupils,
    pupils_taught_by,
    schools_of_staff,
    slots_run_by,
)
from inreach.apps.inclusion.services.school_week import FELT_FIRST, Row, school_ledger
from inreach.apps.provision.models import Group, Slot
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil, School
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role
from inreach.core.ledger.types import Adult, LedgerWeek, PeriodKind, Segment
from inreach.core.school.calendar import Calendar

SOON = timedelta(days=14)
MOST_AT_RISK = 10
AT_RISK = frozenset(FELT_FIRST[:6])


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
        found = {pupil.pk: pupil for session in self.sessions for pupil in session.pupils}
        found |= {one.pupil.pk: one.pupil for one in self.leavings}
        found |= {one.row.pupil.pk: one.row.pupil for part in self.leading for one in part.at_risk}
        return list((found | {target.pupil_id: target.pupil for target in self.due}).values())


def today_of(actor: Actor) -> Today:
    """Return what today, or the next school day, asks of this person."""
    schools = list(schools_of_staff(actor))
    calendars = {school.pk: calendar_of(school) for school in schools}
    days = {pk: calendar.next_open_day(actor.today) for pk, calendar in calendars.items()}
    day = min(days.values(), default=actor.today)
    roles = {m.role for m in actor.current}
    teaches, leads = Role.CLASS_TEACHER in roles, bool(roles & {Role.SENCO, Role.HEAD})
    there = [school for school in schools if days[school.pk] == day]
    leaders = [s for s in there if actor.organisations(Role.SENCO, Role.HEAD) & {str(s.pk)}]
    return Today(
        day=day,
        is_today=day == actor.today,
        teaches=teaches,
        leads=leads,
        sessions=tuple(
            one for school in there for one in sessions_of(actor, school, calendars[school.pk], day)
        ),
        leavings=tuple(
            one
            for school in there
            if teaches
            for one in leavings_of(actor, school, calendars[school.pk], day)
        ),
        leading=tuple(leading_of(school, day, calendars[school.pk]) for school in leaders),
        due=tuple(reviews_due(actor, actor.today + SOON)) if leads else (),
    )


def sessions_of(actor: Actor, school: School, calendar: Calendar, day: date) -> list[Session]:
    """Return the sessions that this person runs at a school on a day, in order of time."""
    slots = list(slots_run_by(actor, school, calendar.week_of(day), day))
    members = members_on([slot.group_id for slot in slots], day)
    return [Session(slot, tuple(members.get(slot.group_id, ()))) for slot in slots]


def leavings_of(actor: Actor, school: School, calendar: Calendar, day: date) -> list[Leaving]:
    """Return who leaves this teacher's lessons on a day, or has support in them, in order of time and name."""
    week = calendar.week_of(day)
    pupils = list(pupils_taught_by(actor, school, day))
    lessons = lessons_of(actor, school, day)
    own = own_class_pupils(actor, school, day)
    weeks = school_week(pupils, week)
    found = [one for pupil in pupils for one in leavings_in(pupil, weeks[pupil.pk], day, lessons, own)]
    return sorted(found, key=lambda one: (one.start, one.end, one.group, one.pupil.name))


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
        and (segment.block in lessons or pupil.pk in own)
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
        if last and last.end == segment.start and (last.group, last.out) == (segment.group, segment.out):
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def leading_of(school: School, day: date, calendar: Calendar) -> Leading:
    """Return the pupils over a line this week, the gravest first, and the groups nobody has set a review for."""
    ledger = school_ledger(school, day, calendar=calendar)
    rows = [row for row in ledger.supported if row.worst and row.worst.rule in AT_RISK]
    rows.sort(key=lambda row: (-row.worst.severity.rank, -row.totals.share_out, row.pupil.name))  # type: ignore[union-attr]
    told = [AtRisk(row, headline(row, row.pupil.called).title) for row in rows]
    return Leading(
        school,
        tuple(told[:MOST_AT_RISK]),
        len(told[MOST_AT_RISK:]),
        tuple(groups_without_review(school, day)),
        len(ledger.supported),
        ledger.on_roll,
    )


def by_time(sessions: Iterable[Leaving]) -> list[tuple[tuple[int, int], list[Leaving]]]:
    """Return leavings gathered by start and end."""
    found: dict[tuple[int, int], list[Leaving]] = defaultdict(list)
    for one in sessions:
        found[one.start, one.end].append(one)
    return sorted(found.items())
