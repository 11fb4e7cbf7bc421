"""From rows to a person's day: sessions, lessons and groups at every school of theirs, gathered at once."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from inreach.apps.casework.models import Target
from inreach.apps.casework.queries.target import reviews_due
from inreach.apps.inclusion.queries.today import (
    groups_without_review,
    lessons_of,
    members_on,
    own_class_pupils,
    pupils_taught_by,
    slots_run_by,
)
from inreach.apps.provision.models import Group, Slot
from inreach.apps.schools.models import Pupil, School
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor, organisations_by_scope
from inreach.core.school.calendar import Calendar

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Teaching:
    """Ids of the pupils whom a teacher teaches on a day, of the lessons, and of the pupils of the own class."""

    pupils: Set[UUID]
    lessons: Set[str]
    own_class: Set[UUID]


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """One person's day at one school. `leads` says whether they see the week of the whole school there."""

    school: School
    leads: bool
    slots: tuple[Slot, ...]
    without_review: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class PersonDay:
    """One day of one person at their schools; `day` is the next school day when today is none.

    `members` are the pupils of the groups that the person runs; `teaching` is of a teacher only.
    """

    day: date
    is_today: bool
    leads: bool
    schools: tuple[SchoolDay, ...]
    members: Mapping[UUID, Sequence[Pupil]]
    teaching: Teaching | None
    due: tuple[Target, ...]


def gather_day(actor: Actor, schools: Collection[School], calendars: Mapping[UUID, Calendar]) -> PersonDay:
    """Gather today, or the next school day, of one person: as many queries for one school as for all."""
    days = {school.pk: calendars[school.pk].next_open_day(actor.today) for school in schools}
    day = min(days.values(), default=actor.today)
    there = [school for school in schools if days[school.pk] == day]
    by_scope = organisations_by_scope(actor, Permission.SEE_LEDGER)
    led = set(by_scope.get(Scope.ORGANISATION, ()))
    slots = slots_run_by(actor, {school.pk: calendars[school.pk].week_of(day) for school in there}, day)
    without_review = groups_without_review([school for school in there if str(school.pk) in led], day)
    return PersonDay(
        day=day,
        is_today=day == actor.today,
        leads=bool(led),
        schools=tuple(
            SchoolDay(
                school,
                str(school.pk) in led,
                tuple(slot for slot in slots if slot.group.school_id == school.pk),
                tuple(group for group in without_review if group.school_id == school.pk),
            )
            for school in there
        ),
        members=members_on([slot.group_id for slot in slots], day),
        teaching=_teaching(actor, there, day) if Scope.PUPILS in by_scope else None,
        due=tuple(reviews_due(actor, actor.today + SOON)) if led else (),
    )


def _teaching(actor: Actor, schools: Collection[School], day: date) -> Teaching:
    return Teaching(
        pupils=set(pupils_taught_by(actor, schools, day).order_by().values_list("pk", flat=True)),
        lessons=lessons_of(actor, schools, day),
        own_class=own_class_pupils(actor, schools, day),
    )
