"""What groups, members and slots become: the sessions of support planned for each pupil in a week."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inreach.apps.provision.adapters.support import memberships_by_pupil, supports_for
from inreach.apps.provision.models import GroupMember
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import ClosureDay
from inreach.core.ledger.types import Adult, Where
from tests import worlds

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 3, day) for day in (2, 3, 4, 6))


@pytest.fixture
def school():
    return worlds.school()


def week_of(school):
    return calendar_of(school).week_of(WEDNESDAY)


def planned(school, pupil):
    return supports_for([pupil], week_of(school))[pupil.pk]


def test_a_slot_gives_its_group_a_session_with_place_adult_programme_and_name(school):
    kai = worlds.pupil(school)
    group = worlds.support_group(school, kai, adult=worlds.assistant(school))
    worlds.slot(group, 0, 560, 590)
    [support] = planned(school, kai)
    assert (support.day, support.start, support.end) == (MONDAY, 560, 590)
    assert (support.where, support.adult) == (Where.ELSEWHERE, Adult.ASSISTANT)
    assert (support.programme, support.group) == ("Phonics", "Phonics group")


def test_the_adult_of_the_slot_comes_before_the_adult_of_the_group(school):
    kai = worlds.pupil(school)
    group = worlds.support_group(school, kai, adult=worlds.assistant(school))
    worlds.slot(group, 0, 560, 590, place="base", adult=worlds.teacher(school))
    [support] = planned(school, kai)
    assert (support.where, support.adult) == (Where.BASE, Adult.TEACHER)


def test_a_session_for_which_no_adult_is_named_has_an_unknown_one(school):
    kai = worlds.pupil(school)
    worlds.slot(worlds.support_group(school, kai), 0, 560, 590)
    assert [support.adult for support in planned(school, kai)] == [Adult.UNKNOWN]


def test_a_session_counts_only_on_days_on_which_slot_group_and_membership_all_hold(school):
    kai, ida = worlds.pupil(school), worlds.pupil(school, "Ida")
    group = worlds.support_group(school, kai, starts=TUESDAY, ends=date(2026, 3, 5))
    with worlds.unaudited():
        GroupMember.objects.create(group=group, pupil=ida, starts=WEDNESDAY, ends=WEDNESDAY)
    for weekday in range(5):
        worlds.slot(group, weekday, 560, 590)
    assert [support.day for support in planned(school, kai)] == [TUESDAY, WEDNESDAY, date(2026, 3, 5)]
    assert [support.day for support in planned(school, ida)] == [WEDNESDAY]
    with worlds.unaudited():
        group.slots.filter(weekday=1).update(valid_to=MONDAY)
        group.slots.filter(weekday=3).update(valid_from=FRIDAY)
    assert [support.day for support in planned(school, kai)] == [WEDNESDAY]


def test_a_membership_that_ended_before_the_week_gives_nothing(school):
    kai = worlds.pupil(school)
    group = worlds.support_group(school)
    worlds.slot(group, 0, 560, 590)
    with worlds.unaudited():
        GroupMember.objects.create(group=group, pupil=kai, starts=worlds.YEAR_STARTS, ends=date(2026, 2, 27))
    assert memberships_by_pupil([kai], week_of(school)) == {kai.pk: ()}
    assert planned(school, kai) == ()


def test_a_slot_of_the_other_week_of_the_cycle_gives_nothing():
    school = worlds.school(cycle_weeks=2)
    kai = worlds.pupil(school)
    group = worlds.support_group(school, kai)
    worlds.slot(group, 0, 560, 590, cycle_week=1)
    worlds.slot(group, 1, 560, 590, cycle_week=2)
    assert [support.day for support in planned(school, kai)] == [MONDAY]


def test_a_closed_day_has_no_session(school):
    kai = worlds.pupil(school)
    worlds.slot(worlds.support_group(school, kai), 0, 560, 590)
    ClosureDay.objects.create(school=school, day=MONDAY, reason="Snow")
    assert planned(school, kai) == ()


def test_two_memberships_of_the_same_group_give_one_session(school):
    kai = worlds.pupil(school)
    group = worlds.support_group(school, kai)
    worlds.slot(group, 4, 560, 590)
    with worlds.unaudited():
        GroupMember.objects.create(
            group=group, pupil=kai, starts=worlds.YEAR_STARTS, ends=worlds.TODAY + timedelta(days=90)
        )
    assert [support.day for support in planned(school, kai)] == [FRIDAY]


def test_many_pupils_take_as_few_queries_as_one(school):
    pupils = [worlds.pupil(school, f"Pupil{n}") for n in range(9)]
    for n in range(3):
        group = worlds.support_group(school, *pupils[n * 3 : n * 3 + 3], programme=f"Programme {n}")
        worlds.slot(group, n, 560, 590)
    week = week_of(school)
    with CaptureQueriesContext(connection) as of_one:
        supports_for(pupils[:1], week)
    with CaptureQueriesContext(connection) as of_all:
        supports_for(pupils, week)
    assert len(of_one) == len(of_all) == 3  # members, groups once each, and slots
