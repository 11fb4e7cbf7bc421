"""From enrolments to the days of a week on which pupils are on the school's roll."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from inreach.apps.schools.adapters.row_keys import as_text, keys_of
from inreach.apps.schools.adapters.timetable import SchoolWeeks
from inreach.apps.schools.adapters.timetable_rows import of_these
from inreach.apps.schools.models import Enrolment, Pupil
from inreach.apps.schools.models.date_ranges import holds_between


def days_on_roll(pupils: Collection[Pupil], school_weeks: SchoolWeeks) -> dict[UUID, frozenset[date] | None]:
    """Return for each pupil the open days of the school's week on which the pupil is on roll, None for all of them."""
    days = {pupil.pk: school_weeks[pupil.school_id].days for pupil in pupils}
    open_days = [day for week in school_weeks.values() for day in week.days]
    if not open_days or not pupils:
        return dict.fromkeys(days, None)
    first, last = min(open_days), max(open_days)
    throughout = Q(starts__lte=first) & (Q(ends__isnull=True) | Q(ends__gte=last))
    enrolments = Enrolment.objects.filter(of_these(pupils)).order_by()
    whole = set(enrolments.filter(throughout).values_list(as_text("pupil_id"), flat=True))
    partly = enrolments.filter(holds_between(first, last)).exclude(throughout)
    keys = keys_of(days)
    parts: dict[str, set[date]] = defaultdict(set)
    for pupil, starts, ends in partly.values_list(as_text("pupil_id"), "starts", "ends"):
        parts[pupil].update(
            day
            for day in (days[keys[pupil]] if pupil in keys else ())
            if starts <= day and (ends is None or day <= ends)
        )
    return {
        pupil: None if key in whole or len(parts[key]) == len(days[pupil]) else frozenset(parts[key])
        for key, pupil in keys.items()
    }
