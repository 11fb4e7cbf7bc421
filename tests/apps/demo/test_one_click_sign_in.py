"""One click signs in to the demonstration, and to nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from inreach.apps.audit.models import Event
from inreach.apps.demo.story.cast import person
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import on_the_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def miriam():
    school = worlds.school()
    school.organisation.invented = True
    school.organisation.save()
    cast = person("senco")
    user = worlds.User.objects.create(id=cast.user_id, email=cast.email, name=cast.name)
    worlds.Membership.objects.create(
        user=user, organisation=school.organisation, role="senco", starts=worlds.YEAR_STARTS
    )
    return user


def click(user, method="post"):
    return getattr(Client(), method)(reverse("demo:sign_in", args=[user.pk]))


def test_the_sign_in_page_shows_the_cast_with_a_button_each(demo, miriam):
    page = Client().get(reverse("account_login")).content.decode()
    assert "Miriam Cole" in page
    assert person("senco").character in page
    assert f'action="{reverse("demo:sign_in", args=[miriam.pk])}"' in page
    assert "Grace Idowu" not in page


def test_outside_the_demonstration_the_sign_in_page_shows_nobody(miriam):
    page = Client().get(reverse("account_login")).content.decode()
    assert "Miriam Cole" not in page
    assert "demo/sign-in" not in page


def test_one_click_signs_in_and_is_told(demo, miriam):
    answer = click(miriam)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert [(event.verb, event.actor_id) for event in Event.objects.all()] == [
        ("person.signed_in", str(miriam.pk))
    ]


def test_there_is_no_such_door_outside_the_demonstration(miriam):
    assert click(miriam).status_code == 404
    assert Event.objects.count() == 0


def test_nobody_real_is_signed_in_with_one_click(demo, miriam):
    real = worlds.school("Real School")
    user = worlds.person("real@example.org", (real.organisation, Role.SENCO))
    assert click(user).status_code == 404
    worlds.Membership.objects.create(
        user=miriam, organisation=real.organisation, role="governor", starts=worlds.YEAR_STARTS
    )
    assert click(miriam).status_code == 404


def test_a_closed_account_is_not_signed_in(demo, miriam):
    miriam.is_active = False
    miriam.save()
    assert click(miriam).status_code == 404


def test_a_link_alone_signs_nobody_in(demo, miriam):
    assert click(miriam, "get").status_code == 405
