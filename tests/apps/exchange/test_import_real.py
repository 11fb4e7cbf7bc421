"""Files that nobody here wrote."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from inreach.apps.schools.models import (
    Establishment,
    Lesson,
    Pupil,
    School,
    TeachingGroup,
    TeachingGroupMember,
)
from tests.apps.exchange.conftest import counts

pytestmark = [pytest.mark.real, pytest.mark.django_db]


def run(*args: str) -> dict:
    out = StringIO()
    call_command("import", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def timetable(real_files) -> str:
    return str(real_files / "fet" / "IBDP-School-2016.fet")


def test_the_real_timetable_comes_in_whole(timetable):
    told = run("fet", timetable, "--school", "School X")
    assert {name: told[name] for name in ("days", "hours", "lessons", "teachers", "rooms", "subjects")} == {
        "days": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"],
        "hours": 7,
        "lessons": 1585,
        "teachers": 104,
        "rooms": 102,
        "subjects": 716,
    }
    assert told["student_sets"] == {"years": 11, "groups": 162, "subgroups": 81}
    assert (told["groups"], told["pupils"], told["faults"], told["applied"]) == (264, 808, [], True)
    assert {kind: said["added"] for kind, said in told["counts"].items()} == {
        "school": 1,
        "year": 1,
        "term": 1,
        "day_plan": 5,
        "period": 35,
        "subject": 716,
        "room": 102,
        "staff": 104,
        "pupil": 808,
        "enrolment": 808,
        "group": 264,
        "member": 3100,
        "lesson": 1585,
    }
    school = School.objects.get()
    assert (school.school_days, school.first_weekday) == ([6, 0, 1, 2, 3], 6)
    lengths = Counter(ends - starts for starts, ends in Lesson.objects.values_list("starts", "ends"))
    assert lengths == {45: 1376, 90: 209}
    assert Lesson.objects.filter(teaching_groups=None).count() == 5
    assert Lesson.objects.filter(staff=None).count() == 3
    assert Lesson.objects.filter(room=None).count() == 1


def test_the_real_timetable_twice_changes_nothing(timetable):
    run("fet", timetable, "--school", "School X")
    told = run("fet", timetable, "--school", "School X")
    assert {
        kind: (said["added"], said["changed"], said["ended"]) for kind, said in told["counts"].items()
    } == dict.fromkeys(told["counts"], (0, 0, 0))
    assert told["counts"]["lesson"]["unchanged"] == told["lessons"] == 1585


def test_nobody_in_the_real_timetable_is_in_two_lessons_at_once(timetable):
    run("fet", timetable, "--school", "School X")
    lessons: dict = {}
    for lesson in Lesson.objects.prefetch_related("teaching_groups"):
        for group in lesson.teaching_groups.all():
            lessons.setdefault(group.pk, []).append(lesson)
    clashes = 0
    places: dict = {}
    for group, pupil in TeachingGroupMember.objects.values_list("teaching_group", "pupil"):
        places.setdefault(pupil, set()).update(lessons.get(group, ()))
    for theirs in places.values():
        taken = Counter((one.weekday, minute) for one in theirs for minute in range(one.starts, one.ends, 45))
        clashes += sum(1 for times in taken.values() if times > 1)
    assert clashes == 0
    assert len(places) == Pupil.objects.count()


def test_a_dry_run_of_the_real_timetable_keeps_nothing(timetable, dump):
    before = dump()
    told = run("fet", timetable, "--school", "School X", "--dry-run")
    assert dump() == before
    assert (told["lessons"], told["counts"]["lesson"]["added"], told["applied"]) == (1585, 1585, False)


@pytest.mark.parametrize(
    ("name", "pupils", "staff", "classes", "members"),
    [
        ("Test_minimal_data_set.zip", 3, 2, 2, 2),
        ("Test_full_data_set.zip", 3, 2, 1, 1),
        ("oneroster_test_data.zip", 1, 0, 1, 1),
    ],
)
def test_the_good_rosters_come_in_and_twice_changes_nothing(
    real_files, bring, name, pupils, staff, classes, members
):
    path = real_files / "oneroster" / name
    said = counts(bring("oneroster", path))
    added = {kind: said.get(kind, (0,))[0] for kind in ("pupil", "staff", "group", "member")}
    assert added == {"pupil": pupils, "staff": staff, "group": classes, "member": members}
    assert bring("oneroster", path).plan.changes_nothing


def test_the_faulty_roster_is_refused_with_all_its_faults(real_files, refuse):
    faults = refuse("oneroster", real_files / "oneroster" / "v1p2_full_dataset.zip")
    assert [(file, row, field) for file, row, field, _ in faults] == [
        ("manifest.csv", 21, "file.scoreScales"),
        ("manifest.csv", 22, "file.userProfiles"),
        ("manifest.csv", 23, "file.userResources"),
        ("userprofiles.csv", None, ""),
        ("userprofiles.csv", 1, ""),
        ("users.csv", 1, "prefferedGivenName"),
        ("users.csv", 1, "prefferedMiddleName"),
        ("users.csv", 1, "prefferedFamilyName"),
        ("users.csv", 2, "dateLastModified"),
        ("users.csv", 4, "dateLastModified"),
        ("users.csv", 5, "dateLastModified"),
        ("users.csv", 6, "dateLastModified"),
        ("users.csv", 7, "dateLastModified"),
        ("roles.csv", 1, "dataLastModified"),
        ("roles.csv", 1, "column 10"),
        ("roles.csv", 1, "column 11"),
        ("roles.csv", 1, "userProfileSourcedId"),
        ("classes.csv", 2, "courseSourcedId"),
        ("classes.csv", 3, "courseSourcedId"),
    ]


def test_the_real_list_of_schools_comes_in_and_twice_changes_nothing(real_files):
    path = str(real_files / "dfe" / "pupil-premium-2019-2020.csv")
    told = run("schools", path)
    assert (told["schools"], told["counts"]["establishment"]["added"], told["faults"]) == (21_567, 21_567, [])
    assert Establishment.objects.count() == 21_567
    assert Establishment.objects.get(urn="100000").phase == "primary"
    again = run("schools", path)["counts"]["establishment"]
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 21_567)


def test_names_of_single_pupils_are_not_names_of_classes(timetable):
    run("fet", timetable, "--school", "School X")
    assert Pupil.objects.filter(given_name="Student").count() == 128
    assert TeachingGroup.objects.filter(name__startswith="Student").count() == 0
