"""From rows of case-work to the evaluation's targets: one by one, or as the table that its SQL adds up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from inreach.apps.casework.adapters.target import last_rating, required_parties
from inreach.apps.casework.models import Area, Rating, Target
from inreach.apps.insight.models import Release
from inreach.apps.insight.queries import (
    edited_after_start,
    pupils_in_progress,
    schools_of,
    with_story,
    years_of,
)
from inreach.apps.provision.adapters.support import planned_weeks
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import School
from inreach.core.ledger.school_week import ledgers_of
from inreach.core.school.calendar import Calendar
from inreach.core.targets.party import Party
from inreach.evaluation.aggregation.engines import Connection
from inreach.evaluation.aggregation.sql import COLUMNS
from inreach.evaluation.aggregation.types import FollowUp, TargetRow
from inreach.evaluation.disclosure.release import Sent
from inreach.evaluation.disclosure.suppression import Released
from inreach.evaluation.disclosure.tables import Adds, Table

AGREED_BY_ALL = "agreed by everybody before the work began"
AGREED_BY_PUPIL = "agreed by the pupil before the work began"
AGREED_BY_PARENT = "agreed by a parent or carer before the work began"
TURN_OF_YEAR = 9  # September


class SchoolDates:
    """Stretches of time in weeks of one school, as far as its years are known."""

    def __init__(self, school: School) -> None:
        self.calendar: Calendar = calendar_of(school)
        self.known = _joined(years_of(school))
        self._weeks: dict[tuple[date, date], float] = {}

    def weeks(self, first: date, last: date) -> float | None:
        """School weeks from the first day up to the last; None if they lie outside the years that are known."""
        if last < first or not any(starts <= first and last <= ends for starts, ends in self.known):
            return None
        if (first, last) not in self._weeks:
            self._weeks[first, last] = self.calendar.school_weeks_between(first, last)
        return self._weeks[first, last]


def _joined(years: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Years as stretches without a gap longer than a summer: the weeks between two years are holiday."""
    if not years:
        return []
    found = [years[0]]
    for (_, ended), (starts, ends) in pairwise(years):
        if (starts - ended).days <= 70:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((starts, ends))
    return found


def rows_of(targets: QuerySet[Target]) -> tuple[TargetRow, ...]:
    """Return these targets as rows, pupils as numbers that mean nothing elsewhere. It takes the same few queries."""
    schools = schools_of(targets)
    dates = {school.pk: SchoolDates(school) for school in schools}
    edited = edited_after_start()
    numbers: defaultdict[UUID, str] = defaultdict(lambda: str(len(numbers) + 1))
    return tuple(
        row_of(
            target,
            pupil=numbers[target.pupil_id],
            school=target.pupil.school.name,
            dates=dates[target.pupil.school_id],
            edited=target.pk in edited,
        )
        for target in with_story(targets)
    )


def row_of(target: Target, *, pupil: str, school: str, dates: SchoolDates, edited: bool) -> TargetRow:
    """Return one target as a row. What Inreach does not record of targets (sessions, minutes) stays unknown."""
    ratings = list(target.ratings.all())
    first = last_rating(ratings, Rating.Purpose.BASELINE)
    review = last_rating(ratings, Rating.Purpose.REVIEW)
    begun = first.rated_on if first else target.starts_on
    opened = target.starts_on or target.written_on
    weeks = dates.weeks(begun, review.rated_on) if begun and review else None
    return TargetRow(
        pupil=pupil,
        school=school,
        area=target.get_area_display(),
        baseline=target.baseline or 0,
        expected=target.expected or 0,
        achieved=review.value if review else None,
        year=year_of(opened),
        maintain=target.maintain,
        worded=bool(target.baseline_words and target.expected_words),
        opened=opened,
        due=target.review_on,
        reviewed=review.rated_on if review else None,
        edited_after_start=edited,
        weeks=weeks,
        holiday_weeks=None
        if weeks is None or begun is None or review is None
        else float(max(0, int((review.rated_on - begun).days / 7 - weeks))),
        factors=factors_of(target),
        follow_ups=_follow_ups(ratings, review, dates),
    )


def year_of(day: date) -> str:
    """The academic year of a day, as 2026/27."""
    first = day.year if day.month >= TURN_OF_YEAR else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def factors_of(target: Target) -> Mapping[str, bool]:
    """What is known of a target from before its work began; nothing where nobody set a day for that."""
    if target.starts_on is None:
        return {}
    parties = {one.party for one in target.sign_offs.all() if one.agreed_on <= target.starts_on}
    return {
        AGREED_BY_ALL: set(required_parties(target)) <= parties,
        AGREED_BY_PUPIL: Party.PUPIL in parties,
        AGREED_BY_PARENT: Party.PARENT in parties,
    }


def _follow_ups(ratings: list[Rating], review: Rating | None, dates: SchoolDates) -> tuple[FollowUp, ...]:
    """The checks after the review, one a day, in school weeks after it."""
    if review is None:
        return ()
    checks = [
        one for one in ratings if one.purpose == Rating.Purpose.FOLLOW_UP and one.rated_on > review.rated_on
    ]
    found = []
    for day in sorted({one.rated_on for one in checks}):
        told = last_rating([one for one in checks if one.rated_on == day], Rating.Purpose.FOLLOW_UP)
        weeks = dates.weeks(review.rated_on, day)
        if told and weeks:
            found.append(FollowUp(weeks, told.value))
    return tuple(found)


def minutes_out(targets: QuerySet[Target], today: date) -> tuple[float, ...]:
    """Minutes out of class in this week, or the next one of school, of pupils with one of these targets in progress."""
    schools = schools_of(targets)
    by_school = pupils_in_progress(targets, schools)
    found: list[float] = []
    for school in schools:
        pupils, calendar = by_school[school.pk], calendar_of(school)
        if pupils and calendar.terms:
            week = calendar.week_of(calendar.next_open_day(today))
            found += [
                float(ledger.totals.out)
                for ledger in ledgers_of(planned_weeks(pupils, week)).values()
                if ledger.totals.taught
            ]
    return tuple(found)


def lines(targets: QuerySet[Target], today: date) -> QuerySet[Target, dict[str, object]]:
    """Return the query of the table `targets`: a line for each target with the columns of COLUMNS, marked `line_`.

    It chooses the review as `last_rating` does.
    """
    own = Case(When(rater_role=Party.PUPIL, then=1), default=0)
    in_class = Case(When(setting=Rating.Setting.CLASS, then=1), default=0)
    review = (
        Rating.objects.filter(target=OuterRef("pk"), purpose=Rating.Purpose.REVIEW)
        .annotate(own=own, in_class=in_class)
        .order_by("own", "independent", "-rated_on", "-in_class", "-recorded_at", "pk")
        .values("value")[:1]
    )
    one, none = Value(1), Value(0)
    known = targets.order_by().annotate(line_achieved=Subquery(review))
    return known.annotate(
        line_school=F("pupil__school__organisation__name"),
        line_area=Case(
            *(When(area=code, then=Value(label)) for code, label in Area.choices),
            default="area",
            output_field=TextField(),
        ),
        line_programme=Cast(Value(""), TextField()),
        line_pupil=Cast("pupil", TextField()),
        line_baseline=F("baseline"),
        line_expected=F("expected"),
        line_maintain=Case(When(maintain=True, then=one), default=none, output_field=IntegerField()),
        line_due=Case(
            When(line_achieved__isnull=False, then=one),
            When(review_on__isnull=True, then=one),
            When(review_on__lte=today, then=one),
            default=none,
            output_field=IntegerField(),
        ),
        line_edited=Case(
            When(pk__in=list(edited_after_start()), then=one), default=none, output_field=IntegerField()
        ),
        line_worded=Case(
            When(baseline_words="", then=none),
            When(expected_words="", then=none),
            default=one,
            output_field=IntegerField(),
        ),
    ).values(*(f"line_{name}" for name in COLUMNS))


@contextmanager
def table(targets: QuerySet[Target], today: date) -> Iterator[Connection]:
    """Let the product's own database hold the table `targets` for a while, and give the engine that adds it up.

    The table is temporary: nobody else sees it, and it is gone afterwards.
    """
    database = connections[targets.db]
    sql, values = lines(targets, today).query.sql_with_params()
    columns = ", ".join(f"line_{name} AS {name}" for name in COLUMNS)
    with transaction.atomic(using=targets.db):
        with database.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE targets AS SELECT {columns} FROM ({sql}) AS told",  # noqa: S608 - our own
                values,
            )
        yield Connection(database)
        with database.cursor() as cursor:
            cursor.execute("DROP TABLE targets")


def counts_of(sent: Sent) -> dict[str, Any]:
    """Return the counts of a release as it is kept."""
    printed = sent.released.printed
    return {
        "cells": sorted(
            [list(cell), float(count), cell in printed] for cell, count in sent.counts.cells.items()
        ),
        "adds": [[[list(part) for part in line.parts], list(line.whole)] for line in sent.counts.adds],
    }


def sent_from(kept: Release) -> Sent:
    """Return a release that was kept; its drawings are gone, and what could be said of hidden counts too."""
    cells = [(tuple(cell), count, printed) for cell, count, printed in kept.counts["cells"]]
    adds = tuple(Adds(tuple(map(tuple, parts)), tuple(whole)) for parts, whole in kept.counts["adds"])
    told = {cell: count for cell, count, printed in cells if printed}
    hidden = frozenset(cell for cell, _, printed in cells if not printed)
    return Sent(
        Table({cell: count for cell, count, _ in cells}, adds),
        Released(told, frozenset(), hidden, {}, kept.threshold),
        (),
    )
