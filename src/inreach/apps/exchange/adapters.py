"""What a format may know of a school, made from its rows."""

from datetime import date

from django.db.models import Min

from inreach.apps.exchange.engine.entities import ENTITIES
from inreach.apps.exchange.engine.records import SchoolContext
from inreach.apps.schools.models import AcademicYear, DayPlan, Lesson, Period, School, Term

# Kinds that a file of changes may refer to without holding them.
ASKED_FOR = ("staff", "pupil", "group", "year", "term")


def academic_year_start(day: date) -> date:
    """The first of September of the school year that a day is in; August belongs to the year to come."""
    return date(day.year if day.month >= 8 else day.year - 1, 9, 1)


def school_context_of(
    school: School | None, source: str, today: date, *, is_new: bool = False
) -> SchoolContext:
    """What the school holds today, as far as reading a file needs it. A new school is not kept yet, and empty."""
    if school is None or is_new:
        return SchoolContext(
            school_name=school.name if school else "",
            identifiers=frozenset(),
            today=today,
            year_starts=academic_year_start(today),
            has_year=False,
            has_lessons=False,
            has_day_plans=False,
            school_days=(),
            periods={},
            terms=(),
            known={kind: frozenset() for kind in ASKED_FOR},
        )
    year = AcademicYear.objects.filter(school=school, ends__gte=today).order_by("starts", "pk").first()
    periods: dict[int, list[tuple[int, int]]] = {}
    for period in (
        Period.objects.filter(day_plan__school=school, kind="lesson", day_plan__cycle_week__in=[0, 1])
        .order_by("day_plan__weekday", "starts", "pk")
        .select_related("day_plan")
    ):
        periods.setdefault(period.day_plan.weekday, []).append((period.starts, period.ends))
    return SchoolContext(
        school_name=school.name,
        identifiers=frozenset(filter(None, [school.urn, school.dfe_number])),
        today=today,
        year_starts=min(year.starts, today) if year else academic_year_start(today),
        has_year=year is not None,
        has_lessons=Lesson.objects.filter(school=school).exists(),
        has_day_plans=DayPlan.objects.filter(school=school).exists(),
        school_days=tuple(school.school_days),
        periods={day: tuple(stretches) for day, stretches in periods.items()},
        terms=tuple(
            Term.objects.filter(year__school=school)
            .order_by("starts", "pk")
            .values_list("starts", "ends", "source_id")
        ),
        known={kind: _known(school, kind, source) for kind in ASKED_FOR},
        planned=Lesson.objects.filter(
            school=school, source_id__startswith=f"{source}:", valid_from__gt=today
        ).aggregate(first=Min("valid_from"))["first"],
    )


def _known(school: School, name: str, source: str) -> frozenset[str]:
    kind = ENTITIES[name]
    rows = kind.model._default_manager.filter(**{kind.school: school, "source_id__startswith": f"{source}:"})
    return frozenset(rows.values_list("source_id", flat=True))
