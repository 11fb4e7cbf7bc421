"""OneRoster rosters come in, end what has left, and keep nothing that is not needed."""

from datetime import date

import pytest

from inreach.apps.audit.models import Event
from inreach.apps.schools.models import (
    AcademicYear,
    Enrolment,
    Pupil,
    School,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
    Term,
)
from tests import worlds
from tests.apps.exchange.conftest import counts
from tests.apps.exchange.files import (
    changed,
    enrolment,
    manifest,
    oneroster,
    school_class,
    session,
    small_roster,
    table,
    upn,
    user,
)


@pytest.fixture
def roster(tmp_path):
    def made(**changes):
        said = changes.pop("said", {})
        tables = {**small_roster(), **changes}
        return oneroster(tmp_path / "roster.zip", {k: v for k, v in tables.items() if v is not None}, **said)

    return made


def test_a_complete_roster_becomes_pupils_staff_classes_and_terms(roster, bring):
    outcome = bring("oneroster", roster())
    assert counts(outcome) == {
        "school": (1, 0, 0, 0),
        "year": (1, 0, 0, 0),
        "term": (1, 0, 0, 0),
        "subject": (1, 0, 0, 0),
        "staff": (1, 0, 0, 0),
        "pupil": (2, 0, 0, 0),
        "enrolment": (2, 0, 0, 0),
        "group": (1, 0, 0, 0),
        "member": (2, 0, 0, 0),
    }
    school = School.objects.get()
    first, second = Pupil.objects.order_by("source_id")
    assert (first.upn, first.given_name, first.family_name, first.year_group) == (
        upn(1),
        "GivenP1",
        "FamilyP1",
        "7",
    )
    assert (second.upn, second.school) == ("", school)
    assert [e.starts for e in Enrolment.objects.order_by("pk")] == [date(2025, 9, 1)] * 2
    teacher = StaffMember.objects.get()
    assert (teacher.name, teacher.role, teacher.qualified_teacher) == ("GivenT1 FamilyT1", "teacher", True)
    assert teacher.user is None
    group = TeachingGroup.objects.get()
    assert (group.name, group.year_group, list(group.staff.all())) == ("Class C1", "7", [teacher])
    assert (group.starts, group.ends) == (date(2025, 9, 1), date(2026, 7, 20))
    assert AcademicYear.objects.get().name == "2025/26"
    assert Term.objects.get().name == "Autumn"
    assert (Subject.objects.get().name, Subject.objects.get().kind) == ("Science", "core")


def test_the_same_roster_again_changes_nothing(roster, bring):
    bring("oneroster", roster())
    again = bring("oneroster", roster())
    assert again.plan.changes_nothing
    assert again.plan.total("unchanged") == 11


def test_passwords_addresses_and_ethnicity_are_kept_nowhere(roster, bring, dump):
    rows = small_roster()["users"]
    rows[1] |= {"email": "kai@example.org", "sms": "07700900123", "password": "Batman.Ru1ez"}
    people = [{"sourcedId": "P1", "birthDate": "2014-02-03", "sex": "female", "asian": "true-asian"}]
    bring("oneroster", roster(users=rows, demographics=people))
    kept = repr(dump())
    assert [
        word
        for word in ("Batman", "kai@example", "07700", "login-P1", "true-asian", "female")
        if word in kept
    ] == []
    assert Pupil.objects.get(source_id="oneroster:P1").born == date(2014, 2, 3)


def test_what_a_complete_roster_leaves_out_has_ended_and_is_not_deleted(roster, bring):
    bring("oneroster", roster())
    shorter = small_roster()
    again = bring("oneroster", roster(users=shorter["users"][1:2], enrollments=shorter["enrollments"][1:2]))
    assert {kind: said[2] for kind, said in counts(again).items() if said[2]} == {
        "staff": 1,
        "enrolment": 1,
        "member": 1,
    }
    yesterday = date(2026, 3, 3)
    assert Pupil.objects.count() == 2
    assert Enrolment.objects.get(pupil__source_id="oneroster:P2").ends == yesterday
    assert TeachingGroupMember.objects.get(pupil__source_id="oneroster:P2").ends == yesterday
    assert StaffMember.objects.get().ends == yesterday
    assert list(TeachingGroup.objects.get().staff.all()) == []
    third = bring("oneroster", roster(users=shorter["users"][1:2], enrollments=shorter["enrollments"][1:2]))
    assert third.plan.changes_nothing


def test_a_pupil_who_comes_back_begins_a_second_time_on_the_roll(roster, bring):
    bring("oneroster", roster())
    users, places = small_roster()["users"], small_roster()["enrollments"]
    bring("oneroster", roster(users=users[:2], enrollments=places[:2]), today=date(2026, 1, 12))
    bring("oneroster", roster())
    spans = Enrolment.objects.filter(pupil__source_id="oneroster:P2").order_by("starts")
    assert [(s.starts, s.ends) for s in spans] == [
        (date(2025, 9, 1), date(2026, 1, 11)),
        (worlds.TODAY, None),
    ]


def test_a_roster_never_ends_what_did_not_come_from_it(roster, bring):
    school = worlds.school()
    worlds.pupil(school)
    worlds.teacher(school)
    bring("oneroster", roster())
    assert Enrolment.objects.filter(ends__isnull=True).count() == 3
    assert StaffMember.objects.filter(ends__isnull=True).count() == 2


def test_a_pupil_entered_by_hand_is_found_again_by_upn(roster, bring):
    school = worlds.school()
    kai = worlds.pupil(school, upn=upn(1))
    outcome = bring("oneroster", roster())
    assert counts(outcome)["pupil"] == (1, 1, 0, 0)
    kai.refresh_from_db()
    assert (kai.given_name, kai.source_id) == ("GivenP1", "oneroster:P1")
    assert bring("oneroster", roster()).plan.changes_nothing


def test_changes_are_counted_by_field_and_said_in_the_audit_without_names(roster, bring):
    bring("oneroster", roster())
    before = Event.objects.count()
    users = small_roster()["users"]
    users[2]["familyName"] = "Newname"
    again = bring("oneroster", roster(users=users))
    assert again.plan.counts()["pupil"] == {
        "added": 0,
        "changed": 1,
        "ended": 0,
        "unchanged": 1,
        "fields": {"family_name": 1},
    }
    pupil = Pupil.objects.get(family_name="Newname")
    events = list(Event.objects.filter(number__gt=before).order_by("number"))
    assert [(e.verb, e.pupil_id) for e in events] == [
        ("pupil.updated", str(pupil.pk)),
        ("import.applied", ""),
    ]
    assert events[0].details == {"what": ["pupil.family_name"]}
    assert events[1].details["sha256"] == again.sha256
    assert "Newname" not in repr([e.details for e in events])


def test_every_pupil_added_and_ended_has_an_event(roster, bring):
    bring("oneroster", roster())
    bring(
        "oneroster", roster(users=small_roster()["users"][:2], enrollments=small_roster()["enrollments"][:2])
    )
    assert [e.verb for e in Event.objects.order_by("number")] == [
        "pupil.imported",
        "pupil.imported",
        "import.applied",
        "pupil.left",
        "import.applied",
    ]


def test_a_file_of_changes_adds_changes_and_ends(roster, bring, tmp_path):
    bring("oneroster", roster())
    users = changed([user("P1", givenName="Kai"), user("P3")]) + changed([user("P2")], "tobedeleted")
    places = changed([enrolment("E3", "P3")]) + changed(
        [enrolment("E0", "T1", role="teacher"), enrolment("E2", "P2")], "tobedeleted"
    )
    path = oneroster(tmp_path / "delta.zip", {"users": users, "enrollments": places}, mode="delta")
    outcome = bring("oneroster", path)
    assert counts(outcome) == {
        "pupil": (1, 1, 0, 0),
        "enrolment": (1, 0, 1, 1),
        "group": (0, 1, 0, 0),
        "member": (1, 0, 1, 0),
    }
    assert Pupil.objects.get(source_id="oneroster:P1").given_name == "Kai"
    assert list(TeachingGroup.objects.get().staff.all()) == []
    assert StaffMember.objects.get().ends is None
    assert bring("oneroster", path).plan.changes_nothing


def test_a_row_of_changes_needs_its_status_and_date(tmp_path, bring, roster, refuse):
    bring("oneroster", roster())
    path = oneroster(tmp_path / "delta.zip", {"users": [user("P9")]}, mode="delta")
    assert refuse("oneroster", path) == [
        ("users.csv", 2, "status", "A row of a delta file needs a status."),
        ("users.csv", 2, "dateLastModified", "A row of a delta file needs its date."),
    ]


def test_changes_about_somebody_nobody_knows_are_refused(tmp_path, bring, roster, refuse):
    bring("oneroster", roster())
    path = oneroster(
        tmp_path / "delta.zip", {"enrollments": changed([enrolment("E9", "P9", "C9")])}, mode="delta"
    )
    assert refuse("oneroster", path) == [
        ("enrollments.csv", 2, "classSourcedId", "There is no class “C9”."),
        ("enrollments.csv", 2, "userSourcedId", "There is no user “P9”."),
    ]


def test_a_pupil_in_two_schools_is_refused(roster, refuse):
    orgs = [
        {"sourcedId": "S1", "name": "Marlowe Primary", "type": "school"},
        {"sourcedId": "S2", "name": "Hollybank Primary", "type": "school"},
    ]
    users = [*small_roster()["users"], user("P3", orgSourcedIds="S1,S2")]
    assert refuse("oneroster", roster(orgs=orgs, users=users)) == [
        ("users.csv", 5, "orgSourcedIds", "This pupil is in two schools (S1, S2).")
    ]


def test_a_pupil_enrolled_at_another_school_than_their_own_is_refused(roster, refuse):
    orgs = [
        {"sourcedId": "S1", "name": "Marlowe Primary", "type": "school"},
        {"sourcedId": "S2", "name": "Hollybank Primary", "type": "school"},
    ]
    classes = [school_class(), school_class("C2", schoolSourcedId="S2")]
    places = [*small_roster()["enrollments"], enrolment("E9", "P1", "C2", schoolSourcedId="S2")]
    assert refuse("oneroster", roster(orgs=orgs, classes=classes, enrollments=places)) == [
        (
            "enrollments.csv",
            5,
            "schoolSourcedId",
            "This pupil is in two schools: enrolled at S2, and on the roll of S1.",
        )
    ]


def test_only_the_chosen_school_of_several_is_imported(roster, bring):
    orgs = [
        {"sourcedId": "S1", "name": "Marlowe Primary", "type": "school"},
        {"sourcedId": "S2", "name": "Hollybank Primary", "type": "school"},
    ]
    users = [*small_roster()["users"], user("Q1", orgSourcedIds="S2"), user("Q2", orgSourcedIds="S2")]
    outcome = bring("oneroster", roster(orgs=orgs, users=users))
    assert counts(outcome)["pupil"] == (2, 0, 0, 0)
    assert "2 people of other schools are left out." in outcome.intake.notes


def test_a_school_that_is_not_in_the_file_is_refused(roster, refuse):
    orgs = [
        {"sourcedId": "S1", "name": "Northgate", "type": "school"},
        {"sourcedId": "S2", "name": "Hollybank Primary", "type": "school"},
    ]
    worlds.school()
    assert refuse("oneroster", roster(orgs=orgs)) == [
        ("orgs.csv", None, "name", "The file holds 2 schools, and none of them is called Marlowe Primary.")
    ]


@pytest.mark.parametrize(
    ("name", "row", "fault"),
    [
        (
            "academicSessions",
            session(startDate="2026-07-20", endDate="2025-09-01"),
            ("endDate", "endDate (2025-09-01) is before startDate (2026-07-20)."),
        ),
        (
            "enrollments",
            enrolment("E9", "P1", beginDate="2026-02-01", endDate="2026-01-01"),
            ("endDate", "endDate (2026-01-01) is before beginDate (2026-02-01)."),
        ),
        ("academicSessions", session("SPR", startDate="5 January"), ("startDate", "“5 January” is not a date.")),
        ("academicSessions", session("SPR", type="weekend"), ("type", "“weekend” is not a kind of session.")),
        ("academicSessions", session("SPR", schoolYear="soon"), ("schoolYear", "“soon” is not a year.")),
        ("users", user("P9", orgSourcedIds="S9"), ("orgSourcedIds", "There is no organisation “S9”.")),
        ("users", user("P9", "Student"), ("role", "“Student” is not a role: did you mean “student”?")),
        ("users", user("P9", givenName=""), ("givenName", "This person has no given name.")),
        ("users", user("P9", userIds="{UPN:A123}"), ("userIds", "The UPN in this row is not valid.")),
        ("users", user("P9", userIds="{UPN:" + upn(1) + "}"), ("UPN", "Another pupil in the file has this UPN.")),
        ("users", user("P1"), ("sourcedId", "“P1” is there twice.")),
        ("users", user(""), ("sourcedId", "The row has no sourcedId.")),
        ("users", user("P9", status="sleeping"), ("status", "“sleeping” is not a status.")),
        (
            "users",
            user("P9", dateLastModified="1/05/2023"),
            ("dateLastModified", "“1/05/2023” is not a date as OneRoster writes it."),
        ),
        (
            "classes",
            school_class("C9", courseSourcedId="K9"),
            ("courseSourcedId", "The course “K9” is not in the file."),
        ),
        ("classes", school_class("C9", termSourcedIds="AUT,X"), ("termSourcedIds", "There is no session “X”.")),
        ("classes", school_class("C9", schoolSourcedId="S9"), ("schoolSourcedId", "There is no organisation “S9”.")),
        ("classes", school_class("C9", classType="club"), ("classType", "“club” is not a type of class.")),
        ("classes", school_class("C9", title=""), ("title", "The class has no title.")),
        ("enrollments", enrolment("E9", "P1", "C9"), ("classSourcedId", "There is no class “C9”.")),
        ("enrollments", enrolment("E9", "P9"), ("userSourcedId", "There is no user “P9”.")),
        (
            "orgs",
            {"sourcedId": "D1", "name": "Maths", "type": "dept"},
            ("type", "“dept” is not a type of organisation."),
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_file_row_and_field(roster, refuse, name, row, fault):
    rows = small_roster()[name]
    rows = rows if "startDate (2026" not in fault[1] else []
    expected = [(f"{name}.csv", len(rows) + 2, *fault)]
    faults = refuse("oneroster", roster(**{name: [*rows, row]}))
    # A session that cannot be read leaves its classes without a term; only the first fault is the cause.
    assert faults[:1] == expected


def test_a_course_is_not_checked_in_1_1_where_there_are_none(roster, bring):
    outcome = bring("oneroster", roster(courses=None))
    assert "One class names a course, but the file has no courses.csv, so the name is not checked." in (
        outcome.intake.notes
    )


def in_1_2():
    """The small roster as version 1.2 has it: roles stand in their own table."""
    tables = small_roster()
    roles = []
    for row in tables["users"]:
        roles.append(
            {
                "sourcedId": f"R-{row['sourcedId']}",
                "userSourcedId": row["sourcedId"],
                "roleType": "primary",
                "role": row.pop("role"),
                "orgSourcedId": row.pop("orgSourcedIds"),
            }
        )
    return {**tables, "roles": roles}


def test_a_roster_of_1_2_takes_roles_from_their_own_table(tmp_path, bring):
    tables = in_1_2()
    tables["roles"][1] |= {"beginDate": "2025-11-03", "endDate": "2026-06-30"}
    tables["roles"].append(
        {**tables["roles"][0], "sourcedId": "R2", "roleType": "secondary", "role": "guardian"}
    )
    tables["users"][1]["preferredGivenName"] = "Kit"
    path = oneroster(tmp_path / "roster.zip", tables, version="1.2")
    outcome = bring("oneroster", path)
    assert counts(outcome)["pupil"] == (2, 0, 0, 0)
    assert counts(outcome)["staff"] == (1, 0, 0, 0)
    kit = Pupil.objects.get(source_id="oneroster:P1")
    assert kit.called == "Kit"
    assert [(e.starts, e.ends) for e in kit.enrolments.all()] == [(date(2025, 11, 3), date(2026, 6, 30))]
    assert bring("oneroster", path).plan.changes_nothing


def test_a_complete_roster_of_1_2_must_have_its_courses(tmp_path, refuse):
    tables = in_1_2()
    del tables["courses"]
    path = oneroster(tmp_path / "roster.zip", tables, version="1.2")
    assert refuse("oneroster", path) == [
        ("classes.csv", 2, "courseSourcedId", "The course “K1” is not in the file.")
    ]


def test_a_pupil_with_roles_at_two_schools_is_refused(tmp_path, refuse):
    tables = in_1_2()
    tables["orgs"].append({"sourcedId": "S2", "name": "Hollybank Primary", "type": "school"})
    tables["roles"].append({**tables["roles"][1], "sourcedId": "R2", "orgSourcedId": "S2"})
    path = oneroster(tmp_path / "roster.zip", tables, version="1.2")
    assert refuse("oneroster", path) == [
        ("users.csv", 3, "orgSourcedId", "This pupil is in two schools (S1, S2).")
    ]


def test_terms_never_overlap(roster, bring):
    sessions = [session(), session("COPY"), session("SPR", startDate="2026-07-21", endDate="2026-08-20")]
    outcome = bring("oneroster", roster(academicSessions=sessions))
    assert [(t.starts, t.ends) for t in Term.objects.order_by("starts")] == [
        (date(2025, 9, 1), date(2026, 7, 20)),
        (date(2026, 7, 21), date(2026, 8, 20)),
    ]
    assert "One term of the file lies in the time of another term and is left out." in outcome.intake.notes


def test_the_schools_own_terms_win(roster, bring):
    school = worlds.school()
    bring("oneroster", roster())
    assert [t.name for t in Term.objects.filter(year__school=school)] == ["Autumn", "Spring", "Summer"]


def test_what_the_school_has_set_of_a_subject_stays(roster, bring):
    school = worlds.school()
    worlds.subject(school, "Science", kind="other", protected=True)
    bring("oneroster", roster())
    kept = Subject.objects.get(name="Science")
    assert (kept.kind, kept.protected) == ("other", True)


def test_a_complete_file_without_a_row_is_refused(roster, refuse):
    faults = refuse("oneroster", roster(users=[], enrollments=[enrolment("E1", "P1")]))
    assert faults[0] == ("users.csv", None, "", "The file says that it is complete, and holds no row.")


def test_a_table_that_is_needed_and_absent_is_named(roster, refuse):
    assert ("roster.zip", None, "classes.csv", "There is no classes.csv.") in refuse(
        "oneroster", roster(classes=None)
    )


def test_a_blank_manifest_value_and_a_misspelt_one_are_named(roster, refuse):
    faults = refuse("oneroster", roster(said={"file__results": "", "file__clases": "bulk"}))
    assert [(field, problem) for _, _, field, problem in faults] == [
        ("file.results", "Its value is blank."),
        ("file.clases", "“clases” is misspelt: did you mean “classes”?"),
    ]


def test_a_file_in_the_wrong_case_with_another_tables_columns_is_named(tmp_path, refuse):
    tables = in_1_2()
    roles = table("roles", tables["roles"], "1.2")
    path = oneroster(tmp_path / "roster.zip", tables, version="1.2", replaced={"userprofiles.csv": roles})
    problems = [problem for _, _, _, problem in refuse("oneroster", path)]
    assert problems == [
        "The file's name is in the wrong case.",
        "It holds the columns of roles.csv, not those of userProfiles.csv.",
        "It says absent, but userprofiles.csv is in the zip.",
    ]


def test_other_files_of_the_zip_are_noted_and_not_read(roster, bring, tmp_path):
    path = oneroster(tmp_path / "r.zip", small_roster(), replaced={"README.txt": b"\xff\xfe"})
    assert (
        "“README.txt” is not a file of OneRoster 1.1 and is not read."
        in bring("oneroster", path).intake.notes
    )


def test_a_manifest_without_its_columns_is_refused(tmp_path, refuse):
    path = oneroster(
        tmp_path / "r.zip",
        small_roster(),
        replaced={"manifest.csv": manifest([]).replace("value", "worth", 1)},
    )
    assert ("manifest.csv", 1, "value", "The column “value” is missing.") in refuse("oneroster", path)
