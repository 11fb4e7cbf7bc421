"""What could not be placed: for every group that lacks sessions the reason, or what is in its way today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from inreach.planner.bounds.block_solver import available
from inreach.planner.explain.feasibility import EFFORT
from inreach.planner.explain.occupancy import Occupancy
from inreach.planner.explain.reasons import Conflict, Reasons, conflict
from inreach.planner.explain.relaxed_problem import School
from inreach.planner.explain.sentences import MOST_GROUPS, SentenceWriter
from inreach.planner.explain.shortage import Patience, Shortage, missing, shortages
from inreach.planner.explain.waterfall import Taken, Waterfall, days_left, taken_phrase, takers, waterfall
from inreach.planner.explain.wording import Names
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Timetable

NEEDED = (
    "Whether many groups together ask for more than there is could not be looked into: HiGHS is not installed. "
    "Run make tools, or install inreach[planner]."
)


class Why(StrEnum):
    """What is known about missing sessions."""

    IMPOSSIBLE = "impossible"  # shown by trying everything
    SHORTAGE = "shortage"  # one of many groups that together cannot have all, shown by counting
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


@dataclass(frozen=True, slots=True)
class Lacking:
    """All groups that lack sessions, the shortages among them, and what could not be looked into."""

    groups: tuple[Unplaced, ...]
    shortages: tuple[Shortage, ...]
    notes: tuple[str, ...] = ()


class _Search:
    """Looks for the reasons of one timetable."""

    def __init__(
        self, problem: Problem, timetable: Timetable, names: Names, effort: int, patience: Patience
    ) -> None:
        self.problem, self.timetable, self.names, self.effort = problem, timetable, names, effort
        self.patience = patience
        self.occupancy, self.writer = Occupancy(problem, timetable), SentenceWriter(problem, names)
        self.reasons = Reasons(problem, effort)
        self.known: dict[frozenset[str], Conflict] = {}
        lacks = {g.id: g.sessions * problem.weeks - len(timetable.of(g.id).sessions) for g in problem.groups}
        self.lacks = {name: count for name, count in lacks.items() if count > 0}

    def shortages(self) -> tuple[Shortage, ...]:
        """Return what many groups lack together, with or without the groups that cannot have all even alone.

        Whichever shows more: a group that cannot have all alone says nothing of the others.
        """
        if len(self.lacks) == 0 or not available():
            return ()
        one = School(self.problem)
        alone = {name for name in self.lacks if self.reasons.impossible(name)}
        own = {name: max(1, missing(one.only(frozenset({name})))) for name in alone}
        others = frozenset(group.id for group in self.problem.groups) - alone
        rest = sum(count for name, count in self.lacks.items() if name in others)
        found = shortages(one.only(others).problem, rest, self.patience) if rest else ()
        if not alone:
            return found
        every = shortages(self.problem, sum(self.lacks.values()), self.patience)
        inside = {name for item in every for name in item.groups}
        with_all = sum(item.missing for item in every)
        with_all += sum(count for name, count in own.items() if name not in inside)
        return every if with_all > sum(own.values()) + sum(item.missing for item in found) else found

    def reason(self, group: Group, among: tuple[Shortage, ...]) -> Conflict | Shortage | None:
        """Return why a group lacks sessions: alone, with few others, with many; None if nothing was shown."""
        groups = frozenset({group.id}) if self.reasons.impossible(group.id) else None
        many = next((item for item in among if group.id in item.groups), None)
        if groups is None and many is not None and len(many.groups) > MOST_GROUPS:
            return many
        groups = groups or next((item for item in self.known if group.id in item), None)
        groups = groups or self.reasons.too_many(group.id)
        if groups is None or (many is not None and len(groups) > MOST_GROUPS):
            return many
        if groups not in self.known:
            least = max(1, missing(School(self.problem).only(groups))) if available() else 1
            self.known[groups] = replace(conflict(self.problem, groups, self.effort), missing=least)
        return self.known[groups]

    def unplaced(self, group: Group, among: tuple[Shortage, ...]) -> Unplaced:
        """Return one group that lacks sessions, with its reason."""
        writer, lacks = self.writer, self.lacks[group.id]
        drops, sentences = (
            waterfall(self.problem, self.occupancy, group, self.names),
            [writer.missing(group, lacks)],
        )
        reason, why = self.reason(group, among), Why.NOT_FOUND
        taken: tuple[Taken, ...] = ()
        if isinstance(reason, Conflict):
            why = Why.IMPOSSIBLE
            sentences += [writer.conflict(reason), writer.least(reason, lacks), writer.enough(reason)]
        elif reason is not None:
            why = Why.SHORTAGE
        else:
            taken = takers(self.occupancy, group)
            sentences += [writer.not_found(group, lacks), drops.sentence]
            if taken:
                sentences.append(f"At times that would suit it, {taken_phrase(taken, self.names)}.")
            days = days_left(self.occupancy, group, self.timetable.of(group.id))
            sentences.append(writer.places(group, days, self.occupancy.minutes_left))
        return Unplaced(
            group.id,
            group.sessions * self.problem.weeks,
            group.sessions * self.problem.weeks - lacks,
            why,
            reason if isinstance(reason, Conflict) else None,
            drops,
            taken,
            tuple(text for text in sentences if text),
        )


def lacking(
    problem: Problem,
    timetable: Timetable,
    names: Names,
    *,
    effort: int = EFFORT,
    patience: Patience | None = None,
) -> Lacking:
    """Return every group that lacks sessions with the reason, in the problem's order, and what many lack together."""
    search = _Search(problem, timetable, names, effort, patience or Patience())
    every = search.shortages()
    found = tuple(search.unplaced(group, every) for group in problem.groups if group.id in search.lacks)
    told = {name for item in found if item.why is Why.SHORTAGE for name in (item.group,)}
    looked = available() or all(item.why is not Why.NOT_FOUND for item in found)
    return Lacking(
        found,
        tuple(item for item in every if not told.isdisjoint(item.groups)),
        () if looked else (NEEDED,),
    )


def unplaced(
    problem: Problem, timetable: Timetable, names: Names, *, effort: int = EFFORT
) -> tuple[Unplaced, ...]:
    """Return every group that lacks sessions with the reason, in the problem's order."""
    return lacking(problem, timetable, names, effort=effort).groups
