"""What a rule is: a sentence for people, how hard it is, and a way to find where a timetable breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from inreach.core.school.calendar import hhmm
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Session, Timetable
from inreach.planner.rules.encoding import Encoding


class Severity(StrEnum):
    """How hard a rule is: must be kept, should be kept, or is only told."""

    MUST = "must"
    SHOULD = "should"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the timetable; `violations` yields one sentence for each place where a timetable breaks it.

    A rule that must be kept has `encode`, the same rule as data and without the code of `violations`. One that is only
    told has none; `weighed` names the weight with which the search minds it, or is empty where the timetable changes
    nothing.
    """

    id: str
    sentence: str
    severity: Severity
    violations: Callable[[Problem, Timetable], Iterator[str]]
    encode: Callable[[Problem], Encoding] | None = None
    weighed: str = ""


class Meeting(NamedTuple):
    """One session with its group and adult, from and to in minutes since midnight."""

    group: Group
    adult: str
    session: Session
    end: int

    def when(self, problem: Problem) -> str:
        """Return when it is, in words."""
        week = f"week {self.session.week + 1}, " if problem.weeks > 1 else ""
        return f"{week}{problem.day_name(self.session.day)} {hhmm(self.session.start)}"


def meetings(problem: Problem, timetable: Timetable) -> Iterator[Meeting]:
    """Yield every session of the problem's groups that has an adult."""
    for group in problem.groups:
        placement = timetable.of(group.id)
        for session in placement.sessions:
            yield Meeting(group, placement.adult or "", session, session.start + group.minutes)


def led(problem: Problem, timetable: Timetable) -> Timetable:
    """Return a timetable without the groups that have no adult of the problem, for they cannot meet."""
    known = {adult.id for adult in problem.adults}
    return Timetable(tuple(item for item in timetable if item.adult in known))


def clashes(problem: Problem, of_one: list[Meeting], apart: int) -> Iterator[tuple[Meeting, Meeting]]:
    """Yield pairs of sessions, of those that need one person or room, that are less than `apart` minutes apart."""
    for n, one in enumerate(of_one):
        for other in of_one[n + 1 :]:
            same_day = (one.session.week, one.session.day) == (other.session.week, other.session.day)
            first, second = sorted((one, other), key=lambda item: item.session.start)
            if same_day and second.session.start < first.end + apart:
                yield first, second
