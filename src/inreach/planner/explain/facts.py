"""The facts that can stand in the way of a group, each with a way to drop it from a school.

A fact is one rule about one person, thing or group. Dropping it gives a school with more freedom and never with less,
so a set of facts is the reason for a failure if the school that keeps only them cannot place the groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from inreach.core.ledger.types import ALWAYS_PROTECTED, PeriodKind, SubjectKind
from inreach.planner.explain.relaxed_problem import School, may_lead
from inreach.planner.problem.problem import (
    Adult,
    Group,
    Lesson,
    Pin,
    Problem,
    Pupil,
    Room,
    Stream,
    Subject,
    Window,
)

FREE_TIME = "free time"
ENOUGH = 7 * 24 * 60
Named = TypeVar("Named", Adult, Group, Pupil, Room, Stream)


class Kind(StrEnum):
    """What a fact says; the order is that of the sentence."""

    TRAINED = "trained"
    ASKED = "asked"
    THERE = "there"
    TEACHES = "teaches"
    HOURS = "hours"
    ADULT_ONCE = "adult once"
    ROOM_SIZE = "room size"
    ROOM_BUSY = "room busy"
    ROOM_ONCE = "room once"
    APART = "apart"
    PUPIL_ONCE = "pupil once"
    KEPT = "kept"
    KEPT_FOR = "kept for"
    PERIOD = "period"
    GAPS = "gaps"
    JOINS = "joins"
    WITHIN = "within"
    TURNAROUND = "turnaround"
    WALK = "walk"
    PIN = "pin"
    DOSE = "dose"
    LENGTH = "length"


# which facts are dropped first: those that explain least
GIVEN_UP = (
    Kind.GAPS,
    Kind.TURNAROUND,
    Kind.WALK,
    Kind.PERIOD,
    Kind.WITHIN,
    Kind.APART,
    Kind.LENGTH,
    Kind.KEPT,
    Kind.KEPT_FOR,
    Kind.ROOM_BUSY,
    Kind.ROOM_ONCE,
    Kind.ROOM_SIZE,
    Kind.JOINS,
    Kind.PUPIL_ONCE,
    Kind.TEACHES,
    Kind.ASKED,
    Kind.ADULT_ONCE,
    Kind.HOURS,
    Kind.THERE,
    Kind.TRAINED,
    Kind.PIN,
    Kind.DOSE,
)


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One rule about one person, room, subject or group; `more` is a subject or a pinned time where one is meant."""

    kind: Kind
    about: str = ""
    more: str | Pin = ""

    @property
    def rank(self) -> int:
        """How readily this fact is given up, 0 for the first."""
        return GIVEN_UP.index(self.kind)


def all_week(problem: Problem) -> tuple[Window, ...]:
    """Return the whole of every school day."""
    return tuple(Window(day, problem.day_starts, problem.day_ends) for day in range(problem.days))


def facts_of(school: School) -> Iterator[Fact]:
    """Yield every fact of a school that could stand in the way of its groups."""
    problem = school.problem
    groups = problem.groups
    for programme in sorted({group.programme for group in groups}):
        yield Fact(Kind.TRAINED, programme)
    crews = [{adult.id for adult in problem.adults if may_lead(group, adult)} for group in groups]
    for adult in problem.adults:
        leads = sum(adult.id in crew for crew in crews)
        if leads or adult.covers:
            yield Fact(Kind.THERE, adult.id)
            yield Fact(Kind.HOURS, adult.id)
            if adult.teaches and leads:
                yield Fact(Kind.TEACHES, adult.id)
        if len(groups) > 1 and (leads > 1 or (adult.covers and any(item.teaches for item in problem.adults))):
            yield Fact(Kind.ADULT_ONCE, adult.id)
    yield from _about_pupils(problem)
    for room in problem.rooms:
        if room.busy:
            yield Fact(Kind.ROOM_BUSY, room.id)
        if len(groups) > 1:
            yield Fact(Kind.ROOM_ONCE, room.id)
    if len(groups) > 1 and problem.turnaround:
        yield Fact(Kind.TURNAROUND)
    if len(groups) > 1 and any(walk.minutes for walk in problem.walks):
        yield Fact(Kind.WALK)
    for group in groups:
        yield from _about_group(problem, group)


def _about_pupils(problem: Problem) -> Iterator[Fact]:
    kept, periods = set(), set()
    for stream in problem.streams:
        for item in stream.lessons:
            if item.kind is PeriodKind.LESSON:
                kept.add(item.subject)
            elif item.kind.value not in problem.allowed:
                periods.add(item.kind.value)
        yield Fact(Kind.GAPS, stream.id)
    for subject in problem.subjects:
        whole = subject.protected or subject.kind in ALWAYS_PROTECTED
        if subject.id in kept and whole and subject.id not in problem.allowed:
            yield Fact(Kind.KEPT, subject.id)
    for period in sorted(periods):
        yield Fact(Kind.PERIOD, period)
    for pupil in problem.pupils:
        for name in sorted(pupil.protected & kept):
            yield Fact(Kind.KEPT_FOR, pupil.id, name)
        if sum(pupil.id in group.members for group in problem.groups) > 1:
            yield Fact(Kind.PUPIL_ONCE, pupil.id)
    if problem.within_lessons:
        yield Fact(Kind.WITHIN)


def _about_group(problem: Problem, group: Group) -> Iterator[Fact]:
    if group.adult is not None:
        yield Fact(Kind.ASKED, group.id)
    if group.joins is None:
        yield Fact(Kind.ROOM_SIZE, group.id)
    else:
        yield Fact(Kind.JOINS, group.id)
    for pin in group.pins:
        yield Fact(Kind.PIN, group.id, pin)
    if group.sessions > 1:
        yield Fact(Kind.DOSE, group.id)
    if group.minutes > problem.step:
        yield Fact(Kind.LENGTH, group.id)


def _edit(things: Iterable[Named], name: str, change: Callable[[Named], Named]) -> tuple[Named, ...]:
    return tuple(change(thing) if thing.id == name else thing for thing in things)


def _somebody(problem: Problem, programme: str) -> Iterator[Adult]:
    for group in problem.groups:
        if group.programme == programme:
            yield Adult(
                f"somebody else for {group.id}",
                all_week(problem),
                frozenset({programme}),
                ENOUGH,
                teacher=True,
            )


def _filled(problem: Problem, stream: Stream) -> Stream:
    """Return a stream in which the time between its lessons is lesson time too, which may be left."""
    added = []
    for week in range(problem.weeks):
        for day in range(problem.days):
            at = problem.day_starts
            for item in sorted(i for i in stream.lessons if (i.week, i.day) == (week, day)):
                if item.start > at:
                    added.append(Lesson(week, day, at, item.start, FREE_TIME))
                at = max(at, item.end)
            if at < problem.day_ends:
                added.append(Lesson(week, day, at, problem.day_ends, FREE_TIME))
    return replace(stream, lessons=(*stream.lessons, *added))


def _adults(problem: Problem, fact: Fact) -> Problem:
    name = fact.about
    if fact.kind is Kind.TRAINED:
        return replace(problem, adults=(*problem.adults, *_somebody(problem, name)))
    change = {
        Kind.THERE: lambda adult: replace(adult, windows=all_week(problem)),
        Kind.HOURS: lambda adult: replace(adult, minutes=ENOUGH),
        Kind.TEACHES: lambda adult: replace(adult, teaches=()),
    }[fact.kind]
    return replace(problem, adults=_edit(problem.adults, name, change))


def _pupils(problem: Problem, fact: Fact) -> Problem:
    name = fact.about
    if fact.kind is Kind.KEPT_FOR:
        pupils = _edit(problem.pupils, name, lambda p: replace(p, protected=p.protected - {fact.more}))
        return replace(problem, pupils=pupils)
    if fact.kind is Kind.GAPS:
        subjects = problem.subjects
        if all(subject.id != FREE_TIME for subject in subjects):
            subjects = (*subjects, Subject(FREE_TIME, SubjectKind.OTHER))
        streams = _edit(problem.streams, name, lambda stream: _filled(problem, stream))
        return replace(problem, subjects=subjects, streams=streams)
    return replace(problem, allowed=problem.allowed | {name})


def _rooms(problem: Problem, fact: Fact) -> Problem:
    if fact.kind is Kind.ROOM_BUSY:
        return replace(problem, rooms=_edit(problem.rooms, fact.about, lambda room: replace(room, busy=())))
    group = next(group for group in problem.groups if group.id == fact.about)
    site = problem.rooms[0].site if problem.rooms else ""
    room = Room(f"another room for {group.id}", len(group.members), (), site)
    return replace(problem, rooms=(*problem.rooms, room))


def _groups(problem: Problem, fact: Fact) -> Problem:
    change = {
        Kind.ASKED: lambda group: replace(group, adult=None),
        Kind.PIN: lambda group: replace(group, pins=tuple(pin for pin in group.pins if pin != fact.more)),
        Kind.DOSE: lambda group: replace(
            group,
            sessions=max([1, *(sum(p.week == w for p in group.pins) for w in range(problem.weeks))]),
        ),
        Kind.LENGTH: lambda group: replace(group, minutes=problem.step),
    }[fact.kind]
    return replace(problem, groups=_edit(problem.groups, fact.about, change))


AT_ONCE = {
    Kind.ADULT_ONCE: "adult",
    Kind.PUPIL_ONCE: "pupil",
    Kind.ROOM_ONCE: "room",
    Kind.APART: "group",  # may meet twice on one day
    Kind.JOINS: "class",  # may meet outside the class too, and needs no room there
}
CHANGES: dict[Kind, Callable[[Problem, Fact], Problem]] = {
    **dict.fromkeys((Kind.TRAINED, Kind.THERE, Kind.HOURS, Kind.TEACHES), _adults),
    **dict.fromkeys((Kind.KEPT, Kind.KEPT_FOR, Kind.PERIOD, Kind.GAPS), _pupils),
    **dict.fromkeys((Kind.ROOM_SIZE, Kind.ROOM_BUSY), _rooms),
    **dict.fromkeys((Kind.ASKED, Kind.PIN, Kind.DOSE, Kind.LENGTH), _groups),
    Kind.WITHIN: lambda problem, _: replace(problem, within_lessons=False),
    Kind.TURNAROUND: lambda problem, _: replace(problem, turnaround=0),
    Kind.WALK: lambda problem, _: replace(
        problem, walks=tuple(replace(walk, minutes=0) for walk in problem.walks)
    ),
}


def without(school: School, fact: Fact) -> School:
    """Return the school without one fact; somebody, or a room, comes from outside where that is what is missing."""
    if fact.kind in AT_ONCE:
        return replace(school, at_once=school.at_once | {(AT_ONCE[fact.kind], fact.about)})
    problem = CHANGES[fact.kind](school.problem, fact)
    if fact.kind is Kind.TRAINED:  # somebody for each group, who need not be counted
        new = problem.adults[len(school.problem.adults) :]
        school = replace(school, at_once=school.at_once | {("adult", adult.id) for adult in new})
    return replace(school, problem=problem)


def mended(school: School, fact: Fact) -> School:
    """Return the school as it would be if somebody took away what a fact speaks of, with all that follows from it."""
    if fact.kind is not Kind.JOINS:
        return without(school, fact)
    groups = _edit(school.problem.groups, fact.about, lambda group: replace(group, joins=None))
    return replace(school, problem=replace(school.problem, groups=groups))


def without_all(school: School, facts: Iterable[Fact]) -> School:
    """Return the school without these facts; who is trained comes last, so that newcomers keep no old rule."""
    for fact in sorted(
        facts, key=lambda item: (item.kind is Kind.TRAINED, item.kind is Kind.ROOM_SIZE, item)
    ):
        school = without(school, fact)
    return school
