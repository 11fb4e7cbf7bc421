"""The database of a backup: copied in one moment while others write, and put back into an empty place."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

from inreach.core.refusal import Refusal

SQLITE_COPY, POSTGRESQL_COPY = "inreach.sqlite3", "inreach.pgdump"
SEALED = "SELECT max(number) FROM audit_block"
# What is remembered for a while, and made anew wherever it is missing.
NOT_COUNTED = {"inreach_cache"}


def is_sqlite() -> bool:
    """Whether this database is SQLite; else it is PostgreSQL."""
    return connection.vendor == "sqlite"


def _count(ask: Callable[[str], Any], tables: list[str]) -> dict[str, int]:
    return {
        table: int(ask(f'SELECT count(*) FROM "{table}"'))  # noqa: S608 - names of our own tables
        for table in sorted(tables)
        if table not in NOT_COUNTED
    }


def copy_database(folder: Path) -> tuple[dict[str, int], int]:
    """Copy the database into a folder; returns its rows by table and the last sealed block, of that same moment."""
    return _copy_sqlite(folder / SQLITE_COPY) if is_sqlite() else _copy_postgresql(folder / POSTGRESQL_COPY)


def _copy_sqlite(target: Path) -> tuple[dict[str, int], int]:
    """By SQLite's own backup, in one step: whoever writes meanwhile neither waits nor is half in it."""
    source = Path(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return rows_of_sqlite(target)


def rows_of_sqlite(path: Path) -> tuple[dict[str, int], int]:
    """Rows by table of a SQLite file, and its last sealed block. Raises Refusal if SQLite finds it damaged."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:

        def ask(sql: str) -> Any:
            return copy.execute(sql).fetchone()[0]

        if ask("PRAGMA integrity_check") != "ok":
            raise Refusal("The backup is damaged: SQLite says that its database is not whole.")
        tables = [
            name
            for (name,) in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        return _count(ask, tables), int(ask(SEALED) or 0)


def _copy_postgresql(target: Path) -> tuple[dict[str, int], int]:
    """By pg_dump, in the snapshot in which the rows are counted."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", f"--file={target}")
        return _rows_here()


def _rows_here() -> tuple[dict[str, int], int]:
    with connection.cursor() as cursor:

        def ask(sql: str) -> Any:
            cursor.execute(sql)
            return cursor.fetchone()[0]

        return _count(ask, connection.introspection.table_names(cursor)), int(ask(SEALED) or 0)


def _run(program: str, *options: str) -> None:
    """Run a program of PostgreSQL on this database. The password goes by the environment, which nobody else reads."""
    place = connection.settings_dict
    known = {
        "PGHOST": place["HOST"],
        "PGPORT": str(place["PORT"] or ""),
        "PGUSER": place["USER"],
        "PGPASSWORD": place["PASSWORD"],
        "PGDATABASE": place["NAME"],
    }
    env = {**os.environ, **{name: value for name, value in known.items() if value}}
    done = subprocess.run([_program(program), *options], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refusal(f"{program} failed: {done.stderr.strip()[-500:]}")


def _program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    path_of_program = shutil.which(name) or (str(places[-1]) if places else "")
    if not path_of_program:
        raise Refusal(f"{name} is not on this machine. Install PostgreSQL's client programs.")
    return path_of_program


def check_copy(folder: Path) -> tuple[dict[str, int], int] | None:
    """Rows and last block of the copy in an unpacked backup; None for PostgreSQL, where only a restore can count."""
    if (folder / SQLITE_COPY).exists():
        return rows_of_sqlite(folder / SQLITE_COPY)
    _run("pg_restore", "--list", str(folder / POSTGRESQL_COPY))
    return None


def is_empty() -> bool:
    """Whether this database has no table yet. One that is not there is not made by asking."""
    if is_sqlite() and not Path(connection.settings_dict["NAME"]).exists():
        return True
    tables = connection.introspection.table_names()
    connections.close_all()
    return not tables


def put_back(folder: Path) -> tuple[dict[str, int], int]:
    """Put the copy in an unpacked backup into this database, which is empty; returns its rows and last block."""
    if is_sqlite():
        connections.close_all()
        target = Path(connection.settings_dict["NAME"])
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)
        shutil.copyfile(folder / SQLITE_COPY, target)
        target.chmod(0o600)
    else:
        _run(
            "pg_restore",
            *("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"),
            f"--dbname={connection.settings_dict['NAME']}",
            str(folder / POSTGRESQL_COPY),
        )
    return _rows_here()
