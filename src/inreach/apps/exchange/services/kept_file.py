"""The file of an import, kept privately from when it is brought until it is decided about."""

import os
import shutil
import time
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.conf import settings

from inreach.apps.exchange.models import ImportRun

# Whoever brings a file writes it before its row: it is left alone while that may still go on.
LEFT_ALONE_FOR = 3600  # seconds


def folder() -> Path:
    """Where the files of imports lie."""
    return Path(settings.VAR_DIR) / "imports"


def kept_file(run: ImportRun) -> Path:
    """Where the file of an import lies until it is applied or dropped: by number, never by its own name."""
    return folder() / str(run.pk)


def keep_file(run: ImportRun, chunks: Iterable[bytes]) -> None:
    """Keep what was uploaded, readable by nobody else. OSError if the disk is full; then nothing is left of it."""
    path = kept_file(run)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    try:
        with path.open("wb") as copy:
            for chunk in chunks:
                copy.write(chunk)
    except BaseException:
        forget_file(run)
        raise


def unpacked_size(file: IO[bytes]) -> int:
    """Bytes that a file holds, those of everything in it if it is an archive: how long it takes depends on that."""
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def size_of(run: ImportRun) -> int:
    """Bytes that the file of an import holds, unpacked; 0 if it is gone."""
    try:
        with kept_file(run).open("rb") as file:
            return unpacked_size(file)
    except FileNotFoundError:
        return 0


def forget_file(run: ImportRun) -> None:
    """Delete the file of an import."""
    kept_file(run).unlink(missing_ok=True)


def remove_orphans() -> int:
    """Delete files that no import waits for, and uploads that a killed process left; return how many."""
    waiting = {
        str(pk)
        for pk in ImportRun.objects.filter(state__in=ImportRun.UNDECIDED)
        .order_by("pk")
        .values_list("pk", flat=True)
    }
    orphans = [path for path in _old(folder()) if not (_is_id(path.name) and path.name in waiting)]
    uploads = _old(Path(settings.FILE_UPLOAD_TEMP_DIR)) if settings.FILE_UPLOAD_TEMP_DIR else []
    for path in [*orphans, *uploads]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(orphans) + len(uploads)


def _is_id(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True


def _old(place: Path) -> list[Path]:
    """What lies in a folder and was not touched lately, in order of name."""
    before = time.time() - LEFT_ALONE_FOR
    return (
        sorted(path for path in place.iterdir() if path.lstat().st_mtime < before) if place.is_dir() else []
    )
