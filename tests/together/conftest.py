"""Two people of one school, each with a browser, and one of every record."""

import pytest
from django.test import Client

from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day
from tests.house.matrix_world import MatrixWorld, build


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def world(db) -> MatrixWorld:
    return build()


def somebody(world: MatrixWorld, name: str) -> Client:
    """A SENCO who is also an administrator: whoever may change nearly everything at a school."""
    place = world.records["school"].organisation
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return client_of(worlds.person(email, (place, Role.SENCO), (place, Role.ADMINISTRATOR), name=name))


@pytest.fixture
def ada(world) -> Client:
    return somebody(world, "Ada Marsh")


@pytest.fixture
def ben(world) -> Client:
    return somebody(world, "Ben Cole")
