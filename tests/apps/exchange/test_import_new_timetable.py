"""A timetable that changes during the year holds from a day on: weeks before it keep the old one."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.exchange.actions import import_file
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.services.import_job import Job, examine
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Lesson, Pupil, School, TeachingGroup
from tests import worlds
from tests.apps.exchange.conftest import counts
from tests.apps.exchange.files import ACTIVITIES, PINS, fet, pin

NEW = date(2026, 3, 15)  # a Sunday, the first day of the week in the files here
WEEKS_BEFORE = [date(2025, 9, 7), date(2026, 3, 1), date(2026, 3, 8)]
WEEKS_AFTER = [NEW, date(2026, 5, 10)]
MOVED = pin("1", day="Monday", hour="P3") + pin("2", hour="P2") + pin("3", day="Monday")


def weeks(days: list[date]) -> list[dict[str, list[tuple]]]:
    """What each pupil has in the weeks of these days, without those who have nothing at all."""
    school = School.objects.get()
    pupils = list(Pupil.objects.order_by("source_id"))
    told = []
    for day in days:
        by_pupil = blocks_for(pupils, calendar_of(school).week_of(day))
        told.append(
            {
                pupil.source_id: [
                    (b.day, b.start, b.end, b.subject, b.adult.value, b.key) for b in by_pupil[pupil.pk]
                ]
                for pupil in pupils
                if by_pupil[pupil.pk]
            }
        )
    return told


def rows() -> list[tuple]:
    """Lessons by number, the earlier of one number first."""
    said = Lesson.objects.order_by("pk").values_list(
        "source_id", "weekday", "starts", "valid_from", "valid_to"
    )
    return sorted(said, key=lambda row: (row[0], row[3] or date.min))


@pytest.fixture
def since(bring, tmp_path):
    def run(day: date | None = NEW, **said):
        return bring("fet", fet(tmp_path / "t.fet", **said), options=Options(holds_from=day))

    return run


def test_a_lesson_that_moves_keeps_its_old_time_in_the_weeks_before(since):
    since(None)
    before = weeks(WEEKS_BEFORE)
    outcome = since(pins=MOVED)
    assert counts(outcome)["lesson"] == (0, 1, 0, 2)
    assert outcome.plan.of("lesson").moved == 1
    assert weeks(WEEKS_BEFORE) == before
    assert rows() == [
        ("fet:activity:1", 6, 480, None, NEW - timedelta(days=1)),
        ("fet:activity:1", 0, 570, NEW, None),
        ("fet:activity:2", 6, 525, None, None),
        ("fet:activity:3", 0, 480, None, None),
    ]
    first = next(iter(Pupil.objects.filter(source_id__contains="7A").order_by("source_id"))).source_id
    assert [(day, start, subject) for day, start, _, subject, _, _ in weeks([NEW])[0][first]] == [
        (NEW, 525, "PSHE"),
        (NEW + timedelta(days=1), 570, "Maths"),
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"activities": ACTIVITIES.replace("<Subject>PSHE", "<Subject>Maths")}, "subject"),
        ({"activities": ACTIVITIES.replace("<Students>7A-1<", "<Students>7A-2<")}, "teaching_groups"),
        ({"activities": ACTIVITIES.replace("<Teacher>Ms Okafor</Teacher><Subject>PSHE", "<Subject>PSHE")}, "staff"),
        ({"activities": ACTIVITIES.replace("<Duration>2", "<Duration>1")}, "ends"),
        ({"extra_room": "2"}, "room"),
    ],
    ids=["subject", "classes", "staff", "length", "room"],
)  # fmt: skip
def test_whatever_changes_of_a_lesson_changes_from_the_day_on_only(since, tmp_path, bring, said, field):
    since(None)
    before = weeks(WEEKS_BEFORE)
    path = fet(tmp_path / "n.fet", **{k: v for k, v in said.items() if k != "extra_room"})
    if "extra_room" in said:
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("<Activity_Id>1</Activity_Id><Room>", "<Activity_Id>2</Activity_Id><Room>"),
            encoding="utf-8",
        )
    outcome = bring("fet", path, options=Options(holds_from=NEW))
    assert field in outcome.plan.of("lesson").fields
    assert weeks(WEEKS_BEFORE) == before
    old, new = Lesson.objects.filter(source_id="fet:activity:2").order_by("valid_to")[:2]
    old, new = (old, new) if old.valid_to else (new, old)
    assert (old.valid_from, old.valid_to, new.valid_from, new.valid_to) == (
        None,
        NEW - timedelta(days=1),
        NEW,
        None,
    )
    assert (old.ends, old.subject.name, [g.name for g in old.teaching_groups.all()], old.staff.count()) == (
        615,
        "PSHE",
        ["7A-1"],
        1,
    )


def test_a_lesson_that_is_gone_ends_the_day_before_and_a_new_one_begins_on_the_day(since):
    since(None)
    before = weeks(WEEKS_BEFORE)
    outcome = since(activities=ACTIVITIES.replace("<Id>2</Id>", "<Id>4</Id>"), pins=PINS.replace("2", "4", 1))
    assert counts(outcome)["lesson"] == (1, 0, 1, 2)
    assert [row for row in rows() if row[0] in ("fet:activity:2", "fet:activity:4")] == [
        ("fet:activity:2", 6, 525, None, NEW - timedelta(days=1)),
        ("fet:activity:4", 6, 525, NEW, None),
    ]
    assert weeks(WEEKS_BEFORE) == before


def test_the_same_file_from_the_same_day_again_changes_nothing(since, dump):
    since(None)
    since(pins=MOVED)
    before = dump()
    assert since(pins=MOVED).plan.changes_nothing
    after = dump()
    assert {name for name in after if after[name] != before[name]} == {
        "exchange.ImportRun",
        "audit.Event",
    }


def test_a_lesson_that_begins_on_the_day_is_changed_where_it_is(since):
    since(None)
    since(pins=MOVED)
    new = Lesson.objects.get(source_id="fet:activity:1", valid_to=None)
    since(pins=MOVED.replace("P3", "P1", 1))
    again = Lesson.objects.get(source_id="fet:activity:1", valid_to=None)
    assert (again.pk, again.valid_from, again.weekday, again.starts) == (new.pk, NEW, 0, 480)
    assert Lesson.objects.filter(source_id="fet:activity:1").count() == 2


def test_a_timetable_from_an_earlier_day_takes_the_place_of_one_that_was_planned_for_later(since):
    since(None)
    before = weeks([date(2026, 3, 1)])
    since(date(2026, 3, 22), pins=MOVED)
    since(date(2026, 3, 8), pins=MOVED.replace("P3", "P1", 1))
    assert rows()[:2] == [
        ("fet:activity:1", 6, 480, None, date(2026, 3, 7)),
        ("fet:activity:1", 0, 480, date(2026, 3, 8), None),
    ]
    assert weeks([date(2026, 3, 1)]) == before


def test_taking_a_planned_timetable_back_leaves_the_lessons_as_they_were(since):
    since(None)
    before = rows()
    since(date(2026, 3, 22), pins=MOVED)
    since(date(2026, 3, 8))
    assert rows() == before


def test_a_lesson_that_came_with_a_planned_timetable_and_is_gone_from_it_never_held(since):
    two = {
        "activities": ACTIVITIES[: ACTIVITIES.index("<Activity><Subject>")],
        "pins": pin("1") + pin("2", hour="P2"),
    }
    since(None, **two)
    before = rows()
    since()
    outcome = since(**two)
    assert counts(outcome)["lesson"] == (0, 0, 1, 2)
    assert rows() == before


def test_a_correction_changes_the_lesson_where_it_is_in_past_weeks_too(since):
    since(None)
    lesson = Lesson.objects.get(source_id="fet:activity:1")
    since(None, pins=MOVED)
    lesson.refresh_from_db()
    assert (lesson.weekday, lesson.starts, lesson.valid_from, lesson.valid_to) == (0, 570, None, None)
    assert Lesson.objects.count() == 3


def test_a_correction_after_a_new_timetable_corrects_the_new_one_only(since):
    since(None)
    before = weeks([date(2025, 9, 7), date(2026, 2, 22)])
    since(date(2026, 3, 1), pins=MOVED)
    since(None, pins=MOVED.replace("P3", "P2", 1))
    assert weeks([date(2025, 9, 7), date(2026, 2, 22)]) == before
    assert [row[1:3] for row in rows() if row[0] == "fet:activity:1"] == [(6, 480), (0, 525)]


def test_a_correction_is_refused_while_a_new_timetable_has_not_begun(since, refuse, tmp_path):
    since(None)
    since(pins=MOVED)
    faults = refuse("fet", fet(tmp_path / "c.fet"))
    assert [problem for *_, problem in faults] == [
        "A new timetable is there that begins on Sunday 15 March 2026, so it is not clear what to correct."
    ]


def test_a_class_that_is_gone_ends_the_day_before_with_its_pupils(since):
    since(None)
    before = weeks(WEEKS_BEFORE)
    kai = "</Subject><Students>Student Kai"
    since(activities=ACTIVITIES.replace(f"Maths{kai}", f"PSHE{kai}"))
    gone = TeachingGroup.objects.get(source_id="fet:class:Maths:1")
    assert gone.ends == NEW - timedelta(days=1)
    assert {m.ends for m in gone.members.all()} == {NEW - timedelta(days=1)}
    assert {m.starts for m in TeachingGroup.objects.get(source_id="fet:class:PSHE:1").members.all()} == {NEW}
    assert weeks(WEEKS_BEFORE) == before


def test_a_day_outside_every_term_is_noted(since):
    since(None)
    outcome = since(date(2026, 8, 16))
    assert (
        "Sunday 16 August 2026 is in no term of the school. Please check the day."
        in outcome.read_result.notes
    )


@pytest.mark.django_db
def test_only_one_lesson_of_a_number_is_open():
    school = worlds.school()
    said = {"source_id": "fet:activity:1"}
    elm, english = worlds.teaching_group(school), worlds.subject(school)
    worlds.lesson(elm, english, 0, 540, 600, valid_to=date(2026, 3, 1), **said)
    worlds.lesson(elm, english, 0, 540, 600, valid_to=date(2026, 3, 8), **said)
    worlds.lesson(elm, english, 0, 540, 600, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        worlds.lesson(elm, english, 1, 540, 600, **said)


places = st.tuples(st.sampled_from(["Sunday", "Monday"]), st.sampled_from(["P1", "P2"]))
timetables = st.dictionaries(
    st.sampled_from("123"),
    st.tuples(
        places, st.sampled_from(["Maths", "PSHE"]), st.sampled_from(["7A", "7A-1", "Student Kai"]), st.booleans()
    ),
    min_size=1,
)  # fmt: skip


def write(folder: str, said: dict) -> Path:
    activities = "".join(
        f"<Activity>{'<Teacher>Ms Okafor</Teacher>' if taught else ''}<Subject>{subject}</Subject>"
        f"<Students>{students}</Students><Duration>1</Duration><Total_Duration>1</Total_Duration><Id>{ident}</Id>"
        "<Active>true</Active></Activity>"
        for ident, (_, subject, students, taught) in sorted(said.items())
    )
    pins = "".join(pin(ident, *place) for ident, (place, *_) in sorted(said.items()))
    path = fet(Path(folder) / "t.fet", activities=activities, pins=pins)
    room = path.read_text(encoding="utf-8")
    path.write_text(
        room.replace("<Activity_Id>1</Activity_Id><Room>", f"<Activity_Id>{min(said)}</Activity_Id><Room>"),
        encoding="utf-8",
    )
    return path


def as_job(path: Path, day: date | None, school: str = "") -> Job:
    return Job("fet", path, path.name, Options(holds_from=day), worlds.TODAY, school_name=school)


days = st.sampled_from([date(2026, 2, 22), date(2026, 3, 4), date(2026, 3, 9), NEW, date(2026, 3, 22)])
A, B = (("Sunday", "P1"), "Maths", "7A", True), (("Monday", "P2"), "PSHE", "Student Kai", False)


class Laws(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(first=timetables, moves=st.lists(st.tuples(days, timetables), min_size=1, max_size=3))
    @example(first={"1": A}, moves=[(NEW, {"1": B}), (NEW, {"2": A}), (date(2026, 3, 9), {"1": A})])
    def test_days_before_stay_and_days_from_it_on_are_the_files(self, first, moves):
        every_week = [date(2026, 2, 15) + timedelta(weeks=n) for n in range(8)]
        with TemporaryDirectory() as folder:
            import_file(by=system_actor(), job=as_job(write(folder, first), None))
            for day, said in moves:
                before = self.lessons(every_week)
                job = as_job(write(folder, said), day)
                seen = examine(job)
                done = import_file(by=system_actor(), job=job)
                assert seen.plan.counts() == done.plan.counts()
                assert examine(job).plan.changes_nothing
                now = self.lessons(every_week)
                assert [one for one in now if one[1] < day] == [one for one in before if one[1] < day]
                assert [one for one in now if one[1] >= day] == self.told(said, day, every_week)

    def lessons(self, every_week: list[date]) -> list[tuple]:
        """Pupil, day, start, subject and adult of each lesson."""
        return sorted(
            (pupil, day, start, subject, adult, key)
            for week in weeks(every_week)
            for pupil, blocks in week.items()
            for day, start, _, subject, adult, key in blocks
        )

    def told(self, activities: dict, day: date, every_week: list[date]) -> list[tuple]:
        """The same from the file itself."""
        sets = {
            "7A": ["fet:pupil:7A:1", "fet:pupil:7A:2", "fet:pupil:7A:3"],
            "7A-1": ["fet:pupil:7A:1", "fet:pupil:7A:2"],
            "Student Kai": ["fet:pupil:Student Kai"],
        }
        found = []
        for ident, ((weekday, hour), subject, students, named) in activities.items():
            for sunday in every_week:
                on = sunday + timedelta(days=["Sunday", "Monday"].index(weekday))
                start = 480 + 45 * ["P1", "P2"].index(hour)
                found += [
                    (pupil, on, start, subject, "teacher" if named else "unknown", f"fet:activity:{ident}")
                    for pupil in sets[students]
                    if on >= day
                ]
        return sorted(found)
