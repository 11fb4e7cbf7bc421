"""`inreach demo`: load the demonstration if it is not there, say who can sign in, and serve it until Ctrl-C."""

import socket
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.demo.actions import CannotLoad, check_load, is_loaded, load_demo
from inreach.apps.demo.server.demo_server import HOST, serve
from inreach.apps.demo.server.demo_worker import worker_beside
from inreach.apps.demo.story.cast import CAST
from inreach.apps.ui.terminal.arguments import day


class Command(BaseCommand):
    help = "Load the demonstration if it is not there, say who can sign in, and serve it on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
        parser.add_argument("--load-only", action="store_true", help="load it, and do not serve it")
        parser.add_argument(
            "--fresh", action="store_true", help="empty the database first, and load it again"
        )
        parser.add_argument("--today", type=day, help="the day on which the story stands (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not options["load_only"]:
            self._check_port(port)
        try:
            check_load()
        except CannotLoad as refused:
            raise CommandError(str(refused)) from refused
        call_command("migrate", verbosity=0, interactive=False)
        if options["fresh"]:
            call_command("flush", verbosity=0, interactive=False)
        if not is_loaded():
            counts = load_demo(by=system_actor(), today=options["today"] or timezone.localdate())
            self.stdout.write(
                f"Loaded {counts['schools.school']} schools, {counts['schools.pupil']:,} pupils, "
                f"{counts['provision.group']} groups and {counts['casework.target']} targets. Nobody in them is real."
            )
        self._say_who()
        if options["load_only"]:
            return
        with worker_beside():
            serve(port, lambda: self._say_where(port))

    def _say_where(self, port: int) -> None:
        self.stdout.write(f"\nOpen http://{HOST}:{port}/ and choose who to be. Ctrl-C ends it.\n")
        self.stdout.flush()

    def _check_port(self, port: int) -> None:
        if not 1 <= port <= 65535:
            raise CommandError(f"A port is a number from 1 to 65535, not {port}.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is in use or not allowed. Stop what is there, or choose another: "
                    f"make demo PORT={port + 1 if port < 65535 else 8000}"
                ) from error

    def _say_who(self) -> None:
        """Print who can sign in, in columns."""
        rows = [
            (
                person.name,
                f"{person.role.label}{', has left' if person.has_left else ''}",
                person.organisation.name,
                person.character,
            )
            for person in CAST
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        self.stdout.write("")
        for row in rows:
            columns = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=False))
            self.stdout.write(f"  {columns}  {row[3]}")
