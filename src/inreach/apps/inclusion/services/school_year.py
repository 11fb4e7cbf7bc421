"""The ledger of a term or a school year: what the weeks between two dates sum up to for every pupil."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inreach.apps.inclusion.queries.ledger import everybody_between
from inreach.apps.provision.adapters.school_year import gather_school_years
from inreach.apps.schools.models import Pupil, School
from inreach.core.ledger.school_year import PupilTotals
from inreach.core.ledger.types import Totals


@dataclass(frozen=True, slots=True)
class YearRow:
    """One pupil between two dates. `supported` says whether any support is planned then."""

    pupil: Pupil
    supported: bool
    totals: Totals


@dataclass(frozen=True, slots=True)
class SchoolYearLedger:
    """The ledger of a school from one date to another, both included, for everybody on the roll on one of the days."""

    school: School
    first: date
    last: date
    days: int
    weeks: int
    rows: tuple[YearRow, ...]

    @property
    def on_roll(self) -> int:
        """How many pupils it speaks of."""
        return len(self.rows)

    @property
    def supported(self) -> tuple[YearRow, ...]:
        """Rows of the pupils with support."""
        return tuple(row for row in self.rows if row.supported)


def school_year_ledger(school: School, first: date, last: date) -> SchoolYearLedger:
    """Return the ledger of the days from one date to another, both included, by name of the pupil."""
    totals = school_totals(school, first, last)
    rows = tuple(
        YearRow(pupil, totals.planned[pupil.pk].supported, totals[pupil.pk])
        for pupil in everybody_between(school, first, last)
        if pupil.pk in totals.planned
    )
    open_days = totals.open_days
    return SchoolYearLedger(school, first, last, len(open_days.dates), len(open_days.weeks), rows)


def school_totals(
    school: School, first: date, last: date, pupils: Collection[Pupil] | None = None
) -> PupilTotals[UUID]:
    """Return the totals of the days from one date to another, both included, by pupil, and of each week on request.

    They are of these pupils, or of everybody, as far as they are on the school's roll on one of these days.
    """
    return totals_of_schools([school], first, last, pupils)[school.pk]


def totals_of_schools(
    schools: Collection[School], first: date, last: date, pupils: Collection[Pupil] | None = None
) -> dict[UUID, PupilTotals[UUID]]:
    """Return the same of several schools, by school: a whole city takes the same queries as one of its schools."""
    years = gather_school_years(schools, first, last, pupils)
    return {school: PupilTotals(year.open_days, year.planned) for school, year in years.items()}
