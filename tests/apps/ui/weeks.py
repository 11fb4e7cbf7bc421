"""Weeks of invented pupils that the tests of the ribbon share."""

from datetime import date, timedelta

from inreach.core.ledger.calculator import segments
from inreach.core.ledger.types import Absence, Adult, Block, PeriodKind, Segment, SubjectKind, Support, Where
from inreach.core.school.calendar import parse_hhmm

MONDAY = date(2026, 11, 16)
WEEK = tuple(MONDAY + timedelta(days=n) for n in range(5))
BELLS = (
    ("8:40", "8:55", PeriodKind.REGISTRATION),
    ("8:55", "9:55", PeriodKind.LESSON),
    ("9:55", "10:40", PeriodKind.LESSON),
    ("10:40", "10:55", PeriodKind.BREAK),
    ("10:55", "12:00", PeriodKind.LESSON),
    ("12:00", "13:00", PeriodKind.LUNCH),
    ("13:00", "14:00", PeriodKind.LESSON),
    ("14:00", "14:55", PeriodKind.LESSON),
    ("14:55", "15:20", PeriodKind.ASSEMBLY),
)
SUBJECTS = (
    ("English", "Guided reading", "Maths", "Art", "Science"),
    ("English", "Spelling", "Maths", "History", "PE"),
    ("Maths", "Computing", "English", "PSHE", "Music"),
    ("English", "Guided reading", "Maths", "Science", "Art"),
    ("English", "Spelling", "Maths", "PE", "Geography"),
)


def blocks_of_elm_class() -> list[Block]:
    """The week of Elm class, in which Kai loves art."""
    found = []
    for day, subjects in zip(WEEK, SUBJECTS, strict=True):
        left = iter(subjects)
        for start, end, kind in BELLS:
            subject = next(left) if kind is PeriodKind.LESSON else ""
            subject_kind = SubjectKind.PSHE if subject == "PSHE" else SubjectKind.FOUNDATION
            found.append(
                Block(
                    day,
                    parse_hhmm(start),
                    parse_hhmm(end),
                    kind,
                    subject,
                    subject_kind,
                    loved=subject == "Art",
                )
            )
    return found


def support(
    day: int,
    start: str,
    end: str,
    programme: str,
    where: Where = Where.ELSEWHERE,
    adult: Adult = Adult.ASSISTANT,
) -> Support:
    """One session on the day with this index in the week."""
    return Support(
        WEEK[day],
        parse_hhmm(start),
        parse_hhmm(end),
        where,
        adult,
        programme,
        programme,
        programme_id=programme,
        group_id=programme,
    )


def kai() -> tuple[Segment, ...]:
    """Kai's week: phonics on four days, speech and language, nurture, and oral rehearsal in class."""
    sessions = [support(day, "9:25", "9:55", "Phonics") for day in (0, 1, 3, 4)]
    sessions += [
        support(0, "13:00", "13:30", "Speech and language", adult=Adult.SPECIALIST),
        support(3, "14:00", "14:40", "Nurture"),
        support(2, "10:55", "12:00", "Oral rehearsal, ICT", where=Where.CLASS),
    ]
    return segments(blocks_of_elm_class(), sessions)


def absent_on_friday() -> tuple[Segment, ...]:
    """A week that ends with a day at home."""
    return segments(blocks_of_elm_class(), [], [Absence(WEEK[4], parse_hhmm("8:00"), parse_hhmm("16:00"))])
