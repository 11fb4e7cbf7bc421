"""How far the examination of a file has come, kept beside the rows: it is nobody's record, and gone in an hour."""

import time

from django.core.cache import cache

from inreach.apps.exchange.models import ImportRun

KEPT = 3600  # seconds
MOST_OFTEN = 1.0  # seconds between two notes, so that a file does not write all the time
_last: dict[str, float] = {}


def say_progress(run: ImportRun, rows: int) -> None:
    """Note how many rows of a file have been read."""
    now = time.monotonic()
    if now - _last.get(str(run.pk), 0.0) >= MOST_OFTEN:
        _last.clear()
        _last[str(run.pk)] = now
        cache.set(f"import.{run.pk}", rows, KEPT)


def rows_read(run: ImportRun) -> int:
    """How many rows of a file have been read so far, as far as is known."""
    return int(cache.get(f"import.{run.pk}", 0))
