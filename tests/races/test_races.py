"""Twenty rounds of each race: one of the two is told what the other did, nothing is lost, and nothing breaks."""

import html
import re
from collections import Counter
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.models import Membership, User
from inreach.apps.audit.services.verification import faults
from inreach.apps.casework.actions import open_case, start_target, write_target
from inreach.apps.casework.models import Case, Rating
from inreach.apps.provision.models import GroupMember, Programme
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.casework.conftest import agree, draft
from tests.apps.signed_in import client_of
from tests.races.conftest import ROUNDS
from tests.together.pages import open_form

ROUND = range(ROUNDS)
WITHDRAW = {"to": "withdrawn", "reason": "He moves."}


def text_of(response) -> str:
    """What a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def day(name: str, value) -> dict:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def two(school):
    """Two SENCOs of one school, each with a browser."""
    people = [
        worlds.person(f"{name}@example.org", (school.organisation, Role.SENCO), name=name.title())
        for name in ("ada", "ben")
    ]
    return [client_of(person) for person in people]


@pytest.fixture
def senco(school, two):
    return actor_for(User.objects.get(email="ada@example.org"))


def answers(responses) -> Counter:
    """How many were led on (302) and how many were shown a page; a fault would be a 500, and raise."""
    counts = Counter(response.status_code for response in responses)
    assert set(counts) <= {200, 302, 403, 404, 409}
    return counts


@pytest.fixture
def started(school, senco):
    """A function that makes a target which has started."""

    def make():
        today = timezone.localdate()
        kai = worlds.pupil(school)
        worlds.teaching_group(school, kai, name=f"Class {kai.pk}")
        target = write_target(
            by=senco,
            pupil=kai,
            draft=draft(starts_on=today, review_on=today + timezone.timedelta(days=60)),
        )
        agree(target, senco)
        return start_target(by=senco, target=target)

    return make


@pytest.mark.parametrize("_round", ROUND)
def test_withdrawn_against_reviewed(_round, two, started, at_once):
    target = started()
    rating = {"value": 5, "purpose": "review", "setting": "class", "rater": "Ms Grey", "rater_role": "senco"}
    rating |= day("on", timezone.localdate())
    withdrawn, reviewed = at_once(
        lambda: two[0].post(
            reverse("casework:move_target", args=[target.pk]), {"to": "withdrawn", "reason": "He moves."}
        ),
        lambda: two[1].post(reverse("casework:rate", args=[target.pk]), rating),
    )
    answers([withdrawn, reviewed])
    target.refresh_from_db()
    rated = Rating.objects.filter(target=target, purpose="review").exists()
    assert target.state in {"withdrawn", "reviewed"}
    assert rated == (reviewed.status_code == 302)
    if rated:
        assert target.state == "reviewed" or withdrawn.status_code == 302
    else:
        assert "It is withdrawn. Ada " in text_of(reviewed) or "Meanwhile: Ada " in text_of(reviewed)
    assert list(faults()) == []


@pytest.mark.parametrize("_round", ROUND)
def test_changed_against_withdrawn(_round, two, started, at_once):
    target = started()
    typed = {
        "area": "communication",
        "title": "Kai asks in class",
        "expected": 6,
        "reason": "It was too much.",
    }
    typed |= day("starts_on", target.starts_on) | day("review_on", target.review_on)
    changed, withdrawn = at_once(
        lambda: two[0].post(reverse("casework:change_target", args=[target.pk]), typed),
        lambda: two[1].post(
            reverse("casework:move_target", args=[target.pk]), {"to": "withdrawn", "reason": "He moves."}
        ),
    )
    answers([changed, withdrawn])
    target.refresh_from_db()
    assert withdrawn.status_code == 302
    assert target.state == "withdrawn"
    assert target.title == ("Kai asks in class" if changed.status_code == 302 else draft().values["title"])
    assert list(faults()) == []


@pytest.mark.parametrize("_round", ROUND)
def test_two_moves_of_a_case(_round, school, two, senco, at_once):
    service = worlds.service()
    outreach = worlds.person("o@example.org", (service.organisation, Role.OUTREACH_TEACHER), name="Olu")
    case = open_case(by=senco, pupil=worlds.pupil(school), service=service, area="semh", concern="He waits.")
    address = reverse("casework:move_case", args=[case.pk])
    moved = at_once(
        lambda: client_of(outreach).post(address, {"to": "triaged"}),
        lambda: two[1].post(address, {"to": "withdrawn", "reason": "He moves."}),
    )
    answers(moved)
    case.refresh_from_db()
    assert case.state in {"triaged", "withdrawn"}
    assert 302 in {response.status_code for response in moved}
    assert list(faults()) == []


@pytest.mark.parametrize("_round", ROUND)
def test_a_group_is_ended_while_members_are_added(_round, school, two, at_once):
    kai, group = worlds.pupil(school), worlds.support_group(school)
    today = timezone.localdate()
    ended, added = at_once(
        lambda: two[0].post(reverse("provision:end_group", args=[group.pk]), day("last_day", today)),
        lambda: two[1].post(
            reverse("provision:add_members", args=[group.pk]), {"pupils": [kai.pk], **day("starts", today)}
        ),
    )
    answers([ended, added])
    assert ended.status_code == 302
    assert not GroupMember.objects.filter(group=group, ends=None).exists()
    assert added.status_code == 302 or not GroupMember.objects.filter(group=group).exists()


@pytest.mark.parametrize("_round", ROUND)
def test_two_administrators_end_each_other(_round, school, at_once):
    admins = [
        worlds.person(f"{name}@example.org", (school.organisation, Role.ADMINISTRATOR), name=name.title())
        for name in ("cleo", "dev")
    ]
    memberships = [Membership.objects.get(user=admin) for admin in admins]
    today = timezone.localdate()
    responses = at_once(
        *(
            lambda admin=admin, other=other: client_of(admin).post(
                reverse("accounts:end_membership", args=[other.pk]), day("ends", today)
            )
            for admin, other in zip(admins, reversed(memberships), strict=True)
        )
    )
    assert answers(responses)[302] == 1
    assert Membership.objects.filter(role="administrator", ends=None).count() == 1


@pytest.mark.parametrize("_round", ROUND)
def test_the_same_pupil_is_added_by_two(_round, school, two, at_once):
    kai, group = worlds.pupil(school), worlds.support_group(school)
    typed = {"pupils": [kai.pk], **day("starts", timezone.localdate())}
    address = reverse("provision:add_members", args=[group.pk])
    responses = at_once(*(lambda person=person: person.post(address, typed) for person in two))
    assert answers(responses) == {302: 1, 200: 1}
    assert GroupMember.objects.filter(group=group).count() == 1
    shown = next(response for response in responses if response.status_code == 200)
    assert re.search(r"is in this group already. (Ada|Ben) added", text_of(shown))


@pytest.mark.parametrize("_round", ROUND)
def test_the_same_case_is_opened_by_two(_round, school, two, at_once):
    kai, service = worlds.pupil(school), worlds.service()
    typed = {"service": service.pk, "area": "semh", "concern": "Kai waits alone."}
    address = reverse("casework:open_case", args=[kai.pk])
    responses = at_once(*(lambda person=person: person.post(address, typed) for person in two))
    assert answers(responses) == {302: 1, 200: 1}
    assert Case.objects.filter(pupil=kai).count() == 1
    shown = next(response for response in responses if response.status_code == 200)
    assert re.search(r"There is already a case .* (Ada|Ben) opened a case", text_of(shown))


@pytest.mark.parametrize("_round", ROUND)
def test_the_same_programme_is_added_by_two(_round, two, at_once):
    typed = {"name": "Phonics", "area": "cognition", "origin": "home_grown"}
    address = reverse("provision:add_programme")
    responses = at_once(*(lambda person=person: person.post(address, typed) for person in two))
    assert answers(responses) == {302: 1, 200: 1}
    assert Programme.objects.filter(name="Phonics").count() == 1


@pytest.mark.parametrize("_round", ROUND)
def test_the_same_person_is_added_by_two(_round, school, at_once):
    admins = [
        worlds.person(f"{name}@example.org", (school.organisation, Role.ADMINISTRATOR), name=name.title())
        for name in ("cleo", "dev")
    ]
    typed = {
        "organisation": school.organisation.pk,
        "email": "new@example.org",
        "name": "Noor",
        "role": "senco",
    }
    typed |= day("starts", timezone.localdate())
    address = reverse("accounts:add_person")
    responses = at_once(*(lambda admin=admin: client_of(admin).post(address, typed) for admin in admins))
    answers(responses)
    assert User.objects.filter(email="new@example.org").count() == 1
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


@pytest.mark.parametrize("_round", ROUND)
def test_a_double_click_adds_one(_round, school, two, at_once):
    kai = worlds.pupil(school)
    typed = {"area": "communication", "title": "Kai asks in class", "once": "a" * 32}
    address = reverse("casework:add_target", args=[kai.pk])
    responses = at_once(*[lambda: two[0].post(address, typed)] * 2)
    assert answers(responses) == {302: 2}
    assert len({response["Location"] for response in responses}) == 1
    assert kai.targets.count() == 1


@pytest.mark.parametrize("_round", ROUND)
def test_a_double_click_that_makes_its_own_form_wrong_is_answered_twice(_round, school, two, at_once):
    typed = {"name": "2030/31", "once": "a" * 32}
    typed |= day("starts", date(2030, 9, 1)) | day("ends", date(2031, 7, 20))
    address = reverse("schools:add_year", args=[school.pk])
    responses = at_once(*[lambda: two[0].post(address, typed)] * 2)
    assert answers(responses) == {302: 2}
    assert school.years.filter(name="2030/31").count() == 1


@pytest.mark.parametrize("_round", ROUND)
def test_two_who_change_different_fields_at_the_same_moment_are_both_kept(_round, school, two, at_once):
    group = worlds.support_group(school)
    address = reverse("provision:change_group", args=[group.pk])
    adas, bens = (open_form(person, address, "name") for person in two)
    adas.type({"name": "Owls"})
    bens.type({"purpose": "Sounds"})
    assert answers(at_once(adas.send, bens.send)) == {302: 2}
    group.refresh_from_db()
    assert (group.name, group.purpose) == ("Owls", "Sounds")


@pytest.mark.parametrize("_round", ROUND)
def test_two_who_change_one_field_at_the_same_moment_are_told(_round, school, two, at_once):
    group = worlds.support_group(school)
    address = reverse("provision:change_group", args=[group.pk])
    adas, bens = (open_form(person, address, "name") for person in two)
    adas.type({"name": "Owls"})
    bens.type({"name": "Robins"})
    responses = at_once(adas.send, bens.send)
    assert answers(responses) == {302: 1, 200: 1}
    shown = next(response for response in responses if response.status_code == 200)
    assert "It now says: " in text_of(shown)
