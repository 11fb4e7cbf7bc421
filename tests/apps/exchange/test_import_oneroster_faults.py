"""What is wrong in a OneRoster roster is named with file, row and field, and nothing is kept."""

import pytest

from tests import worlds
from tests.apps.exchange.files import (
    changed,
    enrolment,
    in_1_2,
    manifest,
    oneroster,
    school_class,
    session,
    small_roster,
    table,
    upn,
    user,
)


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


def test_a_manifest_without_its_columns_is_refused(tmp_path, refuse):
    path = oneroster(
        tmp_path / "r.zip",
        small_roster(),
        replaced={"manifest.csv": manifest([]).replace("value", "worth", 1)},
    )
    assert ("manifest.csv", 1, "value", "The column “value” is missing.") in refuse("oneroster", path)
