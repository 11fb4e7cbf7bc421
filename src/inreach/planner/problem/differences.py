"""What is different between two timetables of one school: who meets when, with whom and where, and what pupils miss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from inreach.core.text import listed
from inreach.planner.explain.wording import Names, at_time, capital, many, number
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable

NAMES = Names()


class ChangeKind(StrEnum):
    """What can be different for a group."""

    OTHER_ADULT = "other adult"
    OTHER_COVER = "other cover"
    MOVED = "moved"
    OTHER_ROOM = "other room"
    NOW_PLACED = "now placed"
    NO_LONGER_PLACED = "no longer placed"


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One thing that is different for a group: sessions before and after, or people before and after."""

    kind: ChangeKind
    group: str
    before: Session | None = None
    after: Session | None = None
    was: str | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True)
class PupilChange:
    """Minutes of a subject in the cycle that a pupil misses more than before, fewer where negative."""

    pupil: str
    subject: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that is different between two timetables."""

    problem: Problem
    groups: tuple[GroupChange, ...]
    pupils: tuple[PupilChange, ...]

    @property
    def moved(self) -> int:
        """Sessions that are no longer at their time: moved to another one, or no longer placed."""
        gone = {ChangeKind.MOVED, ChangeKind.NO_LONGER_PLACED}
        return sum(change.kind in gone for change in self.groups)

    def sentences(self, names: Names = NAMES) -> tuple[str, ...]:
        """Return a sentence for each change of a group, one for each pupil, or one where nothing is different."""
        told = [
            *(_group_told(self.problem, change, names) for change in self.groups),
            *(
                _pupil_told(name, list(each), names)
                for name, each in groupby(self.pupils, lambda one: one.pupil)
            ),
        ]
        return tuple(capital(text) for text in told) or ("Nothing is different.",)


def _when(problem: Problem, session: Session) -> str:
    return at_time(problem, session.week, session.day, session.start)


def _group_told(problem: Problem, change: GroupChange, names: Names) -> str:
    who = names.group(change.group)
    if change.kind is ChangeKind.OTHER_ADULT:
        return f"{who} is with {names.adult(change.now or '')} instead of {names.adult(change.was or '')}."
    if change.kind is ChangeKind.OTHER_COVER:
        return _cover_told(who, change, names)
    if change.kind is ChangeKind.MOVED and change.before and change.after:
        return f"{who} moves from {_when(problem, change.before)} to {_when(problem, change.after)}."
    if change.kind is ChangeKind.OTHER_ROOM and change.before and change.after:
        room, other = names.room(change.after.room), names.room(change.before.room)
        return f"{who} meets in {room} instead of {other} on {_when(problem, change.after)}."
    if change.after:
        return f"{who} now meets on {_when(problem, change.after)} too."
    return f"{who} no longer meets on {_when(problem, change.before)}." if change.before else who


def _cover_told(who: str, change: GroupChange, names: Names) -> str:
    if change.now is None:
        return f"{names.adult(change.was or '')} no longer covers for {who}."
    if change.was is None:
        return f"{names.adult(change.now)} now covers for {who}."
    return f"{names.adult(change.now)} covers for {who} instead of {names.adult(change.was)}."


def _pupil_told(pupil: str, changes: list[PupilChange], names: Names) -> str:
    """Return what a pupil misses more and fewer minutes of, most first."""
    ways = []
    for way, sign in (("more", 1), ("fewer", -1)):
        mine = sorted(
            (change for change in changes if change.minutes * sign > 0), key=lambda one: -abs(one.minutes)
        )
        if mine:
            amounts = (number(abs(one.minutes)) for one in mine[1:])
            counted = [many(abs(mine[0].minutes), f"{way} minute"), *amounts]
            ways.append(
                listed(
                    f"{amount} of {names.thing(one.subject)}"
                    for amount, one in zip(counted, mine, strict=True)
                )
            )
    return f"{names.pupil(pupil)} misses {', but '.join(ways)}."


def difference(problem: Problem, before: Timetable, after: Timetable) -> Difference:
    """Return what is different in `after`, for the groups and pupils of the problem."""
    groups = tuple(
        change
        for group in problem.groups
        for change in _of_group(group, before.of(group.id), after.of(group.id))
    )
    return Difference(problem, groups, tuple(_of_pupils(problem, before, after)))


def _of_group(group: Group, before: Placement, after: Placement) -> Iterator[GroupChange]:
    if before.sessions and after.sessions:
        if before.adult != after.adult:
            yield GroupChange(ChangeKind.OTHER_ADULT, group.id, was=before.adult, now=after.adult)
        if before.cover != after.cover:
            yield GroupChange(ChangeKind.OTHER_COVER, group.id, was=before.cover, now=after.cover)
    was = {(item.week, item.day, item.start): item for item in before.sessions}
    now = {(item.week, item.day, item.start): item for item in after.sessions}
    changes = []
    for at in was.keys() & now.keys():
        if was[at].room != now[at].room:
            changes.append(GroupChange(ChangeKind.OTHER_ROOM, group.id, was[at], now[at]))
    gone = sorted(was[at] for at in was.keys() - now.keys())
    come = sorted(now[at] for at in now.keys() - was.keys())
    for old, new in _paired(gone, come):
        changes.append(GroupChange(ChangeKind.MOVED, group.id, old, new))
        gone.remove(old)
        come.remove(new)
    changes += [GroupChange(ChangeKind.NO_LONGER_PLACED, group.id, before=item) for item in gone]
    changes += [GroupChange(ChangeKind.NOW_PLACED, group.id, after=item) for item in come]
    yield from sorted(changes, key=_session)


def _session(change: GroupChange) -> Session:
    session = change.before or change.after
    if session is None:
        raise ValueError(f"{change.group}: a change of a session is before, after or both.")
    return session


def _paired(gone: list[Session], come: list[Session]) -> list[tuple[Session, Session]]:
    """Return which session took the place of which: one on the same day if there is, else the next of that week."""
    pairs: list[tuple[Session, Session]] = []
    free = list(come)
    for alike in (lambda a, b: (a.week, a.day) == (b.week, b.day), lambda a, b: a.week == b.week):
        for old in gone:
            new = next((item for item in free if alike(old, item)), None)
            if new is not None and old not in [pair[0] for pair in pairs]:
                pairs.append((old, new))
                free.remove(new)
    return pairs


def _of_pupils(problem: Problem, before: Timetable, after: Timetable) -> Iterator[PupilChange]:
    evaluator = ObjectiveEvaluator(problem)
    for name in evaluator.supported:
        pupil = evaluator.pupils[name]
        was, now = evaluator.pupil_harm(pupil, before).missed, evaluator.pupil_harm(pupil, after).missed
        for subject in sorted(was.keys() | now.keys()):
            minutes = now.get(subject, 0) - was.get(subject, 0)
            if minutes:
                yield PupilChange(name, subject, minutes)
