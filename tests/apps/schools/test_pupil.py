"""A school changes a pupil's details: by whom, what is refused, what is kept of the past, and what the audit says."""

from datetime import date

import pytest
from django.urls import reverse

from inreach.apps.audit.models import Event
from inreach.apps.schools.actions.pupil import set_sen
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import SenNeed, SenStatus
from inreach.apps.schools.queries.pupil_details import Sen
from inreach.core.access.roles import Role
from inreach.core.ledger.types import PeriodKind
from inreach.core.refusal import Refusal
from inreach.core.school.upn import check_letter
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

pytestmark = pytest.mark.django_db
UPN = check_letter("801200001001") + "801200001001"
KAI = {"given_name": "Kai", "family_name": "Rowe", "year_group": "4"}


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def kai(school):
    return worlds.pupil(school)


@pytest.fixture
def senco(school):
    return client_of(worlds.person("cole@example.org", (school.organisation, Role.SENCO)))


def page_of(pupil):
    return reverse("schools:change_pupil", args=[pupil.pk])


def statuses(pupil):
    return list(
        SenStatus.objects.filter(pupil=pupil).order_by("starts").values_list("code", "starts", "ends")
    )


def needs(pupil):
    rows = SenNeed.objects.filter(pupil=pupil).order_by("starts", "rank")
    return list(rows.values_list("rank", "code", "starts", "ends"))


def test_names_and_numbers_are_changed_and_the_audit_holds_the_names_of_the_fields_only(senco, kai):
    said = {**KAI, "known_as": "Kay", "born": "2017-05-04", "year_group": "5", "upn": UPN.lower()}
    answer = senco.post(page_of(kai), said)
    kai.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, reverse("inclusion:pupil", args=[kai.pk]))
    assert (kai.known_as, kai.born, kai.year_group, kai.upn) == ("Kay", date(2017, 5, 4), "5", UPN)
    event = Event.objects.get(verb="pupil.changed")
    assert event.pupil_id == str(kai.pk)
    assert event.details == {"fields": ["known_as", "born", "year_group", "upn"]}


def test_opening_the_page_is_noted_and_the_pupils_page_leads_there(senco, kai):
    assert senco.get(page_of(kai)).status_code == 200
    assert Event.objects.filter(verb="pupil.opened", pupil_id=str(kai.pk)).count() == 1
    assert page_of(kai) in senco.get(reverse("inclusion:pupil", args=[kai.pk])).content.decode()


def test_the_class_teacher_is_refused_and_finds_no_link(school, kai):
    user = worlds.person("okafor@example.org", (school.organisation, Role.CLASS_TEACHER))
    worlds.teaching_group(school, kai, staff=worlds.teacher(school, user=user))
    teacher = client_of(user)
    assert teacher.get(page_of(kai)).status_code == 403
    assert page_of(kai) not in teacher.get(reverse("inclusion:pupil", args=[kai.pk])).content.decode()


def test_a_pupil_of_another_school_is_not_found(senco):
    assert senco.post(page_of(worlds.pupil(worlds.school("Hollybank Primary"))), KAI).status_code == 404


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"upn": "A123"},
            "upn",
            "A UPN has 13 characters, and this one has 4. Check it for missing or extra ones.",
        ),
        ({"upn": UPN}, "upn", "Another pupil of this school has this UPN. Check both."),
        ({"born": "2026-03-05"}, "born", "The date of birth cannot be in the future."),
        ({"provision": "K"}, "starts", "Enter the day from which the SEN details hold."),
        (
            {"provision": "E", "primary": "NSA", "starts": "2026-03-01"},
            "primary",
            "NSA is only for SEN support (K): a plan (E) follows a specialist assessment.",
        ),
        (
            {"provision": "K", "primary": "ASD", "secondary": "ASD", "starts": "2026-03-01"},
            "secondary",
            "This is the primary need already. Choose another, or none.",
        ),
        (
            {"provision": "K", "secondary": "ASD", "starts": "2026-03-01"},
            "primary",
            "Choose a primary need first, or leave both out.",
        ),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(senco, school, kai, said, field, sentence):
    worlds.pupil(school, "Mia", "Lund", upn=UPN)
    page = senco.post(page_of(kai), {**KAI, "given_name": "Kaiden", **said})
    assert (page.status_code, page.context["form"].errors) == (200, {field: [sentence]})
    assert page.context["form"]["given_name"].value() == "Kaiden"
    kai.refresh_from_db()
    assert (kai.given_name, statuses(kai), needs(kai)) == ("Kai", [], [])


def test_a_new_status_ends_the_one_before_on_the_day_before(senco, kai):
    SenStatus.objects.create(pupil=kai, code="K", starts=date(2025, 9, 1))
    SenNeed.objects.create(pupil=kai, code="SLCN", rank=1, starts=date(2025, 9, 1))
    said = {**KAI, "provision": "E", "primary": "ASD", "secondary": "SLCN", "starts": "2026-03-02"}
    assert senco.post(page_of(kai), said).status_code == 302
    assert statuses(kai) == [
        ("K", date(2025, 9, 1), date(2026, 3, 1)),
        ("E", date(2026, 3, 2), None),
    ]
    assert needs(kai) == [
        (1, "SLCN", date(2025, 9, 1), date(2026, 3, 1)),
        (1, "ASD", date(2026, 3, 2), None),
        (2, "SLCN", date(2026, 3, 2), None),
    ]
    assert [event.verb for event in Event.objects.filter(verb__startswith="pupil.")] == ["pupil.sen_changed"]
    assert Event.objects.get(verb="pupil.sen_changed").details == {
        "starts": "2026-03-02",
        "provision": "E",
        "needs": ["ASD", "SLCN"],
    }


def test_a_need_ends_and_is_kept_and_a_mistake_of_the_same_day_is_corrected(senco, kai):
    SenStatus.objects.create(pupil=kai, code="K", starts=date(2025, 9, 1))
    SenNeed.objects.create(pupil=kai, code="SLCN", rank=1, starts=date(2025, 9, 1))
    senco.post(page_of(kai), {**KAI, "provision": "E", "primary": "SLCN", "starts": "2026-03-02"})
    senco.post(page_of(kai), {**KAI, "provision": "N", "starts": "2026-03-02"})
    assert statuses(kai) == [
        ("K", date(2025, 9, 1), date(2026, 3, 1)),
        ("N", date(2026, 3, 2), None),
    ]
    assert needs(kai) == [(1, "SLCN", date(2025, 9, 1), date(2026, 3, 1))]


def test_a_day_before_the_last_one_written_is_refused_by_the_form_and_by_the_action(senco, school, kai):
    SenStatus.objects.create(pupil=kai, code="K", starts=date(2026, 2, 2))
    sentence = "SEN details are written from 2 February 2026 already. Choose that day or a later one."
    page = senco.post(page_of(kai), {**KAI, "provision": "E", "starts": "2026-02-01"})
    assert page.context["form"].errors == {"starts": [sentence]}
    head = worlds.actor(Role.HEAD, school.organisation)
    with pytest.raises(Refusal, match="SEN details are written from 2 February 2026 already"):
        set_sen(by=head, pupil=kai, sen=Sen("E"), starts=date(2026, 2, 1))
    assert statuses(kai) == [("K", date(2026, 2, 2), None)]


def test_the_subjects_offered_are_those_of_the_pupils_classes_and_a_loved_one_shows_in_the_blocks(
    senco, school, kai
):
    music, history = worlds.subject(school, "Music", "foundation"), worlds.subject(school, "History")
    elm = worlds.teaching_group(school, kai)
    worlds.lesson(elm, music, 0, 540, 600)
    worlds.lesson(worlds.teaching_group(school, name="Oak"), history, 0, 540, 600)
    offered = senco.get(page_of(kai)).context["form"].fields["loved_subjects"].queryset
    assert list(offered) == [music]
    assert senco.post(page_of(kai), {**KAI, "loved_subjects": [str(history.pk)]}).status_code == 200
    assert senco.post(page_of(kai), {**KAI, "loved_subjects": [str(music.pk)]}).status_code == 302
    week = calendar_of(school).week_of(worlds.TODAY)
    lessons = [one for one in blocks_for([kai], week)[kai.pk] if one.kind is PeriodKind.LESSON]
    assert [(one.subject, one.loved) for one in lessons] == [("Music", True)]
    assert Event.objects.get(verb="pupil.changed").details == {"fields": ["loved_subjects"]}
