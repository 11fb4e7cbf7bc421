"""Rules about sites, sessions in class and cover name what breaks them, and say the same as data."""

import random
from dataclasses import replace

import pytest

from inreach.planner.problem.problem import (
    Adult,
    Group,
    Lesson,
    Problem,
    Pupil,
    Room,
    Stream,
    Subject,
    Walk,
    Window,
)
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import RULES, Severity
from inreach.planner.rules.encoding import admits, places_of
from tests.planner.facts import school

DAY = (Lesson(0, 0, 540, 600, "English"), Lesson(0, 0, 600, 660, "Art"), Lesson(0, 0, 660, 720, "English"))
SCHOOL = Problem(
    step=10,
    days=1,
    weeks=1,
    day_starts=540,
    day_ends=720,
    turnaround=5,
    subjects=(Subject("English"), Subject("Art")),
    streams=(Stream("s", DAY),),
    pupils=(Pupil("Ann", "s"), Pupil("Ben", "s")),
    adults=(
        Adult("Cy", (Window(0, 540, 720),), frozenset({"Talk"}), 60, True, teaches=(Window(0, 600, 640),)),
        Adult("Di", (Window(0, 540, 640),), frozenset({"Talk"}), 40, covers=True),
        Adult("Ed", (Window(0, 540, 720),), frozenset(), 60, teaches=(Window(0, 600, 660),), covers=True),
    ),
    rooms=(Room("Den", 2, site="Hill"), Room("Hall", 9)),
    groups=(
        Group("1", "Talk", ("Ann",), 20, 1),
        Group("2", "Talk", ("Ben",), 20, 1),
        Group("3", "Talk", ("Ann", "Ben"), 20, 1, joins="Art"),
    ),
    walks=(Walk("", "Hill", 15),),
)


def at(group: str, adult: str, start: int, room: str = "", cover: str | None = None) -> Placement:
    return Placement(group, adult, (Session(0, 0, start, room),), cover)


@pytest.mark.parametrize(
    ("rule", "placements", "sentences"),
    [
        (
            "walking",
            (at("1", "Cy", 540, "Den"), at("2", "Cy", 570, "Hall")),
            ("Adult Cy needs 15 minutes to walk from group 1 to group 2, on Monday 09:30.",),
        ),
        ("walking", (at("1", "Cy", 540, "Den"), at("2", "Cy", 580, "Hall")), ()),
        (
            "walking",
            (Placement("1", "Cy", (Session(0, 0, 540, "Den"), Session(0, 0, 540, "Hall"))),),
            (
                "Adult Cy needs 15 minutes to walk from group 1 to group 1, on Monday 09:00.",
                "Pupil Ann needs 15 minutes to walk from group 1 to group 1, on Monday 09:00.",
            ),
        ),
        ("walking", (at("1", "Cy", 540, "Den"), at("2", "Cy", 570, "Den")), ()),
        (
            "walking",
            (at("1", "Cy", 570, "Den"), at("3", "Di", 600)),
            ("Pupil Ann needs 15 minutes to walk from group 1 to group 3, on Monday 10:00.",),
        ),
        (
            "walking",
            (at("1", "Di", 570, "Den"), at("2", "Cy", 600, "Hall", "Di")),
            ("Adult Di needs 15 minutes to walk from group 1 to group 2, on Monday 10:00.",),
        ),
        (
            "in-class",
            (at("3", "Cy", 590),),
            (
                "Pupil Ann has no Art for 10 minutes of group 3 on Monday 09:50.",
                "Pupil Ben has no Art for 10 minutes of group 3 on Monday 09:50.",
            ),
        ),
        ("in-class", (at("3", "Cy", 600),), ()),
        ("may-leave", (at("3", "Cy", 700),), ()),
        ("room-fits", (at("3", "Cy", 600),), ()),
        (
            "cover",
            (at("1", "Cy", 590, "Hall"),),
            ("Nobody who may cover takes the class of adult Cy on Monday 09:50.",),
        ),
        ("cover", (at("1", "Cy", 590, "Hall", "Di"),), ()),
        ("cover", (at("1", "Cy", 640, "Hall"),), ()),
        (
            "cover",
            (at("1", "Cy", 630, "Hall", "Di"),),
            ("Adult Di is not there to cover for adult Cy on Monday 10:30.",),
        ),
        (
            "cover",
            (at("1", "Cy", 590, "Hall", "Ed"),),
            ("Adult Ed teaches and cannot cover for adult Cy on Monday 09:50.",),
        ),
        (
            "cover",
            (at("1", "Cy", 590, "Hall", "Di"), at("2", "Di", 570, "Den")),
            (
                "Adult Di cannot be there for group 2 and group 1 at once, one of them to cover, on Monday 09:50.",
            ),
        ),
    ],
)
def test_a_rule_names_what_breaks_it(rule, placements, sentences):
    found = next(item for item in RULES if item.id == rule)
    assert tuple(found.violations(SCHOOL, Timetable(placements))) == sentences
    assert admits(found.encode(SCHOOL), places_of(Timetable(placements))) == (not sentences)


def test_cover_counts_towards_the_minutes_agreed():
    adults = (SCHOOL.adults[0], replace(SCHOOL.adults[1], minutes=30), SCHOOL.adults[2])
    problem = replace(SCHOOL, adults=adults)
    timetable = Timetable((at("1", "Cy", 590, "Hall", "Di"), at("2", "Di", 540, "Hall")))
    rule = next(item for item in RULES if item.id == "cover")
    assert tuple(rule.violations(problem, timetable)) == (
        "Adult Di has 40 minutes of sessions and cover; 30 are agreed.",
    )
    assert not admits(rule.encode(problem), places_of(timetable))
    assert admits(rule.encode(SCHOOL), places_of(timetable))


@pytest.mark.parametrize("seed", range(60))
def test_each_rule_allows_as_data_what_it_finds_no_fault_with_when_there_are_all_facts(seed):
    chance = random.Random(seed)
    problem = school(seed, "in class", "walks", "cover", "allowed", groups=3)
    names = [adult.id for adult in problem.adults]
    placements = []
    for group in problem.groups:
        days = chance.sample(range(5), chance.randint(0, 2))
        rooms = [""] if group.joins is not None else [room.id for room in problem.rooms]
        sessions = tuple(
            Session(0, day, 10 * chance.randint(0, 10 - group.minutes // 10), chance.choice(rooms))
            for day in sorted(days)
        )
        adult = chance.choice(names) if sessions else None
        placements.append(Placement(group.id, adult, sessions, chance.choice((None, *names))))
    timetable = Timetable(tuple(placements))
    rules = [rule for rule in RULES if rule.severity is Severity.MUST]
    said = {rule.id: not tuple(rule.violations(problem, timetable)) for rule in rules}
    assert said == {rule.id: admits(rule.encode(problem), places_of(timetable)) for rule in rules}
