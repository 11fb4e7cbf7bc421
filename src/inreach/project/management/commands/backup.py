"""`inreach backup FILE`: database, uploaded files and the head of the audit, in one encrypted file."""

from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.core.refusal import Refusal
from inreach.project.backup.archive import back_up, recipients_from


class Command(BaseCommand):
    help = "Write a backup, encrypted to an age key, while others work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="where to write it")
        parser.add_argument(
            "--recipient", action="append", default=[], help="a public key (age1…), beside BACKUP_RECIPIENTS"
        )
        parser.add_argument("--plain", action="store_true", help="do not encrypt it")
        parser.add_argument(
            "--new-key", type=Path, metavar="KEYFILE", help="write a new private key, and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self._make_key(options["new_key"])
            return
        if not options["file"]:
            raise CommandError("Say where to write the backup.")
        try:
            recipients = recipients_from([*settings.BACKUP_RECIPIENTS, *options["recipient"]])
            if not recipients and not options["plain"]:
                raise Refusal(
                    "Say to which key the backup is encrypted: BACKUP_RECIPIENTS, or --recipient age1… "
                    "(--new-key KEYFILE makes one), or --plain if the disk is encrypted already."
                )
            manifest = back_up(options["file"], [] if options["plain"] else recipients)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(
            f"{options['file']}: {sum(manifest.rows.values()):,} rows, {len(manifest.files)} files, "
            f"the audit up to block {manifest.sealed}."
        )

    def _make_key(self, path: Path) -> None:
        if path.exists():
            raise CommandError(f"{path} is there already.")
        identity = pyrage.x25519.Identity.generate()
        path.touch(mode=0o600)
        path.write_text(f"# public key: {identity.to_public()}\n{identity}\n", encoding="utf-8")
        self.stdout.write(
            f"The private key is in {path}: keep it away from this machine. "
            f"BACKUP_RECIPIENTS={identity.to_public()}"
        )
