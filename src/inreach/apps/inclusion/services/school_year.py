"""The ledger of a term or a school year: what the weeks between two dates sum up to for every pupil."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from inreach.apps.provision.adapters.school_year import gather_school_years
from inreach.apps.schools.models import Pupil, School
from inreach.core.ledger.school_year import PupilTotals


def school_totals(
    school: School, first: date, last: date, pupils: Collection[Pupil] | None = None
) -> PupilTotals[UUID]:
    """Return the totals of the days from one date to another, both included, by pupil.

    They are of these pupils, or of everybody, as far as they are on the school's roll on one of these days.
    """
    return totals_of_schools([school], first, last, pupils)[school.pk]


def totals_of_schools(
    schools: Collection[School], first: date, last: date, pupils: Collection[Pupil] | None = None
) -> dict[UUID, PupilTotals[UUID]]:
    """Return the same of several schools, by school: a whole city takes the same queries as one of its schools."""
    years = gather_school_years(schools, first, last, pupils)
    return {school: PupilTotals(year.open_days, year.planned) for school, year in years.items()}
