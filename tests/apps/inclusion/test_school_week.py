"""The school's ledger of a week, from rows to flags."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inreach.apps.inclusion.adapters.guard import GATHERED
from inreach.apps.inclusion.adapters.school_week import gather_pupil_week, gather_school_week
from inreach.apps.inclusion.documents.csv_export import ledger_as_csv
from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.inclusion.presenters.ledger import LedgerQuery, missed_segments, table_of
from inreach.apps.inclusion.presenters.pupil import pupil_week
from inreach.apps.inclusion.services.school_week import ledger_of, pupil_ledger, school_ledger
from inreach.apps.provision.models import GroupMember
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Enrolment, Lesson
from inreach.core.guard.engine import FACTS
from inreach.core.guard.rules import RULES
from inreach.core.guard.rules.share_notice import NOTICE
from inreach.core.guard.types import Severity
from inreach.core.ledger.types import Adult
from tests import worlds
from tests.apps.inclusion.conftest import MONDAY, second_phonics


def row_of(ledger, pupil):
    return next(row for row in ledger.rows if row.pupil == pupil)


def test_the_minutes_of_a_week_can_be_checked_by_hand(elm):
    t = row_of(school_ledger(elm.school, MONDAY), elm.kai).totals
    assert (t.taught, t.out, t.teacher, t.assistant) == (1020, 160, 860, 160)
    assert t.missed == {"English": 120, "Art": 40}
    assert t.loved_missed_by_subject == {"Art": 40}
    assert t.out_by_adult == {Adult.ASSISTANT: 160}
    assert (t.leavings, frozenset(t.programmes.values())) == (5, frozenset({"Phonics", "Nurture"}))


def test_every_missed_stretch_names_its_lesson_as_the_timetable_does(elm):
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert [(one["day"], one["start"], one["end"], one["lesson"]) for one in missed_segments(row)] == [
        ("2026-03-02", "09:20", "09:50", "E0540"),
        ("2026-03-02", "14:15", "14:55", "A0"),
        ("2026-03-03", "09:20", "09:50", "E1540"),
        ("2026-03-04", "09:20", "09:50", "E2540"),
        ("2026-03-05", "09:20", "09:50", "E3540"),
    ]


def test_everybody_on_the_roll_is_in_it_and_nobody_who_has_left(elm):
    gone = worlds.pupil(elm.school, "Gil", "Gone")
    Enrolment.objects.filter(pupil=gone).update(ends=date(2026, 2, 27))
    ledger = school_ledger(elm.school, MONDAY)
    assert [row.pupil.given_name for row in ledger.rows] == ["Ada", "Ben", "Cal", "Dee", "Eve", "Kai"]
    assert [row.pupil for row in ledger.supported] == [elm.kai]


def test_time_with_a_teacher_stands_beside_the_median_of_the_class(elm):
    assert row_of(school_ledger(elm.school, MONDAY), elm.kai).median_teacher == 1020


def test_a_class_of_four_has_no_median_because_it_would_tell_somebodys_week(elm):
    Enrolment.objects.filter(pupil__in=elm.others[:2]).update(ends=date(2026, 2, 27))
    assert row_of(school_ledger(elm.school, MONDAY), elm.kai).median_teacher is None


def test_the_ledger_of_one_pupil_is_the_same_as_in_the_whole_school(elm):
    alone, whole = pupil_ledger(elm.kai, MONDAY), school_ledger(elm.school, MONDAY)
    assert alone.rows == (row_of(whole, elm.kai),)


def test_flags_come_from_the_week_the_week_before_and_the_groups(elm):
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    flags = [flag.rule.id for flag in row.flags]
    raised = ["loved_missed", "no_review_date", "share_notice", "missed_again", "too_long"]
    assert [rule for rule in flags if rule in raised] == raised
    assert {"share_concern", "programmes", "protected_missed", "non_learning", "no_data"} & set(
        flags
    ) == set()
    assert row.worst.rule.id == "loved_missed"


def test_a_rule_of_which_nobody_has_recorded_the_facts_is_not_judged(elm):
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    recorded = gather_pupil_week(elm.kai, MONDAY).recorded[elm.kai.pk]
    known = {fact for fact in FACTS if fact.of_totals or fact.of_weeks}
    known |= {fact for fact, value in recorded.items() if value is not None}
    unknown = [rule.id for rule in row.unknown]
    assert unknown == [rule.id for rule in RULES if not set(rule.needs) <= known]
    assert {"not_trained", "under_delivered", "no_adaptation_first", "no_class_link"} <= set(unknown)


def test_every_fact_that_can_be_known_is_gathered_once_from_the_week_or_from_rows():
    unknown_to_all = {"sessions_planned", "sessions_delivered", "without_adaptation_first"}
    from_the_week = {fact for fact in FACTS if fact.of_totals or fact.of_weeks}
    assert from_the_week & set(GATHERED) == set()
    assert {fact.name for fact in FACTS} - unknown_to_all == {
        fact.name for fact in from_the_week | set(GATHERED)
    }


def test_a_lesson_is_missed_again_only_if_it_was_missed_the_school_week_before(elm):
    with worlds.unaudited():
        GroupMember.objects.filter(group=elm.nurture).update(starts=MONDAY)
    flag = next(
        f for f in row_of(school_ledger(elm.school, MONDAY), elm.kai).flags if f.rule.id == "missed_again"
    )
    assert "Art" not in flag.sentence
    assert "English on Monday" in flag.sentence


def test_the_first_week_of_the_year_has_no_week_before_so_nothing_is_said_of_it(elm):
    row = row_of(school_ledger(elm.school, worlds.YEAR_STARTS), elm.kai)
    assert "missed_again" in [rule.id for rule in row.unknown]


def test_weeks_in_a_group_count_from_when_the_pupil_came(elm):
    with worlds.unaudited():
        GroupMember.objects.filter(group=elm.phonics).update(starts=date(2026, 1, 5))
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert "too_long" not in [flag.rule.id for flag in row.flags]


def test_what_nobody_recorded_of_a_group_is_not_held_against_it(elm):
    with worlds.unaudited():
        for group, trained, link in ((elm.phonics, False, "none"), (elm.nurture, None, "unknown")):
            group.adult_trained, group.class_link = trained, link
            group.save()
    flags = {f.rule.id: f.sentence for f in row_of(school_ledger(elm.school, MONDAY), elm.kai).flags}
    assert flags["not_trained"] == "The adult is not trained for: Phonics group."
    assert flags["no_class_link"] == "Nothing links these to class: Phonics group."


def test_an_exit_measure_is_asked_for_only_once_the_review_is_past(elm):
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert "no_data" not in [flag.rule.id for flag in row.flags]
    with worlds.unaudited():
        elm.phonics.review_on = date(2026, 2, 20)
        elm.phonics.save()
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert [f.sentence for f in row.flags if f.rule.id == "no_data"] == [
        "No entry or exit data for: Phonics group."
    ]


def test_a_line_that_the_school_has_moved_counts_and_the_flag_says_so(elm):
    with worlds.unaudited():
        GuardSetting.objects.create(
            organisation=elm.school.organisation, key="concern", value="0.15", reason="Ours", set_on=MONDAY
        )
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    flag = next(f for f in row.flags if f.rule.id == "share_concern")
    assert flag.severity is Severity.CONCERN
    assert flag.source.startswith("Your school or service has moved this line.")


def test_stored_lines_that_cannot_stand_together_count_for_nothing(elm):
    with worlds.unaudited():
        GuardSetting.objects.create(
            organisation=elm.school.organisation, key="notice", value="0.9", reason="?", set_on=MONDAY
        )
    assert school_ledger(elm.school, MONDAY).thresholds[NOTICE] == 0.10


def test_a_pupil_without_a_group_has_no_flag_and_nothing_unknown(elm):
    row = row_of(school_ledger(elm.school, MONDAY), elm.others[0])
    assert (row.flags, row.unknown, row.supported, row.worst) == ((), (), False, None)


def test_the_share_is_rounded_down_so_that_no_line_shows_before_it_is_reached(elm):
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert row.totals.share_out == pytest.approx(0.15686, abs=1e-5)
    assert row.percent_out == 15


def test_a_closed_week_has_no_minutes_and_no_support(elm):
    ledger = school_ledger(elm.school, date(2025, 12, 29))
    assert {row.totals.taught for row in ledger.rows} == {0}
    assert ledger.supported == ()


def test_the_next_open_day_skips_weekends_and_holidays_and_stays_in_the_last_term(elm):
    calendar = calendar_of(elm.school)
    asked = [date(2026, 3, 4), date(2026, 3, 7), date(2026, 3, 30), date(2026, 8, 1), date(2025, 8, 1)]
    assert [calendar.next_open_day(day) for day in asked] == [
        date(2026, 3, 4),
        date(2026, 3, 9),
        date(2026, 4, 13),
        date(2026, 7, 22),
        date(2025, 9, 1),
    ]


def test_weeks_before_and_after_are_weeks_with_school(elm):
    calendar = calendar_of(elm.school)
    week = calendar.week_of(date(2026, 1, 5))
    assert calendar.week_before(week).starts == date(2025, 12, 15)
    assert calendar.week_after(week).starts == date(2026, 1, 12)
    assert calendar.week_before(calendar.week_of(date(2025, 9, 1))) is None
    assert calendar.week_after(calendar.week_of(date(2026, 7, 22))) is None


def test_more_pupils_with_support_take_no_more_queries(elm):
    with CaptureQueriesContext(connection) as one:
        school_ledger(elm.school, MONDAY)
    with worlds.unaudited():
        for pupil in elm.others[:3]:
            GroupMember.objects.create(group=elm.phonics, pupil=pupil, starts=worlds.YEAR_STARTS)
    with CaptureQueriesContext(connection) as four:
        assert len(school_ledger(elm.school, MONDAY).supported) == 4
    assert len(four) == len(one)


def test_nothing_is_fetched_once_a_week_is_gathered(elm, django_assert_num_queries):
    whole, alone = gather_school_week(elm.school, MONDAY), gather_pupil_week(elm.kai, MONDAY)
    with django_assert_num_queries(0):
        ledger = ledger_of(whole)
        table = table_of(ledger, LedgerQuery(), lambda key, down: key, whose="")
        csv = ledger_as_csv(ledger, ledger.rows)
        of_kai = ledger_of(alone)
        page = pupil_week(of_kai, of_kai.rows[0], "Kai")
    assert [line.row.pupil for line in table.lines] == [elm.kai]
    assert "Rowe" in csv
    assert [line.group for line in page.groups] == [elm.nurture, elm.phonics]


def test_two_groups_and_two_programmes_of_one_name_are_two_of_each(elm):
    other = second_phonics(elm, programme=None)
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert sorted(row.totals.programmes_out.values()) == ["Nurture", "Phonics", "Phonics"]
    assert {other.programme_id, elm.phonics.programme_id} < set(map(UUID, row.totals.programmes_out))
    flags = {flag.rule.id: flag for flag in row.flags}
    assert flags["programmes"].numbers["programmes"] == 3
    assert flags["too_long"].numbers["groups"] == 2
    assert flags["too_long"].sentence.count("Phonics group") == 2


def test_two_groups_of_one_programme_are_one_programme(elm):
    second_phonics(elm, programme=elm.phonics.programme)
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert sorted(row.totals.programmes_out.values()) == ["Nurture", "Phonics"]
    assert "programmes" not in {flag.rule.id for flag in row.flags}


def test_the_roll_bounds_the_week_of_a_pupil_who_comes_on_wednesday(elm):
    ada = elm.others[0]
    with worlds.unaudited():
        GroupMember.objects.create(group=elm.phonics, pupil=ada, starts=worlds.YEAR_STARTS)
    Enrolment.objects.filter(pupil=ada).update(starts=date(2026, 3, 4))
    t = row_of(school_ledger(elm.school, MONDAY), ada).totals
    assert (t.taught, t.out, t.teacher, t.missed) == (480, 60, 420, {"English": 60})


def test_a_pupil_who_left_on_tuesday_has_tuesday_and_no_more(elm):
    Enrolment.objects.filter(pupil=elm.kai).update(ends=date(2026, 3, 3))
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert (row.totals.taught, row.totals.out) == (540, 100)
    assert max(segment.day for segment in row.week.segments) == date(2026, 3, 3)
    assert pupil_ledger(elm.kai, MONDAY).rows == (row,)


def test_a_lesson_that_names_nobody_is_with_an_unknown_adult_and_no_median_stands_on_it(elm):
    worlds.lesson(elm.kai.class_memberships.get().teaching_group, elm.english, 4, 540, 600)
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert (row.totals.taught, row.totals.teacher, row.totals.unknown_adult) == (1080, 860, 60)
    assert row.median_teacher is None


def test_support_on_a_day_without_lessons_is_of_unknown_time_and_the_guard_says_what_it_leaves_open(elm):
    worlds.slot(elm.nurture, 4, 540, 700)
    row = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert (row.totals.unknown_time, row.totals.unknown_out, row.totals.non_learning_minutes) == (
        145,
        145,
        15,
    )
    assert {"share_concern", "protected_missed"} < {rule.id for rule in row.unknown}
    assert pupil_week(school_ledger(elm.school, MONDAY), row, "Kai").unknown[0] == (
        "What 145 minutes of support take from Kai is not known: there are no lessons in the timetable on those days."
    )


def test_two_lessons_and_two_groups_at_one_time_give_the_same_week_whichever_was_entered_first(elm):
    first = worlds.lesson(elm.kai.class_memberships.get().teaching_group, elm.art, 1, 540, 600, source_id="Z")
    other = worlds.support_group(elm.school, elm.kai, programme="Motor", starts=date(2026, 2, 23))
    worlds.slot(other, 1, 570, 600, place="class")
    before = row_of(school_ledger(elm.school, MONDAY), elm.kai)
    assert before.totals.missed == {"English": 100, "Art": 40}
    assert [
        (str(each.counts), str(each.gives_way), each.start, each.end) for each in before.double_bookings
    ] == [
        ("English (E1540)", "Art (Z)", 540, 600),
        ("Motor (Motor group)", "Phonics (Phonics group)", 570, 590),
    ]
    Lesson.objects.filter(pk=first.pk).update(source_id="A")
    worlds.lesson(elm.kai.class_memberships.get().teaching_group, elm.art, 1, 540, 600, source_id="Z")
    assert row_of(school_ledger(elm.school, MONDAY), elm.kai).totals == before.totals


def test_of_two_places_on_days_off_roll_nothing_is_said(elm):
    worlds.lesson(elm.kai.class_memberships.get().teaching_group, elm.art, 1, 540, 600)
    Enrolment.objects.filter(pupil=elm.kai).update(starts=date(2026, 3, 4))
    ledger = school_ledger(elm.school, MONDAY)
    assert row_of(ledger, elm.kai).double_bookings == ()
    assert len(row_of(ledger, elm.others[0]).double_bookings) == 1
