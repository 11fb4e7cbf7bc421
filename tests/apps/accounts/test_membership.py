"""Administrators look after who signs in, at their own organisation and nowhere else."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inreach.apps.accounts.actions import add_person, end_membership
from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.models import Membership, User
from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.background.services.presence import say_alive, say_gone
from inreach.core.access.roles import Role
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
def leah(school):
    return worlds.person("leah@example.org", (school.organisation, Role.ADMINISTRATOR), name="Leah Bright")


def person_said(**changes):
    said = {
        "name": "Ada Okafor",
        "email": "Ada@Example.org",
        "role": "class_teacher",
        "starts-day": "9",
        "starts-month": "3",
        "starts-year": "2026",
    }
    return {**said, **changes}


def test_the_list_holds_the_people_of_the_own_organisation_only(school, leah):
    other = worlds.school("Hollybank Primary")
    worlds.person("ada@example.org", (school.organisation, Role.CLASS_TEACHER), name="Ada Okafor")
    worlds.person("grace@example.org", (other.organisation, Role.SENCO), name="Grace Idowu")
    page = client_of(leah).get(reverse("accounts:people"))
    assert [row.membership.user.name for row in page.context["rows"]] == ["Ada Okafor", "Leah Bright"]
    assert "Grace Idowu" not in page.content.decode()


def test_a_search_is_posted_kept_and_never_in_the_address(school, leah):
    worlds.person("ada@example.org", (school.organisation, Role.CLASS_TEACHER), name="Ada Okafor")
    client = client_of(leah)
    answer = client.post(reverse("accounts:people"), {"q": "okaf"})
    assert answer["Location"] == reverse("accounts:people")
    page = client.get(answer["Location"])
    assert [row.membership.user.name for row in page.context["rows"]] == ["Ada Okafor"]


def test_people_who_have_left_are_shown_when_asked_for(school, leah):
    worlds.person(
        "hart@example.org", (school.organisation, Role.SENCO), name="Colin Hart", ends=date(2025, 12, 31)
    )
    client = client_of(leah)
    assert "Colin Hart" not in client.get(reverse("accounts:people")).content.decode()
    assert "Colin Hart" in client.get(reverse("accounts:people") + "?past=1").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_times(school, leah, count, django_assert_num_queries):
    for n in range(count):
        worlds.person(f"p{n}@example.org", (school.organisation, Role.CLASS_TEACHER))
    client = client_of(leah)
    with django_assert_num_queries(8):
        client.get(reverse("accounts:people"))


def test_somebody_who_is_added_gets_a_link_and_chooses_a_password(school, leah):
    answer = client_of(leah).post(
        reverse("accounts:add_person"), person_said(organisation=str(school.organisation.pk))
    )
    assert answer["Location"] == reverse("accounts:people")
    membership = Membership.objects.get(user__email="ada@example.org")
    assert (membership.role, membership.starts, membership.ends) == ("class_teacher", date(2026, 3, 9), None)
    event = Event.objects.get(verb="membership.asked")
    assert event.details == {"role": "class_teacher", "starts": "2026-03-09"}

    message = mail.outbox[0]
    assert message.to == ["ada@example.org"]
    assert "Leah Bright asks you to join Inreach as class teacher at Marlowe Primary" in message.body
    link = re.search(r"http://testserver(/accounts/password/\S+)", message.body)[1]
    client = Client()
    form = client.get(link, follow=True)
    new = "seven other random words"
    assert membership.is_waiting
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    membership.refresh_from_db()
    assert not membership.is_waiting
    assert Event.objects.get(verb="membership.accepted").details["person"] == str(membership.user_id)
    assert User.objects.get(email="ada@example.org").check_password(new)


def test_somebody_with_an_account_keeps_it_and_gets_no_password_link(school, leah):
    other = worlds.school("Hollybank Primary")
    ada = worlds.person("ada@example.org", (other.organisation, Role.CLASS_TEACHER), name="Ada Okafor")
    ada.set_password("four random words here")
    ada.save()
    client_of(leah).post(
        reverse("accounts:add_person"),
        person_said(name="Somebody Else", organisation=str(school.organisation.pk)),
    )
    ada.refresh_from_db()
    assert ada.name == "Ada Okafor"
    assert ada.memberships.count() == 2
    assert "password/reset/key" not in mail.outbox[0].body
    assert "Hello Somebody Else" in mail.outbox[0].body


@pytest.mark.parametrize("lives", [True, False])
def test_an_invitation_that_waits_for_a_worker_is_told(school, leah, lives):
    if lives:
        say_alive("worker-1")
    answer = client_of(leah).post(
        reverse("accounts:add_person"), person_said(organisation=str(school.organisation.pk)), follow=True
    )
    assert ("the invitation waits" in answer.content.decode()) is not lives
    say_gone("worker-1")


def test_whoever_is_asked_has_an_account_elsewhere_or_not_and_the_administrator_sees_no_difference(
    school, leah
):
    other = worlds.school("Hollybank Primary")
    known = worlds.person("known@example.org", (other.organisation, Role.SENCO), name="Grace Idowu")
    known.set_password("four random words here")
    known.save()
    client = client_of(leah)
    pages = []
    for email in ("known@example.org", "new@example.org"):
        typed = person_said(name="Kim Lee", email=email, organisation=str(school.organisation.pk))
        added = client.post(reverse("accounts:add_person"), typed, follow=True)
        asked = Membership.objects.get(user__email=email, organisation=school.organisation)
        events = client.get(reverse("audit:events"))
        ending = client.get(reverse("accounts:end_membership", args=[asked.pk]))
        compared = "".join(answer.content.decode() for answer in (added, ending))
        page = compared + events.content.decode()
        assert "Kim Lee is asked to be a class teacher at Marlowe Primary." in page
        assert "Grace Idowu" not in page
        assert str(known.pk) not in page
        taken_back = client.post(
            reverse("accounts:end_membership", args=[asked.pk]),
            {"ends-day": "9", "ends-month": "3", "ends-year": "2026"},
            follow=True,
        )
        assert "Kim Lee is no longer asked" in taken_back.content.decode()
        pages.append(re.sub(r"known|new|[0-9a-f-]{36}|value=\"[^\"]{32,}\"", "", compared))
    assert pages[0] == pages[1]
    assert User.objects.filter(email="known@example.org").exists()
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_role_that_is_asked_of_somebody_is_written_as_people_say_it(school):
    grace = worlds.person("grace@example.org", name="Grace Idowu")
    Membership.objects.create(
        user=grace,
        organisation=school.organisation,
        role="senco",
        starts=worlds.YEAR_STARTS,
        waiting_since=timezone.now(),
    )
    page = client_of(grace).get(reverse("accounts:account")).content.decode()
    assert "Marlowe Primary asks you to be the SENCO there" in page


def test_a_role_gives_nothing_until_the_person_says_yes_and_a_no_leaves_nothing(school, leah):
    other = worlds.school("Hollybank Primary")
    grace = worlds.person("grace@example.org", (other.organisation, Role.SENCO), name="Grace Idowu")
    client, theirs = client_of(leah), client_of(grace)
    for answer in ("no", "yes"):
        typed = person_said(
            email="grace@example.org", role="administrator", organisation=str(school.organisation.pk)
        )
        client.post(reverse("accounts:add_person"), {**typed, "starts-day": "1"})
        asked = Membership.objects.get(user=grace, organisation=school.organisation)
        assert theirs.get(reverse("accounts:people")).status_code == 403
        assert (
            "You are the only administrator"
            in client.get(
                reverse("accounts:end_membership", args=[leah.memberships.get().pk])
            ).content.decode()
        )
        page = theirs.get(reverse("accounts:account")).content.decode()
        assert "Marlowe Primary asks you to be an administrator there, from 1 March 2026." in page
        foreign = client.post(reverse("accounts:account"), {"membership": str(asked.pk), "answer": "yes"})
        assert foreign["Location"] == reverse("accounts:account")
        assert Membership.objects.get(pk=asked.pk).is_waiting
        theirs.post(reverse("accounts:account"), {"membership": str(asked.pk), "answer": answer})
        assert Membership.objects.filter(pk=asked.pk).exists() == (answer == "yes")
    assert theirs.get(reverse("accounts:people")).status_code == 200
    assert "Grace Idowu" in client.get(reverse("accounts:people")).content.decode()
    assert User.objects.filter(pk=grace.pk).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "outreach_teacher"}, "Choose role from the list"),
        ({"role": ""}, "Choose role"),
        (
            {"email": "leah@example.org", "role": "administrator"},
            "This person is administrator at Marlowe Primary already.",
        ),
        ({"starts-month": "13"}, "First day must be a real date"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(school, leah, changes, sentence):
    page = client_of(leah).post(
        reverse("accounts:add_person"), person_said(organisation=str(school.organisation.pk), **changes)
    )
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert 'value="Ada Okafor"' in page.content.decode()
    assert mail.outbox == []


def test_nobody_is_added_to_an_organisation_of_others(leah):
    other = worlds.school("Hollybank Primary")
    page = client_of(leah).post(
        reverse("accounts:add_person"), person_said(organisation=str(other.organisation.pk))
    )
    assert page.status_code == 200
    assert not User.objects.filter(email="ada@example.org").exists()
    with pytest.raises(Forbidden, match="outside the school where you are an administrator"):
        add_person(
            by=actor_for(leah),
            organisation=other.organisation,
            email="ada@example.org",
            name="Ada",
            role=Role.HEAD,
            starts=worlds.TODAY,
        )


def test_a_role_is_ended_on_a_day_and_told(school, leah):
    ada = worlds.person("ada@example.org", (school.organisation, Role.CLASS_TEACHER))
    membership = ada.memberships.get()
    where = reverse("accounts:end_membership", args=[membership.pk])
    answer = client_of(leah).post(where, {"ends-day": "20", "ends-month": "3", "ends-year": "2026"})
    assert answer["Location"] == reverse("accounts:people")
    membership.refresh_from_db()
    assert membership.ends == date(2026, 3, 20)
    event = Event.objects.get(verb="membership.ended")
    assert (event.actor_id, event.details["ends"]) == (str(leah.pk), "2026-03-20")


def test_a_role_cannot_end_before_it_begins(school, leah):
    ada = worlds.person("ada@example.org", (school.organisation, Role.CLASS_TEACHER))
    where = reverse("accounts:end_membership", args=[ada.memberships.get().pk])
    page = client_of(leah).post(where, {"ends-day": "1", "ends-month": "8", "ends-year": "2025"})
    assert "The last day cannot be before the first, 1 September 2025." in page.content.decode()


def test_the_last_administrator_stays_and_is_told_why(school, leah):
    where = reverse("accounts:end_membership", args=[leah.memberships.get().pk])
    page = client_of(leah).get(where)
    assert page.status_code == 403
    assert (
        "You are the only administrator of Marlowe Primary. Add another administrator first"
        in page.content.decode()
    )
    with pytest.raises(Forbidden):
        end_membership(by=actor_for(leah), membership=leah.memberships.get(), ends=worlds.TODAY)


def test_an_administrator_may_go_once_there_is_another(school, leah):
    worlds.person("owen@example.org", (school.organisation, Role.ADMINISTRATOR))
    end_membership(by=actor_for(leah), membership=leah.memberships.get(), ends=worlds.TODAY)
    assert leah.memberships.get().ends == worlds.TODAY


def test_the_account_page_shows_the_own_roles_with_dates(school):
    other = worlds.school("Hollybank Primary")
    user = worlds.person("x@example.org", (school.organisation, Role.HEAD), name="David Penrose")
    Membership.objects.create(
        user=user,
        organisation=other.organisation,
        role="class_teacher",
        starts=date(2020, 9, 1),
        ends=date(2024, 7, 20),
    )
    page = client_of(user).get(reverse("accounts:account"))
    assert [(str(one), state) for one, state in page.context["memberships"]] == [
        ("Head at Marlowe Primary", "current"),
        ("Class teacher at Hollybank Primary", "ended"),
    ]


def test_an_administrator_cannot_make_themselves_a_senco(school, leah):
    answer = client_of(leah).post(
        reverse("accounts:add_person"),
        person_said(organisation=str(school.organisation.pk), email="leah@example.org", role="senco"),
    )
    assert "You cannot give yourself a role." in answer.content.decode()
    assert [m.role for m in leah.memberships.all()] == ["administrator"]
