"""What the pages about a school show."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from inreach.apps.schools.models import AcademicYear, ClosureDay, DayPlan, Lesson, School, TeachingGroup, Term
from inreach.apps.schools.queries.school import SchoolCounts
from inreach.core.school.calendar import hhmm

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKS = {0: "Every week", 1: "Week A", 2: "Week B"}
IN_WEEKS = {0: "every week", 1: "week A", 2: "week B"}


def weekday_name(weekday: int) -> str:
    """The name of a weekday, 0 = Monday."""
    return WEEKDAYS[weekday]


def days_of_week(school: School) -> list[int]:
    """The school's open weekdays, in the order of its week."""
    return sorted(school.school_days, key=lambda day: (day - school.first_weekday) % 7)


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that is missing, what follows from it, and where it is put right."""

    sentence: str
    route: str
    do: str


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {more}"


def attention(school: School, counts: SchoolCounts) -> list[Attention]:
    """What needs attention before the ledger can be trusted, most important first."""
    found = []
    if not counts.terms_ahead:
        found.append(
            Attention(
                "No term is set for today or later, so no week can be counted.", "calendar", "Add terms"
            )
        )
    missing = len(school.school_days) - counts.days_planned
    if not counts.days_planned:
        found.append(
            Attention(
                "The school day has no periods yet, so breaks and lunch cannot be told from lessons.",
                "day",
                "Set the day",
            )
        )
    elif missing > 0:
        found.append(
            Attention(
                f"{_many(missing, 'day of the week has', 'days of the week have')} no periods yet.",
                "day",
                "Set the day",
            )
        )
    if counts.subjects_without_kind:
        found.append(
            Attention(
                f"{_many(counts.subjects_without_kind, 'subject has', 'subjects have')} no kind yet, "
                "so the ledger cannot tell core from the wider curriculum.",
                "subjects",
                "Set kinds",
            )
        )
    if counts.subjects and not counts.protected:
        found.append(
            Attention(
                "No subject is protected. Most schools protect PSHE and RSHE.", "subjects", "Protect subjects"
            )
        )
    return found


def as_counted(name: str) -> list[tuple[int, int, str]]:
    """A key by which 7A comes before 10A, as people count."""
    parts = re.findall(r"\d+|\D+", name.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def class_lists(groups: Sequence[TeachingGroup]) -> dict[str, list[TeachingGroup]]:
    """`classes` that pupils belong to, and `sets` in which they only have lessons; all are classes if none is home."""
    ordered = sorted(groups, key=lambda group: as_counted(group.name))
    home = [group for group in ordered if group.home]
    if not home:
        return {"classes": ordered, "sets": []}
    return {"classes": home, "sets": [group for group in ordered if not group.home]}


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
    there = {(plan.weekday, plan.cycle_week): plan for plan in plans}
    columns = []
    for weekday in days_of_week(school):
        weeks = sorted(week for day, week in there if day == weekday) or [0]
        if school.cycle_weeks == 2 and weeks in ([1], [2]):
            weeks = [1, 2]
        for week in weeks:
            plan = there.get((weekday, week))
            lines = [
                PeriodLine(one.name, one.kind, hhmm(one.starts), hhmm(one.ends))
                for one in (plan.periods.all() if plan else ())
            ]
            columns.append(
                DayColumn(weekday, week, weekday_name(weekday), WEEKS[week] if week else "", lines)
            )
    return columns


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with the closures inside it and how it stands to today."""

    term: Term
    closures: list[ClosureDay]
    state: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year with its terms."""

    year: AcademicYear
    terms: list[TermLine]


def year_lines(years: Iterable[AcademicYear], closures: Sequence[ClosureDay], today: date) -> list[YearLine]:
    """Years, their terms and the closures inside each."""
    found = []
    for year in years:
        terms = []
        for term in sorted(year.terms.all(), key=lambda one: one.starts):
            inside = [one for one in closures if term.starts <= one.day <= term.ends]
            state = "now" if term.starts <= today <= term.ends else "past" if term.ends < today else "ahead"
            terms.append(TermLine(term, inside, state))
        found.append(YearLine(year, terms))
    return found


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in the week of a class."""

    starts: str
    ends: str
    subject: str
    protected: bool
    staff: str
    room: str


@dataclass(frozen=True, slots=True)
class LessonDay:
    """One day of a class's week."""

    name: str
    week: str
    lessons: list[LessonLine]


def lesson_days(school: School, lessons: Sequence[Lesson]) -> list[LessonDay]:
    """The week of a class by day; two weeks, A and B, where its lessons differ between them."""
    two = any(lesson.cycle_week for lesson in lessons)
    found = []
    for week in (1, 2) if two else (0,):
        for weekday in days_of_week(school):
            lines = [
                LessonLine(
                    hhmm(one.starts),
                    hhmm(one.ends),
                    one.subject.name,
                    one.subject.protected,
                    ", ".join(person.name for person in one.staff.all()),
                    one.room.name if one.room else "",
                )
                for one in sorted(lessons, key=lambda lesson: (lesson.starts, str(lesson.pk)))
                if one.weekday == weekday and (one.cycle_week in {0, week} or not two)
            ]
            found.append(LessonDay(weekday_name(weekday), WEEKS[week] if two else "", lines))
    return found
