"""From rows of case-work and timetables to what an evaluation is worked out from, for all its schools at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from inreach.apps.casework.adapters.target import gather_target
from inreach.apps.casework.models import Target
from inreach.apps.insight.queries import (
    edited_after_start,
    pupils_in_progress,
    schools_of,
    with_story,
    years_of,
)
from inreach.apps.provision.adapters.support import planned_in_weeks
from inreach.apps.schools.adapters.calendar import calendars_of
from inreach.core.ledger.school_week import PlannedWeek
from inreach.core.school.calendar import Calendar
from inreach.core.targets.types import TargetRecord


@dataclass(frozen=True, slots=True)
class EvaluatedSchool:
    """A school whose targets are evaluated: its calendar, and first and last day of each year that is known."""

    name: str
    calendar: Calendar
    years: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class EvaluatedTarget:
    """One target that is evaluated, with whose it is; `edited_after_start` is of its expected rating."""

    record: TargetRecord
    pupil_id: UUID
    school_id: UUID
    area: str
    edited_after_start: bool


def gather_schools(targets: QuerySet[Target]) -> dict[UUID, EvaluatedSchool]:
    """Gather the schools of these targets, by name: the same few queries for one school as for all."""
    schools = schools_of(targets)
    calendars, years = calendars_of(schools), years_of(schools)
    return {
        school.pk: EvaluatedSchool(school.name, calendars[school.pk], tuple(years[school.pk]))
        for school in schools
    }


def gather_targets(targets: QuerySet[Target]) -> tuple[EvaluatedTarget, ...]:
    """Gather these targets with ratings and agreements, in their order: the same few queries for one as for all."""
    edited = edited_after_start()
    return tuple(
        EvaluatedTarget(
            record=gather_target(target),
            pupil_id=target.pupil_id,
            school_id=target.pupil.school_id,
            area=target.get_area_display(),
            edited_after_start=target.pk in edited,
        )
        for target in with_story(targets)
    )


def gather_planned_weeks(
    targets: QuerySet[Target], schools: Mapping[UUID, EvaluatedSchool], today: date
) -> tuple[PlannedWeek, ...]:
    """Gather the week of today, or the next one of school, of every pupil with one of these targets in progress.

    Pupils come by school, in the order of the schools. It takes the same queries for one school as for all.
    """
    school_weeks = {
        school_id: school.calendar.week_of(school.calendar.next_open_day(today))
        for school_id, school in schools.items()
        if school.calendar.terms
    }
    by_school = pupils_in_progress(targets)
    pupils = [pupil for school_id in school_weeks for pupil in by_school[school_id]]
    planned = planned_in_weeks(pupils, school_weeks) if pupils else {}
    return tuple(planned[pupil.pk] for pupil in pupils)
