"""A day's bells as the page of the school day shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from inreach.apps.schools.models import DayPlan, School
from inreach.apps.schools.presenters.school import WEEKS, days_of_week
from inreach.core.school.calendar import WEEKDAYS, hhmm


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period as the page says it."""

    name: str
    kind: str
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class DayColumn:
    """One day of the cycle with its periods."""

    weekday: int
    cycle_week: int
    name: str
    week: str
    periods: list[PeriodLine] = field(default_factory=list)


def day_columns(school: School, plans: Sequence[DayPlan]) -> list[DayColumn]:
    """Every open weekday in order, once for every week or for each of weeks A and B, those without periods too."""
    by_day = {(plan.weekday, plan.cycle_week): plan for plan in plans}
    columns = []
    for weekday in days_of_week(school):
        weeks = sorted(week for day, week in by_day if day == weekday) or [0]
        if school.cycle_weeks == 2 and weeks in ([1], [2]):
            weeks = [1, 2]
        for week in weeks:
            plan = by_day.get((weekday, week))
            lines = [
                PeriodLine(period.name, period.kind, hhmm(period.starts), hhmm(period.ends))
                for period in (plan.periods.all() if plan else ())
            ]
            columns.append(DayColumn(weekday, week, WEEKDAYS[weekday], WEEKS[week] if week else "", lines))
    return columns
