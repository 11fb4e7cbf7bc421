"""A small school that works, to be made impossible in one way at a time, and a slow twin that tries every timetable."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from inreach.planner.explain.school import School
from inreach.planner.problem import (
    Adult,
    Group,
    Lesson,
    Problem,
    Pupil,
    Room,
    Stream,
    Subject,
    SubjectKind,
    Window,
)
from inreach.planner.rules import RULES
from inreach.planner.timetable import Placement, Session, Timetable

NINE, TEN, ELEVEN = 540, 600, 660
NAMES = {
    "bello": "Ms Bello",
    "okafor": "Mr Okafor",
    "lego": "Lego Therapy A",
    "talk": "Talk Boost B",
    "amir": "Amir",
    "beth": "Beth",
    "den": "the Den",
}


def whole_week(days: range | tuple = range(5)) -> tuple[Window, ...]:
    return tuple(Window(day, NINE, ELEVEN) for day in days)


def school() -> Problem:
    """Return a school of two hours a day: two pupils, two adults, one room and one group of each programme."""
    lessons = tuple(
        Lesson(0, day, start, start + 60, subject)
        for day in range(5)
        for start, subject in ((NINE, "Maths"), (TEN, "Art"))
    )
    return Problem(
        step=10,
        days=5,
        weeks=1,
        day_starts=NINE,
        day_ends=ELEVEN,
        subjects=(Subject("Maths", SubjectKind.CORE), Subject("Art"), Subject("PSHE", SubjectKind.PSHE)),
        streams=(Stream("blue", lessons),),
        pupils=(Pupil("amir", "blue"), Pupil("beth", "blue")),
        adults=(
            Adult("bello", whole_week(), frozenset({"Lego Therapy"}), 600),
            Adult("okafor", whole_week(), frozenset({"Talk Boost"}), 600),
        ),
        rooms=(Room("den", 2), Room("hall", 2)),
        groups=(
            Group("lego", "Lego Therapy", ("amir",), 30, 3),
            Group("talk", "Talk Boost", ("beth",), 30, 3),
        ),
    )


def with_adult(problem: Problem, name: str, **changes: object) -> Problem:
    """Return the school with one adult changed."""
    adults = tuple(replace(item, **changes) if item.id == name else item for item in problem.adults)
    return replace(problem, adults=adults)


def with_group(problem: Problem, name: str, **changes: object) -> Problem:
    """Return the school with one group changed."""
    groups = tuple(replace(item, **changes) if item.id == name else item for item in problem.groups)
    return replace(problem, groups=groups)


def weeks_of(problem: Problem, group: Group) -> Iterator[Placement]:
    """Yield every placement of a group with all its sessions in a cycle of one week, rules or not."""
    starts = range(problem.day_starts, problem.day_ends - group.minutes + 1, problem.step)
    rooms = [room.id for room in problem.rooms] if group.joins is None else [""]
    covers = [None, *(adult.id for adult in problem.adults if adult.covers)]
    for adult in problem.adults:
        for cover in covers if adult.teaches else [None]:
            for days in combinations(range(problem.days), group.sessions):
                for times in product(product(starts, rooms), repeat=group.sessions):
                    sessions = tuple(
                        Session(0, day, start, room) for day, (start, room) in zip(days, times, strict=True)
                    )
                    if cover != adult.id:
                        yield Placement(group.id, adult.id, sessions, cover)


def breaks_a_rule(school_: School, timetable: Timetable) -> bool:
    """Say whether a timetable breaks a rule, other than that somebody of `at_once` is in two places."""
    for rule in RULES:
        if rule.severity != "must":
            continue
        free = {f"{kind.capitalize()} {name} " for kind, name in school_.at_once if rule.id == f"{kind}-once"}
        for sentence in rule.violations(school_.problem, timetable):
            if not any(sentence.startswith(who) for who in free):
                return True
    return False


def some_timetable(school_: School) -> Timetable | None:
    """Return a timetable with all sessions that keeps the rules, by trying every one; None if there is none."""
    problem = school_.problem
    alone = [
        [
            placement
            for placement in weeks_of(problem, group)
            if not breaks_a_rule(school_, Timetable((placement,)))
        ]
        for group in problem.groups
    ]
    for placements in product(*alone):
        if not breaks_a_rule(school_, Timetable(placements)):
            return Timetable(placements)
    return None
