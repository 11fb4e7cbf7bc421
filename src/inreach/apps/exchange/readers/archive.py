"""Zip files from strangers: never unpacked to disk, and never believed about their own size."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inreach.apps.exchange.engine.records import ReadResult

MOST_ENTRIES = 100
# The list of contents of 100 files takes a few kilobytes; a list of millions of files would fill the memory.
LARGEST_DIRECTORY = 262_144
TAIL = 65_557
END_OF_DIRECTORY = b"PK\x05\x06"
LARGE_ZIP_LOCATOR = b"PK\x06\x07"
CHUNK = 65_536
# Text packs ten to twenty times; what unpacks to this many times the largest upload is no roster.
UNPACKED_TIMES = 4
ENCRYPTED = 0x1


class Archive:
    """The files at the top of a zip, opened one at a time as streams of bytes."""

    def __init__(self, zipped: zipfile.ZipFile, names: list[str]) -> None:
        self._zipped = zipped
        self.names = names

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open one file of the zip to read."""
        with self._zipped.open(name) as stream:
            yield stream


def _list_is_too_long(path: Path) -> bool:
    """Whether the zip's own list of contents is larger than that of any honest import, read before it is loaded."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - TAIL))
        tail = stream.read()
    at = tail.find(END_OF_DIRECTORY)
    while at >= 0:
        if int.from_bytes(tail[at + 12 : at + 16], "little") > LARGEST_DIRECTORY:
            return True
        at = tail.find(END_OF_DIRECTORY, at + 1)
    return LARGE_ZIP_LOCATOR in tail


@contextmanager
def open_archive(path: Path, name: str, read_result: ReadResult, largest_upload: int) -> Iterator[Archive]:
    """Open a zip whose every byte has been counted. Raises Unreadable when it is not safe to read.

    `name` is what the person called the file; `largest_upload` in bytes. What it unpacks to is measured by
    unpacking it, not by what its header says.
    """
    try:
        if _list_is_too_long(path):
            raise read_result.stop(
                name, "", "The zip holds too many files.", f"Send a zip with at most {MOST_ENTRIES} files."
            )
        zipped = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise read_result.stop(
            name, "", "This is not a zip file.", "Export it again as a zip, and send the zip as it is."
        ) from None
    with zipped:
        names = _safe_names(zipped, name, read_result)
        _measure(zipped, names, name, read_result, largest_upload * UNPACKED_TIMES)
        yield Archive(zipped, names)


def _safe_names(zipped: zipfile.ZipFile, name: str, read_result: ReadResult) -> list[str]:
    entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise read_result.stop(
            name,
            "",
            f"The zip holds {len(entries):,} files.",
            f"Send a zip with at most {MOST_ENTRIES} files.",
        )
    names: list[str] = []
    nested = False
    for entry in entries:
        if entry.flag_bits & ENCRYPTED:
            raise read_result.stop(
                name, entry.filename, "The zip has a password.", "Make the zip without a password."
            )
        if entry.filename.startswith("__MACOSX/"):
            continue
        if "/" in entry.filename or "\\" in entry.filename:
            read_result.fault(
                name,
                entry.filename,
                f"“{entry.filename}” lies in a folder of the zip.",
                "Zip the files themselves, not the folder that they are in.",
            )
            nested = True
        elif entry.filename in names:
            read_result.fault(
                name, entry.filename, f"“{entry.filename}” is in the zip twice.", "Keep one of the two."
            )
        else:
            names.append(entry.filename)
    if nested and not names:
        raise read_result.stop(
            name,
            "",
            "The zip has no file at its top.",
            "Zip the files themselves, not the folder that they are in.",
        )
    return sorted(names)


def _measure(
    zipped: zipfile.ZipFile, names: list[str], name: str, read_result: ReadResult, most: int
) -> None:
    """Unpack everything to nowhere, and stop when it grows past `most` bytes."""
    total = 0
    for entry in names:
        try:
            with zipped.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    total += len(chunk)
                    if total > most:
                        raise read_result.stop(
                            name,
                            entry,
                            f"The zip unpacks to more than {most // 1_048_576:,} MB.",
                            "Send only the files of the roster, or ask whoever keeps the server to raise the limit.",
                        )
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
            raise read_result.stop(
                name, entry, f"“{entry}” in the zip is damaged.", "Export it again and send the new zip."
            ) from None
