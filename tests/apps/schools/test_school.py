"""The school at a glance, its subjects and its classes."""

import pytest
from django.urls import reverse

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.schools.actions.subject import set_subjects
from inreach.apps.schools.models import Sharing, Subject
from inreach.apps.schools.services.subject_kind import guess_kind
from inreach.core.access.roles import Role
from inreach.core.ledger.types import SubjectKind
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def senco(school):
    return worlds.person("cole@example.org", (school.organisation, Role.SENCO))


def attention(page):
    return [one.sentence for one in page.context["attention"]]


def test_the_school_says_what_needs_attention(school, senco):
    worlds.subject(school, "English", kind="core")
    worlds.subject(school, "Weaving", kind="other")
    page = client_of(senco).get(reverse("schools:school"))
    assert attention(page) == [
        "1 subject has no kind yet, so the ledger cannot tell core from the wider curriculum.",
        "No subject is protected. Most schools protect PSHE and RSHE.",
    ]


def test_a_school_without_calendar_and_bells_is_told_so_first(school, senco):
    school.years.all().delete()
    school.day_plans.all().delete()
    page = client_of(senco).get(reverse("schools:school"))
    assert attention(page) == [
        "No term is set for today or later, so no week can be counted.",
        "The school day has no periods yet, so breaks and lunch cannot be told from lessons.",
    ]


def test_those_who_cannot_change_the_school_are_not_asked_to(school):
    worlds.subject(school, "Weaving", kind="other")
    governor = worlds.person("ruth@example.org", (school.organisation, Role.GOVERNOR))
    page = client_of(governor).get(reverse("schools:school"))
    assert attention(page) == []
    assert reverse("schools:subjects") not in page.content.decode()


def test_counts_are_of_the_day(school, senco):
    worlds.teacher(school)
    worlds.assistant(school)
    worlds.assistant(school, "Gone", None).__class__.objects.filter(name="Gone").update(ends="2026-03-03")
    kai = worlds.pupil(school)
    elm = worlds.teaching_group(school, kai)
    english = worlds.subject(school)
    worlds.lesson(elm, english, 0, 540, 600)
    worlds.lesson(elm, english, 1, 540, 600, valid_to="2026-03-03")
    counts = client_of(senco).get(reverse("schools:school")).context["counts"]
    assert (counts.pupils, counts.classes, counts.lessons) == (1, 1, 1)
    assert (counts.teachers, counts.assistants, counts.other_staff) == (1, 1, 0)


def test_a_service_sees_the_schools_that_share_with_it_and_chooses_between_them(school):
    service = worlds.service()
    sam = worlds.person("sam@example.org", (service.organisation, Role.OUTREACH_TEACHER))
    other, hidden = worlds.school("Hollybank Primary"), worlds.school("Hidden Primary")
    for one in (school, other):
        Sharing.objects.create(
            pupil=worlds.pupil(one),
            organisation=service.organisation,
            reason="case",
            starts=worlds.YEAR_STARTS,
        )
    client = client_of(sam)
    assert [str(one) for one in client.get("/school/").context["several"]] == [
        "Hollybank Primary",
        "Marlowe Primary",
    ]
    assert str(client.get(f"/school/?school={school.pk}").context["school"]) == "Marlowe Primary"
    assert client.get(f"/school/?school={hidden.pk}").status_code == 404


@pytest.mark.parametrize("nonsense", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_school_that_is_not_there_is_not_found(senco, nonsense):
    assert client_of(senco).get(f"/school/?school={nonsense}").status_code == 404


def test_a_page_of_subjects_is_set_at_once_and_told(school, senco):
    art, pshe, maths = (worlds.subject(school, name, kind="other") for name in ("Art", "PSHE", "Maths"))
    page = client_of(senco).get(reverse("schools:subjects"))
    assert [row.subject.name for row, _ in page.context["rows"]] == ["Art", "Maths", "PSHE"]
    data = {"do": "page"}
    for subject, kind in ((art, "foundation"), (pshe, "pshe"), (maths, "other")):
        data[f"s{subject.pk.hex}-kind"] = kind
    data[f"s{pshe.pk.hex}-protected"] = "on"
    client_of(senco).post(reverse("schools:subjects"), data)
    assert list(Subject.objects.order_by("name").values_list("name", "kind", "protected")) == [
        ("Art", "foundation", False),
        ("Maths", "other", False),
        ("PSHE", "pshe", True),
    ]
    event = Event.objects.get(verb="subjects.set")
    assert event.details == {
        "count": 2,
        "subjects": {str(art.pk): ["foundation", False], str(pshe.pk): ["pshe", True]},
    }


def test_a_kind_that_does_not_exist_is_refused_and_nothing_changes(school, senco):
    art = worlds.subject(school, "Art", kind="other")
    page = client_of(senco).post(reverse("schools:subjects"), {"do": "page", f"s{art.pk.hex}-kind": "magic"})
    assert page.status_code == 200
    assert "Choose a kind for Art from the list" in page.content.decode()
    assert Event.objects.filter(verb="subjects.set").count() == 0


def test_all_that_were_found_are_set_at_once(school, senco):
    for name in ("French 7A", "French 7B", "German 7A"):
        worlds.subject(school, name, kind="other")
    worlds.subject(school, "French club", kind="pe", protected=True)
    answer = client_of(senco).post(
        reverse("schools:subjects") + "?q=french&kind=other", {"do": "all", "kind_for_all": "foundation"}
    )
    assert answer["Location"] == reverse("schools:subjects") + "?q=french&kind=other"
    assert list(Subject.objects.order_by("name").values_list("name", "kind", "protected")) == [
        ("French 7A", "foundation", False),
        ("French 7B", "foundation", False),
        ("French club", "pe", True),
        ("German 7A", "other", False),
    ]


def test_guesses_from_names_are_offered_and_taken_only_when_asked(school, senco):
    for name in ("Physics 10B", "RSHE", "Weaving"):
        worlds.subject(school, name, kind="other")
    worlds.subject(school, "Science club", kind="foundation")
    client = client_of(senco)
    page = client.get(reverse("schools:subjects"))
    assert page.context["guesses"] == 2
    assert set(Subject.objects.values_list("kind", flat=True)) == {"other", "foundation"}
    client.post(reverse("schools:subjects"), {"do": "guess"})
    assert list(Subject.objects.order_by("name").values_list("name", "kind", "protected")) == [
        ("Physics 10B", "core", False),
        ("RSHE", "rshe", True),
        ("Science club", "foundation", False),
        ("Weaving", "other", False),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Maths", SubjectKind.CORE),
        ("IBDP Physics HL", SubjectKind.CORE),
        ("Y9 English set 2", SubjectKind.CORE),
        ("PE", SubjectKind.PE),
        ("P.E.", SubjectKind.PE),
        ("Physical Education", SubjectKind.PE),
        ("PSHE and citizenship", SubjectKind.PSHE),
        ("RSE", SubjectKind.RSHE),
        ("Relationships education", SubjectKind.RSHE),
        ("RE", SubjectKind.FOUNDATION),
        ("D&T", SubjectKind.FOUNDATION),
        ("Spanish ab initio", SubjectKind.FOUNDATION),
        ("People", None),
        ("Weaving", None),
        ("Start of day", None),
    ],
)
def test_a_kind_is_guessed_from_whole_words(name, kind):
    assert guess_kind(name) is kind


def test_subjects_come_in_pages_and_saving_keeps_the_page(school, senco):
    for n in range(53):
        worlds.subject(school, f"Subject {n:02}", kind="other")
    last = Subject.objects.get(name="Subject 52")
    client = client_of(senco)
    where = reverse("schools:subjects") + "?kind=other&page=2"
    assert len(client.get(where).context["rows"]) == 3
    data = {"do": "page", **{f"s{one.pk.hex}-kind": "other" for one in Subject.objects.order_by("name")[50:]}}
    data[f"s{last.pk.hex}-kind"] = "core"
    answer = client.post(where, data)
    assert answer["Location"] == where
    last.refresh_from_db()
    assert last.kind == "core"


@pytest.mark.parametrize("count", [1, 3])
def test_subjects_ask_the_database_the_same_number_of_times(school, senco, count, django_assert_num_queries):
    for n in range(count):
        worlds.subject(school, f"Subject {n}", kind="other")
    client = client_of(senco)
    with django_assert_num_queries(7):
        client.get(reverse("schools:subjects"))


def test_a_teacher_does_not_set_subjects(school):
    actor = worlds.actor(Role.CLASS_TEACHER, school.organisation)
    with pytest.raises(Forbidden, match="change the calendar, the subjects and the school day"):
        set_subjects(by=actor, school=school, choices={})


def test_subjects_of_another_school_are_passed_over(school):
    theirs = worlds.subject(worlds.school("Hollybank Primary"), "Art", kind="other")
    actor = worlds.actor(Role.HEAD, school.organisation)
    assert set_subjects(by=actor, school=school, choices={theirs.pk: (SubjectKind.CORE, True)}) == 0
    theirs.refresh_from_db()
    assert theirs.kind == "other"


def test_classes_stand_in_the_order_in_which_people_count_and_sets_apart(school, senco):
    for name, home in (("10A", True), ("7B", True), ("7A", True), ("10 Art", False)):
        made = worlds.teaching_group(school, name=name)
        made.home = home
        made.save()
    page = client_of(senco).get(reverse("schools:school"))
    assert [one.name for one in page.context["classes"]] == ["7A", "7B", "10A"]
    assert [one.name for one in page.context["sets"]] == ["10 Art"]


def test_a_class_shows_its_week_and_the_pupils_one_may_see(school, senco):
    kai = worlds.pupil(school)
    okafor = worlds.teacher(school)
    elm = worlds.teaching_group(school, kai, staff=okafor)
    worlds.lesson(elm, worlds.subject(school), 0, 540, 600, okafor)
    worlds.lesson(elm, worlds.subject(school, "Art", kind="foundation"), 2, 675, 735, okafor)
    where = reverse("schools:teaching_group", args=[elm.pk])
    page = client_of(senco).get(where)
    lessons = {
        day.name: [(one.starts, one.subject, one.staff) for one in day.lessons]
        for day in page.context["days"]
    }
    assert lessons == {
        "Monday": [("09:00", "English", "Ms Okafor")],
        "Tuesday": [],
        "Wednesday": [("11:15", "Art", "Ms Okafor")],
        "Thursday": [],
        "Friday": [],
    }
    assert [row.pupil for row in page.context["rows"]] == [kai]
    assert Event.objects.get(verb="class.read").details == {"class": str(elm.pk), "pupils": 1}

    governor = worlds.person("ruth@example.org", (school.organisation, Role.GOVERNOR))
    seen = client_of(governor).get(where)
    assert seen.context["rows"] == []
    assert "Rowe" not in seen.content.decode()


def test_a_class_with_a_two_week_timetable_shows_both_weeks(school, senco):
    school.cycle_weeks = 2
    school.save()
    elm, english = worlds.teaching_group(school), worlds.subject(school)
    worlds.lesson(elm, english, 0, 540, 600, cycle_week=1)
    worlds.lesson(elm, english, 1, 540, 600)
    page = client_of(senco).get(reverse("schools:teaching_group", args=[elm.pk]))
    found = [(day.name, day.week, len(day.lessons)) for day in page.context["days"] if day.lessons]
    assert found == [("Monday", "Week A", 1), ("Tuesday", "Week A", 1), ("Tuesday", "Week B", 1)]


def test_a_class_of_another_school_is_not_found(senco):
    theirs = worlds.teaching_group(worlds.school("Hollybank Primary"))
    assert client_of(senco).get(reverse("schools:teaching_group", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_class_asks_the_database_the_same_number_of_times(school, senco, count, django_assert_num_queries):
    english, okafor = worlds.subject(school), worlds.teacher(school)
    elm = worlds.teaching_group(school, *(worlds.pupil(school, "A", f"B{n}") for n in range(count)))
    for n in range(count):
        worlds.lesson(elm, english, n, 540, 600, okafor)
    client = client_of(senco)
    client.get(reverse("schools:teaching_group", args=[elm.pk]))
    with django_assert_num_queries(13):
        client.get(reverse("schools:teaching_group", args=[elm.pk]))
