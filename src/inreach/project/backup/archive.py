"""A backup as one file: database, uploaded files, the head of the audit and a manifest, encrypted to an age key."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
from django.conf import settings
from django.utils import timezone

from inreach.apps.audit.services.signed_head import head_file
from inreach.core.refusal import Refusal
from inreach.project.backup.database import (
    check_copy,
    copy_database,
    is_empty,
    is_sqlite,
    put_back,
)
from inreach.project.backup.manifest import Manifest, check_files, check_rows, files_in, read_manifest

FOLDERS = ("files", "imports")  # below VAR_DIR
HEAD = "audit-head.jsonl"
AGE_BEGINS = b"age-encryption.org/"


def recipients_from(texts: list[str]) -> list[pyrage.x25519.Recipient]:
    """Public keys as age writes them. Raises Refusal for one that is none."""
    try:
        return [pyrage.x25519.Recipient.from_str(text.strip()) for text in texts if text.strip()]
    except pyrage.RecipientError as error:
        raise Refusal(
            "A key to encrypt to begins with age1; `inreach backup --new-key` makes a pair."
        ) from error


def identities_from(path: Path | None) -> list[pyrage.x25519.Identity]:
    """Private keys in a file, one a line, lines with # left out. Raises Refusal for what is none."""
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.strip()[:1] not in {"", "#"}
        ]
    except (OSError, pyrage.IdentityError) as error:
        raise Refusal(f"There is no private key of age in {path}.") from error


def back_up(target: Path, recipients: list[pyrage.x25519.Recipient]) -> Manifest:
    """Write a backup while others work; without recipients it is not encrypted. It is there whole or not at all.

    Raises Refusal where something has that name already: an earlier backup is never written over.
    """
    if target.exists():
        raise Refusal(
            f"{target} is there already, and is left as it is. Give each backup a name of its own, with its date."
        )
    with _room(target.resolve().parent) as room:
        content = room / "content"
        content.mkdir()
        # The head first: it must not know of a block that the database of this backup has not.
        if head_file().exists():
            shutil.copyfile(head_file(), content / HEAD)
        _copy_folders(content)
        rows, sealed = copy_database(content)
        _copy_folders(content)  # what was brought meanwhile; what was removed meanwhile does no harm
        manifest = Manifest(
            made_at=timezone.now().isoformat(),
            engine="sqlite" if is_sqlite() else "postgresql",
            sealed=sealed,
            rows=rows,
            files=files_in(content),
        )
        manifest.write(content)
        packed = room / "packed"
        with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
            archive.add(content, arcname=".")
        ready = packed
        if recipients:
            ready = room / "encrypted"
            pyrage.encrypt_file(str(packed), str(ready), recipients)
        ready.chmod(0o600)
        ready.replace(target)
    return manifest


def _copy_folders(content: Path) -> None:
    """Copy uploaded files that are not copied yet; one that vanishes meanwhile is passed over."""
    for name in FOLDERS:
        place = Path(settings.VAR_DIR) / name
        for path in sorted(place.rglob("*")) if place.is_dir() else []:
            copy = content / name / path.relative_to(place)
            if path.is_file() and not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                try:
                    shutil.copyfile(path, copy)
                except FileNotFoundError:
                    copy.unlink(missing_ok=True)


@contextmanager
def _room(beside: Path) -> Iterator[Path]:
    """A folder that only we can read, on the same disk as what it is for, removed afterwards."""
    if not beside.is_dir():
        raise Refusal(f"There is no folder {beside}.")
    with tempfile.TemporaryDirectory(prefix=".inreach-backup-", dir=beside) as room:
        yield Path(room)


@contextmanager
def opened(source: Path, identities: list[pyrage.x25519.Identity]) -> Iterator[tuple[Manifest, Path]]:
    """A backup, decrypted, unpacked and checked file by file. Raises Refusal with what is wrong."""
    if not source.is_file():
        raise Refusal(f"There is no file {source}.")
    with _room(source.resolve().parent) as room:
        packed, content = source, room / "content"
        with source.open("rb") as begins:
            encrypted = begins.read(len(AGE_BEGINS)) == AGE_BEGINS
        if encrypted:
            if not identities:
                raise Refusal("The backup is encrypted. Name the file with the private key: --identity FILE")
            packed = room / "packed"
            try:
                pyrage.decrypt_file(str(source), str(packed), identities)
            except (pyrage.DecryptError, OSError) as error:
                raise Refusal("The backup is damaged, or it was encrypted to another key.") from error
        try:
            with tarfile.open(packed, "r:gz") as archive:
                archive.extractall(content, filter="data")
        except (tarfile.TarError, OSError, EOFError) as error:
            raise Refusal("The backup is damaged: it cannot be unpacked.") from error
        manifest = read_manifest(content)
        check_files(manifest, content)
        yield manifest, content


def verify(source: Path, identities: list[pyrage.x25519.Identity]) -> Manifest:
    """Check that a backup is whole. Raises Refusal with what is wrong."""
    with opened(source, identities) as (manifest, content):
        counted = check_copy(content)
        if counted is not None:
            check_rows(manifest, counted[0])
    return manifest


def restore(source: Path, identities: list[pyrage.x25519.Identity]) -> Manifest:
    """Put a backup into an empty place. Raises Refusal, and changes nothing, where anything is already."""
    here = "sqlite" if is_sqlite() else "postgresql"
    taken = [name for name in FOLDERS if any((Path(settings.VAR_DIR) / name).glob("*"))]
    if not is_empty():
        raise Refusal("This database holds something. A backup is restored into an empty place only.")
    if taken or head_file().exists():
        raise Refusal(
            f"{settings.VAR_DIR} holds files. A backup is restored into an empty place only: set VAR_DIR to one."
        )
    with opened(source, identities) as (manifest, content):
        if manifest.engine != here:
            raise Refusal(f"The backup is of {manifest.engine}, and this database is {here}.")
        rows, _ = put_back(content)
        check_rows(manifest, rows)
        for name in FOLDERS:
            if (content / name).is_dir():
                shutil.copytree(content / name, Path(settings.VAR_DIR) / name, dirs_exist_ok=True)
        if (content / HEAD).exists():
            head_file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(content / HEAD, head_file())
            head_file().chmod(0o600)
    return manifest
