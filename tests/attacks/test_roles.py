"""Somebody who holds several roles in several places: a role in one place opens nothing in another."""

from datetime import date

import pytest
from django.urls import reverse

from inreach.apps.accounts.models import Membership
from inreach.apps.casework.models import Case, Rating, SignOff, Target
from inreach.apps.schools.models import Sharing
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day


@pytest.fixture(autouse=True)
def today():
    with on_the_day():
        yield


@pytest.fixture
def school(db):
    return worlds.school()


@pytest.fixture
def other(db):
    return worlds.school("Hollybank Primary")


@pytest.fixture
def kai(school):
    return worlds.pupil(school)


def target_of(pupil, **fields):
    with worlds.unaudited():
        return Target.objects.create(
            **{
                "pupil": pupil,
                "state": "active",
                "area": "communication",
                "title": "Asks for help in class",
                "baseline": 3,
                "expected": 7,
                "written_on": worlds.YEAR_STARTS,
                "starts_on": worlds.YEAR_STARTS,
                "review_on": date(2026, 3, 20),
                **fields,
            }
        )


@pytest.fixture
def teacher_elsewhere(school, other, kai):
    """Dana is Kai's mother, and the SENCO of another school."""
    dana = worlds.person(
        "dana@example.org", (school.organisation, Role.PARENT), (other.organisation, Role.SENCO), name="Dana"
    )
    worlds.linked(kai, dana)
    return dana


def test_a_parent_who_is_senco_of_another_school_agrees_for_the_parent_only(teacher_elsewhere, kai):
    target = target_of(kai, state="draft")
    client = client_of(teacher_elsewhere)
    where = reverse("casework:sign", args=[target.pk])
    refused = client.post(where, {"party": "leadership", "name": "The head"})
    assert refused.status_code == 200
    assert SignOff.objects.count() == 0
    client.post(where, {"party": "parent", "name": "Dana"})
    assert list(SignOff.objects.values_list("party", flat=True)) == ["parent"]


def test_a_parent_who_is_senco_of_another_school_rates_as_the_parent_and_ends_no_target(
    teacher_elsewhere, kai
):
    target = target_of(kai)
    client = client_of(teacher_elsewhere)
    said = {"value": "9", "setting": "home", "on": "2026-03-04", "rater": "Mr X", "rater_role": "senco"}
    client.post(reverse("casework:rate", args=[target.pk]), {**said, "purpose": "review"})
    target.refresh_from_db()
    assert (target.state, Rating.objects.count()) == ("active", 0)
    client.post(reverse("casework:rate", args=[target.pk]), {**said, "purpose": "progress"})
    rating = Rating.objects.get()
    assert (rating.rater, rating.rater_role) == ("Dana", "parent")


def test_a_parent_who_works_in_the_same_school_but_not_with_their_child_comes_as_the_parent(school, kai):
    dana = worlds.person(
        "dana@example.org",
        (school.organisation, Role.PARENT),
        (school.organisation, Role.TEACHING_ASSISTANT),
        name="Dana",
    )
    worlds.linked(kai, dana)
    worlds.assistant(school, name="Dana", user=dana)
    target = target_of(kai, state="draft")
    client_of(dana).post(
        reverse("casework:sign", args=[target.pk]), {"party": "leadership", "name": "The head"}
    )
    assert SignOff.objects.count() == 0


def test_a_senco_who_is_parent_of_a_child_elsewhere_opens_nothing_of_that_school_but_the_childs_own_page(
    teacher_elsewhere, school, kai
):
    mia = worlds.pupil(school, given="Mia")
    client = client_of(teacher_elsewhere)
    opened = {
        name: client.get(reverse(name, args=[pupil.pk])).status_code
        for name, pupil in (
            ("inclusion:pupil", kai),
            ("casework:targets", kai),
            ("casework:open_case", kai),
            ("inclusion:plain", kai),
        )
    }
    assert opened == {
        "inclusion:pupil": 404,
        "casework:targets": 404,
        "casework:open_case": 404,
        "inclusion:plain": 200,
    }
    assert client.get(reverse("inclusion:plain", args=[mia.pk])).status_code == 404
    for page in ("schools:pupils", "inclusion:ledger", "provision:groups", "casework:cases"):
        assert "Rowe" not in client.get(reverse(page)).content.decode()


def test_a_senco_who_has_left_and_stays_as_governor_sees_figures_and_no_pupil(school, kai):
    left = worlds.person("left@example.org", (school.organisation, Role.SENCO), ends=date(2025, 12, 31))
    Membership.objects.create(
        user=left, organisation=school.organisation, role="governor", starts=worlds.YEAR_STARTS
    )
    client = client_of(left)
    assert client.get(reverse("inclusion:figures")).status_code == 200
    for page in (reverse("inclusion:pupil", args=[kai.pk]), reverse("schools:pupils")):
        assert client.get(page).status_code == 403


def test_a_target_of_one_services_case_stays_in_that_case_when_another_service_changes_its_words(school, kai):
    first, second = worlds.service(), worlds.service("Quayside Outreach")
    Sharing.objects.create(
        pupil=kai, organisation=second.organisation, reason="case", starts=worlds.YEAR_STARTS
    )
    with worlds.unaudited():
        case = Case.objects.create(
            school=school,
            service=first,
            pupil=kai,
            area="communication",
            concern="Waits for help.",
            opened_on=worlds.YEAR_STARTS,
        )
    target = target_of(kai, case=case)
    quay = worlds.person("quay@example.org", (second.organisation, Role.OUTREACH_TEACHER))
    said = {
        "title": "Asks for help in every lesson",
        "area": "communication",
        "baseline": "3",
        "expected": "7",
        "starts_on": "2025-09-01",
        "review_on": "2026-03-20",
    }
    answer = client_of(quay).post(reverse("casework:change_target", args=[target.pk]), said)
    target.refresh_from_db()
    assert (answer.status_code, target.title, target.case_id) == (302, said["title"], case.pk)


def case_with(service, pupil, state="active"):
    with worlds.unaudited():
        return Case.objects.create(
            school=pupil.school,
            service=service,
            pupil=pupil,
            state=state,
            area="communication",
            concern="Waits for help.",
            opened_on=worlds.YEAR_STARTS,
        )


def test_a_sharing_with_one_service_opens_no_case_of_another_to_somebody_in_both(school, kai):
    first, second = worlds.service(), worlds.service("Quayside Outreach")
    over, running = case_with(first, kai, "closed"), case_with(second, kai)
    Sharing.objects.create(
        pupil=kai, organisation=second.organisation, reason="case", starts=worlds.YEAR_STARTS
    )
    both = worlds.person(
        "both@example.org",
        (first.organisation, Role.OUTREACH_TEACHER),
        (second.organisation, Role.OUTREACH_TEACHER),
    )
    client = client_of(both)
    found = {one: client.get(reverse("casework:case", args=[one.pk])).status_code for one in (over, running)}
    assert found == {over: 404, running: 200}


def test_when_sharing_has_ended_the_service_finds_nothing_of_the_pupil(school, kai):
    service = worlds.service()
    case = case_with(service, kai, "closed")
    target = target_of(kai, case=case)
    group = worlds.support_group(school, kai)
    elm = worlds.teaching_group(school, kai)
    Sharing.objects.create(
        pupil=kai,
        organisation=service.organisation,
        reason="case",
        starts=worlds.YEAR_STARTS,
        ends=date(2026, 3, 3),
    )
    for role in (Role.OUTREACH_TEACHER, Role.SERVICE_MANAGER):
        client = client_of(worlds.person(f"{role}@example.org", (service.organisation, role)))
        for page, record in (
            ("inclusion:pupil", kai),
            ("inclusion:plain", kai),
            ("casework:targets", kai),
            ("casework:target", target),
            ("casework:rate", target),
            ("casework:change_target", target),
            ("casework:case", case),
            ("provision:group", group),
            ("schools:teaching_group", elm),
        ):
            answer = client.get(reverse(page, args=[record.pk]))
            assert answer.status_code in {403, 404}, (role, page)
            assert "Rowe" not in answer.content.decode()
        for page in ("schools:pupils", "casework:cases", "schools:school"):
            assert "Rowe" not in client.get(reverse(page)).content.decode()
