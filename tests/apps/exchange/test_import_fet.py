"""A solved FET timetable becomes classes, numbered pupils and lessons."""

from datetime import date

import pytest

from inreach.apps.exchange.engine.records import Options
from inreach.apps.schools.models import (
    AcademicYear,
    DayPlan,
    Lesson,
    Period,
    Pupil,
    Room,
    School,
    StaffMember,
    Subject,
    TeachingGroup,
    Term,
)
from tests import worlds
from tests.apps.exchange.conftest import counts
from tests.apps.exchange.files import ACTIVITIES, PINS, fet, pin


def names(group: TeachingGroup) -> list[str]:
    return [m.pupil.name for m in group.members.select_related("pupil").order_by("pupil__family_name")]


def test_a_timetable_becomes_a_school_with_its_week(tmp_path, bring):
    outcome = bring("fet", fet(tmp_path / "t.fet"))
    assert counts(outcome) == {
        "school": (1, 0, 0, 0),
        "year": (1, 0, 0, 0),
        "term": (1, 0, 0, 0),
        "day_plan": (2, 0, 0, 0),
        "period": (6, 0, 0, 0),
        "subject": (2, 0, 0, 0),
        "room": (1, 0, 0, 0),
        "staff": (1, 0, 0, 0),
        "pupil": (5, 0, 0, 0),
        "enrolment": (5, 0, 0, 0),
        "group": (6, 0, 0, 0),
        "member": (13, 0, 0, 0),
        "lesson": (3, 0, 0, 0),
    }
    school = School.objects.get()
    assert (school.name, school.phase, school.school_days, school.first_weekday, school.cycle_weeks) == (
        "Marlowe Primary",
        "unknown",
        [6, 0],
        6,
        1,
    )
    year = AcademicYear.objects.get()
    assert (year.name, year.starts, year.ends) == ("2025/26", date(2025, 9, 1), date(2026, 7, 31))
    assert (Term.objects.get().starts, Term.objects.get().ends) == (year.starts, year.ends)
    assert [(p.name, p.starts, p.ends) for p in DayPlan.objects.get(weekday=6).periods.all()] == [
        ("P1", 480, 525),
        ("P2", 525, 570),
        ("P3", 570, 615),
    ]
    assert Room.objects.get().capacity == 30


def test_lessons_have_their_time_subject_classes_staff_and_room(tmp_path, bring):
    bring("fet", fet(tmp_path / "t.fet"))
    told = [
        (
            one.source_id,
            one.weekday,
            one.starts,
            one.ends,
            one.subject.name,
            [g.name for g in one.teaching_groups.all()],
            [s.name for s in one.staff.all()],
            one.room.name if one.room else None,
        )
        for one in Lesson.objects.order_by("source_id")
    ]
    assert told == [
        ("fet:activity:1", 6, 480, 525, "Maths", ["7A"], ["Ms Okafor"], "Hall"),
        ("fet:activity:2", 6, 525, 615, "PSHE", ["7A-1"], ["Ms Okafor"], None),
        ("fet:activity:3", 0, 480, 525, "Maths", ["Maths"], [], None),
    ]


def test_pupils_are_numbered_by_the_groups_own_number_and_spread_over_its_parts(tmp_path, bring):
    outcome = bring("fet", fet(tmp_path / "t.fet"))
    groups = {group.name: names(group) for group in TeachingGroup.objects.all()}
    assert groups == {
        "7": ["Pupil 7A-01", "Pupil 7A-02", "Pupil 7A-03"],
        "7A": ["Pupil 7A-01", "Pupil 7A-02", "Pupil 7A-03"],
        "7A-1": ["Pupil 7A-01", "Pupil 7A-02"],
        "7A-2": ["Pupil 7A-03"],
        "12": ["Student Ana", "Student Kai"],
        "Maths": ["Student Ana", "Student Kai"],
    }
    assert sorted(Pupil.objects.values_list("year_group", flat=True)) == ["12", "12", "7", "7", "7"]
    assert sorted(TeachingGroup.objects.filter(home=True).values_list("name", flat=True)) == ["12", "7A"]
    assert any(
        note.startswith("The numbers of pupils do not add up in 2 student sets (7A, 7).")
        for note in outcome.read_result.notes
    )


def test_the_same_timetable_again_changes_nothing(tmp_path, bring):
    bring("fet", fet(tmp_path / "t.fet"))
    again = bring("fet", fet(tmp_path / "t.fet"))
    assert again.plan.changes_nothing
    assert counts(again)["lesson"] == (0, 0, 0, 3)


def test_a_moved_a_new_and_a_dropped_activity_are_seen(tmp_path, bring):
    bring("fet", fet(tmp_path / "t.fet"))
    fourth = ACTIVITIES.replace("<Id>2</Id>", "<Id>4</Id>")
    pins = pin("1", day="Monday", hour="P3") + pin("4", hour="P2") + pin("3", day="Monday")
    again = bring("fet", fet(tmp_path / "t.fet", activities=fourth, pins=pins))
    assert counts(again)["lesson"] == (1, 1, 1, 1)
    assert again.plan.of("lesson").fields == {"weekday": 1, "starts": 1, "ends": 1}
    assert Lesson.objects.get(source_id="fet:activity:2").valid_to == date(2026, 3, 3)
    back = bring("fet", fet(tmp_path / "t.fet"))
    assert counts(back)["lesson"] == (0, 2, 1, 1)
    assert Lesson.objects.get(source_id="fet:activity:2").valid_to is None


def test_what_the_school_has_set_by_hand_stays(tmp_path, bring):
    bring("fet", fet(tmp_path / "t.fet"))
    Subject.objects.filter(name="Maths").update(kind="other", protected=True)
    StaffMember.objects.update(name="Amara Okafor", qualified_teacher=False, role="assistant")
    Pupil.objects.filter(family_name="7A-01").update(given_name="Kai", family_name="Rowe")
    assert bring("fet", fet(tmp_path / "t.fet")).plan.changes_nothing
    assert Pupil.objects.filter(given_name="Kai", family_name="Rowe").count() == 1
    assert StaffMember.objects.get().name == "Amara Okafor"
    assert Subject.objects.get(name="Maths").protected is True


def test_a_subject_that_was_renamed_by_hand_is_still_the_same(tmp_path, bring):
    bring("fet", fet(tmp_path / "t.fet"))
    Subject.objects.filter(name="Maths").update(name="Mathematics")
    worlds.subject(School.objects.get(), "Maths")
    assert bring("fet", fet(tmp_path / "t.fet")).plan.changes_nothing
    assert Lesson.objects.filter(subject__name="Mathematics").count() == 2


def test_lessons_take_the_schools_own_periods_where_their_number_is_right(tmp_path, bring):
    bring("fet", fet(tmp_path / "t.fet"))
    for period in Period.objects.all():
        Period.objects.filter(pk=period.pk).update(starts=period.starts + 60, ends=period.ends + 60)
    again = bring("fet", fet(tmp_path / "t.fet"))
    assert counts(again)["lesson"] == (0, 3, 0, 0)
    assert Lesson.objects.get(source_id="fet:activity:2").starts == 585


def test_times_in_the_names_of_the_hours_are_read(tmp_path, bring):
    hours = ("1 (8:30-9:20)", "2 (9:20-10:10)", "3 (10:30-11:20)")
    pins = pin("1", hour=hours[0]) + pin("2", hour=hours[1]) + pin("3", hour=hours[2])
    outcome = bring("fet", fet(tmp_path / "t.fet", hours=hours, pins=pins))
    assert [(o.starts, o.ends) for o in Lesson.objects.order_by("source_id")] == [
        (510, 560),
        (560, 680),
        (630, 680),
    ]
    assert "The times of the lessons are read from the names of the hours." in outcome.read_result.notes


def test_assumed_times_follow_the_options(tmp_path, bring):
    bring("fet", fet(tmp_path / "t.fet"), options=Options(first_bell=540, period_minutes=60))
    assert [(o.starts, o.ends) for o in Lesson.objects.order_by("source_id")] == [
        (540, 600),
        (600, 720),
        (540, 600),
    ]


def test_days_with_other_names_are_counted_from_the_first_day(tmp_path, bring):
    pins = pin("1", day="Jour 1") + pin("2", day="Jour 1", hour="P2") + pin("3", day="Jour 2")
    path = fet(tmp_path / "t.fet", days=("Jour 1", "Jour 2"), pins=pins)
    bring("fet", path, options=Options(first_day=2))
    assert [o.weekday for o in Lesson.objects.order_by("source_id")] == [2, 2, 3]


def test_a_school_with_its_own_year_and_day_keeps_them(tmp_path, bring):
    school = worlds.school()
    outcome = bring("fet", fet(tmp_path / "t.fet"))
    assert {"year", "term", "day_plan", "period"} & set(counts(outcome)) == set()
    school.refresh_from_db()
    assert school.school_days == [6, 0]


def test_a_school_with_lessons_keeps_its_days_and_says_so(tmp_path, bring):
    school = worlds.school()
    worlds.lesson(worlds.teaching_group(school), worlds.subject(school), 0, 540, 600)
    outcome = bring("fet", fet(tmp_path / "t.fet"))
    school.refresh_from_db()
    assert school.school_days == [0, 1, 2, 3, 4]
    assert any(
        note.startswith("The file has lessons on Sunday, when the school is closed.")
        for note in outcome.read_result.notes
    )


def test_an_activity_that_is_switched_off_is_left_out_and_noted(tmp_path, bring):
    off = ACTIVITIES.replace("<Id>2</Id><Active>true</Active>", "<Id>2</Id><Active>false</Active>")
    outcome = bring("fet", fet(tmp_path / "t.fet", activities=off))
    assert counts(outcome)["lesson"] == (2, 0, 0, 0)
    assert "One activity is switched off in the file and is left out." in outcome.read_result.notes


NOT_PINNED = "The activity 3 has no pinned time, so it cannot become a lesson."


@pytest.mark.parametrize(
    "third",
    ["", pin("3", weight="95"), pin("3", active="false")],
    ids=["no pin", "weak pin", "pin switched off"],
)
def test_an_activity_without_a_binding_time_is_refused(tmp_path, refuse, third):
    path = fet(tmp_path / "t.fet", pins=pin("1") + pin("2", hour="P2") + third)
    assert [problem for _, _, _, problem in refuse("fet", path)] == [NOT_PINNED]


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"pins": pin("1") + pin("2", hour="P3") + pin("3")}, "Preferred_Hour",
         "The activity 2 lasts 2 periods from P3 on: past the last one."),
        ({"pins": PINS.replace("Sunday", "Friday", 1)}, "Preferred_Day", "There is no day “Friday” in the file."),
        ({"pins": PINS.replace("P1", "P9", 1)}, "Preferred_Hour", "There is no hour “P9” in the file."),
        ({"pins": PINS + pin("1", hour="P3")}, "ConstraintActivityPreferredStartingTime",
         "The activity 1 is pinned to two different times."),
        ({"pins": PINS + pin("99")}, "Activity_Id", "There is no activity “99” in the file."),
        ({"activities": ACTIVITIES.replace("Maths", "Mats", 1)}, "Subject", "There is no subject “Mats” in the file."),
        ({"activities": ACTIVITIES.replace("Ms Okafor", "Mr X", 1)}, "Teacher",
         "There is no teacher “Mr X” in the file."),
        ({"activities": ACTIVITIES.replace(">7A<", ">7B<")}, "Students",
         "There is no set of students “7B” in the file."),
        ({"activities": ACTIVITIES.replace("<Id>3</Id>", "<Id>2</Id>"), "pins": pin("1") + pin("2", hour="P2")},
         "Id", "The activity 2 is there twice."),
        ({"activities": ACTIVITIES.replace("<Duration>2", "<Duration>two")}, "Duration",
         "“two” is not a whole number."),
        ({"activities": "", "pins": ""}, "Activities_List", "The file has no Activities_List."),
        ({"hours": ("P1", "P2", "P2", "P3")}, "Name", "“P2” is there twice."),
    ],
)  # fmt: skip
def test_what_does_not_fit_in_a_timetable_is_named(tmp_path, refuse, change, field, problem):
    faults = refuse("fet", fet(tmp_path / "t.fet", **change))
    assert [(f, p) for _, _, f, p in faults] == [(field, problem)]


def test_periods_that_do_not_fit_in_a_day_are_refused(tmp_path, refuse):
    faults = refuse("fet", fet(tmp_path / "t.fet"), options=Options(first_bell=1200, period_minutes=120))
    assert [p for _, _, _, p in faults] == ["3 periods of 120 minutes from 20:00 do not fit in a day."]
