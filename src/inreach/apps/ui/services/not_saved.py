"""Nothing could be saved, for no fault of who is signed in: the disk is full, the database is busy for long or away."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from errno import EDQUOT, EIO, ENOSPC, EROFS

from inreach.core.refusal import Refusal

FULL = "Nothing was saved: the disk of the server is full. {kept} Tell whoever keeps the server, and save again later."
BUSY = "Nothing was saved: something large is being saved just now. {kept} Please try again in a minute."
AWAY = (
    "The database of the server does not answer just now. {kept} Please try again in a minute. "
    "If it was saved after all, it is not saved a second time."
)
NOTHING_SAVED, NO_DATABASE = "Nothing was saved", "The database does not answer"
KEPT_HERE = "What you typed is still here."
NO_ROOM = 507
BUSY_NOW = 503
OF_THE_DISK = {ENOSPC, EDQUOT, EIO, EROFS}
OF_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
OF_POSTGRESQL = {"53100"}  # disk_full
GOING_OR_COMING = {"57P01", "57P02", "57P03"}  # admin_shutdown, crash_shutdown, cannot_connect_now


@dataclass(frozen=True, slots=True)
class WhyNotSaved:
    """Why nothing could be saved: the sentence, with a place for what became of what was typed, status and heading."""

    sentence: str
    status: int
    heading: str = NOTHING_SAVED

    def in_words(self, kept: str = "") -> str:
        """The sentence, with what became of what was typed."""
        return " ".join(self.sentence.format(kept=kept).split())


class NotSaved(Refusal):
    """Nothing could be saved; what was typed is shown again."""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def why_not_saved(error: BaseException | None) -> WhyNotSaved | None:
    """Why nothing could be saved, if an error comes from a full disk or the database's absence; None for any other."""
    for each in _chain(error):
        code = getattr(each, "sqlite_errorcode", None)
        if isinstance(code, int) and code & 0xFF in OF_SQLITE:
            return WhyNotSaved(FULL, NO_ROOM)
        if isinstance(code, int) and code & 0xFF == sqlite3.SQLITE_BUSY:
            return WhyNotSaved(BUSY, BUSY_NOW)
        if getattr(each, "sqlstate", None) in OF_POSTGRESQL:
            return WhyNotSaved(FULL, NO_ROOM)
        if isinstance(each, OSError) and each.errno in OF_THE_DISK:
            return WhyNotSaved(FULL, NO_ROOM)
        if _is_away(each):
            return WhyNotSaved(AWAY, BUSY_NOW, NO_DATABASE)
    return None


def _is_away(error: BaseException) -> bool:
    """Whether PostgreSQL could not be reached, or went away; its own errors carry a code, a lost connection none."""
    code = getattr(error, "sqlstate", "no code at all")
    names = {(base.__module__.partition(".")[0], base.__name__) for base in type(error).__mro__}
    return code in GOING_OR_COMING or (code is None and ("psycopg", "OperationalError") in names)
