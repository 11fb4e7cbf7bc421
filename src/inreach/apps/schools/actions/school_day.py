"""What the bells say."""

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.schools.models import DayPlan, Period, School
from inreach.apps.schools.policies import check_manage_school
from inreach.core.access.policy import Actor
from inreach.core.ledger.types import PeriodKind

EVERY_WEEK = 0


@dataclass(frozen=True, slots=True)
class Bell:
    """One stretch of the school day; minutes since midnight."""

    name: str
    kind: PeriodKind
    starts: int
    ends: int


@action
def set_day(
    *, by: Actor, school: School, cycle_week: int, weekdays: Sequence[int], bells: Sequence[Bell]
) -> None:
    """Give some weekdays of a week of the cycle this plan. Week 0 is every week.

    A day has either one plan for every week or its own for weeks A and B: a plan for week A leaves what was said for
    every week to week B, and a plan for every week takes the place of both.
    """
    check_manage_school(by, school)
    for weekday in sorted(set(weekdays)):
        plans = DayPlan.objects.filter(school=school, weekday=weekday)
        if cycle_week == EVERY_WEEK:
            plans.exclude(cycle_week=EVERY_WEEK).delete()
        else:
            other = 3 - cycle_week
            if not plans.filter(cycle_week=other).exists():
                plans.filter(cycle_week=EVERY_WEEK).update(cycle_week=other)
            plans.filter(cycle_week=EVERY_WEEK).delete()
        plan, _ = DayPlan.objects.get_or_create(school=school, weekday=weekday, cycle_week=cycle_week)
        plan.periods.all().delete()
        Period.objects.bulk_create(
            Period(day_plan=plan, name=bell.name, kind=bell.kind.value, starts=bell.starts, ends=bell.ends)
            for bell in sorted(bells, key=lambda bell: bell.starts)
        )
    record(
        "day.set",
        by=by,
        subject=school,
        organisation_id=school.pk,
        details={
            "cycle_week": cycle_week,
            "weekdays": sorted(set(weekdays)),
            "periods": [[bell.name, bell.kind.value, bell.starts, bell.ends] for bell in bells],
        },
    )
