"""`inreach restore FILE`: puts a backup into an empty place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.core.refusal import Refusal
from inreach.project.backup.archive import identities_from, restore


class Command(BaseCommand):
    help = "Put a backup into an empty place: a database without tables, and a VAR_DIR without files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--identity", type=Path, help="the file with the private key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"], identities_from(options["identity"]))
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(
            f"Restored the backup of {manifest.made_at}: {sum(manifest.rows.values()):,} rows. "
            "Now run `inreach migrate` and `inreach audit verify`."
        )
