"""Adults and pupils have time to walk from one site to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from inreach.planner.problem.problem import MAIN_SITE, Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.cover import in_own_lesson
from inreach.planner.rules.encoding import Encoding, Place
from inreach.planner.rules.rule import Meeting, Rule, Severity, meetings


class _Stay(NamedTuple):
    """Somebody is on a site for a session of a day; times in minutes."""

    day: tuple[int, int]
    start: int
    end: int
    who: str
    apart: int
    site: str
    group: str
    when: str
    session: int


def _stays(problem: Problem, timetable: Timetable) -> Iterator[_Stay]:
    """Yield who is where when; sessions in rooms that nobody knows are nowhere."""
    sites = {room.id: room.site for room in problem.rooms}
    for number, item in enumerate(meetings(problem, timetable)):

        def stay(who: str, apart: int, site: str, item: Meeting = item, number: int = number) -> _Stay:
            session = item.session
            day = (session.week, session.day)
            when = item.when(problem)
            return _Stay(day, session.start, item.end, who, apart, site, item.group.id, when, number)

        site = MAIN_SITE if item.group.joins is not None else sites.get(item.session.room)
        if site is not None:
            yield stay(f"Adult {item.adult}", problem.turnaround, site)
            for member in item.group.members:
                yield stay(f"Pupil {member}", 0, site)
        cover = timetable.of(item.group.id).cover
        if cover is not None and in_own_lesson(problem, item):
            yield stay(f"Adult {cover}", problem.turnaround, MAIN_SITE)


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each two sessions of one person on two sites with too little time between them."""
    if not problem.walks:
        return
    for first, second in combinations(sorted(_stays(problem, timetable)), 2):
        if (first.who, first.day) != (second.who, second.day) or first.site == second.site:
            continue
        if first.session == second.session:
            continue  # one session, which somebody leads and covers: the rule of cover names that
        minutes = problem.walk(first.site, second.site)
        if second.start < first.end + first.apart + minutes:
            yield (
                f"{first.who} needs {minutes} minutes to walk from group {first.group} to group {second.group}, "
                f"on {second.when}."
            )


def encode(problem: Problem) -> Encoding:
    """Part two places on two sites that share a person, where the way does not fit between them."""
    ways = {(walk.one, walk.other): walk.minutes for walk in problem.walks}
    ways |= {(other, one): minutes for (one, other), minutes in ways.items()}
    groups = {group.id: group for group in problem.groups}
    sites = {room.id: room.site for room in problem.rooms}
    teaches = {adult.id: adult.teaches for adult in problem.adults}

    def people(place: Place) -> Iterator[tuple[str, str, int, str]]:
        group = groups[place.group]
        end = place.start + group.minutes
        site = sites.get(place.room) if group.joins is None else MAIN_SITE
        if site is not None:
            yield "adult", place.adult, problem.turnaround, site
            for member in group.members:
                yield "pupil", member, 0, site
        own = teaches.get(place.adult, ())
        if place.cover and any(w.day == place.day and w.start < end and place.start < w.end for w in own):
            yield "adult", place.cover, problem.turnaround, MAIN_SITE

    def parts(one: Place, other: Place) -> bool:
        if (one.week, one.day) != (other.week, other.day):
            return False
        early, late = sorted((one, other), key=lambda place: place.start)
        room = late.start - early.start - groups[early.group].minutes
        return any(
            (kind, name) == (also, same) and here != there and room < apart + ways[here, there]
            for kind, name, apart, here in people(early)
            for also, same, _, there in people(late)
        )

    return Encoding(parts=parts if problem.walks else Encoding().parts)


RULE = Rule(
    "walking",
    "Adults and pupils have time to walk from one site to the next.",
    Severity.MUST,
    violations,
    encode,
)
