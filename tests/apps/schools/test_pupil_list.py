"""The list of pupils: the right ones, narrowed, paged, told to the audit, and no name in an address."""

from datetime import date

import pytest
from django.urls import reverse

from inreach.apps.audit.models import Event
from inreach.apps.schools.models import SenNeed, SenStatus, Sharing
from inreach.apps.schools.queries.pupil_list import in_order_of_years, pupils_listed, sen_on
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

pytestmark = pytest.mark.django_db
LIST = "/pupils/"


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def school():
    return worlds.school()


def names(page):
    return [row.pupil.name for row in page.context["rows"]]


def senco_of(school):
    return worlds.person("cole@example.org", (school.organisation, Role.SENCO))


def has_status(pupil, code, **dates):
    SenStatus.objects.create(pupil=pupil, code=code, **{"starts": worlds.YEAR_STARTS, **dates})


def test_the_senco_sees_every_pupil_on_the_roll_and_none_of_another_school(school):
    worlds.pupil(school, "Kai", "Rowe")
    worlds.pupil(school, "Amal", "Haddad")
    left = worlds.pupil(school, "Left", "Lately")
    left.enrolments.update(ends=date(2026, 3, 3))
    worlds.pupil(worlds.school("Hollybank Primary"), "Other", "Child")
    page = client_of(senco_of(school)).get(LIST)
    assert names(page) == ["Amal Haddad", "Kai Rowe"]
    assert "Lately" not in page.content.decode()
    assert "Child" not in page.content.decode()


def test_a_teaching_assistant_sees_the_pupils_of_their_groups_only(school):
    user = worlds.person("lamb@example.org", (school.organisation, Role.TEACHING_ASSISTANT))
    lamb = worlds.assistant(school, user=user)
    kai = worlds.pupil(school, "Kai", "Rowe")
    worlds.pupil(school, "Amal", "Haddad")
    worlds.support_group(school, kai, adult=lamb)
    page = client_of(user).get(LIST)
    assert names(page) == ["Kai Rowe"]
    assert "Haddad" not in page.content.decode()


def test_a_class_teacher_sees_the_own_class_only(school):
    user = worlds.person("okafor@example.org", (school.organisation, Role.CLASS_TEACHER))
    worlds.teaching_group(
        school, worlds.pupil(school, "Kai", "Rowe"), staff=worlds.teacher(school, user=user)
    )
    worlds.teaching_group(school, worlds.pupil(school, "Amal", "Haddad"), name="Oak")
    assert names(client_of(user).get(LIST)) == ["Kai Rowe"]


def test_a_service_sees_shared_pupils_while_they_are_shared(school):
    service = worlds.service()
    user = worlds.person("sam@example.org", (service.organisation, Role.OUTREACH_TEACHER))
    kai, amal = worlds.pupil(school, "Kai", "Rowe"), worlds.pupil(school, "Amal", "Haddad")
    Sharing.objects.create(
        pupil=kai, organisation=service.organisation, reason="case", starts=worlds.YEAR_STARTS
    )
    Sharing.objects.create(
        pupil=amal,
        organisation=service.organisation,
        reason="case",
        starts=worlds.YEAR_STARTS,
        ends=date(2026, 3, 3),
    )
    assert names(client_of(user).get(LIST)) == ["Kai Rowe"]
    event = Event.objects.get(verb="pupils.listed")
    assert event.organisation_id == str(school.pk)


def test_the_list_is_narrowed_by_class_year_and_sen(school):
    kai = worlds.pupil(school, "Kai", "Rowe", year_group="4")
    amal = worlds.pupil(school, "Amal", "Haddad", year_group="5")
    bea = worlds.pupil(school, "Bea", "Lind", year_group="5")
    elm = worlds.teaching_group(school, kai, bea)
    has_status(kai, "E")
    has_status(amal, "K", ends=date(2026, 3, 3))
    has_status(bea, "N")
    client = client_of(senco_of(school))
    assert names(client.get(LIST, {"group": str(elm.pk)})) == ["Bea Lind", "Kai Rowe"]
    assert names(client.get(LIST, {"year": "5"})) == ["Amal Haddad", "Bea Lind"]
    assert names(client.get(LIST, {"sen": "E"})) == ["Kai Rowe"]
    assert names(client.get(LIST, {"sen": "K"})) == []
    assert names(client.get(LIST, {"sen": "N"})) == ["Amal Haddad", "Bea Lind"]
    assert names(client.get(LIST, {"group": str(elm.pk), "year": "5"})) == ["Bea Lind"]


def test_a_class_of_another_school_narrows_to_nothing_that_is_not_ones_own(school):
    worlds.pupil(school, "Kai", "Rowe")
    other = worlds.school("Hollybank Primary")
    theirs = worlds.teaching_group(other, worlds.pupil(other, "Other", "Child"))
    page = client_of(senco_of(school)).get(LIST, {"group": str(theirs.pk)})
    assert "Child" not in page.content.decode()


def test_a_name_is_searched_by_post_and_stands_in_no_address(school):
    worlds.pupil(school, "Kai", "Rowe")
    worlds.pupil(school, "Amal", "Haddad", known_as="Mali")
    client = client_of(senco_of(school))
    answer = client.post(LIST, {"q": "mal", "year": "4"})
    assert answer["Location"] == f"{LIST}?year=4"
    page = client.get(answer["Location"])
    assert names(page) == ["Mali Haddad"]
    assert client.post(LIST, {"q": ""})["Location"] == LIST
    assert names(client.get(LIST)) == ["Mali Haddad", "Kai Rowe"]
    assert "mal" not in "".join(str(event.details) for event in Event.objects.all())


def test_long_lists_come_in_pages_that_keep_the_filters(school):
    for n in range(43):
        worlds.pupil(school, "A", f"Pupil{n:02}", year_group="4")
    client = client_of(senco_of(school))
    first = client.get(LIST, {"year": "4"})
    assert len(first.context["rows"]) == 40
    assert 'href="?year=4&amp;page=2"' in first.content.decode()
    assert names(client.get(LIST, {"year": "4", "page": 2})) == ["A Pupil40", "A Pupil41", "A Pupil42"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_times(school, count, django_assert_num_queries):
    for n in range(count):
        pupil = worlds.pupil(school, "A", f"Pupil{n}")
        has_status(pupil, "K")
        SenNeed.objects.create(pupil=pupil, code="SLCN", starts=worlds.YEAR_STARTS)
        worlds.teaching_group(school, pupil, name=f"Class {n}")
    client = client_of(senco_of(school))
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)


QUERIES = 12


def test_reading_the_list_is_told_once_without_a_name(school):
    worlds.pupil(school, "Kai", "Rowe")
    worlds.pupil(school, "Amal", "Haddad")
    user = senco_of(school)
    client_of(user).get(LIST)
    event = Event.objects.get(verb="pupils.listed")
    assert (event.kind, event.actor_id, event.organisation_id) == ("read", str(user.pk), str(school.pk))
    assert event.details == {"page": 1, "searched": False, "pupils": 2}


def test_an_empty_list_is_told_too(school):
    client_of(senco_of(school)).get(LIST)
    assert Event.objects.get(verb="pupils.listed").details["pupils"] == 0


def test_sen_status_and_needs_are_those_of_the_day_with_their_labels(school):
    kai = worlds.pupil(school)
    has_status(kai, "K", ends=date(2026, 1, 31))
    has_status(kai, "E", starts=date(2026, 2, 1))
    SenNeed.objects.create(pupil=kai, code="MLD", rank=2, starts=worlds.YEAR_STARTS)
    SenNeed.objects.create(pupil=kai, code="SLCN", rank=1, starts=worlds.YEAR_STARTS)
    SenNeed.objects.create(pupil=kai, code="ASD", rank=1, starts=date(2026, 4, 1))
    before, now = sen_on([kai], date(2026, 1, 31))[kai.pk], sen_on([kai], worlds.TODAY)[kai.pk]
    assert before.provision.label == "SEN support"
    assert now.provision.label == "Education, health and care plan"
    assert [need.label for need in now.needs] == [
        "Speech, language and communication needs",
        "Moderate learning difficulty",
    ]


def test_a_pupil_of_whom_nothing_is_said_has_no_picture(school):
    assert sen_on([worlds.pupil(school)], worlds.TODAY) == {}


def test_year_groups_stand_in_the_order_in_which_schools_count_them():
    assert in_order_of_years(["10", "2", "R", "Year 3", "Upper", "N", "1"]) == [
        "N",
        "R",
        "1",
        "2",
        "Year 3",
        "10",
        "Upper",
    ]


def test_nobody_without_a_role_lists_anybody(school):
    worlds.pupil(school)
    governor = worlds.actor(Role.GOVERNOR, school.organisation)
    assert list(pupils_listed(governor)) == []


def test_a_parent_with_one_child_goes_straight_to_that_page(school):
    kai = worlds.pupil(school)
    dana = worlds.person("dana@example.org", (school.organisation, Role.PARENT))
    worlds.linked(kai, dana)
    answer = client_of(dana).get(reverse("schools:mine"))
    assert answer["Location"] == reverse("inclusion:plain", args=[kai.pk])


def test_a_parent_of_two_chooses_and_sees_no_other_child(school):
    dana = worlds.person("dana@example.org", (school.organisation, Role.PARENT))
    worlds.linked(worlds.pupil(school, "Kai", "Rowe"), dana)
    worlds.linked(worlds.pupil(school, "Lia", "Rowe"), dana)
    worlds.pupil(school, "Amal", "Haddad")
    page = client_of(dana).get(reverse("schools:mine")).content.decode()
    assert "Kai Rowe" in page
    assert "Lia Rowe" in page
    assert "Haddad" not in page


def test_a_link_that_has_ended_shows_no_page(school):
    dana = worlds.person("dana@example.org", (school.organisation, Role.PARENT))
    link = worlds.linked(worlds.pupil(school), dana)
    link.ends = date(2026, 3, 3)
    link.save()
    page = client_of(dana).get(reverse("schools:mine"))
    assert (page.status_code, "Rowe" in page.content.decode()) == (200, False)
