"""What a backup says of itself: how many rows of each table and which bytes of each file it holds."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from inreach.core.refusal import Refusal

MANIFEST = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one backup. `sealed` is the number of the last sealed block of the audit, 0 if there is none."""

    made_at: str
    engine: str
    sealed: int
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    version: int = VERSION

    def write(self, folder: Path) -> None:
        """Write it into the folder that becomes the backup."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1, sort_keys=True), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest in an unpacked backup. Raises Refusal if there is none, or one of a later version."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**content)
    except (OSError, ValueError, TypeError) as error:
        raise Refusal("This is no backup of Inreach: it has no manifest that can be read.") from error
    if manifest.version > VERSION:
        raise Refusal("A later version of Inreach made this backup. Install that version first.")
    return manifest


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_in(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder but the manifest, by path below it."""
    return {
        str(path.relative_to(folder)): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def check_files(manifest: Manifest, folder: Path) -> None:
    """Raise Refusal with the name of every file that is missing, changed or too many."""
    digests = files_in(folder)
    wrong = sorted(
        name for name in {*digests, *manifest.files} if digests.get(name) != manifest.files.get(name)
    )
    if wrong:
        raise Refusal(f"The backup is damaged. Not as the manifest says: {', '.join(wrong)}.")


def check_rows(manifest: Manifest, rows: dict[str, int]) -> None:
    """Raise Refusal with the name of every table that has not as many rows as the manifest says."""
    wrong = sorted(name for name in {*rows, *manifest.rows} if rows.get(name) != manifest.rows.get(name))
    if wrong:
        raise Refusal(f"The backup is damaged. Not as many rows as the manifest says: {', '.join(wrong)}.")
