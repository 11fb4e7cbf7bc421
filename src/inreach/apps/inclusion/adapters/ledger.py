"""The ledgers of a week for many pupils of one school, worked out from its lessons and its support."""

from collections.abc import Collection
from uuid import UUID

from inreach.apps.provision.adapters import supports_for
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Pupil
from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.types import LedgerWeek, Support
from inreach.core.school.calendar import CalendarWeek


def school_week(
    pupils: Collection[Pupil],
    week: CalendarWeek,
    supports: dict[UUID, tuple[Support, ...]] | None = None,
    calculator: LedgerCalculator | None = None,
) -> dict[UUID, LedgerWeek]:
    """Return the ledger of one week for each of these pupils of one school.

    It takes the same number of queries for one pupil as for all. `supports` may be given where it is loaded already.
    """
    pupils = list(pupils)
    blocks = blocks_for(pupils, week)
    planned = supports_for(pupils, week) if supports is None else supports
    calculator = calculator or LedgerCalculator()
    return {pupil.pk: calculator.week(blocks[pupil.pk], planned[pupil.pk]) for pupil in pupils}
