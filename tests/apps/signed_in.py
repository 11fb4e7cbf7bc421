"""A browser in which somebody has signed in, on the fixed day of the tests' worlds."""

from contextlib import contextmanager

import time_machine
from django.test import Client

from tests.worlds import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(user):
    """A client signed in as this user; None for a stranger."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


@contextmanager
def on_the_day(day=TODAY):
    """The day on which these worlds stand still."""
    with time_machine.travel(day, tick=False):
        yield
