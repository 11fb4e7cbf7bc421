"""OneRoster rosters come in, end what has left, and keep nothing that is not needed."""

from datetime import date

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
from tests.apps.exchange.files import changed, enrolment, in_1_2, oneroster, session, small_roster, upn, user


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
    before = Event.objects.latest("number").number
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


def test_only_the_chosen_school_of_several_is_imported(roster, bring):
    orgs = [
        {"sourcedId": "S1", "name": "Marlowe Primary", "type": "school"},
        {"sourcedId": "S2", "name": "Hollybank Primary", "type": "school"},
    ]
    users = [*small_roster()["users"], user("Q1", orgSourcedIds="S2"), user("Q2", orgSourcedIds="S2")]
    outcome = bring("oneroster", roster(orgs=orgs, users=users))
    assert counts(outcome)["pupil"] == (2, 0, 0, 0)
    assert "2 people of other schools are left out." in outcome.read_result.notes


def test_a_course_is_not_checked_in_1_1_where_there_are_none(roster, bring):
    outcome = bring("oneroster", roster(courses=None))
    assert "One class names a course, but the file has no courses.csv, so the name is not checked." in (
        outcome.read_result.notes
    )


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
    assert kit.preferred_name == "Kit"
    assert [(e.starts, e.ends) for e in kit.enrolments.all()] == [(date(2025, 11, 3), date(2026, 6, 30))]
    assert bring("oneroster", path).plan.changes_nothing


def test_terms_never_overlap(roster, bring):
    sessions = [session(), session("COPY"), session("SPR", startDate="2026-07-21", endDate="2026-08-20")]
    outcome = bring("oneroster", roster(academicSessions=sessions))
    assert [(t.starts, t.ends) for t in Term.objects.order_by("starts")] == [
        (date(2025, 9, 1), date(2026, 7, 20)),
        (date(2026, 7, 21), date(2026, 8, 20)),
    ]
    assert (
        "One term of the file lies in the time of another term and is left out." in outcome.read_result.notes
    )


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


def test_other_files_of_the_zip_are_noted_and_not_read(roster, bring, tmp_path):
    path = oneroster(tmp_path / "r.zip", small_roster(), replaced={"README.txt": b"\xff\xfe"})
    assert (
        "“README.txt” is not a file of OneRoster 1.1 and is not read."
        in bring("oneroster", path).read_result.notes
    )
