"""Ledgers that were worked out are kept in the memory of a process, for as long as nothing changes them.

The database marks every change of what a ledger is worked out from (`version_triggers`). What is kept is told apart by
these marks, and they are read anew for every page: one query tells whether a week still holds.
"""

import secrets
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from threading import Lock
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from inreach.apps.inclusion.adapters.school_week import ids_of
from inreach.apps.inclusion.models import LedgerVersion
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger, pupil_ledger, school_ledger
from inreach.apps.schools.adapters.calendar import calendars_of
from inreach.apps.schools.adapters.row_keys import keys_of
from inreach.apps.schools.models import Pupil, School
from inreach.core.school.calendar import Calendar

ROWS = 15_000
"""How many pupils' weeks a process keeps, of the schools asked about last: a thousand take about four megabytes."""
WEEKS = 4
"""How many weeks of one school it keeps."""
WRITERS = 50
"""How many connections may have left a mark of their own for one school, before the marks are joined to one."""
Version = tuple[int, ...]


class KeptWeek:
    """The ledger of a school's week, with its rows by pupil."""

    def __init__(self, ledger: SchoolLedger) -> None:
        self.ledger = ledger

    @cached_property
    def row_of(self) -> dict[UUID, Row]:
        """The rows by pupil."""
        return {row.pupil.pk: row for row in self.ledger.rows}


@dataclass(slots=True)
class SchoolLedgers:
    """The ledgers of one school, each worked out when it is first asked for."""

    school: School
    version: Version
    calendar: Calendar
    _weeks: OrderedDict[date, KeptWeek] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def rows(self) -> int:
        """How many pupils' weeks are kept here."""
        return sum(len(week.ledger.rows) for week in list(self._weeks.values()))

    def week(self, day: date, pupils: Collection[Pupil] | None = None) -> SchoolLedger:
        """Return the ledger of the week that a day is in, for these pupils, or for everybody on the school's roll."""
        ledger = self._kept(day).ledger
        if pupils is None:
            return ledger
        ids = ids_of(pupils)
        return replace(ledger, rows=tuple(row for row in ledger.rows if row.pupil.pk in ids))

    def pupil_week(self, pupil: Pupil, day: date) -> SchoolLedger:
        """Return the ledger of the week that a day is in for one pupil, beside the median of the class."""
        kept = self._kept(day)
        if pupil.pk not in kept.row_of:  # not on the roll that week
            return pupil_ledger(pupil, day, calendar=self.calendar)
        return replace(kept.ledger, rows=(kept.row_of[pupil.pk],))

    def _kept(self, day: date) -> KeptWeek:
        starts = self.calendar.week_start(day)
        with self._lock:
            week = self._weeks.get(starts)
            if week is None:
                week = self._weeks[starts] = KeptWeek(school_ledger(self.school, day, calendar=self.calendar))
            self._weeks.move_to_end(starts)
            while len(self._weeks) > WEEKS:
                self._weeks.popitem(last=False)
            return week


_kept: OrderedDict[UUID, SchoolLedgers] = OrderedDict()
_lock = Lock()


def ledgers_of_school(school: School) -> SchoolLedgers:
    """Return the ledgers of a school as they are now: those that are kept, if nothing has changed them since."""
    return ledgers_of_schools([school])[school.pk]


def ledgers_of_schools(schools: Collection[School]) -> dict[UUID, SchoolLedgers]:
    """Return the ledgers of schools as they are now, by school: one query where all of them are kept."""
    versions = versions_of([school.pk for school in schools])
    with _lock:
        kept = {
            pk: _kept[pk]
            for pk, version in versions.items()
            if version and pk in _kept and _kept[pk].version == version
        }
    missing = [school for school in schools if school.pk not in kept]
    calendars = calendars_of(missing) if missing else {}
    for school in missing:
        kept[school.pk] = SchoolLedgers(school, versions[school.pk], calendars[school.pk])
    with _lock:
        for pk, ledgers in kept.items():
            _kept[pk] = ledgers
            _kept.move_to_end(pk)
        while len(_kept) > len(kept) and sum(ledgers.rows for ledgers in _kept.values()) > ROWS:
            _kept.popitem(last=False)
    return kept


def versions_of(school_ids: Collection[UUID]) -> dict[UUID, Version]:
    """Return the marks of all that the ledgers of each school are worked out from; none where the database sets none.

    A mark is a number that never comes again, so two versions are one only if nothing was changed between them.
    """
    keys = keys_of(school_ids)
    marks: dict[str, list[int]] = {key: [] for key in ["", *keys]}
    rows = LedgerVersion.objects.filter(school__in=list(marks)).order_by("school", "writer")
    for school, mark in rows.values_list("school", "mark"):
        marks[school].append(mark)
    return {pk: (*marks[""], *marks[key]) for key, pk in keys.items()}


def join_marks() -> int:
    """Make one mark of those that many connections have left for a school, and return how many went.

    The mark that takes their place is new, so nothing that was kept is taken for what holds now.
    """
    crowded = LedgerVersion.objects.values("school").annotate(marks=Count("pk")).filter(marks__gt=WRITERS)
    with transaction.atomic():
        gone = list(
            LedgerVersion.objects.select_for_update(skip_locked=True)
            .filter(school__in=list(crowded.order_by().values_list("school", flat=True)))
            .exclude(writer=0)
        )
        for school in {mark.school for mark in gone}:
            LedgerVersion.objects.update_or_create(
                school=school, writer=0, defaults={"mark": secrets.randbits(63)}
            )
        LedgerVersion.objects.filter(pk__in=[mark.pk for mark in gone]).delete()
    return len(gone)
