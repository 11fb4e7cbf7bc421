"""What every page and every start of the product must hold to."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path, reverse

from inreach.apps.accounts.policies.access import public, requires
from inreach.apps.background.services import presence
from inreach.apps.notifications.models import OutgoingMessage
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role
from inreach.project.guards import refuse_invented_data, refuse_unsafe
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day
from tests.paths import ROOT

A_KEY = "k" * 50


def forgotten(request):
    """A view whose author forgot to say who may open it."""
    return HttpResponse("secret")


@public
def open_to_all(request):
    return HttpResponse("open")


@requires(Permission.SEE_LEDGER)
def for_some(request):
    return HttpResponse("ledger")


class Routes:
    """Addresses that exist in these tests only."""

    urlpatterns = [
        path("forgotten", forgotten),
        path("open", open_to_all),
        path("some", for_some),
        *get_resolver("inreach.project.urls").url_patterns,
    ]


@pytest.fixture
def school():
    with on_the_day():
        yield worlds.school()


@pytest.fixture
def routes(settings):
    settings.ROOT_URLCONF = Routes


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.OUTREACH_TEACHER, Role.SERVICE_MANAGER}]
)
def test_a_view_without_a_permission_is_refused_to_everybody(routes, school, role):
    client = client_of(worlds.person("x@example.org", (school.organisation, role)))
    answer = client.get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.content.decode()
    assert "This page is closed: nobody has been given it." in answer.content.decode()


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_and_comes_back_afterwards(routes):
    for where in ("/forgotten", "/some"):
        answer = Client().get(f"{where}?week=2026-03-02")
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/accounts/login/?next={where}%3Fweek%3D2026-03-02",
        )
    assert Client().get("/open").content == b"open"


@pytest.mark.django_db
def test_a_role_without_the_permission_is_refused_with_the_reason(routes, school):
    refused = client_of(worlds.person("x@example.org", (school.organisation, Role.GOVERNOR))).get("/some")
    assert refused.status_code == 403
    assert "You cannot see the ledger" in refused.content.decode()
    allowed = client_of(worlds.person("y@example.org", (school.organisation, Role.SENCO))).get("/some")
    assert allowed.content == b"ledger"


@pytest.mark.django_db
def test_every_door_of_the_product_says_who_may_open_it():
    def silent(resolver, space=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from silent(pattern, f"{space}{pattern.namespace or ''}:")
            elif not getattr(pattern.callback, "public", False) and not getattr(
                pattern.callback, "permission", None
            ):
                yield f"{space}{pattern.name}"

    assert list(silent(get_resolver("inreach.project.urls"))) == []


@pytest.mark.django_db
def test_pages_of_people_who_are_signed_in_are_stored_nowhere(school):
    client = client_of(worlds.person("x@example.org", (school.organisation, Role.SENCO)))
    assert client.get(reverse("schools:pupils"))["Cache-Control"] == "no-store, private"
    assert client.get("/no-such-page")["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/accounts/login/", "/about/privacy/", "/no-such-page", "/healthz"])
def test_every_answer_forbids_inline_code_and_other_sites(where):
    answer = Client().get(where)
    said = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert said == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing(school):
    user = worlds.person("x@example.org", (school.organisation, Role.ADMINISTRATOR))
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(reverse("schools:remove_term", args=[school.years.get().terms.first().pk]))
    assert answer.status_code == 403
    assert "Please send that again" in answer.content.decode()
    assert school.years.get().terms.count() == 3


@pytest.mark.django_db
def test_a_next_page_on_another_site_is_not_followed(school):
    user = worlds.person("x@example.org", (school.organisation, Role.SENCO))
    user.set_password("four random words here")
    user.save()
    for where in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = Client().post(
            reverse("account_login"),
            {"login": "x@example.org", "password": "four random words here", "next": where},
        )
        assert answer["Location"] == "/"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"secret_key": ""}, "SECRET_KEY is not set"),
        ({"secret_key": "short"}, "SECRET_KEY is too short"),
        (
            {"debug": True, "hosts": ["inreach.example.org"]},
            "DEBUG is on, but ALLOWED_HOSTS names inreach.example.org",
        ),
        ({"demo": True, "hosts": ["localhost", "*"]}, r"DEMO is on, but ALLOWED_HOSTS names \*"),
    ],
)
def test_an_unsafe_start_is_refused_with_what_to_do(given, sentence):
    safe = {"secret_key": A_KEY, "debug": False, "demo": False, "hosts": ["inreach.example.org"]}
    refuse_unsafe(**safe)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        refuse_unsafe(**{**safe, **given})


def test_development_on_ones_own_machine_may_start():
    refuse_unsafe(secret_key="short", debug=True, demo=True, hosts=["127.0.0.1", "localhost", "[::1]"])


@pytest.mark.django_db
def test_production_refuses_a_database_that_holds_the_demonstration(settings):
    made = worlds.school()
    settings.DEMO = False
    refuse_invented_data()
    made.organisation.invented = True
    made.organisation.save()
    with pytest.raises(
        ImproperlyConfigured, match=r"holds the demonstration \(Marlowe Primary\), and DEMO is off"
    ):
        refuse_invented_data()
    settings.DEMO = True
    refuse_invented_data()


@pytest.mark.django_db
def test_the_machine_is_told_that_the_product_lives_and_is_ready():
    assert Client().get("/healthz").json() == {"status": "ok"}
    presence.say_alive("worker")
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_the_machine_is_told_of_what_waits_though_pages_come():
    cache.clear()
    OutgoingMessage.objects.create(sender="a@example.org", state=OutgoingMessage.State.GIVEN_UP)
    ready = Client().get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "status": "ready",
        "warnings": [
            "no worker runs: mail, large files and the seals of the audit wait",
            "messages that could not be sent and were given up in the last month: 1",
        ],
    }


@pytest.mark.django_db
def test_the_machine_is_told_when_the_database_does_not_answer():
    def no_answer(execute, sql, params, many, context):
        raise RuntimeError("gone")

    from inreach.project.views import readyz

    with connection.execute_wrapper(no_answer):
        answer = readyz(RequestFactory().get("/readyz"))
    assert answer.status_code == 503
    assert b"the database does not answer" in answer.content


def production(tmp_path, *command, **env):
    """Run a command as a server would, with nothing of this machine's environment but its path."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "SECRET_KEY": "production-like-and-long-enough-9f8e7d6c5b4a-quite-random",
            "ALLOWED_HOSTS": "inreach.example.org",
            "VAR_DIR": str(tmp_path),
            "EMAIL_URL": "dummymail://",
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_server_like_start_passes_the_deployment_checks(tmp_path):
    done = production(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


def test_a_server_without_a_key_does_not_start(tmp_path):
    done = production(tmp_path, "manage.py", "check", SECRET_KEY="")
    assert done.returncode == 1
    assert done.stderr == (
        "Inreach does not start. SECRET_KEY is not set. Set it to a long random text before starting Inreach (see "
        ".env.example), or, on your own machine, DEMO=1 for the demonstration or DEBUG=1 for development.\n"
    )


def test_a_command_on_a_database_that_nobody_has_set_up_says_what_to_do_first(tmp_path):
    done = production(tmp_path, "manage.py", "ledger", "--school", "Marlowe Primary", "--week", "2026-03-02")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "The database is still empty. Run `inreach migrate` first, or `make demo` for the invented schools.\n"
    )


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A folder with a database in which the tables are made, as a server's first command makes them."""
    folder = tmp_path_factory.mktemp("migrated")
    assert production(folder, "manage.py", "migrate", "--verbosity", "0").returncode == 0
    return folder


@pytest.fixture
def set_up(migrated, tmp_path):
    """A function that runs SQL on a copy of that database, and returns its folder."""

    def run(sql=""):
        shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
        with closing(sqlite3.connect(tmp_path / "inreach.sqlite3")) as database:
            database.executescript(sql)
        return tmp_path

    return run


def test_a_server_does_not_open_its_door_on_the_demonstration(set_up):
    columns, values = (
        "id, kind, name, invented",
        "'5ee3d2d3b3b44d1cb6ffb0c3a1b2c3d4', 'school', 'Marlowe Primary', 1",
    )
    folder = set_up(f"INSERT INTO accounts_organisation ({columns}) VALUES ({values})")
    shut = production(folder, "-c", "import inreach.project.wsgi")
    assert shut.returncode == 1
    assert "This database holds the demonstration (Marlowe Primary), and DEMO is off." in shut.stderr


def test_a_fault_of_a_database_in_use_is_not_passed_off_as_an_empty_one(set_up):
    folder = set_up("ALTER TABLE schools_school RENAME TO gone")
    done = production(folder, "manage.py", "ledger", "--school", "Marlowe Primary", "--week", "2026-03-02")
    assert done.returncode == 1
    assert "no such table: schools_school" in done.stderr
    assert "empty" not in done.stderr


@pytest.mark.parametrize("setting", ["DEBUG", "DEMO"])
def test_a_server_does_not_open_its_door_in_development_or_demonstration(tmp_path, setting):
    shut = production(
        tmp_path, "-c", "import inreach.project.wsgi", **{setting: "1", "ALLOWED_HOSTS": "localhost"}
    )
    assert shut.returncode == 1
    assert f"{setting} is on, so this is no server for real people." in shut.stderr


def test_a_server_opens_its_door_on_a_database_of_its_own(set_up):
    assert production(set_up(), "-c", "import inreach.project.wsgi").returncode == 0


def test_a_server_that_would_write_password_links_into_its_log_does_not_open_its_door(tmp_path):
    shut = production(tmp_path, "-c", "import inreach.project.wsgi", EMAIL_URL="consolemail://")
    assert shut.returncode == 1
    assert "EMAIL_URL is not set" in shut.stderr


@pytest.mark.django_db
def test_somebody_who_types_wrong_passwords_all_morning_keeps_nobody_else_of_the_school_out(client):
    made = worlds.school()
    person = worlds.person("ada@example.org", (made.organisation, Role.CLASS_TEACHER))
    person.set_password("four random words here")
    person.save()
    sign_in = reverse("account_login")
    for _ in range(40):
        client.post(sign_in, {"login": "kai@example.org", "password": "wrong"})
    answer = Client().post(sign_in, {"login": "ada@example.org", "password": "four random words here"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
