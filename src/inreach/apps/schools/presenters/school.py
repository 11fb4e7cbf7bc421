"""What the pages about a school show."""

from dataclasses import dataclass

from inreach.apps.schools.models import School
from inreach.apps.schools.queries.school_counts import SchoolCounts
from inreach.core.school.calendar import CYCLE_WEEKS

IN_WEEKS = {0: "every week", **CYCLE_WEEKS}
WEEKS = {week: words[0].upper() + words[1:] for week, words in IN_WEEKS.items()}


def days_of_week(school: School) -> list[int]:
    """The school's open weekdays, in the order of its week."""
    return sorted(school.school_days, key=lambda day: (day - school.first_weekday) % 7)


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that is missing, what follows from it, and where it is put right."""

    sentence: str
    route: str
    do: str


def _many(count: int, singular: str, plural: str) -> str:
    return f"{count} {singular}" if count == 1 else f"{count} {plural}"


def attention(school: School, counts: SchoolCounts) -> list[Attention]:
    """What needs attention before the ledger can be trusted, most important first."""
    notices = []
    if not counts.terms_ahead:
        notices.append(
            Attention(
                "No term is set for today or later, so no week can be counted.", "calendar", "Add terms"
            )
        )
    missing = len(school.school_days) - counts.days_planned
    if not counts.days_planned:
        notices.append(
            Attention(
                "The school day has no periods yet, so breaks and lunch cannot be told from lessons.",
                "day",
                "Set the day",
            )
        )
    elif missing > 0:
        notices.append(
            Attention(
                f"{_many(missing, 'day of the week has', 'days of the week have')} no periods yet.",
                "day",
                "Set the day",
            )
        )
    if counts.subjects_without_kind:
        notices.append(
            Attention(
                f"{_many(counts.subjects_without_kind, 'subject has', 'subjects have')} no kind yet, "
                "so the ledger cannot tell core from the wider curriculum.",
                "subjects",
                "Set kinds",
            )
        )
    if counts.subjects and not counts.protected:
        notices.append(
            Attention(
                "No subject is protected. Most schools protect PSHE and RSHE.", "subjects", "Protect subjects"
            )
        )
    return notices
