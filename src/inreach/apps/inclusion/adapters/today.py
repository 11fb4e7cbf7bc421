"""From rows to a person's day: sessions, lessons and the school's week, gathered at once for every school of theirs."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from inreach.apps.casework.models import Target
from inreach.apps.casework.queries.target import reviews_due
from inreach.apps.inclusion.adapters.school_week import SchoolWeek, gather_school_week
from inreach.apps.inclusion.queries.today import (
    groups_without_review,
    lessons_of,
    members_on,
    own_class_pupils,
    pupils_taught_by,
    schools_of_staff,
    slots_run_by,
)
from inreach.apps.provision.adapters.support import planned_weeks
from inreach.apps.provision.models import Group, Slot
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil, School
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor, organisations_by_scope
from inreach.core.ledger.school_week import PlannedWeek
from inreach.core.school.calendar import Calendar

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class TaughtPupils:
    """Pupils whom a teacher teaches, what is planned for them, the ids of the lessons, and who is in the own class."""

    pupils: tuple[Pupil, ...]
    planned: Mapping[UUID, PlannedWeek]
    lessons: Set[str]
    own_class: Set[UUID]


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """One person's day at one school. `taught` is of a teacher only, `week` of a SENCO or head only."""

    school: School
    slots: tuple[Slot, ...]
    members: Mapping[UUID, list[Pupil]]
    taught: TaughtPupils | None
    week: SchoolWeek | None
    without_review: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class PersonDay:
    """One day of one person at their schools; `day` is the next school day when today is none."""

    day: date
    is_today: bool
    teaches: bool
    leads: bool
    schools: tuple[SchoolDay, ...]
    due: tuple[Target, ...]


def gather_day(actor: Actor) -> PersonDay:
    """Gather today, or the next school day, of one person."""
    schools = list(schools_of_staff(actor))
    calendars = {school.pk: calendar_of(school) for school in schools}
    days = {pk: calendar.next_open_day(actor.today) for pk, calendar in calendars.items()}
    day = min(days.values(), default=actor.today)
    by_scope = organisations_by_scope(actor, Permission.SEE_LEDGER)
    teaches, leads = Scope.PUPILS in by_scope, Scope.ORGANISATION in by_scope
    return PersonDay(
        day=day,
        is_today=day == actor.today,
        teaches=teaches,
        leads=leads,
        schools=tuple(
            _school_day(actor, school, calendars[school.pk], day, teaches=teaches)
            for school in schools
            if days[school.pk] == day
        ),
        due=tuple(reviews_due(actor, actor.today + SOON)) if leads else (),
    )


def _school_day(actor: Actor, school: School, calendar: Calendar, day: date, *, teaches: bool) -> SchoolDay:
    week = calendar.week_of(day)
    slots = tuple(slots_run_by(actor, school, week, day))
    leads_here = str(school.pk) in organisations_by_scope(actor, Permission.SEE_LEDGER).get(
        Scope.ORGANISATION, ()
    )
    taught = tuple(pupils_taught_by(actor, school, day)) if teaches else ()
    return SchoolDay(
        school=school,
        slots=slots,
        members=members_on([slot.group_id for slot in slots], day),
        taught=TaughtPupils(
            pupils=taught,
            planned=planned_weeks(taught, week),
            lessons=lessons_of(actor, school, day),
            own_class=own_class_pupils(actor, school, day),
        )
        if teaches
        else None,
        week=gather_school_week(school, day, calendar=calendar) if leads_here else None,
        without_review=tuple(groups_without_review(school, day)) if leads_here else (),
    )
