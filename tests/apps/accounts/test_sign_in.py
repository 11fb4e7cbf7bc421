"""Signing in, failing to, being locked out, signing out: in plain words, and told to the audit."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from inreach.apps.audit.models import Event
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day
from tests.worlds import TODAY

pytestmark = pytest.mark.django_db
SECRET = "four random words here"


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    with on_the_day():
        yield
    cache.clear()


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def senco(school):
    user = worlds.person("cole@example.org", (school.organisation, Role.SENCO), name="Miriam Cole")
    user.set_password(SECRET)
    user.save()
    return user


def told():
    return [(event.verb, event.kind, event.actor_id, event.subject_id) for event in Event.objects.all()]


def sign_in(email, password, client=None):
    return (client or Client()).post(reverse("account_login"), {"login": email, "password": password})


def test_the_sign_in_page_has_our_own_words_and_no_way_to_sign_up():
    page = Client().get(reverse("account_login")).content.decode()
    assert "E-mail address" in page
    assert "placeholder" not in page
    assert "sign up" not in page.lower()
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert Client().get("/accounts/signup/").status_code == 404


def test_signing_in_leads_to_the_first_page_and_is_told(senco, school):
    response = sign_in("Cole@Example.org", SECRET)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert told() == [("person.signed_in", "sign-in", str(senco.pk), str(senco.pk))]
    assert Event.objects.get().organisation_id == str(school.pk)


@pytest.mark.parametrize(
    ("role", "route"),
    [(Role.ADMINISTRATOR, "schools:school"), (Role.PARENT, "schools:mine"), (Role.PUPIL, "schools:mine")],
)
def test_each_role_begins_where_its_work_is(school, role, route):
    user = worlds.person("x@example.org", (school.organisation, role))
    user.set_password(SECRET)
    user.save()
    assert sign_in("x@example.org", SECRET)["Location"] == reverse(route)


def test_a_wrong_password_is_told_without_the_address(senco):
    response = sign_in("cole@example.org", "wrong")
    assert response.status_code == 200
    assert told() == [("person.failed_to_sign_in", "sign-in", "", str(senco.pk))]
    event = Event.objects.get()
    assert "example.org" not in str(event.details) + event.subject_id + event.acting_as


def test_an_unknown_address_gets_the_same_answer_and_stays_out_of_the_audit(senco):
    known = sign_in("cole@example.org", "wrong").content.decode()
    unknown = sign_in("nobody@example.org", "wrong").content.decode()
    shared = "The email address and/or password you specified are not correct."
    assert shared in known
    assert shared in unknown
    assert told()[1] == ("person.failed_to_sign_in", "sign-in", "", "")
    assert "nobody" not in str(Event.objects.values_list())


def test_after_six_wrong_passwords_the_door_stays_shut_even_for_the_right_one(senco):
    client = Client()
    answers = [sign_in("cole@example.org", "wrong", client).status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 200, 429]
    shut = sign_in("cole@example.org", SECRET, client)
    assert shut.status_code == 429
    assert "closed for 15 minutes" in shut.content.decode()


def test_signing_out_is_a_post_and_is_told(senco):
    client = client_of(senco)
    before = Event.objects.count()
    asked = client.get(reverse("account_logout"))
    assert "Do you want to sign out?" in asked.content.decode()
    assert Event.objects.count() == before
    left = client.post(reverse("account_logout"))
    assert (left.status_code, left["Location"]) == (302, "/accounts/login/")
    assert told()[-1] == ("person.signed_out", "sign-in", str(senco.pk), str(senco.pk))
    assert client.get(reverse("accounts:account")).status_code == 302


def test_a_person_of_two_organisations_is_told_to_both(school, senco):
    service = worlds.service()
    worlds.Membership.objects.create(
        user=senco, organisation=service.organisation, role="outreach_teacher", starts=worlds.YEAR_STARTS
    )
    sign_in("cole@example.org", SECRET)
    found = Event.objects.values_list("verb", "organisation_id")
    assert sorted(found) == sorted(("person.signed_in", str(one.pk)) for one in (school, service))


def test_somebody_who_has_left_signs_in_and_sees_nothing(school):
    user = worlds.person("hart@example.org", (school.organisation, Role.SENCO), ends=date(2025, 12, 31))
    client = client_of(user)
    page = client.get(reverse("schools:pupils"))
    assert page.status_code == 403
    assert "You have no role at present" in page.content.decode()
    assert "Rowe" not in page.content.decode()
    assert client.get(reverse("accounts:account")).status_code == 200


def test_a_closed_account_cannot_sign_in(senco):
    senco.is_active = False
    senco.save()
    client = Client()
    assert sign_in("cole@example.org", SECRET, client)["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
    assert [event.verb for event in Event.objects.all()] == ["person.failed_to_sign_in"]


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(senco):
    client = Client()
    asked = client.post(reverse("account_reset_password"), {"email": "cole@example.org"})
    assert asked["Location"] == reverse("account_reset_password_done")
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    assert "Choose a password" in form.content.decode()
    where = form.redirect_chain[-1][0]
    new = "seven other random words"
    done = client.post(where, {"password1": new, "password2": new})
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert sign_in("cole@example.org", new).status_code == 302
    assert [event.verb for event in Event.objects.all()] == ["person.reset_password", "person.signed_in"]
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_nobody_learns_from_a_reset_who_has_an_account():
    answer = Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_changing_the_password_asks_for_the_old_one_and_is_told(senco):
    client = client_of(senco)
    new = "seven other random words"
    wrong = client.post(
        reverse("account_change_password"), {"oldpassword": "wrong", "password1": new, "password2": new}
    )
    assert wrong.status_code == 200
    right = client.post(
        reverse("account_change_password"), {"oldpassword": SECRET, "password1": new, "password2": new}
    )
    assert right["Location"] == reverse("accounts:account")
    assert [event.verb for event in Event.objects.all()] == ["person.signed_in", "person.changed_password"]


def test_somebody_without_a_password_is_led_to_choose_one(school):
    user = worlds.person("x@example.org", (school.organisation, Role.HEAD))
    answer = client_of(user).get(reverse("account_change_password"))
    assert answer["Location"] == reverse("account_set_password")


NOTHING_SAVED = "You are signed out, so nothing was saved. Sign in, go back to the page, and save again."


def test_whoever_saves_after_signing_out_in_another_tab_reads_once_that_nothing_was_saved(senco):
    client = client_of(senco)
    client.post(reverse("account_logout"))
    for _ in range(2):
        refused = client.post(reverse("provision:add_group"), {"name": "Owls and Kai"})
    assert refused["Location"] == f"{reverse('account_login')}?next={reverse('provision:add_group')}"
    page = client.get(refused["Location"]).content.decode()
    assert page.count(NOTHING_SAVED) == 1
    assert "Owls" not in page
    assert "Owls" not in str(dict(client.session))
    assert NOTHING_SAVED not in client.get(refused["Location"]).content.decode()


def test_whoever_saves_after_the_sign_in_ran_out_reads_that_nothing_was_saved(senco):
    client = client_of(senco)
    with on_the_day(TODAY + timedelta(days=1)):
        page = client.post(reverse("provision:add_group"), {"name": "Owls"}, follow=True).content.decode()
    assert NOTHING_SAVED in page


def test_whoever_only_looks_or_signs_out_twice_reads_nothing_of_saving(senco):
    client = client_of(senco)
    client.post(reverse("account_logout"))
    for ask, route in ((client.get, "provision:add_group"), (client.post, "account_logout")):
        page = ask(reverse(route), follow=True).content.decode()
        assert "Sign in" in page
        assert NOTHING_SAVED not in page
