"""A change of facts makes the problem that follows from it, and is told in a sentence."""

from dataclasses import replace

import pytest

from inreach.planner.problem.changes import (
    AdultAway,
    ChangeRefused,
    GroupAdded,
    GroupEnded,
    LessonMoved,
    PupilJoins,
    PupilLeaves,
    RoomGone,
    change_sentence,
    changed,
    without,
)
from inreach.planner.problem.problem import Group, Pupil, Window
from inreach.planner.problem.validation import faults
from tests.planner.rules.test_rules import DAY, SCHOOL

ENGLISH, PSHE, ART = DAY
NEW = Group("3", "Talk", ("Ben",), 20, 1)
DEE = Pupil("Dee", "s")


def only(problem, **parts):
    """Return the problem's parts that differ from the school, to compare them with those wanted."""
    return {name: getattr(problem, name) for name in parts} == parts and replace(
        problem, **{name: getattr(SCHOOL, name) for name in parts}
    ) == SCHOOL


@pytest.mark.parametrize(
    ("change", "parts", "sentence"),
    [
        (
            LessonMoved("s", ART, replace(ART, start=720, end=780)),
            {
                "streams": (
                    replace(
                        SCHOOL.streams[0],
                        lessons=tuple(
                            sorted(
                                replace(item, start=720, end=780) if item == ART else item
                                for item in SCHOOL.streams[0].lessons
                            )
                        ),
                    ),
                )
            },
            "In stream s, Art on Monday 11:00 is now Art on Monday 12:00.",
        ),
        (
            AdultAway("Cy", (Window(0, 600, 660),)),
            {
                "adults": (
                    replace(
                        SCHOOL.adults[0],
                        windows=(Window(0, 540, 600), Window(0, 660, 720), Window(1, 540, 600)),
                    ),
                )
            },
            "Adult Cy is away on Monday from 10:00 to 11:00.",
        ),
        (
            AdultAway("Cy"),
            {"adults": (replace(SCHOOL.adults[0], windows=()),)},
            "Adult Cy is away for the whole week.",
        ),
        (RoomGone("Den"), {"rooms": SCHOOL.rooms[1:]}, "Room Den cannot be used for the whole week."),
        (
            RoomGone("Hall", (Window(1, 540, 780),)),
            {"rooms": (SCHOOL.rooms[0], replace(SCHOOL.rooms[1], busy=(Window(1, 540, 780),)))},
            "Room Hall cannot be used on Tuesday.",
        ),
        (GroupAdded(NEW), {"groups": (*SCHOOL.groups, NEW)}, "Group 3 is new, with pupil Ben."),
        (GroupEnded("1"), {"groups": SCHOOL.groups[1:]}, "Group 1 has ended."),
        (
            PupilJoins(SCHOOL.pupils[1], "1"),
            {"groups": (replace(SCHOOL.groups[0], members=("Ann", "Ben")), SCHOOL.groups[1])},
            "Pupil Ben joins group 1.",
        ),
        (
            PupilJoins(DEE, "1"),
            {
                "pupils": (*SCHOOL.pupils, DEE),
                "groups": (replace(SCHOOL.groups[0], members=("Ann", "Dee")), SCHOOL.groups[1]),
            },
            "Pupil Dee joins group 1.",
        ),
        (
            PupilLeaves("Ben", "2"),
            {"groups": (SCHOOL.groups[0], replace(SCHOOL.groups[1], members=("Ann",)))},
            "Pupil Ben leaves group 2.",
        ),
        (PupilLeaves("Ann", "1"), {"groups": SCHOOL.groups[1:]}, "Pupil Ann leaves group 1."),
    ],
)
def test_a_change_alters_what_it_speaks_of_and_nothing_else(change, parts, sentence):
    problem = changed(SCHOOL, [change])
    assert only(problem, **parts)
    assert tuple(faults(problem)) == ()
    assert change_sentence(SCHOOL, change) == sentence


def test_a_group_that_must_be_led_by_somebody_who_is_away_for_good_may_be_led_by_others():
    led = replace(SCHOOL, groups=(replace(SCHOOL.groups[0], adult="Cy"), SCHOOL.groups[1]))
    assert changed(led, [AdultAway("Cy")]).groups == SCHOOL.groups
    assert changed(led, [AdultAway("Cy", (Window(0, 540, 720),))]).groups == led.groups


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (AdultAway("Di"), "There is no adult “Di”."),
        (RoomGone("Loft"), "There is no room “Loft”."),
        (GroupEnded("9"), "There is no group “9”."),
        (LessonMoved("t", ART, ART), "There is no stream “t”."),
        (LessonMoved("s", replace(ART, day=4), ART), "Stream s has no Art on day 5 11:00."),
        (PupilJoins(SCHOOL.pupils[0], "1"), "Pupil Ann is in group 1 already."),
        (PupilLeaves("Ben", "1"), "Pupil Ben is not in group 1."),
    ],
)
def test_a_change_of_what_is_not_there_is_refused_by_name(change, sentence):
    with pytest.raises(ChangeRefused) as refused:
        changed(SCHOOL, [change])
    assert str(refused.value) == sentence


def test_windows_lose_what_is_cut_out_of_them():
    whole = (Window(0, 540, 600), Window(1, 540, 600))
    assert without(whole, [Window(0, 500, 560)]) == (Window(0, 560, 600), whole[1])
    assert without(whole, [Window(0, 580, 700), Window(1, 540, 600)]) == (Window(0, 540, 580),)
    assert without(whole, [Window(0, 600, 700), Window(2, 0, 1000)]) == whole
