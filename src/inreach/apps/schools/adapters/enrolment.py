"""From enrolments to the days of a week on which pupils are on the school's roll."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from inreach.apps.schools.models import Enrolment, Pupil
from inreach.apps.schools.models.date_ranges import holds_between
from inreach.core.school.calendar import CalendarWeek


def days_on_roll(pupils: Collection[Pupil], week: CalendarWeek) -> dict[UUID, frozenset[date] | None]:
    """Return for each pupil the open days of a week on which the pupil is on roll, None for all of them."""
    if not week.days:
        return dict.fromkeys((pupil.pk for pupil in pupils), None)
    first, last = week.days[0], week.days[-1]
    enrolments = Enrolment.objects.filter(
        holds_between(first, last), pupil__in=[pupil.pk for pupil in pupils]
    ).order_by()
    whole: set[UUID] = set()
    parts: dict[UUID, set[date]] = defaultdict(set)
    for pupil, starts, ends in enrolments.values_list("pupil_id", "starts", "ends"):
        if starts <= first and (ends is None or last <= ends):
            whole.add(pupil)
        else:
            parts[pupil].update(day for day in week.days if starts <= day and (ends is None or day <= ends))
    return {
        pupil.pk: None
        if pupil.pk in whole or len(parts[pupil.pk]) == len(week.days)
        else frozenset(parts[pupil.pk])
        for pupil in pupils
    }
