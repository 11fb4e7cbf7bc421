"""A small school that works, to be made impossible in one way at a time, and a slow twin that tries every timetable."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from inreach.planner.explain.relaxed_problem import School
from inreach.planner.problem.problem import (
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
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import RULES

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


def crowd(count: int, **changes: object) -> Problem:
    """Return the school with so many groups of one pupil each for Lego Therapy, and six people trained for it."""
    pupils = tuple(Pupil(f"p{n}", "blue") for n in range(count))
    groups = tuple(Group(f"g{n}", "Lego Therapy", (f"p{n}",), 30, 2) for n in range(count))
    adults = tuple(Adult(f"a{n}", whole_week(), frozenset({"Lego Therapy"}), 600) for n in range(6))
    rooms = tuple(Room(f"r{n}", 2) for n in range(6))
    return replace(
        school(), **{"pupils": pupils, "groups": groups, "adults": adults, "rooms": rooms} | changes
    )


def each(things: tuple, **changes: object) -> tuple:
    """Return things, all changed alike."""
    return tuple(replace(thing, **changes) for thing in things)


def with_late_pshe(problem: Problem) -> Problem:
    """Return a school in which PSHE is the second lesson of every day."""
    (stream,) = problem.streams
    lessons = tuple(replace(i, subject="PSHE") if i.subject == "Art" else i for i in stream.lessons)
    return replace(problem, streams=(Stream(stream.id, lessons),))


def one_room_in_the_mornings() -> Problem:
    """Return the school where 14 groups want the one room that is large enough, and others have it from ten on."""
    busy = tuple(Window(day, TEN, ELEVEN) for day in range(5))
    problem = crowd(14, rooms=(Room("den", 2, busy), Room("hall", 1)))
    pairs = tuple(
        replace(group, members=(group.members[0], f"q{n}")) for n, group in enumerate(problem.groups)
    )
    return replace(
        problem, groups=pairs, pupils=(*problem.pupils, *(Pupil(f"q{n}", "blue") for n in range(14)))
    )


def three_people_with_too_few_hours() -> Problem:
    """Return the school where three people have 120 minutes a week each, and seven groups need 420."""
    problem = crowd(7)
    return replace(problem, adults=each(problem.adults[:3], minutes=120))


def mornings_only() -> Problem:
    """Return the school where two people are there for twelve groups, and PSHE takes all but the first hour."""
    problem = crowd(12)
    return with_late_pshe(replace(problem, adults=problem.adults[:2]))


def amir_in_six() -> Problem:
    """Return the school where Amir is in six groups, each three times a week for 40 minutes."""
    problem = crowd(6)
    groups = each(problem.groups, members=("amir",), minutes=40, sessions=3)
    return replace(problem, pupils=(Pupil("amir", "blue"),), groups=groups)


def there_on_two_days() -> Problem:
    """Return the school where two people are there on Monday and one on Tuesday too; ten groups need 20 sessions."""
    problem = crowd(10)
    one, two = problem.adults[:2]
    adults = (replace(one, windows=whole_week((0, 1))), replace(two, windows=whole_week((0,))))
    return replace(problem, adults=adults)


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
