"""The demonstration as a world for tests: loaded once for a module, on one fixed day."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.demo.actions import load_demo

STORY_DAY = date(2026, 11, 18)  # a Wednesday in term, in a week A


@pytest.fixture(scope="module")
def demo_loaded(django_db_setup, django_db_blocker) -> Iterator[dict[str, int]]:
    """Rows by kind of a demonstration that stands for the tests of one module, and is gone after them."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield load_demo(by=system_actor(), today=STORY_DAY)
        transaction.set_rollback(True)
