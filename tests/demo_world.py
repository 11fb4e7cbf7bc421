"""The demonstration as a world for tests: loaded once in a worker, on one fixed day."""

from contextlib import ExitStack
from datetime import date

from pytest_django.plugin import DjangoDbBlocker

STORY_DAY = date(2026, 11, 18)  # a Wednesday in term, in a week A


class Demonstration:
    """The demonstration in a transaction of its own, which stands while tests that ask for it follow each other."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._standing = ExitStack()
        self._counts: dict[str, int] = {}

    def load(self) -> dict[str, int]:
        """Return the rows by kind, and load them unless they stand already."""
        from django.db import transaction
        from django.test import override_settings

        from inreach.apps.accounts.adapters import system_actor
        from inreach.apps.demo.actions import load_demo

        if not self._counts:
            with ExitStack() as standing, self._blocker.unblock():
                standing.enter_context(override_settings(DEMO=True))
                standing.enter_context(transaction.atomic())
                self._counts = load_demo(by=system_actor(), today=STORY_DAY)
                self._standing = standing.pop_all()
        return self._counts

    def leave(self) -> None:
        """Take the demonstration out of the database, so that no other test can see it."""
        from django.db import transaction

        if self._counts:
            with self._blocker.unblock():
                transaction.set_rollback(True)
                self._standing.close()
            self._counts = {}
