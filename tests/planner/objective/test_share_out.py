"""The share of lessons out of class follows from the groups: a warning comes when a group is made."""

from dataclasses import replace

import pytest

from inreach.core.guard.engine import DEFAULTS
from inreach.planner.objective.share_out import share_if_made, share_of, share_out
from inreach.planner.problem.problem import Group
from tests.planner.rules.test_rules import SCHOOL


def test_the_share_is_minutes_of_all_groups_of_lesson_time_and_in_class_takes_nobody_out():
    share = share_of(SCHOOL, "Ann")
    assert (share.out, share.taught, share.groups) == (40, 360, ("1", "2"))
    assert share.share == pytest.approx(1 / 9)
    joined = replace(SCHOOL, groups=(SCHOOL.groups[0], replace(SCHOOL.groups[1], joins="Art")))
    assert share_of(joined, "Ann").out == 20


def test_a_two_week_cycle_has_the_share_of_its_weeks():
    lessons = SCHOOL.streams[0].lessons
    both = tuple(replace(item, week=week) for item in lessons for week in (0, 1))
    twice = replace(SCHOOL, weeks=2, streams=(replace(SCHOOL.streams[0], lessons=both),))
    assert share_of(twice, "Ann").share == share_of(SCHOOL, "Ann").share


def test_a_pupil_without_lessons_has_no_share_and_no_warning():
    empty = replace(SCHOOL, streams=(replace(SCHOOL.streams[0], lessons=()),))
    assert share_of(empty, "Ann").share == 0
    assert share_out(empty) == ()


def test_warnings_follow_the_lines_that_the_caller_draws_largest_share_first():
    assert [item.share.pupil for item in share_out(SCHOOL)] == ["Ann"]
    low = DEFAULTS.with_lines({"notice": 0.05, "concern": 0.10, "outvention": 0.20})
    found = share_out(SCHOOL, lines=low)
    assert [(item.share.pupil, item.line, item.flag.rule.id) for item in found] == [
        ("Ann", 0.10, "share_concern"),
        ("Ben", 0.05, "share_notice"),
    ]
    assert share_out(SCHOOL, ["Ben"]) == ()


def test_a_group_that_is_about_to_be_made_warns_for_its_members_only():
    more = Group("3", "Talk", ("Ben",), 40, 2)
    (warning,) = share_if_made(SCHOOL, more)
    assert warning.sentence == (
        "Pupil Ben will be out of class for 27 % of lesson time, with group 2 and group 3, "
        "whatever the timetable: 100 of 360 minutes. The line is 25 %."
    )
    assert share_if_made(SCHOOL, replace(SCHOOL.groups[1], sessions=2))[0].share.out == 60
