"""The difference between two timetables is told in words: who meets when, with whom, where, and what pupils miss."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inreach.planner.explain.wording import Names
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.differences import ChangeKind, Difference, PupilChange, difference
from inreach.planner.problem.problem import Adult
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules.rule import led
from tests.planner.rules.test_rules import SCHOOL, one
from tests.planner.tiny import problems, timetables

MONDAY, TUESDAY = Session(0, 0, 540, "Den"), Session(0, 1, 540, "Den")
PEOPLE = replace(SCHOOL, adults=(*SCHOOL.adults, Adult("Di", (), frozenset({"Talk"}), 60)))


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (one(MONDAY), one(MONDAY), ("Nothing is different.",)),
        (one(MONDAY), one(TUESDAY), ("Group 1 moves from Monday 09:00 to Tuesday 09:00.",)),
        (
            one(MONDAY),
            one(replace(MONDAY, room="Hall")),
            ("Group 1 meets in room Hall instead of room Den on Monday 09:00.",),
        ),
        (one(MONDAY), one(MONDAY, adult="Di"), ("Group 1 is with adult Di instead of adult Cy.",)),
        (
            one(MONDAY),
            one(),
            ("Group 1 no longer meets on Monday 09:00.", "Pupil Ann misses 20 fewer minutes of English."),
        ),
        (
            one(adult=None),
            one(MONDAY),
            ("Group 1 now meets on Monday 09:00 too.", "Pupil Ann misses 20 more minutes of English."),
        ),
        (
            one(MONDAY),
            one(replace(MONDAY, start=660)),
            (
                "Group 1 moves from Monday 09:00 to Monday 11:00.",
                "Pupil Ann misses 20 more minutes of Art, but 20 fewer minutes of English.",
            ),
        ),
        (
            one(MONDAY),
            Timetable((Placement("1", "Cy", (MONDAY,), cover="Di"),)),
            ("Adult Di now covers for group 1.",),
        ),
        (
            Timetable((Placement("1", "Cy", (MONDAY,), cover="Di"),)),
            one(MONDAY),
            ("Adult Di no longer covers for group 1.",),
        ),
        (
            Timetable((Placement("1", "Cy", (MONDAY,), cover="Di"),)),
            Timetable((Placement("1", "Cy", (MONDAY,), cover="Cy"),)),
            ("Adult Cy covers for group 1 instead of adult Di.",),
        ),
    ],
)
def test_each_change_is_told_in_a_sentence(before, after, sentences):
    assert difference(PEOPLE, before, after).sentences() == sentences


def test_what_a_pupil_misses_more_or_fewer_minutes_of_is_one_sentence_with_most_first():
    losses = (("Art", 5), ("Maths", -30), ("Music", 20), ("English", 1), ("break", -45))
    changes = [*(PupilChange("Ann", *one) for one in losses), PupilChange("Bo", "Art", -1)]
    assert Difference(PEOPLE, (), tuple(changes)).sentences() == (
        "Pupil Ann misses 20 more minutes of Music, five of Art and one of English, but 45 fewer minutes of break and "
        "30 of Maths.",
        "Pupil Bo misses one fewer minute of Art.",
    )


def test_people_are_called_by_their_names():
    names = Names({"group 1": "the talking group", "Ann": "Ann Ash"})
    assert difference(PEOPLE, one(MONDAY), one()).sentences(names) == (
        "The talking group no longer meets on Monday 09:00.",
        "Ann Ash misses 20 fewer minutes of English.",
    )


def test_a_session_is_moved_within_its_day_before_it_is_moved_to_another():
    later = replace(TUESDAY, start=560)
    change, other = difference(PEOPLE, one(MONDAY, TUESDAY), one(later, replace(MONDAY, start=680))).groups
    assert (change.before, change.after.day, other.before, other.after) == (MONDAY, 0, TUESDAY, later)


@given(st.data())
@settings(deadline=None, max_examples=50)
def test_what_is_told_leads_from_one_timetable_to_the_other(data):
    problem = data.draw(problems())
    before, after = (led(problem, data.draw(timetables(problem))) for _ in range(2))
    found = difference(problem, before, after)
    for group in problem.groups:
        own = [change for change in found.groups if change.group == group.id]
        times = {(item.week, item.day, item.start) for item in before.of(group.id).sessions}
        for change in own:
            if change.before and change.kind is not ChangeKind.OTHER_ROOM:
                times.remove((change.before.week, change.before.day, change.before.start))
        for change in own:
            if change.after and change.kind is not ChangeKind.OTHER_ROOM:
                times.add((change.after.week, change.after.day, change.after.start))
        assert times == {(item.week, item.day, item.start) for item in after.of(group.id).sessions}
    evaluator = ObjectiveEvaluator(problem)
    more = sum(change.minutes for change in found.pupils)
    assert more == evaluator.harm(after).minutes_out - evaluator.harm(before).minutes_out
    assert (found.sentences() == ("Nothing is different.",)) == (not found.groups and not found.pupils)
