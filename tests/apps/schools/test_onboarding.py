"""`inreach start` makes the first school or service and somebody who looks after it."""

import io

import pytest
from django.core.management import CommandError, call_command

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.audit.models import Event
from inreach.apps.schools.models import School, Service


@pytest.fixture
def typed(monkeypatch):
    def say(password):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    return say


def start(*arguments):
    call_command("start", *arguments, "--password-stdin", stdout=io.StringIO())


@pytest.mark.django_db
def test_a_school_gets_an_administrator_who_can_sign_in(typed):
    typed("a-long-enough-secret")
    start("Marlowe Primary", "Sam@Example.org", "Sam Ade")
    user = User.objects.get(email="sam@example.org")
    assert user.check_password("a-long-enough-secret")
    assert [(m.role, m.organisation.name) for m in Membership.objects.filter(user=user)] == [
        ("administrator", "Marlowe Primary")
    ]
    assert School.objects.get().school_days == [0, 1, 2, 3, 4]
    assert [e.verb for e in Event.objects.all()] == ["organisation.started"]


@pytest.mark.django_db
def test_a_service_is_no_school(typed):
    typed("a-long-enough-secret")
    start("Harbour Outreach", "ann@example.org", "Ann Lee", "--kind", "service")
    assert (Service.objects.count(), School.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_the_same_name_twice_is_refused(typed):
    typed("a-long-enough-secret")
    start("Marlowe Primary", "sam@example.org", "Sam Ade")
    typed("a-long-enough-secret")
    with pytest.raises(CommandError, match="already a school called"):
        start("marlowe primary", "eve@example.org", "Eve Sly")
    assert not User.objects.filter(email="eve@example.org").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password"), [("no address", "a-long-enough-secret"), ("a@example.org", "short")]
)
def test_a_wrong_address_or_a_weak_password_makes_nothing(typed, email, password):
    typed(password)
    with pytest.raises(CommandError):
        start("Marlowe Primary", email, "Sam Ade")
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_the_administrator_of_a_small_school_may_be_its_senco_too(typed):
    typed("a-long-enough-secret")
    start("Marlowe Primary", "sam@example.org", "Sam Ade", "--also", "senco")
    assert sorted(Membership.objects.values_list("role", flat=True)) == ["administrator", "senco"]


@pytest.mark.django_db
def test_a_service_has_no_senco(typed):
    typed("a-long-enough-secret")
    with pytest.raises(CommandError, match="no SENCO in a service"):
        start("Harbour Outreach", "ann@example.org", "Ann Lee", "--kind", "service", "--also", "senco")
    assert not Organisation.objects.exists()
