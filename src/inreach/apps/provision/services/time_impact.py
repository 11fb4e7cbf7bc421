"""What a group takes from its pupils in a typical week of school, worked out by the core's ledger."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from inreach.apps.provision.adapters import supports_for
from inreach.apps.provision.models import Group
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Pupil, School
from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.school.calendar import Calendar, CalendarWeek


@dataclass(frozen=True, slots=True)
class Cost:
    """One pupil's week: minutes out of lessons for this group, and shares of taught time, alone and with all groups.

    Shares are from 0 to 1, None without lessons; `own_time` is minutes of breaks, lunch and the like that it takes.
    Over a two-week cycle everything is the mean of both weeks.
    """

    pupil: Pupil
    out: float
    share: float | None
    together: float | None
    own_time: float


def typical_weeks(calendar: Calendar, day: date) -> tuple[CalendarWeek, ...]:
    """The first whole week of school from the day on, or both weeks of the cycle; none after the last term."""
    left = [week for week in calendar.weeks() if week.days[-1] >= day]
    whole = [
        week for week in left if week.days[0] >= day and len(week.days) == len(calendar.school_days)
    ] or left
    if calendar.cycle_weeks == 1:
        return tuple(whole[:1])
    firsts = [next((week for week in whole if week.cycle_week == n), None) for n in (1, 2)]
    return tuple(week for week in firsts if week is not None)


def costs(school: School, group: Group, pupils: Collection[Pupil], day: date) -> list[Cost]:
    """What the group takes from each of these pupils in a typical week after the day, most out of class first.

    Pupils of one school. The list is empty when no week of school is left.
    """
    weeks = typical_weeks(calendar_of(school), max(day, group.starts))
    if not weeks or not pupils:
        return []
    calculator = LedgerCalculator()
    rows: dict[object, list[tuple[int, int, int, int]]] = {pupil.pk: [] for pupil in pupils}
    own_slots = {str(pk) for pk in group.slots.values_list("pk", flat=True)}
    for week in weeks:
        blocks, supports = blocks_for(pupils, week), supports_for(pupils, week)
        for pupil in pupils:
            mine = [one for one in supports[pupil.pk] if one.key in own_slots]
            alone = calculator.week(blocks[pupil.pk], mine).totals
            everything = calculator.week(blocks[pupil.pk], supports[pupil.pk]).totals
            rows[pupil.pk].append((alone.taught, alone.out, everything.out, alone.non_learning_minutes))
    found = [_cost(pupil, rows[pupil.pk]) for pupil in pupils]
    return sorted(
        found, key=lambda cost: (-(cost.together or 0), cost.pupil.family_name, cost.pupil.given_name)
    )


def _cost(pupil: Pupil, weeks: Iterable[tuple[int, int, int, int]]) -> Cost:
    rows = list(weeks)
    taught, out, everything, own_time = (sum(column) for column in zip(*rows, strict=True))
    return Cost(
        pupil,
        out / len(rows),
        out / taught if taught else None,
        everything / taught if taught else None,
        own_time / len(rows),
    )


def per_cent(share: float) -> str:
    """A share as people read it."""
    return "under 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def in_words(found: Collection[Cost]) -> list[str]:
    """What the group costs, in sentences: minutes and share for each pupil, and who is highest with all groups."""
    if not found:
        return []
    said = [_minutes(found)]
    own = max(cost.own_time for cost in found)
    if own:
        said.append(f"It takes up to {own:.0f} minutes a week of break, lunch or other time of their own.")
    most = max(found, key=lambda cost: cost.together or 0)
    if most.together and most.share is not None and most.together > most.share + 0.004:
        said.append(f"Together with other groups {most.pupil.called} is at {per_cent(most.together)}.")
    return said


def _minutes(found: Collection[Cost]) -> str:
    minutes = sorted(cost.out for cost in found)
    shares = sorted(cost.share or 0 for cost in found)
    if not minutes[-1]:
        return "This takes nobody out of a lesson."
    who = "each pupil" if len(found) > 1 else next(iter(found)).pupil.called
    if minutes[0] == minutes[-1] and per_cent(shares[0]) == per_cent(shares[-1]):
        share = per_cent(shares[-1])
        return f"This takes {who} out of class for {minutes[-1]:.0f} minutes a week, {share} of taught time."
    return (
        f"This takes pupils out of class for {minutes[0]:.0f} to {minutes[-1]:.0f} minutes a week, "
        f"{per_cent(shares[0])} to {per_cent(shares[-1])} of taught time."
    )
