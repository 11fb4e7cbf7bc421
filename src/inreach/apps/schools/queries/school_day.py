"""Named, scoped sets of what the bells say."""

from django.db.models import QuerySet

from inreach.apps.schools.models import DayPlan, Period, School


def day_plans_of(school: School) -> QuerySet[DayPlan]:
    """What a school's bells say, by week of the cycle and weekday, with their periods."""
    return (
        DayPlan.objects.filter(school=school)
        .prefetch_related("periods")
        .order_by("cycle_week", "weekday", "pk")
    )


def periods_of(school: School, weekday: int, cycle_week: int) -> QuerySet[Period]:
    """The periods of one day of the cycle, in order; week 0 stands for every week."""
    return Period.objects.filter(
        day_plan__school=school, day_plan__weekday=weekday, day_plan__cycle_week=cycle_week
    ).order_by("starts", "pk")
