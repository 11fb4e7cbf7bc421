"""A problem that makes no sense is refused with sentences that name the group, person or room."""

from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.problem.problem import (
    Adult,
    Group,
    Lesson,
    Pin,
    Problem,
    Pupil,
    Room,
    Subject,
    Walk,
    Window,
)
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.problem.validation import (
    ProblemRefused,
    TimetableRefused,
    check,
    check_timetable,
    faults,
)
from tests.planner.schools import instance


def school() -> Problem:
    return problem_of(instance(3))


def with_group(**changes: object) -> Problem:
    problem = school()
    return replace(problem, groups=(replace(problem.groups[0], **changes), *problem.groups[1:]))


def with_sites(*walks: Walk, **changes: object) -> Problem:
    rooms = tuple(
        replace(room, site=site) for room, site in zip(school().rooms, ("Hill", "Dale"), strict=True)
    )
    return replace(school(), rooms=rooms, walks=walks, **changes)


def with_adult(**changes: object) -> Problem:
    return replace(school(), adults=(*school().adults[:-1], replace(school().adults[-1], **changes)))


HILL = Walk("Hill", "Dale", 5)


def test_a_sound_problem_has_no_fault():
    assert tuple(faults(school())) == ()
    check(school())
    check(with_sites(HILL))
    check(with_adult(teaches=(Window(0, 10, 60),), covers=True))


@pytest.mark.parametrize(
    ("problem", "sentences"),
    [
        (with_group(members=()), ("Group 0 has no pupils.",)),
        (
            with_group(members=("9", "9")),
            ("Group 0: pupil 9 is there more than once.", *["Group 0: there is no pupil “9”."] * 2),
        ),
        (
            with_group(minutes=15),
            ("Group 0: a session must last a whole number of steps of 10 minutes, not 15.",),
        ),
        (with_group(sessions=6), ("Group 0: sessions are on different days, so 1 to 5 a week, not 6.",)),
        (with_group(adult="Ada"), ("Group 0: there is no adult “Ada”.",)),
        (with_group(programme="Z", adult="1"), ("Group 0: adult 1 is not trained for Z.",)),
        (
            with_group(pins=(Pin(0, 1, 10), Pin(0, 1, 40))),
            ("Group 0: two pinned sessions are on the same day.",),
        ),
        (
            with_group(pins=(Pin(0, 1, 13),)),
            ("Group 0: the pinned session at 00:13 is not on a step of 10 minutes.",),
        ),
        (
            with_group(pins=(Pin(1, 1, 10),)),
            ("Group 0: a pinned session is on a day that is not in the cycle.",),
        ),
        (replace(school(), step=0), ("The step of the timetable must be at least one minute, not 0.",)),
        (replace(school(), weeks=3), ("A cycle has one or two weeks, not 3.",)),
        (
            replace(school(), rooms=(*school().rooms, Room("1", 0, (Window(7, 5, 5),)))),
            (
                "Room 1 is there more than once.",
                "Room 1: day 8 is no day of the school week.",
                "Room 1: a stretch of time must end after it starts, on the same day.",
                "Room 1 must have at least one place.",
            ),
        ),
        (
            replace(school(), adults=(*school().adults, Adult("9", (), frozenset("A"), -1))),
            ("Adult 9: minutes of work cannot be negative.",),
        ),
        (
            replace(school(), pupils=(*school().pupils[:-1], replace(school().pupils[-1], stream="x"))),
            ("Pupil 3: there is no stream “x”.",),
        ),
        (
            replace(
                school(),
                streams=(
                    replace(
                        school().streams[0], lessons=(Lesson(0, 0, 0, 20, "Art"), Lesson(0, 0, 10, 35, "Fun"))
                    ),
                    school().streams[1],
                ),
            ),
            (
                "Stream 0, week 1, day 1, 00:10: lessons must start and end on a step of 10 minutes.",
                "Stream 0, week 1, day 1, 00:10: subject “Fun” is not in the list of subjects.",
                "Stream 0, week 1, day 1: two lessons at 00:10.",
            ),
        ),
        (
            replace(school(), subjects=(*school().subjects, Subject("Law", weight=-1))),
            ("Subject Law: a weight cannot be negative, not -1.",),
        ),
        (
            with_group(joins="Chess"),
            ("Group 0 joins lessons of “Chess”, which is not in the list of subjects.",),
        ),
        (
            with_adult(teaches=(Window(0, 30, 20),)),
            ("Adult 2: a stretch of time must end after it starts, on the same day.",),
        ),
        (
            replace(
                school(),
                pupils=(
                    *school().pupils,
                    Pupil("Eve", "0", protected=frozenset({"Art"}), allowed=frozenset({"Art", "PSHE"})),
                    Pupil("Fay", "0", unavoidable=-1),
                ),
            ),
            (
                "Pupil Eve: Art cannot be kept whole and opened at once.",
                "Pupil Fay: harm that cannot be avoided is never negative.",
            ),
        ),
        (
            with_sites(),
            ("The walk between site Dale (room 1) and site Hill (room 0) is missing; give its minutes.",),
        ),
        (
            with_sites(HILL, groups=(replace(school().groups[0], joins="Art"),)),
            (
                "The walk between the main site (group 0, which meets in class) and site Dale (room 1) is missing; "
                "give its minutes.",
                "The walk between the main site (group 0, which meets in class) and site Hill (room 0) is missing; "
                "give its minutes.",
            ),
        ),
        (
            with_sites(HILL, Walk("Dale", "Hill", 4), Walk("Hill", "", -1), Walk("Moor", "Moor", 1)),
            (
                "The walk between site Dale and site Hill is there more than once.",
                "The walk between site Hill and the main site cannot take negative minutes.",
                "The walk between site Moor and site Moor must join two sites.",
            ),
        ),
        (
            replace(
                school(),
                published=Timetable(
                    (
                        Placement("0", "gone", (Session(0, 1, 10, "x"), Session(0, 1, 60, "x"))),
                        Placement("0"),
                        Placement("left", None, (Session(1, 1, 10, "x"), Session(0, 1, -10, "x"))),
                    )
                ),
            ),
            (
                "Published timetable: group 0 is there more than once.",
                "Published timetable, group 0: two sessions in week 1, day 2.",
                "Published timetable, group left: a session is on a day that is not in the cycle.",
                "Published timetable, group left: a session must begin between 00:00 and 24:00.",
            ),
        ),
    ],
)
def test_every_fault_is_named(problem, sentences):
    with pytest.raises(ProblemRefused) as refused:
        check(problem)
    assert refused.value.faults == sentences


def test_more_pins_than_sessions_are_named():
    group = Group("g", "A", ("0",), 10, 1, pins=(Pin(0, 0, 10), Pin(0, 1, 10)))
    assert tuple(faults(replace(school(), groups=(group,)))) == (
        "Group g: more sessions are pinned than the 1 of a week.",
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"day_names": ("Sunday",)}, "needs a name in “day_names”; there are 1"),
        ({"turnaround": 10**20}, "Times between sessions and lessons are no longer than a day"),
        ({"prepare_within": 10**20}, "Times between sessions and lessons are no longer than a day"),
        (
            {"walks": (Walk("", "Hill", 10**20),)},
            "between the main site and site Hill takes no longer than a day",
        ),
        ({"groups": (Group("g", "A", ("0",), 10**20, 1),)}, "Group g: a session is no longer than a day"),
        (
            {"groups": (Group("g", "A", ("0",), 10, 1, pins=(Pin(0, 0, 10**9 + 1),)),)},
            "Group g: a pinned session must begin between 00:00 and 24:00",
        ),
        ({"day_ends": 540_000}, "must lie between 0 and 1440 minutes"),
        ({"weights": replace(school().weights, core=10**18)}, "“core” is 1,000,000 points at most"),
        ({"rooms": (Room("hall", 10**30),)}, "Room hall cannot hold"),
        ({"subjects": (*school().subjects, Subject("Latin", weight=10**25))}, "Subject Latin: a weight is"),
    ],
)
def test_numbers_that_no_school_has_are_refused(changes, fault):
    with pytest.raises(ProblemRefused, match=fault):
        check(replace(school(), **changes))


def test_a_timetable_of_another_school_is_told_apart_from_one_that_breaks_rules():
    times = (Session(0, 0, 10, "0"), Session(0, 0, 10, "1"))
    check_timetable(school(), Timetable((Placement("0", "2", times), Placement("1"))))
    foreign = Timetable(
        (
            Placement("0", None, (Session(0, 0, 10, "0"),)),
            Placement("1", "Di", (Session(0, 0, 15, "Loft"), Session(1, 0, 10, "")), "Ed"),
            Placement("2", "0", (Session(0, 0, 90, "0"),)),
            Placement("2"),
            Placement("left"),
        )
    )
    with pytest.raises(TimetableRefused) as refused:
        check_timetable(school(), foreign)
    lies = "a session must begin on a step of 10 minutes, and lie within the school day, 00:00 to 01:40."
    assert refused.value.faults == (
        "Group 2 is there more than once.",
        "Group 0 has sessions and no adult.",
        "Group 1: there is no adult “Di”.",
        "Group 1: there is no adult “Ed”.",
        "Group 1: there is no room “Loft”.",
        "Group 1: a session is on a day that is not in the cycle.",
        f"Group 1: {lies}",
        f"Group 2: {lies}",
        "Group left is not in the problem.",
    )
