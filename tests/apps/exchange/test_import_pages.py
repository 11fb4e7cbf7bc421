"""Bringing a file on the page: it is shown first, kept privately, and deleted afterwards."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.exchange.actions import bring_file, drop_forgotten_imports
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.models import ImportRun
from inreach.apps.schools.models import Establishment, Lesson, Pupil, StaffMember
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.exchange.files import fet, oneroster, small_roster, upn, user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR / "imports"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(worlds.TODAY, tick=False) as now:
        yield now


@pytest.fixture
def school():
    return worlds.school()


def signed_in(role: Role, *places) -> Client:
    person = worlds.person(f"{role.value}@example.org", *((place.organisation, role) for place in places))
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def client(school) -> Client:
    return signed_in(Role.ADMINISTRATOR, school)


def bring(client: Client, path: Path, kind: str, place, **said):
    file = SimpleUploadedFile("Kai Rowe in 4B.zip", path.read_bytes())
    return client.post(
        reverse("exchange:imports"), {"format": kind, "place": str(place.pk), "file": file, **said}
    )


def test_a_file_is_shown_before_anything_happens(client, school, tmp_path, private_folder):
    answer = bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/imports/{run.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert (
        "Applying this file would add 2 pupils, 1 member of staff and 1 class. Nothing has been changed yet."
        in page
    )
    assert Pupil.objects.count() == 0
    assert [kept.name for kept in private_folder.iterdir()] == [str(run.pk)]
    assert (private_folder / str(run.pk)).stat().st_mode & 0o777 == 0o600
    assert "Given" not in page


def test_applying_it_imports_and_deletes_the_file(
    client, school, tmp_path, private_folder, django_capture_on_commit_callbacks
):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("exchange:apply", args=[run.pk]))
    assert answer["Location"] == f"/imports/{run.pk}/"
    assert Pupil.objects.filter(school=school).count() == 2
    assert StaffMember.objects.get().school == school
    assert list(private_folder.iterdir()) == []
    page = client.get(answer["Location"]).content.decode()
    assert "It is applied: 2 pupils, 1 member of staff and 1 class added." in page
    assert [e.verb for e in Event.objects.filter(verb__startswith="import.").order_by("number")] == [
        "import.brought",
        "import.examined",
        "import.applied",
    ]


def test_not_applying_it_deletes_the_file_and_changes_nothing(
    client, school, tmp_path, private_folder, django_capture_on_commit_callbacks
):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("exchange:drop", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, Pupil.objects.count(), list(private_folder.iterdir())) == ("dropped", 0, [])


def keyed(client: Client, route: str, run: ImportRun) -> dict[str, str]:
    """What the button of a preview sends: the key of its form."""
    page = client.get(reverse("exchange:preview", args=[run.pk])).content.decode()
    action = re.escape(reverse(f"exchange:{route}", args=[run.pk]))
    form = re.search(rf'action="{action}">(.*?)</form>', page, re.DOTALL)[1]
    return {"once": re.search(r'name="once" value="(\w+)"', form)[1]}


@pytest.mark.parametrize(
    ("route", "verb", "message"),
    [
        ("apply", "import.applied", "The file is applied. It has been deleted from here."),
        ("drop", "import.dropped", "Nothing was changed. The file has been deleted from here."),
    ],
)
def test_a_double_click_decides_once_and_is_answered_twice(
    route, verb, message, client, school, tmp_path, private_folder, django_capture_on_commit_callbacks
):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    address, sent = reverse(f"exchange:{route}", args=[run.pk]), keyed(client, route, run)
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(address, sent)
    assert list(private_folder.iterdir()) == []
    client.get(first["Location"])
    second = client.post(address, sent)
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])
    assert message in client.get(second["Location"]).content.decode()
    assert Event.objects.filter(verb=verb).count() == 1


def test_a_decided_import_is_not_decided_again(client, school, tmp_path):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    client.post(reverse("exchange:drop", args=[run.pk]))
    answer = client.post(reverse("exchange:apply", args=[run.pk]))
    assert answer.status_code == 403
    assert "This import has been decided already." in answer.content.decode()
    assert Pupil.objects.count() == 0


def test_a_file_that_changed_since_it_was_shown_is_not_applied(client, school, tmp_path, private_folder):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    other = oneroster(tmp_path / "o.zip", {**small_roster(), "users": [user("P9")]})
    (private_folder / str(run.pk)).write_bytes(other.read_bytes())
    answer = client.post(reverse("exchange:apply", args=[run.pk]), follow=True)
    assert "The file is no longer the one that you saw. Please bring it again." in answer.content.decode()
    assert Pupil.objects.count() == 0


def test_faults_stand_on_the_page_with_what_to_do_and_the_file_is_gone(
    client, school, tmp_path, private_folder, django_capture_on_commit_callbacks
):
    path = oneroster(tmp_path / "r.zip", {**small_roster(), "users": [user("P1", orgSourcedIds="S9")]})
    with django_capture_on_commit_callbacks(execute=True):
        answer = bring(client, path, "oneroster", school)
    page = client.get(answer["Location"]).content.decode()
    run = ImportRun.objects.get()
    assert run.state == "refused"
    assert f"The file has {len(run.faults)} faults. Nothing was kept." in page
    for words in ("users.csv", "orgSourcedIds", "There is no organisation “S9”.", "Add it to orgs.csv"):
        assert words in page
    assert "exchange:apply" not in page
    assert reverse("exchange:apply", args=[run.pk]) not in page
    assert list(private_folder.iterdir()) == []


def test_a_timetable_takes_the_times_that_were_chosen(client, school, tmp_path):
    school.day_plans.all().delete()
    said = {"first_bell": "9:00", "period_minutes": "50", "first_day": "0"}
    answer = bring(client, fet(tmp_path / "t.fet"), "fet", school, **said)
    client.post(f"{answer['Location']}apply")
    assert sorted(Lesson.objects.values_list("starts", "ends")) == [(540, 590), (540, 590), (590, 690)]


def test_a_wrong_answer_says_what_to_do_and_leaves_nothing(client, school, tmp_path):
    answer = bring(client, fet(tmp_path / "t.fet"), "fet", school, first_bell="nine")
    assert "“nine” is not a time of day." in answer.content.decode()
    nothing = client.post(reverse("exchange:imports"), {"format": "fet", "place": str(school.pk)})
    assert "Choose a file" in nothing.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_file_over_the_limit_is_refused_before_it_is_kept(client, school, tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 100
    answer = bring(client, fet(tmp_path / "t.fet"), "fet", school)
    assert "The file is larger than" in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_only_a_service_brings_the_list_of_schools(client, school, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("URN,LAEstab,School Name\n100000,2013614,Oak\n", encoding="utf-8")
    bring(client, path, "schools", school)
    assert ImportRun.objects.count() == 0
    service = worlds.service()
    other = worlds.person("service@example.org", (service.organisation, Role.ADMINISTRATOR))
    client.force_login(other, backend=BACKEND)
    answer = bring(client, path, "schools", service)
    client.post(f"{answer['Location']}apply")
    assert Establishment.objects.get().name == "Oak"


def test_the_action_itself_refuses_a_list_of_schools_from_a_school(school):
    by = worlds.actor(Role.ADMINISTRATOR, school.organisation)
    with pytest.raises(Forbidden, match="is imported for a service"):
        bring_file(
            by=by, organisation=school.organisation, format_name="schools", chunks=[b""], options=Options()
        )
    assert ImportRun.objects.count() == 0


def test_a_file_that_no_longer_fits_the_school_is_refused_when_it_is_applied(
    client, school, tmp_path, private_folder, django_capture_on_commit_callbacks
):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    address, sent = reverse("exchange:apply", args=[run.pk]), keyed(client, "apply", run)
    worlds.pupil(school, source_id="oneroster:P1")
    worlds.pupil(school, upn=upn(1))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, sent, follow=True)
    page = answer.content.decode()
    assert "The school has changed since you saw the file, and it no longer fits." in page
    assert "Another pupil of the school has this UPN already." in page
    assert (Pupil.objects.count(), StaffMember.objects.count()) == (2, 0)
    assert list(private_folder.iterdir()) == []
    assert client.post(address, sent)["Location"] == reverse("exchange:preview", args=[run.pk])
    assert Event.objects.filter(verb="import.refused").count() == 1


def test_another_schools_import_is_not_found(client, school, tmp_path):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    run = ImportRun.objects.get()
    other = worlds.school("Hollybank Primary")
    stranger = worlds.person("other@example.org", (other.organisation, Role.ADMINISTRATOR))
    client.force_login(stranger, backend=BACKEND)
    for route, ask in (("preview", client.get), ("apply", client.post), ("drop", client.post)):
        assert ask(reverse(f"exchange:{route}", args=[run.pk])).status_code == 404
    assert str(run.pk) not in client.get(reverse("exchange:imports")).content.decode()


def test_a_file_that_nobody_decides_about_is_deleted_after_a_month(
    client, school, tmp_path, private_folder, today, django_capture_on_commit_callbacks
):
    bring(client, oneroster(tmp_path / "r.zip", small_roster()), "oneroster", school)
    today.shift(timedelta(days=29))
    assert drop_forgotten_imports(by=system_actor()) == 0
    today.shift(timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_forgotten_imports(by=system_actor()) == 1
    assert ImportRun.objects.get().state == "dropped"
    assert list(private_folder.iterdir()) == []


@pytest.mark.parametrize("brought", [1, 3])
def test_the_list_takes_the_same_number_of_queries_whatever_its_length(
    client, school, tmp_path, brought, django_assert_num_queries
):
    path = oneroster(tmp_path / "r.zip", small_roster())
    for _ in range(brought):
        bring(client, path, "oneroster", school)
    client.get(reverse("exchange:imports"))
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("exchange:imports")).content.decode()
    assert page.count("Waiting for you") == brought


LIST_QUERIES = 8
