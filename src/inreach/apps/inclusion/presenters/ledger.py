"""The ledger of a week as a table: which columns, which rows, in which order, and the sentence above it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from inreach.apps.inclusion.presenters.guard import short_title
from inreach.apps.inclusion.presenters.unknown import unknown_of_rows
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger
from inreach.apps.ui.presenters.figures import line_words
from inreach.apps.ui.ribbon.mini import Mini, mini_week
from inreach.core.guard.rules.share_concern import CONCERN
from inreach.core.ledger.types import PeriodKind
from inreach.core.school.calendar import hhmm

PAGE = 40
EVERYTHING = "all"
MOST_SUBJECTS = 5
MISSED = "missed:"


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """What somebody asked the table to show. `year` and `group` are "" for all; `sort` is a column's key.

    `page` is the number of a page, or EVERYTHING for all rows on one page.
    """

    group: str = ""
    year: str = ""
    over: bool = False
    sort: str = "out"
    down: bool = True
    page: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column that can be sorted; `way` is its aria-sort while it is, and "" otherwise."""

    key: str
    label: str
    way: str
    query: str
    long: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil's row of the table; `missed` are minutes in the order of the subject columns."""

    row: Row
    mini: Mini
    stands_out: str
    missed: tuple[int, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Table:
    """The table, with its columns apart from those of subjects."""

    columns: dict[str, Column]
    subjects: tuple[Column, ...]
    others: int
    own_time: bool
    lines: tuple[Line, ...]
    page: Page[Row]
    sentence: str
    narrowed: bool
    unknown: tuple[str, ...] = ()


def subjects_missed(rows: Sequence[Row]) -> list[str]:
    """Return the subjects that anybody misses, the most missed first."""
    minutes: dict[str, int] = {}
    for row in rows:
        for subject, missed in row.totals.missed.items():
            minutes[subject] = minutes.get(subject, 0) + missed
    return sorted(minutes, key=lambda subject: (-minutes[subject], subject))


def picked(ledger: SchoolLedger, query: LedgerQuery) -> list[Row]:
    """Return the rows asked for, in the order asked for; equal ones by name."""
    rows = [
        row
        for row in ledger.supported
        if (not query.over or row.over_a_line)
        and (not query.year or row.pupil.year_group == query.year)
        and (not query.group or (row.home is not None and str(row.home.pk) == query.group))
    ]
    rows.sort(key=lambda row: (row.pupil.family_name, row.pupil.given_name, str(row.pupil.pk)))
    rows.sort(key=order_by(query.sort), reverse=query.down)
    return rows


def order_by(key: str) -> Callable[[Row], Any]:
    """Return by what a column sorts; an unknown column sorts as the share out does."""
    if key.startswith(MISSED):
        subject = key.removeprefix(MISSED)
        return lambda row: row.totals.missed.get(subject, 0)
    return {
        "name": lambda row: (row.pupil.family_name.casefold(), row.pupil.given_name.casefold()),
        "teacher": lambda row: row.totals.teacher,
        "leavings": lambda row: row.totals.leavings,
        "own": lambda row: row.totals.non_learning_minutes,
        "flag": lambda row: (row.worst.severity.rank + 1 if row.worst else 0, row.totals.share_out),
    }.get(key, lambda row: (row.totals.share_out, row.totals.out))


def table_of(
    ledger: SchoolLedger, query: LedgerQuery, query_of: Callable[[str, bool], str], *, whose: str
) -> Table:
    """Return the table. `query_of` gives the address that sorts by a column; `whose` is "" for the whole school."""
    rows = picked(ledger, query)
    whole = query.page == EVERYTHING
    page = Paginator(rows, max(1, len(rows)) if whole else PAGE).get_page(query.page)
    subjects = subjects_missed(rows)
    shown = subjects if len(subjects) <= MOST_SUBJECTS + 1 else subjects[:MOST_SUBJECTS]

    def column(key: str, label: str, long: str = "") -> Column:
        is_sorted = query.sort == key
        way = ("descending" if query.down else "ascending") if is_sorted else ""
        down = not query.down if is_sorted else key != "name"
        return Column(key, label, way, query_of(key, down), long)

    return Table(
        columns={
            key: column(key, label)
            for key, label in (
                ("name", "Pupil"),
                ("out", "Out of class"),
                ("teacher", "With a teacher"),
                ("leavings", "Leaves"),
                ("own", "Own time"),
                ("flag", "What stands out"),
            )
        },
        subjects=tuple(column(f"{MISSED}{subject}", subject) for subject in shown),
        others=len(subjects) - len(shown),
        own_time=any(row.totals.non_learning or row.totals.unknown_time for row in rows),
        lines=tuple(
            Line(
                row,
                mini_week(row.week.segments, ledger.week.days),
                short_title(row.worst.rule, ledger.thresholds) if row.worst else "",
                tuple(row.totals.missed.get(subject, 0) for subject in shown),
                sum(row.totals.missed.get(subject, 0) for subject in subjects[len(shown) :]),
            )
            for row in page
        ),
        page=page,
        sentence=sentence_of(ledger, whose=whose),
        narrowed=bool(query.group or query.year or query.over),
        unknown=unknown_of_rows(rows),
    )


def sentence_of(ledger: SchoolLedger, *, whose: str) -> str:
    """Return the week in words: how many have support, and how many spend how much of it out of class."""
    helped = len(ledger.supported)
    total = f"{whose}{ledger.on_roll:,} pupil{'' if ledger.on_roll == 1 else 's'}"
    if not ledger.week.days:
        return "The school is closed this week."
    if not ledger.on_roll:
        return (
            "No pupil of this school is yours to see yet."
            if whose
            else "There are no pupils on the roll yet."
        )
    if not helped:
        return f"None of {whose or 'the '}{ledger.on_roll:,} pupils has support this week."
    line = ledger.thresholds[CONCERN]
    over = sum(1 for row in ledger.supported if row.totals.share_out >= line)
    start = f"{helped:,} of {total} {'has' if helped == 1 else 'have'} support this week"
    share = f"{line_words(line)} or more of taught time out of class."
    if not over:
        return f"{start}; nobody spends {share}"
    return f"{start}; {over:,} {'spends' if over == 1 else 'spend'} {share}"


def missed_segments(row: Row) -> list[dict[str, object]]:
    """Return every stretch of a lesson that support takes, so that a person can check it in the timetable."""
    return [
        {
            "day": segment.day.isoformat(),
            "start": hhmm(segment.start),
            "end": hhmm(segment.end),
            "minutes": segment.minutes,
            "subject": segment.subject,
            "lesson": segment.block,
            "group": segment.group,
            "programme": segment.support,
            "with": segment.adult.value,
        }
        for segment in row.week.segments
        if segment.out and segment.kind is PeriodKind.LESSON
    ]
