"""The ledger of a term or a year, from rows: it equals the sum of the weeks that the school's ledger gives."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inreach.apps.inclusion.services.school_week import school_ledger
from inreach.apps.inclusion.services.school_year import school_totals, school_year_ledger, totals_of_schools
from inreach.apps.provision.models import GroupMember, Slot
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import (
    ClosureDay,
    DayPlan,
    Enrolment,
    Lesson,
    Period,
    Pupil,
    School,
    TeachingGroup,
    TeachingGroupMember,
)
from inreach.core.ledger.totals import summed
from inreach.core.ledger.types import Totals
from tests import worlds

FIRST, LAST = date(2026, 2, 2), date(2026, 3, 15)


def weeks_of(school, first=FIRST, last=LAST):
    """The totals of each week by pupil, from the ledger of each week."""
    by_pupil = {}
    for week in calendar_of(school).weeks():
        if first <= week.starts and week.ends <= last:
            for row in school_ledger(school, week.starts).rows:
                by_pupil.setdefault(row.pupil.pk, {})[week.starts] = row.totals
    return by_pupil


def check(school, first=FIRST, last=LAST):
    """Hold the totals and the weeks of everybody against the ledger of each week."""
    totals, weeks = school_totals(school, first, last), weeks_of(school, first, last)
    assert set(totals) == set(weeks)
    for pupil, of_pupil in weeks.items():
        assert totals[pupil] == summed((week, 1) for week in of_pupil.values())
        by_week = totals.by_week(pupil)
        assert {day: by_week[day] for day in of_pupil} == of_pupil
        assert all(week == Totals() for day, week in by_week.items() if day not in of_pupil)
    return totals


def test_a_year_is_the_sum_of_its_weeks(elm):
    totals = check(elm.school, worlds.YEAR_STARTS, date(2026, 7, 26))
    assert (totals[elm.kai.pk].taught, totals[elm.others[0].pk].out) == (42 * 1020 + 780, 0)


def test_a_year_begins_and_ends_on_the_days_that_are_asked(elm):
    wednesday_to_monday = school_totals(elm.school, date(2026, 3, 4), date(2026, 3, 9))[elm.kai.pk]
    assert (wednesday_to_monday.taught, wednesday_to_monday.out) == (3 * 240 - 240 + 300, 2 * 30 + 30 + 40)


def test_the_ledger_of_a_year_has_everybody_on_roll_by_name_and_says_who_has_support(elm):
    gone = worlds.pupil(elm.school, "Gil", "Gone")
    Enrolment.objects.filter(pupil=gone).update(ends=FIRST)
    left_before = worlds.pupil(elm.school, "Lou", "Left")
    Enrolment.objects.filter(pupil=left_before).update(ends=FIRST - timedelta(days=3))
    ledger = school_year_ledger(elm.school, FIRST, LAST)
    assert [row.pupil.given_name for row in ledger.rows] == ["Gil", "Ada", "Ben", "Cal", "Dee", "Eve", "Kai"]
    assert [row.pupil for row in ledger.supported] == [elm.kai]
    assert (ledger.on_roll, ledger.days, ledger.weeks) == (7, 30, 6)
    assert school_totals(elm.school, FIRST, LAST, [elm.kai]) == {
        elm.kai.pk: school_totals(elm.school, FIRST, LAST)[elm.kai.pk]
    }


def test_days_without_school_sum_up_to_nothing(elm):
    assert school_totals(elm.school, date(2026, 3, 28), date(2026, 4, 12))[elm.kai.pk] == Totals()


def test_two_schools_of_which_one_is_closed_are_asked_together(elm):
    other = worlds.school("Kestrel Hill")
    ClosureDay.objects.bulk_create(
        ClosureDay(school=other, day=FIRST + timedelta(days=number)) for number in range(60)
    )
    gil = worlds.pupil(other, "Gil")
    together = totals_of_schools([elm.school, other], FIRST, LAST)
    assert together == {other.pk: {gil.pk: Totals()}, elm.school.pk: school_totals(elm.school, FIRST, LAST)}


def change_of_roll(school, random):
    Enrolment.objects.filter(pupil=random.choice(pupils(school))).update(
        starts=some_day(random), ends=random.choice([None, LAST])
    )


def pupil_leaves_and_comes_back(school, random):
    pupil, day = random.choice(pupils(school)), some_day(random)
    if pupil.enrolments.count() == 1:
        pupil.enrolments.update(starts=worlds.YEAR_STARTS, ends=day)
        Enrolment.objects.create(pupil=pupil, starts=day + timedelta(days=random.randrange(1, 9)))


def change_of_class(school, random):
    pupil, day = random.choice(pupils(school)), some_day(random)
    pupil.class_memberships.filter(ends=None, starts__lte=day).update(ends=day)
    group = random.choice(list(TeachingGroup.objects.filter(school=school)))
    TeachingGroupMember.objects.create(
        teaching_group=group, pupil=pupil, starts=day + timedelta(days=random.randrange(3))
    )


def class_runs(school, random):
    group = random.choice(list(TeachingGroup.objects.filter(school=school)))
    group.starts = random.choice([None, some_day(random)])
    group.ends = random.choice([None, LAST - timedelta(days=9)]) if group.starts is None else None
    group.save()


def new_lesson(school, random):
    group = random.choice(list(TeachingGroup.objects.filter(school=school)))
    what = random.choice(list(school.subjects.all()))
    starts, day = random.choice([540, 570, 675, 795]), random.choice([None, some_day(random)])
    made = worlds.lesson(
        group, what, random.randrange(5), starts, starts + 60, valid_from=day,
        cycle_week=random.randrange(3), source_id=f"new {random.random()}",
    )  # fmt: skip
    made.teaching_groups.add(random.choice(list(TeachingGroup.objects.filter(school=school))))


def lesson_ends(school, random):
    lesson = random.choice(list(Lesson.objects.filter(school=school).order_by("pk")))
    Lesson.objects.filter(pk=lesson.pk).update(valid_to=some_day(random), valid_from=None)


def closed_day(school, random):
    ClosureDay.objects.get_or_create(school=school, day=some_day(random))


def two_weeks(school, random):
    School.objects.filter(pk=school.pk).update(cycle_weeks=random.choice([1, 2]))
    school.refresh_from_db()


def day_plan_of_week_b(school, random):
    plan, made = DayPlan.objects.get_or_create(school=school, weekday=random.randrange(5), cycle_week=2)
    if made:
        Period.objects.create(day_plan=plan, name="Late lunch", kind="lunch", starts=740, ends=800)


def new_member(school, random):
    group, pupil, day = (
        random.choice(list(school.support_groups.all())),
        random.choice(pupils(school)),
        some_day(random),
    )
    of_pupil = GroupMember.objects.filter(group=group, pupil=pupil, ends=None)
    of_pupil.filter(starts__lte=day).update(ends=day)
    if not of_pupil.exists():
        GroupMember.objects.create(group=group, pupil=pupil, starts=day + timedelta(days=random.randrange(3)))


def new_slot(school, random):
    group = random.choice(list(school.support_groups.all()))
    starts = random.choice([500, 540, 650, 680])
    worlds.slot(
        group, random.randrange(6), starts, starts + 40, place=random.choice(["class", "base", "elsewhere"]),
        cycle_week=random.randrange(3), valid_from=random.choice([None, some_day(random)]),
    )  # fmt: skip


def slot_ends(school, random):
    slot = random.choice(list(Slot.objects.filter(group__school=school).order_by("pk")))
    Slot.objects.filter(pk=slot.pk).update(valid_to=LAST - timedelta(days=random.randrange(20)))


def group_runs(school, random):
    group = random.choice(list(school.support_groups.all()))
    group.starts, group.ends = some_day(random), random.choice([None, LAST - timedelta(days=4)])
    group.ends = group.ends and max(group.starts, group.ends)
    group.save()


def loved_subject(school, random):
    random.choice(pupils(school)).loved_subjects.add(random.choice(list(school.subjects.all())))


EDITS = (
    change_of_roll, pupil_leaves_and_comes_back, change_of_class, class_runs, new_lesson, lesson_ends, closed_day,
    two_weeks, day_plan_of_week_b, new_member, new_slot, slot_ends, group_runs, loved_subject,
)  # fmt: skip


def pupils(school):
    return list(Pupil.objects.filter(school=school).order_by("pk"))


def some_day(random):
    return FIRST + timedelta(days=random.randrange((LAST - FIRST).days - 9))


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_days_sum_up_to_the_weeks(elm, seed):
    random = Random(seed)
    worlds.teaching_group(elm.school, elm.kai, elm.others[0], name="Set")
    for _ in range(8):
        with worlds.unaudited():
            for edit in random.sample(EDITS, 4):
                edit(elm.school, random)
        check(elm.school)


def test_more_weeks_pupils_and_schools_take_no_more_queries(elm):
    with CaptureQueriesContext(connection) as week:
        school_totals(elm.school, date(2026, 3, 2), date(2026, 3, 8))
    with worlds.unaudited():
        for pupil in elm.others:
            GroupMember.objects.create(group=elm.phonics, pupil=pupil, starts=worlds.YEAR_STARTS)
    other = worlds.school("Kestrel Hill")
    worlds.teaching_group(other, *(worlds.pupil(other, f"Pupil {number}") for number in range(9)))
    with CaptureQueriesContext(connection) as year:
        together = totals_of_schools([elm.school, other], worlds.YEAR_STARTS, date(2026, 7, 22))
        assert sum(len(dict(totals)) for totals in together.values()) == 15
    assert len(year) == len(week) == 16


def test_nothing_is_fetched_once_a_year_is_gathered(elm, django_assert_num_queries):
    totals = school_totals(elm.school, FIRST, LAST)
    with django_assert_num_queries(0):
        assert totals[elm.kai.pk].out > 0
        assert len(totals.by_week(elm.kai.pk)) == 6
