"""`inreach worker`: does what is to be done beside requests, until Ctrl-C or a signal ends it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inreach.project.worker import work


class Command(BaseCommand):
    help = "Do what is to be done beside requests: tasks, mail, the seals of the audit, tidying. Any number may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="end when no task waits any more")
        parser.add_argument(
            "--with-parent", type=int, default=0, metavar="PID", help="end when this process, its parent, has"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        work(until_empty=options["until_empty"], with_parent=options["with_parent"])
