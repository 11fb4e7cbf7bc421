"""`inreach audit`: is the record of who did what still whole? Seal what waits, and scrub what is past its time."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from inreach.apps.audit.queries import count_of_events, count_of_waiting
from inreach.apps.audit.services.scrubbing import scrub_texts
from inreach.apps.audit.services.sealing import seal_all
from inreach.apps.audit.services.verification import faults


class Command(BaseCommand):
    help = "Check that no audit event is changed or missing; seal those that wait; scrub free text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            choices=["verify", "seal", "scrub"],
            help="verify: walk through all of it and name every fault; seal: put events that wait into a block; "
            "scrub: empty what people wrote in their own words",
        )
        parser.add_argument("--before", help="scrub: the day before which texts are emptied, as 2020-08-31")
        parser.add_argument(
            "--pupil", default="", help="scrub: the id of the one pupil whose events are meant"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        {"verify": self.verify, "seal": self.seal, "scrub": self.scrub}[options["what"]](options)

    def verify(self, options: dict[str, Any]) -> None:
        """Name every fault, and fail if there is one."""
        first, count = None, 0
        for fault in faults():
            first, count = first or fault, count + 1
            self.stderr.write(fault.sentence)
        if first:
            several = "1 fault" if count == 1 else f"{count} faults"
            raise CommandError(f"The audit is not whole: {several}, the first at {first.place}.")
        waiting = count_of_waiting()
        sealed = f" {waiting:,} of them wait to be sealed." if waiting else ""
        self.stdout.write(
            f"The audit is whole: {count_of_events():,} events, none changed, none missing.{sealed}"
        )

    def seal(self, options: dict[str, Any]) -> None:
        """Seal everything that waits."""
        sealed = seal_all()
        self.stdout.write(f"{sealed:,} events were sealed." if sealed else "No event waits to be sealed.")

    def scrub(self, options: dict[str, Any]) -> None:
        """Empty free text of events before a day."""
        try:
            day = datetime.fromisoformat(options["before"] or "")
        except ValueError as error:
            raise CommandError("Say before which day, as --before 2020-08-31.") from error
        count = scrub_texts(by=None, before=timezone.make_aware(day), pupil_id=options["pupil"])
        self.stdout.write(f"{count:,} texts were emptied.")
