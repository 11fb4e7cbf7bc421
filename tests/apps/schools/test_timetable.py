"""What the school's rows become: its calendar, and the blocks of its pupils' weeks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.adapters.enrolment import days_on_roll
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import ClosureDay, DayPlan, Enrolment, Period, TeachingGroupMember
from inreach.core.ledger.types import Adult, PeriodKind, SubjectKind
from tests import worlds

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


@pytest.fixture
def school():
    return worlds.school()


def lessons_in(blocks):
    """The lessons among blocks: day, start, subject."""
    return [(b.day, b.start, b.subject) for b in blocks if b.kind is PeriodKind.LESSON]


def week_of(school, day=WEDNESDAY):
    return calendar_of(school).week_of(day)


def test_the_calendar_has_the_terms_the_closures_and_the_shape_of_the_week(school):
    ClosureDay.objects.create(school=school, day=TUESDAY, reason="Training")
    calendar = calendar_of(school)
    assert [term.starts for term in calendar.terms] == [date(2025, 9, 1), date(2026, 1, 5), date(2026, 4, 13)]
    assert calendar.closures == frozenset({TUESDAY})
    assert (calendar.school_days, calendar.first_weekday, calendar.cycle_weeks) == ((0, 1, 2, 3, 4), 0, 1)


def test_a_week_has_the_lessons_of_the_pupils_classes_and_the_periods_that_are_not_for_lessons(school):
    kai = worlds.pupil(school)
    art = worlds.subject(school, "Art", "foundation")
    elm = worlds.teaching_group(school, kai)
    worlds.lesson(elm, art, 0, 795, 855, worlds.teacher(school), source_id="L1")
    blocks = blocks_for([kai], week_of(school))[kai.pk]
    monday = [(b.start, b.end, b.kind.value, b.subject, b.key) for b in blocks if b.day == MONDAY]
    assert monday == [
        (525, 540, "registration", "", "registration 08:45"),
        (660, 675, "break", "", "break 11:00"),
        (735, 795, "lunch", "", "lunch 12:15"),
        (795, 855, "lesson", "Art", "L1"),
    ]
    assert lessons_in(blocks) == [(MONDAY, 795, "Art")]


def test_a_closed_day_has_no_blocks(school):
    kai = worlds.pupil(school)
    elm = worlds.teaching_group(school, kai)
    worlds.lesson(elm, worlds.subject(school), 0, 540, 600)
    ClosureDay.objects.create(school=school, day=MONDAY, reason="Bank holiday")
    assert {b.day for b in blocks_for([kai], week_of(school))[kai.pk]} == {
        TUESDAY, WEDNESDAY, date(2026, 3, 5), date(2026, 3, 6),
    }  # fmt: skip


def test_a_week_of_holidays_has_no_blocks(school):
    kai = worlds.pupil(school)
    assert blocks_for([kai], week_of(school, date(2025, 12, 29))) == {kai.pk: ()}


def test_a_lesson_counts_only_while_its_timetable_is_valid_and_in_its_week_of_the_cycle():
    school = worlds.school(cycle_weeks=2)
    kai = worlds.pupil(school)
    elm = worlds.teaching_group(school, kai)
    english, art = worlds.subject(school), worlds.subject(school, "Art", "foundation")
    worlds.lesson(elm, english, 0, 540, 600, valid_to=date(2026, 2, 28))
    worlds.lesson(elm, english, 1, 540, 600, valid_from=TUESDAY, valid_to=TUESDAY)
    worlds.lesson(elm, english, 3, 600, 660, valid_to=WEDNESDAY)
    worlds.lesson(elm, english, 0, 600, 660, valid_from=TUESDAY)
    worlds.lesson(elm, art, 2, 540, 600, cycle_week=1)
    worlds.lesson(elm, art, 3, 540, 600, cycle_week=2)
    week = week_of(school)
    assert week.cycle_week == 1
    assert lessons_in(blocks_for([kai], week)[kai.pk]) == [(TUESDAY, 540, "English"), (WEDNESDAY, 540, "Art")]


def test_a_pupil_who_changes_class_in_the_week_has_each_class_on_its_own_days(school):
    kai = worlds.pupil(school)
    elm, oak = worlds.teaching_group(school, name="Elm"), worlds.teaching_group(school, name="Oak")
    TeachingGroupMember.objects.create(teaching_group=elm, pupil=kai, starts=worlds.YEAR_STARTS, ends=TUESDAY)
    TeachingGroupMember.objects.create(teaching_group=oak, pupil=kai, starts=WEDNESDAY)
    english, art = worlds.subject(school), worlds.subject(school, "Art", "foundation")
    for weekday in range(5):
        worlds.lesson(elm, english, weekday, 540, 600)
        worlds.lesson(oak, art, weekday, 540, 600)
    found = lessons_in(blocks_for([kai], week_of(school))[kai.pk])
    assert [subject for _, _, subject in found] == ["English", "English", "Art", "Art", "Art"]


def test_a_lesson_that_a_pupil_has_by_two_classes_is_there_once(school):
    kai = worlds.pupil(school)
    elm, choir = (
        worlds.teaching_group(school, kai, name="Elm"),
        worlds.teaching_group(school, kai, name="Choir"),
    )
    lesson = worlds.lesson(elm, worlds.subject(school), 0, 540, 600)
    lesson.teaching_groups.add(choir)
    assert lessons_in(blocks_for([kai], week_of(school))[kai.pk]) == [(MONDAY, 540, "English")]


@pytest.mark.parametrize(
    ("staff", "adult"),
    [
        ((), Adult.UNKNOWN),
        (("teacher",), Adult.TEACHER),
        (("assistant",), Adult.ASSISTANT),
        (("assistant", "teacher"), Adult.TEACHER),
        (("assistant", "specialist"), Adult.SPECIALIST),
    ],
)
def test_a_lesson_has_the_most_qualified_of_its_adults_and_an_unknown_one_where_nobody_is_named(
    school, staff, adult
):
    kai = worlds.pupil(school)
    lesson = worlds.lesson(worlds.teaching_group(school, kai), worlds.subject(school), 0, 540, 600)
    for role in staff:
        lesson.staff.add(worlds.teacher(school, role=role, qualified_teacher=role == "teacher"))
    [block] = [b for b in blocks_for([kai], week_of(school))[kai.pk] if b.kind is PeriodKind.LESSON]
    assert block.adult is adult


def test_pshe_and_rshe_are_always_protected_and_other_subjects_when_the_school_says_so(school):
    kai = worlds.pupil(school)
    elm = worlds.teaching_group(school, kai)
    for n, (name, kind, protected) in enumerate(
        (
            ("PSHE", "pshe", False),
            ("RSHE", "rshe", False),
            ("Swimming", "pe", True),
            ("Art", "foundation", False),
        )
    ):
        worlds.lesson(elm, worlds.subject(school, name, kind, protected=protected), n, 540, 600)
    blocks = [b for b in blocks_for([kai], week_of(school))[kai.pk] if b.kind is PeriodKind.LESSON]
    assert [(b.subject_kind, b.protected) for b in blocks] == [
        (SubjectKind.PSHE, True),
        (SubjectKind.RSHE, True),
        (SubjectKind.PE, True),
        (SubjectKind.FOUNDATION, False),
    ]


def test_a_loved_subject_is_loved_by_those_who_love_it_and_by_nobody_else(school):
    kai, ida = worlds.pupil(school), worlds.pupil(school, "Ida")
    art = worlds.subject(school, "Art", "foundation")
    kai.loved_subjects.add(art)
    worlds.lesson(worlds.teaching_group(school, kai, ida), art, 0, 540, 600)
    found = blocks_for([kai, ida], week_of(school))
    loved = {p.given_name: [b.loved for b in found[p.pk] if b.subject] for p in (kai, ida)}
    assert loved == {"Kai": [True], "Ida": [False]}


def test_a_day_plan_of_this_week_of_the_cycle_replaces_the_general_one():
    school = worlds.school(cycle_weeks=2)
    kai = worlds.pupil(school)
    for week, starts in ((1, 500), (2, 510)):
        plan = DayPlan.objects.create(school=school, weekday=0, cycle_week=week)
        Period.objects.create(day_plan=plan, name="Assembly", kind="assembly", starts=starts, ends=520)
    monday = [b for b in blocks_for([kai], week_of(school))[kai.pk] if b.day == MONDAY]
    assert [(b.kind, b.start) for b in monday] == [(PeriodKind.ASSEMBLY, 500)]


def test_classmates_share_one_tuple_of_blocks(school):
    pupils = [worlds.pupil(school, name) for name in ("Kai", "Ida", "Ben")]
    art = worlds.subject(school, "Art", "foundation")
    pupils[2].loved_subjects.add(art)
    elm = worlds.teaching_group(school, *pupils)
    worlds.lesson(elm, worlds.subject(school), 0, 540, 600)
    worlds.lesson(elm, art, 1, 540, 600)
    found = blocks_for(pupils, week_of(school))
    kai, ida, ben = (found[pupil.pk] for pupil in pupils)
    assert kai is ida
    same = [a is b for a, b in zip(kai, ben, strict=True)]
    assert [block.subject for block, shared in zip(kai, same, strict=True) if not shared] == ["Art"]


def test_a_whole_school_takes_as_few_queries_as_one_pupil(school):
    pupils = [worlds.pupil(school, f"Pupil{n}") for n in range(12)]
    english = worlds.subject(school)
    for n in range(4):
        group = worlds.teaching_group(school, *pupils[n * 3 : n * 3 + 3], name=f"Class {n}")
        for weekday in range(5):
            worlds.lesson(group, english, weekday, 540, 600, worlds.teacher(school))
    week = week_of(school)
    with CaptureQueriesContext(connection) as one:
        blocks_for(pupils[:1], week)
    with CaptureQueriesContext(connection) as all_of_them:
        blocks_for(pupils, week)
    assert len(one) == len(all_of_them)
    assert len(all_of_them) <= 10


def test_a_lesson_is_called_by_its_code_or_else_by_the_names_of_its_classes_and_never_by_an_id(school):
    kai = worlds.pupil(school)
    elm, choir = (
        worlds.teaching_group(school, kai, name="Elm"),
        worlds.teaching_group(school, kai, name="Choir"),
    )
    english = worlds.subject(school)
    worlds.lesson(elm, english, 0, 540, 600).teaching_groups.add(choir)
    worlds.lesson(elm, english, 0, 600, 640, source_id="E1")
    lessons = [b for b in blocks_for([kai], week_of(school))[kai.pk] if b.kind is PeriodKind.LESSON]
    assert [lesson.key for lesson in lessons] == ["Choir, Elm", "E1"]


def test_days_on_roll_are_none_for_the_whole_week_and_bounded_by_the_first_and_the_last_day(school):
    whole, coming, going, gone, back = (worlds.pupil(school, name) for name in "VWXYZ")
    thursday = date(2026, 3, 5)
    Enrolment.objects.filter(pupil=coming).update(starts=WEDNESDAY)
    Enrolment.objects.filter(pupil=going).update(ends=TUESDAY)
    Enrolment.objects.filter(pupil=gone).update(ends=date(2026, 2, 27))
    Enrolment.objects.filter(pupil=back).update(ends=TUESDAY)
    Enrolment.objects.create(pupil=back, starts=thursday, ends=thursday)
    week = week_of(school)
    assert days_on_roll([whole, coming, going, gone, back], {school.pk: week}) == {
        whole.pk: None,
        coming.pk: frozenset(week.days[2:]),
        going.pk: frozenset(week.days[:2]),
        gone.pk: frozenset(),
        back.pk: frozenset((MONDAY, TUESDAY, thursday)),
    }


def test_two_enrolments_that_meet_within_the_week_are_the_whole_week(school):
    kai = worlds.pupil(school)
    Enrolment.objects.filter(pupil=kai).update(ends=TUESDAY)
    Enrolment.objects.create(pupil=kai, starts=WEDNESDAY)
    assert days_on_roll([kai], {school.pk: week_of(school)}) == {kai.pk: None}


def test_in_a_week_of_holidays_there_is_no_day_to_be_on_roll(school):
    kai = worlds.pupil(school)
    assert days_on_roll([kai], {school.pk: week_of(school, date(2025, 12, 29))}) == {kai.pk: None}


def test_a_pupil_put_into_one_class_twice_has_its_lessons_once(school):
    kai = worlds.pupil(school)
    elm = worlds.teaching_group(school, kai)
    TeachingGroupMember.objects.create(teaching_group=elm, pupil=kai, starts=TUESDAY, ends=WEDNESDAY)
    worlds.lesson(elm, worlds.subject(school), 1, 540, 600)
    assert lessons_in(blocks_for([kai], week_of(school))[kai.pk]) == [(TUESDAY, 540, "English")]
