"""Where a delivered dose lies against the conditions of the Education Endowment Foundation (EEF, 2015-2021)."""

from __future__ import annotations

from inreach.evaluation.aggregation.types import Position

SHORTEST, LONGEST = 20, 50
FEWEST_A_WEEK, MOST_A_WEEK = 3, 5
FEWEST_WEEKS, MOST_WEEKS = 8, 20


def position(minutes: float | None, sessions: float | None, weeks: float | None) -> Position:
    """Return where delivered sessions lie against the conditions; unknown unless all three are known and above 0.

    Inside is inside all three. Of the others it is below if any of the three falls short, else above.
    """
    if not minutes or not sessions or not weeks:
        return Position.UNKNOWN
    fine = round(1000 * weeks)  # whole, so that 37 sessions in 7.4 weeks are 5 a week and not a little more
    held = (
        (minutes, SHORTEST * sessions, LONGEST * sessions),
        (1000 * sessions, FEWEST_A_WEEK * fine, MOST_A_WEEK * fine),
        (fine, 1000 * FEWEST_WEEKS, 1000 * MOST_WEEKS),
    )
    if any(value < low for value, low, _ in held):
        return Position.BELOW
    return Position.ABOVE if any(value > high for value, _, high in held) else Position.INSIDE
