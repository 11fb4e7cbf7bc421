"""The second step: set up with an app, asked for at every sign-in, and recovered with a code."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inreach.apps.audit.models import Event
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import on_the_day

pytestmark = pytest.mark.django_db
SECRET = "four random words here"


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    with on_the_day():
        yield
    cache.clear()


@pytest.fixture
def senco():
    user = worlds.person("cole@example.org", (worlds.school().organisation, Role.SENCO), name="Miriam Cole")
    user.set_password(SECRET)
    user.save()
    return user


def code_for(secret: str) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client):
    return client.post(reverse("account_login"), {"login": "cole@example.org", "password": SECRET})


def turn_on(client) -> list[str]:
    """Set the second step up as the page asks; returns the recovery codes."""
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": SECRET})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    return client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]


def test_the_second_step_is_turned_on_asked_for_and_turned_off(senco, django_capture_on_commit_callbacks):
    client = Client()
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        codes = turn_on(client)
    assert len(codes) == 10
    cache.clear()

    again = Client()
    assert sign_in(again)["Location"].startswith(reverse("mfa_authenticate"))
    assert again.get(reverse("accounts:account")).status_code == 302
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code." in wrong.content.decode()
    right = again.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert right["Location"] == "/"
    assert again.get(reverse("accounts:account")).status_code == 200
    asked = again.post(reverse("mfa_deactivate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    again.post(reverse("account_reauthenticate"), {"password": SECRET})
    assert again.post(reverse("mfa_deactivate_totp"))["Location"] == reverse("mfa_index")

    verbs = [event.verb for event in Event.objects.all()]
    assert verbs == [
        "person.signed_in",
        "person.added_second_factor",
        "person.gave_wrong_code",
        "person.signed_in",
        "person.removed_second_factor",
    ]


def test_a_recovery_code_works_once(senco):
    client = Client()
    sign_in(client)
    codes = turn_on(client)
    for expected in (302, 200):
        cache.clear()
        again = Client()
        sign_in(again)
        assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_the_product_does_not_offer_what_it_does_not_have(senco):
    client = Client()
    sign_in(client)
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Turn the second step on" in page
    assert "passkey" not in page.lower()


def test_somebody_who_was_invited_turns_the_second_step_on_at_once():
    user = worlds.person("new@example.org", (worlds.school().organisation, Role.SENCO))
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "new@example.org"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    where = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(where, {"password1": SECRET, "password2": SECRET})
    client.post(reverse("account_login"), {"login": "new@example.org", "password": SECRET})
    assert len(turn_on(client)) == 10
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_code_is_used_once_over_all_workers(senco, settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    first = Client()
    sign_in(first)
    first.get(reverse("mfa_activate_totp"))
    first.post(reverse("account_reauthenticate"), {"password": SECRET})
    secret = first.get(reverse("mfa_activate_totp")).context["form"].secret
    first.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    cache.clear()
    answers = []
    for _ in range(2):
        again = Client()
        sign_in(again)
        answers.append(again.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code)
    assert answers == [302, 200]


def test_the_code_that_turned_the_second_step_on_does_not_sign_in(senco):
    client = Client()
    sign_in(client)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("account_reauthenticate"), {"password": SECRET})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = code_for(secret)
    wrong = client.post(reverse("mfa_activate_totp"), {"code": f"{(int(code) + 1) % 1_000_000:06}"})
    assert "Incorrect code." in wrong.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    again = Client()
    sign_in(again)
    for written in (code, f"{code[:3]} {code[3:]}"):
        assert again.post(reverse("mfa_authenticate"), {"code": written}).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert again.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code == 302


def test_a_code_is_not_taken_again_after_the_clock_went_back_to_when_it_held(senco):
    client = Client()
    sign_in(client)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("account_reauthenticate"), {"password": SECRET})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    cache.clear()
    began = timezone.now()

    def with_code(code: str) -> int:
        again = Client()
        sign_in(again)
        return again.post(reverse("mfa_authenticate"), {"code": code}).status_code

    code = code_for(secret)
    assert with_code(code) == 302
    with time_machine.travel(began + timedelta(hours=1), tick=False):
        assert with_code(code_for(secret)) == 302
        # The library keeps a code for half a minute, and what is over goes from a cache when it is looked for.
        assert cache.get(f"allauth.mfa.totp.used?user={senco.pk}&code={code}") is None
    with time_machine.travel(began, tick=False):
        assert with_code(code) == 200
        assert with_code(f"{code[:3]} {code[3:]}") == 200
