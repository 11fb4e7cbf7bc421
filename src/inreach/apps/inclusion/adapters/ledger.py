"""The ledgers of a week for many pupils of one school, worked out from its lessons and its support."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from inreach.apps.provision.adapters import supports_for
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Pupil
from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.types import LedgerWeek, Support
from inreach.core.school.calendar import Calendar, SchoolWeek


def school_week(
    pupils: Collection[Pupil],
    week: SchoolWeek,
    supports: dict[UUID, tuple[Support, ...]] | None = None,
    calculator: LedgerCalculator | None = None,
) -> dict[UUID, LedgerWeek]:
    """Return the ledger of one week for each of these pupils of one school.

    It takes the same number of queries for one pupil as for all. `supports` may be given where it is loaded already.
    """
    pupils = list(pupils)
    blocks = blocks_for(pupils, week)
    planned = supports_for(pupils, week) if supports is None else supports
    calculator = calculator or LedgerCalculator()
    return {pupil.pk: calculator.week(blocks[pupil.pk], planned[pupil.pk]) for pupil in pupils}


def week_before(calendar: Calendar, week: SchoolWeek) -> SchoolWeek | None:
    """Return the last week before this one with an open day, or None if the calendar has none."""
    earlier = [one for one in calendar.weeks() if one.starts < week.starts]
    return earlier[-1] if earlier else None


def week_after(calendar: Calendar, week: SchoolWeek) -> SchoolWeek | None:
    """Return the next week after this one with an open day, or None if the calendar has none."""
    return next((one for one in calendar.weeks() if one.starts > week.starts), None)


def next_open_day(calendar: Calendar, day: date) -> date:
    """Return this day if pupils are at school, else the next school day; after the last term, the last one."""
    week = calendar.week_of(day)
    later = next((one for one in week.days if one >= day), None)
    if later:
        return later
    following, earlier = week_after(calendar, week), week_before(calendar, week)
    if following:
        return following.days[0]
    return week.days[-1] if week.days else earlier.days[-1] if earlier else day


def after(week: SchoolWeek) -> date:
    """Return the day after the last day of a week."""
    return week.starts + timedelta(days=7)
