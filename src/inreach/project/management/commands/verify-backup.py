"""`inreach verify-backup FILE`: is a backup whole, and can it be decrypted?"""  # noqa: N999

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.core.refusal import Refusal
from inreach.project.backup.archive import identities_from, verify


class Command(BaseCommand):
    help = "Check a backup: decrypt it, and compare files and rows with its manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--identity", type=Path, help="the file with the private key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = verify(options["file"], identities_from(options["identity"]))
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(
            f"The backup of {manifest.made_at} is whole: {sum(manifest.rows.values()):,} rows, "
            f"{len(manifest.files)} files, the audit up to block {manifest.sealed}."
        )
