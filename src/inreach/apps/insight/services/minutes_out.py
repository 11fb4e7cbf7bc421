"""How long pupils whose targets are in progress are out of class in a week, worked out by the ledger."""

from collections.abc import Sequence

from inreach.core.ledger.school_week import PlannedWeek, ledgers_of


def minutes_out(planned: Sequence[PlannedWeek]) -> tuple[float, ...]:
    """Return the minutes out of class of each of these weeks; a week without lessons is left out."""
    ledgers = ledgers_of(dict(enumerate(planned)))
    return tuple(float(ledger.totals.out) for ledger in ledgers.values() if ledger.totals.taught)
