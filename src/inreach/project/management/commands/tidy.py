"""`inreach tidy`: clears what killed processes, closed browsers and forgotten files left lying about."""

from typing import Any

from django.core.management.base import BaseCommand

from inreach.project.tidying import tidy


class Command(BaseCommand):
    help = "Clear files without an import, sessions that are over, old answers to forms and old tasks."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Cleared: {tidy()}.")
