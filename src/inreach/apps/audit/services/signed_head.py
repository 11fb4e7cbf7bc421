"""The signed head: the last seal, written where the database cannot reach it.

A file of lines, one for each time that blocks were sealed. Whoever deletes the end of the audit, or all of it, leaves
the line that says how far it once went. `AUDIT_HEAD_FILE` says where; the same line goes to the system's log where
`AUDIT_HEAD_SYSLOG` is set, and by mail to `AUDIT_HEAD_EMAIL`, so that a copy is kept on other machines.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from errno import ENOSPC
from logging import INFO, makeLogRecord
from logging.handlers import SysLogHandler
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from inreach.apps.audit.models import Block
from inreach.apps.audit.recording.seals import content_mac, fits


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the file: how far the audit went, and whether the line is the product's own."""

    line: int
    number: int
    mac: str
    genuine: bool


def head_file() -> Path:
    """Where the head is written: AUDIT_HEAD_FILE, or a folder of its own in VAR_DIR."""
    return Path(settings.AUDIT_HEAD_FILE or settings.VAR_DIR / "audit" / "head.jsonl")


def write_head(block: Block) -> None:
    """Add a line for this block, on the disk before this returns, and tell the other places that were chosen."""
    content = {"number": block.number, "mac": block.mac, "sealed_at": block.sealed_at.isoformat()}
    line = json.dumps({**content, "signature": content_mac(content)}, sort_keys=True)
    path = head_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _append(path, f"{line}\n".encode())
    if settings.AUDIT_HEAD_SYSLOG:
        to_syslog(f"inreach audit head {line}")
    if settings.AUDIT_HEAD_EMAIL:
        send_mail("Head of the audit", line, None, [settings.AUDIT_HEAD_EMAIL], fail_silently=True)


def _append(path: Path, line: bytes) -> None:
    """Add a line whole, or leave the file as it was: a full disk leaves no half line behind."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        before = os.fstat(handle).st_size
        if os.write(handle, line) != len(line):
            os.ftruncate(handle, before)
            raise OSError(ENOSPC, "The disk is full, so the signed head could not be written.", str(path))
        os.fsync(handle)
    finally:
        os.close(handle)


def to_syslog(line: str) -> None:
    """Send a line to the system's log: a socket such as /dev/log, or host:port of another machine."""
    host, _, port = settings.AUDIT_HEAD_SYSLOG.rpartition(":")
    handler = SysLogHandler((host, int(port)) if host else settings.AUDIT_HEAD_SYSLOG)
    try:
        handler.emit(makeLogRecord({"msg": line, "levelno": INFO, "levelname": "INFO"}))
    finally:
        handler.close()


def read_head(keys: Sequence[bytes]) -> Iterator[HeadLine]:
    """Every line of the file in order. A line that cannot be read is not genuine, and has the number 0."""
    path = head_file()
    if not path.exists():
        return
    for place, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        try:
            content = json.loads(line)
            signature = content.pop("signature")
            number, mac = int(content["number"]), str(content["mac"])
        except (ValueError, KeyError, TypeError, AttributeError):
            yield HeadLine(place, 0, "", genuine=False)
        else:
            yield HeadLine(place, number, mac, genuine=fits(content, str(signature), keys))
