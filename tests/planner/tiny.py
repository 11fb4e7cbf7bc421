"""Tiny schools drawn at random, timetables for them of every kind, and every timetable that the rules' data allow."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, product
from math import prod

from hypothesis import strategies as st

from inreach.core.ledger.types import PeriodKind, SubjectKind
from inreach.planner.objective.weights import Weights
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
    Walk,
    Window,
)
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import RULES
from inreach.planner.rules.encoding import Encoding, Place, admits, every_place

STEP, OPENS, SIZE = 20, 540, 5
SUBJECTS = (
    Subject("English", SubjectKind.CORE),
    Subject("Art"),
    Subject("PSHE", SubjectKind.PSHE),
    Subject("Choir", protected=True),
)
TRAINED = ("Talk", "Count")


def at(step: int) -> int:
    """Return the minute at which a step of the day begins."""
    return OPENS + step * STEP


@st.composite
def lessons(draw, days: int, weeks: int) -> tuple[Lesson, ...]:
    """Draw a stream: every day is cut into two or three stretches, some of them no lesson, some of the day empty."""
    found = []
    for week, day in product(range(weeks), range(days)):
        cuts = draw(st.sets(st.integers(0, SIZE), min_size=2, max_size=4))
        if draw(st.integers(0, 3)):
            cuts |= {0, SIZE}
        cuts = sorted(cuts)
        for start, end in pairwise(cuts):
            kind = draw(st.sampled_from([PeriodKind.LESSON] * 5 + [PeriodKind.BREAK]))
            subject = draw(st.sampled_from(["English"] * 4 + ["Art"] * 4 + ["PSHE", "Choir"]))
            name = subject if kind is PeriodKind.LESSON else ""
            found.append(Lesson(week, day, at(start), at(end), name, draw(st.booleans()), kind))
    return tuple(found)


@st.composite
def windows(draw, days: int) -> tuple[Window, ...]:
    """Draw a stretch of each day or of some days, now and then cut in two."""
    found = []
    for day in range(days):
        cuts = sorted(draw(st.sets(st.integers(0, SIZE), min_size=2, max_size=3)))
        wide = draw(st.integers(0, 2))
        found += (
            [Window(day, at(0), at(SIZE))] if wide else [Window(day, at(a), at(b)) for a, b in pairwise(cuts)]
        )
    return tuple(found)


@st.composite
def problems(draw, *, groups: int | None = None, weeks: int | None = None) -> Problem:
    """Draw a school with two streams, two pupils, up to three adults, one or two rooms and one or two groups."""
    days = 2
    weeks = draw(st.integers(1, 2)) if weeks is None else weeks
    made = []
    for number in range(draw(st.integers(1, 2) | st.just(2)) if groups is None else groups):
        sessions = draw(st.integers(1, 2))
        pinned = (
            draw(st.sets(st.integers(0, days - 1), max_size=sessions)) if not draw(st.integers(0, 3)) else ()
        )
        made.append(
            Group(
                id=f"g{number}",
                programme=draw(st.sampled_from(TRAINED)),
                members=draw(st.sampled_from([("Ann",), ("Ben",), ("Ann", "Ben")])),
                minutes=draw(st.sampled_from([STEP, 2 * STEP])),
                sessions=sessions,
                prepares=draw(st.sampled_from([None, None, "Art"])),
                adult=draw(st.sampled_from([None, None, "a0"])),
                joins=draw(st.sampled_from([None, None, None, "Art", "English"])),
                pins=tuple(
                    Pin(draw(st.integers(0, weeks - 1)), day, at(draw(st.integers(0, SIZE - 2))))
                    for day in sorted(pinned)
                ),
            )
        )
    return Problem(
        step=STEP,
        days=days,
        weeks=weeks,
        day_starts=OPENS,
        day_ends=at(SIZE),
        subjects=SUBJECTS,
        streams=tuple(Stream(name, draw(lessons(days, weeks))) for name in ("s", "t")),
        pupils=(
            Pupil("Ann", "s", loved=draw(st.sampled_from([frozenset(), frozenset({"Art"})]))),
            Pupil(
                "Ben",
                draw(st.sampled_from(["s", "t"])),
                protected=draw(st.sampled_from([frozenset(), frozenset({"Art"})])),
                allowed=draw(st.sampled_from([frozenset(), frozenset({"PSHE", "break"})])),
            ),
        ),
        adults=tuple(
            Adult(
                f"a{number}",
                draw(windows(days)),
                draw(st.sampled_from([frozenset(TRAINED)] * 2 + [frozenset({"Talk"})])),
                draw(st.sampled_from([20 * STEP, 4 * STEP, STEP])),
                teacher=draw(st.booleans()),
                teaches=draw(st.sampled_from([(), (), (Window(0, at(1), at(3)),)])),
                covers=draw(st.booleans()),
            )
            for number in range(draw(st.integers(1, 2)))
        ),
        rooms=tuple(
            Room(
                f"r{number}",
                draw(st.integers(1, 2)),
                draw(st.sampled_from([(), (Window(0, at(1), at(3)),)])),
                site=draw(st.sampled_from(["", "", "Hill"])),
            )
            for number in range(draw(st.integers(1, 2)))
        ),
        groups=tuple(made),
        walks=draw(st.sampled_from([(Walk("", "Hill", 10),), (Walk("Hill", "", 30),)])),
        turnaround=draw(st.sampled_from([0, 10, STEP])),
        within_lessons=draw(st.booleans()),
        allowed=draw(st.sampled_from([frozenset(), frozenset({"break"}), frozenset({"Choir"})])),
        weights=Weights(
            worst_pupil=draw(st.sampled_from([0, 10])),
            session_short=2000,
            teacher_share=draw(st.sampled_from([0.0, 0.2])),
        ),
    )


@st.composite
def timetables(draw, problem: Problem) -> Timetable:
    """Draw a timetable on the raster that may break any rule, or none."""
    placements = []
    for group in problem.groups:
        adult = draw(st.sampled_from([None, *(item.id for item in problem.adults), "a0", "a0", "nobody"]))
        rooms = [room.id for room in problem.rooms]
        session = st.builds(
            Session,
            st.integers(0, problem.weeks - 1),
            st.integers(0, problem.days - 1),
            st.integers(0, SIZE).map(at),
            st.sampled_from([""] * 3 + rooms if group.joins else [*rooms, *rooms, "nowhere"]),
        )
        pinned = st.sampled_from(
            [Session(pin.week, pin.day, pin.start, rooms[0]) for pin in group.pins] or [None]
        )
        sessions = draw(st.lists(session | pinned.filter(bool) if group.pins else session, max_size=3))
        cover = draw(st.sampled_from([None, *(item.id for item in problem.adults)]))
        placements.append(Placement(group.id, adult, tuple(sessions), cover))
    return Timetable(tuple(placements))


def encodings(problem: Problem) -> list[Encoding]:
    """Return every rule that must be kept, as data."""
    return [rule.encode(problem) for rule in RULES if rule.encode is not None]


def open_places(problem: Problem, group: str) -> list[Place]:
    """Return the places of a group that no rule bans."""
    rules = encodings(problem)
    return [place for place in every_place(problem, group) if not any(rule.bans(place) for rule in rules)]


def _choices(problem: Problem, group: Group) -> Iterator[tuple[Place, ...]]:
    rules, places = encodings(problem), open_places(problem, group.id)

    def grow(chosen: tuple[Place, ...], rest: int) -> Iterator[tuple[Place, ...]]:
        yield chosen
        for number in range(rest, len(places)):
            more = (*chosen, places[number])
            if all(not _over(rule, more) for rule in rules):
                yield from grow(more, number + 1)

    for chosen in grow((), 0):
        if all(admits(rule, chosen) for rule in rules):
            yield chosen


def _over(rule: Encoding, places: tuple[Place, ...]) -> bool:
    """Say whether claims or agreements already fail, so that no more places could mend it."""
    used, last = Counter(), places[-1]
    limits = {}
    for place in places:
        for resource, amount, limit in rule.claims(place):
            used[resource] += amount
            limits[resource] = limit
    if any(used[resource] > limit for resource, limit in limits.items()):
        return True
    wanted = rule.agrees(last)
    return wanted is not None and any(
        (other := rule.agrees(place)) is not None and other[0] == wanted[0] and other[1] != wanted[1]
        for place in places
    )


def tries(problem: Problem) -> int:
    """Return how many ways to place all groups `every_timetable` tries, before it asks how groups go together."""
    return prod(sum(1 for _ in _choices(problem, group)) for group in problem.groups)


def every_timetable(problem: Problem) -> Iterator[Timetable]:
    """Yield every timetable that the rules' data allow, from the rules' data alone."""
    rules = encodings(problem)
    choices = [list(_choices(problem, group)) for group in problem.groups]
    for parts in product(*choices):
        places = [place for part in parts for place in part]
        if all(admits(rule, places) for rule in rules):
            yield Timetable(
                tuple(
                    Placement(
                        group.id,
                        part[0].adult if part else None,
                        tuple(sorted(Session(at.week, at.day, at.start, at.room) for at in part)),
                        (part[0].cover or None) if part else None,
                    )
                    for group, part in zip(problem.groups, parts, strict=True)
                )
            )
