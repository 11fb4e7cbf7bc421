"""From rows to a school's week: all that its ledgers are calculated, judged and shown from, gathered at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from inreach.apps.inclusion.adapters.guard import recorded_facts
from inreach.apps.inclusion.adapters.thresholds import thresholds_of
from inreach.apps.inclusion.queries.ledger import HomeClass, classmates_in, everybody_in, home_classes
from inreach.apps.provision.adapters.support import GroupMembership, memberships_by_pupil, planned_weeks
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.adapters.timetable import Timetables
from inreach.apps.schools.models import Pupil, School
from inreach.core.guard.facts import Fact
from inreach.core.guard.thresholds import Thresholds
from inreach.core.ledger.school_week import PlannedWeek
from inreach.core.school.calendar import Calendar, CalendarWeek


@dataclass(frozen=True, slots=True)
class SchoolWeek:
    """One week of a school as its rows tell it, for the pupils that it is about. Nothing is fetched after this.

    `planned` is of everybody who stands behind the medians, and of the week before only of pupils in a group. So are
    `recorded` facts of groups, by pupil. `memberships` are of everybody, empty for a pupil without a group.
    """

    school: School
    calendar: Calendar
    week: CalendarWeek
    thresholds: Thresholds
    pupils: tuple[Pupil, ...]
    home_classes: Mapping[UUID, HomeClass]
    memberships: Mapping[UUID, tuple[GroupMembership, ...]]
    recorded: Mapping[UUID, Mapping[Fact[Any], object]]
    planned: Mapping[UUID, PlannedWeek]
    planned_before: Mapping[UUID, PlannedWeek]


def gather_school_week(
    school: School, day: date, pupils: Collection[Pupil] | None = None, *, calendar: Calendar | None = None
) -> SchoolWeek:
    """Gather the week that a day is in, for these pupils, or for everybody on the school's roll.

    Whoever is asked about, everybody stands behind the medians. It takes the same few queries for one pupil as for all.
    """
    calendar = calendar or calendar_of(school)
    week = calendar.week_of(day)
    everybody = everybody_in(school, week)
    ids = ids_of(pupils) if pupils is not None else None
    shown = everybody if ids is None else [pupil for pupil in everybody if pupil.pk in ids]
    return _gather(school, calendar, week, everybody, shown)


def gather_pupil_week(pupil: Pupil, day: date, *, calendar: Calendar | None = None) -> SchoolWeek:
    """Gather the week that a day is in for one pupil, with the class behind the median."""
    calendar = calendar or calendar_of(pupil.school)
    week = calendar.week_of(day)
    classmates = [classmate for classmate in classmates_in(pupil, week) if classmate.pk != pupil.pk]
    return _gather(pupil.school, calendar, week, [pupil, *classmates], [pupil])


def ids_of(pupils: Collection[Pupil]) -> set[UUID]:
    """Return the ids of pupils; of a query nothing else is fetched."""
    if isinstance(pupils, QuerySet):
        return set(pupils.order_by().values_list("pk", flat=True))
    return {pupil.pk for pupil in pupils}


def _gather(
    school: School,
    calendar: Calendar,
    week: CalendarWeek,
    everybody: Sequence[Pupil],
    shown: Sequence[Pupil],
) -> SchoolWeek:
    memberships = memberships_by_pupil(everybody, week)
    in_groups = [pupil for pupil in shown if memberships[pupil.pk]]
    before = calendar.week_before(week) if in_groups else None
    timetables = Timetables(everybody, [{school.pk: each} for each in (week, before) if each])
    return SchoolWeek(
        school=school,
        calendar=calendar,
        week=week,
        thresholds=thresholds_of(school.pk),
        pupils=tuple(shown),
        home_classes=home_classes(school, week, everybody),
        memberships=memberships,
        recorded={pupil.pk: recorded_facts(memberships[pupil.pk], calendar, week) for pupil in in_groups},
        planned=planned_weeks(everybody, week, memberships, timetables),
        planned_before=planned_weeks(in_groups, before, timetables=timetables) if before else {},
    )
