"""Minutes of a week of which nobody knows what they are, and when they leave a rule of the guard open."""

from __future__ import annotations

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.thresholds import Thresholds

UNKNOWN_TIME: Fact[int] = Fact("unknown_time", lambda totals: totals.unknown_time)
UNKNOWN_OUT: Fact[int] = Fact("unknown_out", lambda totals: totals.unknown_out)
FACTS_OF_UNKNOWN_MINUTES = (UNKNOWN_TIME, UNKNOWN_OUT)


def never_open(_facts: WeekFacts, _thresholds: Thresholds) -> bool:
    """Nothing unknown in the ledger bears on the rule."""
    return False


def open_while_time_is_unknown(facts: WeekFacts, _thresholds: Thresholds) -> bool:
    """Say whether any support stands on a day without lessons, so that nobody can say what it takes."""
    return facts.get(UNKNOWN_TIME, 0) > 0


def open_while_time_out_is_unknown(facts: WeekFacts, _thresholds: Thresholds) -> bool:
    """Say whether any support away from class stands on a day without lessons, so that it may take a lesson."""
    return facts.get(UNKNOWN_OUT, 0) > 0
