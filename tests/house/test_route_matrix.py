"""Every route has its row in the route × role matrix, and every row is true.

A row names the route, the records that its address speaks of (`url`, names from `matrix_world`), the method, and who
may come in. Everybody else must be turned away: a stranger to the sign-in page, the others by 403 or 404.

    ["schools:pupil"]
    url = { pupil = "pupil" }
    permission = "see_pupil"

    ["schools:change_pupil"]
    method = "post"
    url = { pupil = "pupil" }
    permission = "change_pupil"
    data = { year_group = "5" }      # optional: what is posted

A `permission` stands for the roles that are designed to have it (`tests/core/access/designed_roles.py`, written apart
from the table of grants), so a role that is new is answered there, once; `also` names who comes in beside them.
`allow = "everybody"` is everybody who is signed in, in whatever role, and `allow = []` nobody. `text` gives parts of an
address that are no record's id. `public = true` is for routes that anybody may open; `debug = true` for routes that
exist in development only.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from inreach.core.access.permissions import Permission
from tests import worlds
from tests.core.access.designed_roles import MAY
from tests.house import matrix_world

ROWS: dict[str, dict[str, Any]] = {}
for table in sorted((Path(__file__).parent / "matrix").glob("*.toml")):
    for name, row in tomllib.loads(table.read_text(encoding="utf-8")).items():
        assert name not in ROWS, f"{name} has two rows"
        ROWS[name] = row


def route_names(resolver: URLResolver | None = None, space: str = "") -> list[str]:
    """Names of all routes of the product, allauth's included."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += route_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            found.append(f"{space}{pattern.name}")
    return found


def allowed(row: dict[str, Any]) -> set[str]:
    """Who may come in by a row. Who has a role elsewhere comes to pages that speak of no record."""
    if "permission" not in row:
        return set(matrix_world.VISITORS) - {"stranger"} if row.get("allow") == "everybody" else set()
    permission = Permission(row["permission"])
    roles = {role for role, may in MAY.items() if permission in may.split()}
    elsewhere = {} if row.get("url") else matrix_world.ELSEWHERE
    return {
        *(role.value for role in roles),
        *(name for name, role in elsewhere.items() if role in roles),
        *row.get("also", []),
    }


def test_every_route_has_its_row_and_every_row_its_route():
    assert sorted(ROWS) == sorted(set(route_names()))


def test_every_row_names_known_visitors():
    for name, row in ROWS.items():
        assert len({"allow", "permission", "public"} & set(row)) == 1, name
        assert row.get("allow", []) in ([], "everybody"), name
        assert allowed(row) <= set(matrix_world.VISITORS), name


def test_a_permission_opens_to_its_roles_and_a_record_of_one_school_to_nobody_of_another():
    listed, record = {"permission": "see_cases"}, {"permission": "see_cases", "url": {"case": "case"}}
    inside = {"senco", "head", "outreach_teacher", "service_manager"}
    assert inside <= allowed(record) < set(matrix_world.VISITORS) - {"pupil", "left", "stranger"}
    assert allowed(listed) - allowed(record) == {"other_senco", "other_outreach"}
    assert allowed({"allow": "everybody"}) == set(matrix_world.VISITORS) - {"stranger"}
    with pytest.raises(ValueError, match="see_everything"):
        allowed({"permission": "see_everything"})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic(), time_machine.travel(worlds.TODAY, tick=False):
            yield matrix_world.build()
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cookies(world, django_db_blocker) -> dict[str, str]:
    """The session of every visitor who has one: each signed in once, in the world that all routes are tried in."""
    sessions = {}
    with django_db_blocker.unblock():
        for visitor, user in world.users.items():
            if user:
                client = Client()
                client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
                sessions[visitor] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_route_opens_to_those_in_its_row_and_to_nobody_else(name, world, cookies, settings):
    from django.db import transaction

    row = ROWS[name]
    settings.DEBUG = bool(row.get("debug"))
    speaks_of = {key: world.records[value].pk for key, value in row.get("url", {}).items()}
    url = reverse(name, kwargs={**speaks_of, **row.get("text", {})})
    for visitor in matrix_world.VISITORS:
        client = Client(raise_request_exception=True)
        point = transaction.savepoint()
        if visitor in cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = cookies[visitor]
        response = getattr(client, row.get("method", "get"))(url, row.get("data", {}))
        transaction.savepoint_rollback(point)
        to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
        came_in = response.status_code not in {403, 404} and not to_sign_in
        if row.get("public"):
            assert response.status_code < 500, f"{name}: {visitor} got {response.status_code}"
            continue
        expected = visitor in allowed(row)
        assert came_in is expected, (
            f"{name}: {visitor} got {response.status_code} {response.get('Location', '')}"
        )
        assert response.status_code < 500, f"{name}: {visitor} got {response.status_code}"
