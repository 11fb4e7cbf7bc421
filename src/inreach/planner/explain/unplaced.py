"""What could not be placed: for every group that lacks sessions the reason, or what is in its way today."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inreach.planner.explain.beside import Beside
from inreach.planner.explain.possible import EFFORT
from inreach.planner.explain.reasons import Conflict, Reasons, conflict
from inreach.planner.explain.telling import Teller
from inreach.planner.explain.waterfall import (
    Taken,
    Waterfall,
    days_left,
    taken_told,
    takers,
    waterfall,
)
from inreach.planner.explain.words import Names
from inreach.planner.problem import Problem
from inreach.planner.timetable import Timetable


class Why(StrEnum):
    """What is known about missing sessions."""

    IMPOSSIBLE = "impossible"  # shown by trying everything
    NOT_FOUND = "not found"  # neither placed nor shown to be impossible


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A group that lacks sessions in the cycle, and why; `conflict` is there where it is impossible."""

    group: str
    wanted: int
    placed: int
    why: Why
    conflict: Conflict | None
    waterfall: Waterfall
    taken: tuple[Taken, ...]
    sentences: tuple[str, ...]


def unplaced(
    problem: Problem, timetable: Timetable, names: Names, *, effort: int = EFFORT
) -> tuple[Unplaced, ...]:
    """Return every group that lacks sessions with the reason, in the problem's order."""
    beside, teller, found = Beside(problem, timetable), Teller(problem, names), []
    known: dict[frozenset[str], Conflict] = {}
    reasons = Reasons(problem, effort)
    for group in problem.groups:
        wanted, placed = group.sessions * problem.weeks, len(timetable.of(group.id).sessions)
        if placed >= wanted:
            continue
        drops = waterfall(problem, beside, group, names)
        said = [teller.missing(group, wanted - placed)]
        groups = next((item for item in known if group.id in item), None) or reasons.too_many(group.id)
        reason, taken = None, ()
        if groups is not None:
            if groups not in known:
                known[groups] = conflict(problem, groups, effort)
            reason = known[groups]
            said += [teller.conflict(reason), teller.enough(reason)]
        else:
            taken = takers(beside, group)
            said += [teller.not_found(group, wanted - placed), drops.sentence]
            if taken:
                said.append(f"At times that would suit it, {taken_told(taken, names)}.")
            days = days_left(beside, group, timetable.of(group.id))
            said.append(teller.places(group, days, beside.minutes_left))
        why = Why.IMPOSSIBLE if reason is not None else Why.NOT_FOUND
        sentences = tuple(text for text in said if text)
        found.append(Unplaced(group.id, wanted, placed, why, reason, drops, taken, sentences))
    return tuple(found)
