"""How much of the lessons a pupil spends out of class: it follows from the groups alone, whatever the timetable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inreach.core.guard.engine import DEFAULTS, flags
from inreach.core.guard.facts import WeekFacts
from inreach.core.guard.shares import OUT, TAUGHT
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Flag
from inreach.core.ledger.types import PeriodKind
from inreach.core.text import counted, listed, whole_percent
from inreach.planner.problem.problem import Group, Problem


@dataclass(frozen=True, slots=True)
class OutShare:
    """Minutes of lessons that a pupil has in a cycle, and minutes that its groups take, with their names."""

    pupil: str
    out: int
    taught: int
    groups: tuple[str, ...]

    @property
    def share(self) -> float:
        """The minutes out as a share of lesson time, 0 where there are no lessons."""
        return self.out / self.taught if self.taught else 0.0


@dataclass(frozen=True, slots=True)
class ShareWarning:
    """A share that reaches a line of the guard: the flag tells severity, source, and what to do in class instead."""

    share: OutShare
    line: float
    flag: Flag

    @property
    def sentence(self) -> str:
        """Say how much it is, of what it comes, and which line it reaches."""
        names = listed(tuple(f"group {name}" for name in self.share.groups))
        return (
            f"Pupil {self.share.pupil} will be out of class for {whole_percent(self.share.out, self.share.taught)} % "
            f"of lesson time, with {names}, whatever the timetable: {self.share.out:,} of "
            f"{counted(self.share.taught, 'minute')}. The line is {whole_percent(round(self.line * 1000), 1000)} %."
        )


def share_of(problem: Problem, pupil: str) -> OutShare:
    """Return how much a pupil will be out of class in a cycle once every session takes place in lesson time.

    Sessions in class take nobody out. KeyError if there is no such pupil.
    """
    streams = {stream.id: stream for stream in problem.streams}
    found = {item.id: item for item in problem.pupils}[pupil]
    taught = sum(
        item.end - item.start for item in streams[found.stream].lessons if item.kind is PeriodKind.LESSON
    )
    groups = [group for group in problem.groups if pupil in group.members and group.joins is None]
    out = sum(group.minutes * group.sessions for group in groups) * problem.weeks
    return OutShare(pupil, out, taught, tuple(group.id for group in groups))


def share_out(
    problem: Problem, pupils: Iterable[str] | None = None, lines: Thresholds = DEFAULTS
) -> tuple[ShareWarning, ...]:
    """Return a warning for each of these pupils (else all) whose share reaches a line, the largest share first."""
    warnings = []
    for pupil in pupils if pupils is not None else [item.id for item in problem.pupils]:
        share = share_of(problem, pupil)
        for flag in flags(WeekFacts({TAUGHT: share.taught, OUT: share.out}), lines):
            warnings.append(ShareWarning(share, float(flag.numbers["threshold"]), flag))
    return tuple(sorted(warnings, key=lambda warning: -warning.share.share))


def share_if_made(problem: Problem, group: Group, lines: Thresholds = DEFAULTS) -> tuple[ShareWarning, ...]:
    """Return the warnings for the members of a group that somebody is about to make or change."""
    others = tuple(item for item in problem.groups if item.id != group.id)
    return share_out(replace(problem, groups=(*others, group)), group.members, lines)
