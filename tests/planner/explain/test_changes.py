"""A change is told as help only if planning shows that it helps, and chance is not sold as help."""

from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.explain.changes import Change, ChangeKind, changed, helps, options
from inreach.planner.explain.wording import Names
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Lesson, Problem, Room, Stream
from inreach.planner.problem.timetable import Timetable
from inreach.planner.problem.validation import check
from inreach.planner.search.search import search
from tests.planner.impossible import NAMES, NINE, TEN, school, whole_week, with_adult, with_group
from tests.planner.schools import instance


def planned(problem: Problem) -> Timetable:
    return search(problem, rounds=5).timetable


def told(problem: Problem, **choices: object) -> dict[ChangeKind, str]:
    """Return what helps, by kind; the first of each."""
    found: dict[ChangeKind, str] = {}
    for item in helps(problem, planned(problem), Names(NAMES), rounds=5, **choices):
        found.setdefault(item.change.kind, item.sentence)
    return found


def test_one_more_trained_person_one_more_day_and_one_session_fewer_are_found():
    problem = with_adult(school(), "bello", windows=whole_week((0, 1)))
    found = told(problem)
    assert found[ChangeKind.TRAINED].startswith(
        "If Mr Okafor were trained for Lego Therapy too, one more session would be placed in the week; "
    )
    assert found[ChangeKind.DAY].startswith(
        "If Ms Bello were there on Wednesday too, one more session would be placed in the week; "
    )
    assert found[ChangeKind.FEWER].startswith("If Lego Therapy A met once less a week, ")
    assert found[ChangeKind.FEWER].endswith(" Its pupils would have one session less.")
    assert ChangeKind.HOUR not in found


def test_one_more_hour_and_one_more_room_are_found():
    assert told(with_adult(school(), "bello", minutes=60))[ChangeKind.HOUR].startswith(
        "If Ms Bello had one hour more a week for sessions, one more session would be placed in the week; "
    )
    crowded = replace(school(), rooms=(Room("den", 2, whole_week((0, 1, 2))),))
    assert told(crowded)[ChangeKind.ROOM].startswith(
        "If there were one more room, two more sessions would be placed in the week; "
    )


def test_what_changes_nothing_is_not_sold_as_help():
    found = told(with_group(school(), "lego", sessions=1))
    assert {ChangeKind.ROOM, ChangeKind.HOUR} & set(found) == set()


def test_a_protected_lesson_is_told_and_never_advised():
    lessons = tuple(
        Lesson(0, day, start, start + 60, subject)
        for day in range(5)
        for start, subject in ((NINE, "Maths"), (TEN, "PSHE"))
    )
    problem = replace(school(), streams=(Stream("blue", lessons),))
    found = helps(problem, planned(problem), Names(NAMES), rounds=5)
    opened = [item for item in found if item.change.kind is ChangeKind.OPENED]
    assert [item.change.about for item in opened] == ["PSHE"]
    assert not opened[0].advised
    assert opened[0].sentence.startswith("If PSHE could be missed, ")
    assert opened[0].sentence.endswith(" This is told, not advised: PSHE is kept whole for a reason.")
    assert found[-1] is opened[0]
    assert all(item.advised for item in found[:-1])


def test_break_and_lunch_are_never_offered():
    problem = problem_of(instance(1, groups=4))
    every = list(options(problem, planned(problem), ObjectiveEvaluator(problem).harm(planned(problem))))
    opened = {item.about for item in every if item.kind is ChangeKind.OPENED}
    assert "registration" in opened
    assert opened & {"break", "lunch"} == set()


@pytest.mark.parametrize("seed", range(3))
def test_every_change_that_is_tried_makes_a_sound_school(seed):
    problem = problem_of(instance(seed, weeks=2, groups=4))
    timetable = planned(problem)
    every = list(options(problem, timetable, ObjectiveEvaluator(problem).harm(timetable)))
    assert len(set(every)) == len(every)
    assert {item.kind for item in every} >= {ChangeKind.HOUR, ChangeKind.ROOM, ChangeKind.FEWER}
    for change in every:
        other = changed(problem, change)
        check(other)
        assert other != problem


def test_the_same_seed_finds_the_same_help_and_what_it_saves_is_sure():
    problem = problem_of(instance(4, groups=5))
    one = helps(problem, planned(problem), Names(), rounds=8, seed=3)
    two = helps(problem, planned(problem), Names(), rounds=8, seed=3)
    assert one == two
    assert one
    for item in one:
        assert item.sure > 0
        assert item.with_it.points < item.without.points


def test_a_stop_gives_what_was_found_until_then_and_progress_is_told():
    problem, seen = with_adult(school(), "bello", windows=whole_week((0, 1))), []
    helps(
        problem, planned(problem), Names(), rounds=2, on_progress=lambda done, all_: seen.append((done, all_))
    )
    count = seen[0][1]
    assert seen == [(done, count) for done in range(count + 1)]
    assert helps(problem, planned(problem), Names(), rounds=2, stop=lambda: True) == ()
    asked = []

    def after_four() -> bool:
        asked.append(1)
        return len(asked) > 6

    early = helps(problem, planned(problem), Names(NAMES), rounds=2, stop=after_four)
    assert [item.change for item in early] == [Change(ChangeKind.TRAINED, "okafor", "Lego Therapy")]
