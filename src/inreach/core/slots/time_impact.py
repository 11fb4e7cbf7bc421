"""What a group takes from its pupils in a typical week of school, worked out by the ledger."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.school_week import PlannedWeek
from inreach.core.school.calendar import Calendar, CalendarWeek

PupilId = TypeVar("PupilId", bound=Hashable)


@dataclass(frozen=True, slots=True)
class TimeImpact:
    """One pupil's week: minutes out of lessons for a group, and shares of taught time, alone and with all groups.

    Shares are from 0 to 1, None without lessons; `own_time` is minutes of breaks, lunch and the like that it takes,
    and `unknown` minutes on days without lessons, of which nobody can say what they take.
    Over a two-week cycle everything is the mean of both weeks.
    """

    out: float
    share: float | None
    together: float | None
    own_time: float
    unknown: float = 0


def typical_weeks(calendar: Calendar, day: date) -> tuple[CalendarWeek, ...]:
    """Return the first whole week of school from the day on, or both weeks of the cycle; none after the last term."""
    remaining = [week for week in calendar.weeks() if week.days[-1] >= day]
    whole = [
        week for week in remaining if week.days[0] >= day and len(week.days) == len(calendar.school_days)
    ] or remaining
    if calendar.cycle_weeks == 1:
        return tuple(whole[:1])
    firsts = [next((week for week in whole if week.cycle_week == n), None) for n in (1, 2)]
    return tuple(week for week in firsts if week is not None)


def time_impact(weeks: Sequence[Mapping[PupilId, PlannedWeek]], group_id: str) -> dict[PupilId, TimeImpact]:
    """Return what a group takes from each pupil, over at least one week that holds the same pupils."""
    calculator = LedgerCalculator()
    return {pupil: _of_pupil(calculator, [week[pupil] for week in weeks], group_id) for pupil in weeks[0]}


def _of_pupil(calculator: LedgerCalculator, weeks: Sequence[PlannedWeek], group_id: str) -> TimeImpact:
    taught = out = out_together = own_time = unknown = 0
    for week in weeks:
        of_group = [support for support in week.supports if support.group_id == group_id]
        alone = calculator.week(week.blocks, of_group, on_roll=week.on_roll).totals
        together = calculator.week(week.blocks, week.supports, on_roll=week.on_roll).totals
        taught += alone.taught
        out += alone.out
        out_together += together.out
        own_time += alone.non_learning_minutes
        unknown += alone.unknown_time
    return TimeImpact(
        out / len(weeks),
        out / taught if taught else None,
        out_together / taught if taught else None,
        own_time / len(weeks),
        unknown / len(weeks),
    )
