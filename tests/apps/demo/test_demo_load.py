"""The demonstration loads the same every time, once, and never beside anything real."""

import io
import socket
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.accounts.models import Organisation, User
from inreach.apps.audit.models import Event
from inreach.apps.audit.services.verification import faults
from inreach.apps.demo.actions import CannotLoad, check_load, digest, is_loaded, load_demo
from inreach.apps.demo.story.cast import CAST, person
from inreach.apps.demo.story.everything import tell
from inreach.apps.schools.models import Pupil
from tests import worlds
from tests.demo_world import STORY_DAY


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_two_loads_on_the_same_day_are_the_same_to_the_last_row():
    found = []
    for _ in range(2):
        with transaction.atomic():
            load_demo(by=system_actor(), today=STORY_DAY)
            found.append(digest())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert not is_loaded()


@pytest.mark.django_db
def test_loading_is_one_event_of_the_audit_and_names_nobody(demo_loaded):
    event = Event.objects.get()
    assert (event.verb, event.actor_id) == ("demo.loaded", "")
    assert event.details.pop("rows").keys() == {"casework.rating", "casework.signoff", "casework.target"}
    assert event.details == {"today": STORY_DAY.isoformat(), **demo_loaded}
    assert list(faults()) == []


@pytest.mark.django_db
def test_a_real_school_keeps_the_demonstration_out():
    worlds.school("A real school")
    with pytest.raises(
        CannotLoad, match=r"1 school or service that is not invented. .* never loaded beside real data"
    ):
        load_demo(by=system_actor(), today=STORY_DAY)
    assert not is_loaded()


@pytest.mark.django_db
def test_a_real_person_keeps_the_demonstration_out():
    worlds.person("somebody@example.org")
    with pytest.raises(CannotLoad, match="1 person who is not of its cast"):
        load_demo(by=system_actor(), today=STORY_DAY)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_loaded")
def test_a_colleague_added_while_trying_it_out_is_nobody_real():
    worlds.person(
        "new@marlowe.example", (Organisation.objects.get(name="Marlowe Primary"), person("senco").role)
    )
    check_load()


@pytest.mark.django_db
def test_it_loads_only_in_demonstration_mode(settings):
    settings.DEMO = False
    with pytest.raises(CannotLoad, match="DEMO=1"):
        load_demo(by=system_actor(), today=STORY_DAY)


@pytest.mark.django_db
def test_the_command_loads_once_and_says_who_can_sign_in():
    first = run("--load-only", "--today", "2026-11-18")
    Pupil.objects.filter(given_name="Kai", family_name="Rowe").update(known_as="Kit")
    second = run("--load-only", "--today", "2026-11-18")
    assert "Loaded 3 schools" in first
    assert "Loaded" not in second
    assert [one.name for one in CAST if f"  {one.name} " not in second or one.character not in second] == []
    assert Pupil.objects.filter(known_as="Kit").count() == 1


@pytest.mark.django_db
def test_the_command_refuses_beside_real_data_with_a_sentence():
    worlds.school("A real school")
    with pytest.raises(CommandError, match="never loaded beside real data"):
        run("--load-only")
    with pytest.raises(CommandError, match="never loaded beside real data"):
        run("--load-only", "--fresh")
    assert Organisation.objects.get().name == "A real school"


@pytest.mark.django_db
def test_a_port_that_is_taken_is_said_before_anything_is_done():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            run("--port", str(port))
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="is not a date"):
        run("--load-only", "--today", "18/11/2026")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "today", [date(2026, 9, 1), date(2026, 12, 27), date(2027, 3, 4), date(2027, 7, 21), date(2027, 8, 15)]
)
def test_it_loads_on_any_day_of_the_year(today):
    load_demo(by=system_actor(), today=today)
    assert is_loaded()


def test_the_same_people_are_in_the_story_on_any_day():
    names = [
        [(pupil.pk, pupil.name, pupil.year_group) for pupil in tell(today).of(Pupil)]
        for today in (STORY_DAY, date(2027, 6, 9), date(2028, 9, 4))
    ]
    assert names[0] == names[1] == names[2]
