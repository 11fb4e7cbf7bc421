"""What there is to know of a formed group before anybody plans: what its members lose at best, who could lead it, when.

And how much of the lessons each member is out of class once in the group, which no timetable can change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from inreach.core.school.calendar import hhmm
from inreach.core.text import listed
from inreach.planner.explain.wording import Names, at_time, capital, on_day
from inreach.planner.group_formation.group_cost_reference import Worth
from inreach.planner.group_formation.request import NAMES, Formed, Wanted
from inreach.planner.objective.harm import ObjectiveEvaluator, PupilHarm
from inreach.planner.objective.share_out import OutShare, ShareWarning, share_of, share_out
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable


@dataclass(frozen=True, slots=True)
class Begins:
    """The times of one day at which a session of a group may begin, minutes since midnight, first and last of a run."""

    week: int
    day: int
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A formed group at the best times that all its members have, alone in the school.

    `leads` could each lead all its sessions, and `begins` are the times at which one of them could. `shares` are of
    each member with all groups that there are then; `warnings` are the ones that reach a line of the guard.
    """

    group: Group
    points: int
    adult: str
    sessions: tuple[Session, ...]
    leads: tuple[str, ...]
    begins: tuple[Begins, ...]
    losses: dict[str, PupilHarm]
    shares: dict[str, OutShare]
    warnings: tuple[ShareWarning, ...]

    def sentences(self, problem: Problem, names: Names = NAMES) -> Iterator[str]:
        """Yield who is in the group, what it costs at best, who could lead it and when, and what each member loses."""
        yield f"{capital(names.group(self.group.id))}: {listed(map(names.pupil, self.group.members))}."
        best = listed(at_time(problem, one.week, one.day, one.start) for one in self.sessions)
        yield f"  At its best times, {best} with {names.adult(self.adult)}, its members lose {_points(self.points)}."
        yield f"  {capital(listed(map(names.adult, self.leads), 'or'))} could lead it."
        yield f"  A session could begin {'; '.join(_begins(problem, one) for one in self.begins)}."
        for pupil, harm in self.losses.items():
            missed = listed(
                f"{minutes} minutes of {names.thing(subject)}"
                for subject, minutes in sorted(harm.missed.items(), key=lambda item: (-item[1], item[0]))
            )
            yield f"  - {capital(names.pupil(pupil))} loses {_points(harm.points)}: {missed}. {self._out(pupil)}"

    def _out(self, pupil: str) -> str:
        """Say how much the pupil is out of class, and that it is too much where it is."""
        share = f"With all groups, {self.shares[pupil].share:.0%} of lesson time out of class"
        lines = [warning for warning in self.warnings if warning.share.pupil == pupil]
        if not lines:
            return f"{share}."
        worst = max(lines, key=lambda warning: warning.line)
        return (
            f"{share}, whatever the timetable. That is too much: the line is {worst.line:.0%}. "
            f"{worst.flag.alternative}"
        )


def _points(points: int) -> str:
    return f"{points:,} point" + ("" if points == 1 else "s")


def _begins(problem: Problem, one: Begins) -> str:
    times = listed(
        hhmm(first) if first == last else f"from {hhmm(first)} to {hhmm(last)}" for first, last in one.runs
    )
    return f"on {on_day(problem, one.week, one.day)} {times if times.startswith('from') else f'at {times}'}"


def meetings_of(problem: Problem, wanted: Wanted, formed: Formed) -> tuple[Meeting, ...]:
    """Return what there is to know of each formed group; the problem is the one that they were formed for."""
    worth = Worth(problem, wanted)
    return tuple(_meeting(problem, worth, formed, group) for group in formed.groups)


def _meeting(problem: Problem, worth: Worth, formed: Formed, group: Group) -> Meeting:
    pupils = frozenset(group.members)
    least = worth.least(pupils)
    if least is None:
        raise ValueError(f"Group {group.id} has no times, so it was not formed for this problem.")
    adults = {lead: problem.adults[worth.crew[lead]].id for lead in worth.able(pupils)}
    sessions = tuple(
        Session(day // problem.days, day % problem.days, problem.day_starts + begin * problem.step, "")
        for day, begin in least.times
    )
    alone = replace(problem, groups=(group,))
    timetable = Timetable((Placement(group.id, adults[least.lead], sessions),))
    harm = ObjectiveEvaluator(alone).harm(timetable).pupils
    whole = replace(problem, groups=(*problem.groups, *formed.groups))
    return Meeting(
        group=group,
        points=least.points,
        adult=adults[least.lead],
        sessions=sessions,
        leads=tuple(dict.fromkeys(adults.values())),
        begins=tuple(_times(problem, worth, pupils, list(adults))),
        losses={name: harm[name] for name in group.members},
        shares={name: share_of(whole, name) for name in group.members},
        warnings=share_out(whole, group.members),
    )


def _times(problem: Problem, worth: Worth, pupils: frozenset[str], leads: list[int]) -> Iterator[Begins]:
    days: dict[int, list[int]] = {}
    for day, begin in worth.common(pupils):
        if any(worth.can((day, begin), lead, pupils) for lead in leads):
            days.setdefault(day, []).append(problem.day_starts + begin * problem.step)
    for day, starts in days.items():
        runs: list[tuple[int, int]] = []
        for start in sorted(starts):
            first = runs.pop()[0] if runs and runs[-1][1] + problem.step == start else start
            runs.append((first, start))
        yield Begins(day // problem.days, day % problem.days, tuple(runs))
