"""Classes and their lessons as their pages show them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inreach.apps.schools.models import Lesson, School, TeachingGroup
from inreach.apps.schools.presenters.school import WEEKS, days_of_week
from inreach.core.school.calendar import WEEKDAYS, hhmm


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
    days = []
    for week in (1, 2) if two else (0,):
        for weekday in days_of_week(school):
            lines = [
                LessonLine(
                    hhmm(lesson.starts),
                    hhmm(lesson.ends),
                    lesson.subject.name,
                    lesson.subject.protected,
                    ", ".join(person.name for person in lesson.staff.all()),
                    lesson.room.name if lesson.room else "",
                )
                for lesson in sorted(lessons, key=lambda lesson: (lesson.starts, str(lesson.pk)))
                if lesson.weekday == weekday and (lesson.cycle_week in {0, week} or not two)
            ]
            days.append(LessonDay(WEEKDAYS[weekday], WEEKS[week] if two else "", lines))
    return days
