"""`inreach audit verify`: is the record of who did what still whole?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.apps.audit.queries import count_of_events
from inreach.apps.audit.recording.chain import faults


class Command(BaseCommand):
    help = "Check that no audit event is changed or missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what", choices=["verify"], help="verify: walk the whole chain and name every fault"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found_faults = list(faults())
        for fault in found_faults:
            self.stderr.write(fault.sentence)
        if found_faults:
            raise CommandError(
                f"The audit is not whole: {len(found_faults)} faults, the first at event {found_faults[0].number}."
            )
        self.stdout.write(f"The audit is whole: {count_of_events():,} events, none changed, none missing.")
