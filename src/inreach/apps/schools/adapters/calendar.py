"""From the school's rows to the core's calendar."""

from inreach.apps.schools.models import ClosureDay, School, Term
from inreach.core.school import calendar
from inreach.core.school.calendar import Calendar


def calendar_of(school: School) -> Calendar:
    """Return the school's calendar: terms of all its years, closures, and how its week and cycle run."""
    terms = Term.objects.filter(year__school=school).order_by("starts", "id").values_list("starts", "ends")
    closures = ClosureDay.objects.filter(school=school).order_by("day").values_list("day", flat=True)
    return Calendar(
        terms=tuple(calendar.Term(starts, ends) for starts, ends in terms),
        closures=frozenset(closures),
        school_days=tuple(school.school_days) or calendar.MONDAY_TO_FRIDAY,
        first_weekday=school.first_weekday,
        cycle_weeks=school.cycle_weeks,
        cycle_anchor=school.cycle_anchor,
    )
