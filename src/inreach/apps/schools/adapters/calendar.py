"""From the school's rows to the core's calendar."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from inreach.apps.schools.models import ClosureDay, School, Term
from inreach.core.school import calendar
from inreach.core.school.calendar import Calendar


def calendar_of(school: School) -> Calendar:
    """Return the school's calendar: terms of all its years, closures, and how its week and cycle run."""
    return calendars_of([school])[school.pk]


def calendars_of(schools: Collection[School]) -> dict[UUID, Calendar]:
    """Return the calendar of each school, with the same two queries for one school as for all."""
    terms: dict[UUID, list[calendar.Term]] = defaultdict(list)
    rows = Term.objects.filter(year__school__in=schools).order_by("starts", "id")
    for school_id, starts, ends in rows.values_list("year__school_id", "starts", "ends"):
        terms[school_id].append(calendar.Term(starts, ends))
    closures: dict[UUID, set[date]] = defaultdict(set)
    closed = ClosureDay.objects.filter(school__in=schools).order_by("day")
    for school_id, day in closed.values_list("school_id", "day"):
        closures[school_id].add(day)
    return {
        school.pk: Calendar(
            terms=tuple(terms[school.pk]),
            closures=frozenset(closures[school.pk]),
            school_days=tuple(school.school_days) or calendar.MONDAY_TO_FRIDAY,
            first_weekday=school.first_weekday,
            cycle_weeks=school.cycle_weeks,
            cycle_anchor=school.cycle_anchor,
        )
        for school in schools
    }
