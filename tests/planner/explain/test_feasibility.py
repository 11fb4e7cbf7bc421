"""Whether groups fit together is decided as by trying every timetable."""

import random
from dataclasses import replace

import pytest

from inreach.planner.explain.feasibility import Verdict, verdict
from inreach.planner.explain.relaxed_problem import School
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
    SubjectKind,
    Walk,
    Window,
)
from tests.planner.impossible import school, some_timetable, with_adult, with_group


def tiny(seed: int) -> School:
    """Return a school with two groups on two days of four or five steps, often too tight."""
    chance = random.Random(seed)
    size, days = chance.randint(3, 4), 2
    subjects = (Subject("Maths"), Subject("Art", protected=True), Subject("PSHE", SubjectKind.PSHE))

    def windows() -> tuple[Window, ...]:
        found = []
        for day in range(days):
            if chance.random() < 0.9:
                found.append(Window(day, chance.choice((0, 0, 10)), (size - chance.choice((0, 0, 1))) * 10))
        return tuple(found)

    streams = []
    for name in "xy":
        lessons = []
        for day in range(days):
            at = 0
            while at < size:
                end = min(size, at + chance.randint(1, 4))
                if chance.random() < 0.95:
                    what = chance.choice(("Maths",) * 8 + ("Art", "PSHE"))
                    lessons.append(Lesson(0, day, at * 10, end * 10, what))
                at = end
        streams.append(Stream(name, tuple(lessons)))
    groups = []
    for name in ("1", "2"):
        pins = (Pin(0, chance.randrange(days), 10),) if chance.random() < 0.2 else ()
        groups.append(
            Group(
                name,
                chance.choice("AB"),
                tuple(sorted(chance.sample("pq", chance.randint(1, 2)))),
                chance.choice((10, 10, 20)),
                chance.choice((1, 1, 2)),
                pins=pins,
                joins="Maths" if chance.random() < 0.1 else None,
            )
        )
    taught = (Window(0, 10, 30),) if chance.random() < 0.3 else ()
    problem = Problem(
        step=10,
        days=days,
        weeks=1,
        day_starts=0,
        day_ends=size * 10,
        subjects=subjects,
        streams=tuple(streams),
        pupils=(
            Pupil("p", "x"),
            Pupil("q", chance.choice("xy"), protected=frozenset({"Maths"} if chance.random() < 0.05 else ())),
        ),
        adults=(
            Adult("a", windows(), frozenset("AB"), chance.choice((30, 60, 90)), teaches=taught),
            Adult("b", windows(), frozenset(chance.choice(("A", "AB", ""))), 60, covers=bool(taught)),
        ),
        rooms=(
            Room("r", 2, (Window(0, 0, 10),) if chance.random() < 0.3 else ()),
            Room("s", 1, site=chance.choice(("", "far"))),
        ),
        groups=tuple(groups),
        turnaround=chance.choice((0, 0, 10)),
        within_lessons=chance.random() < 0.3,
        walks=(Walk("", "far", chance.choice((0, 10))),),
    )
    free = frozenset(
        item for item in (("adult", "a"), ("pupil", "p"), ("room", "r")) if chance.random() < 0.15
    )
    return School(problem, free)


@pytest.mark.parametrize("block", range(6))
def test_the_verdict_is_that_of_trying_every_timetable(block):
    verdicts = []
    for seed in range(block * 20, block * 20 + 20):
        one = tiny(seed)
        found = verdict(one)
        if found is not Verdict.OPEN:
            assert (found is Verdict.POSSIBLE) == (some_timetable(one) is not None), seed
        verdicts.append(found)
    assert {Verdict.POSSIBLE, Verdict.IMPOSSIBLE} <= set(verdicts)


def test_what_takes_too_long_is_left_open():
    assert verdict(School(school()), effort=3) is Verdict.OPEN
    assert verdict(School(school())) is Verdict.POSSIBLE


def test_both_weeks_of_a_cycle_must_fit():
    problem = school()
    lessons = problem.streams[0].lessons
    later = tuple(replace(item, week=1, subject="PSHE" if item.day > 1 else item.subject) for item in lessons)
    two = replace(problem, weeks=2, streams=(Stream("blue", (*lessons, *later)),))
    assert verdict(School(two)) is Verdict.IMPOSSIBLE
    fewer = with_group(with_group(two, "lego", sessions=2), "talk", sessions=2)
    assert verdict(School(fewer)) is Verdict.POSSIBLE


def test_minutes_of_cover_that_might_be_too_many_are_left_open():
    taught = with_adult(school(), "bello", teaches=tuple(Window(day, 540, 660) for day in range(5)))
    assert verdict(School(taught)) is Verdict.IMPOSSIBLE
    covered = with_adult(taught, "okafor", covers=True, minutes=180)
    assert verdict(School(covered)) is Verdict.POSSIBLE
    assert verdict(School(with_adult(covered, "okafor", minutes=100))) is not Verdict.POSSIBLE
