"""Four places where targets may lie. Each takes the same text of SQL and gives columns back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.rows.texts import COLUMNS

Column = Sequence[Any] | NDArray[Any]
TYPES = {"school": "TEXT", "area": "TEXT", "programme": "TEXT", "pupil": "TEXT"}
MEMORY = "600MB"


class Engine(Protocol):
    """Something that holds the table or view `targets` and answers SQL."""

    def ask(self, sql: str) -> tuple[Column, ...]:
        """The columns of the answer, in the order of the text; all of one length."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One target as a line of the table; see COLUMNS."""

    school: str
    area: str
    programme: str
    pupil: str
    baseline: int
    expected: int
    achieved: int | None = None
    maintain: bool = False
    due: bool = True
    edited: bool = False
    worded: bool = True


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection of Python's database interface (PEP 249), as SQLite, PostgreSQL and Django give them."""

    connection: Any

    def ask(self, sql: str) -> tuple[Column, ...]:
        """See Engine."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql)
            width = len(cursor.description)
            rows = cursor.fetchall()
        finally:
            cursor.close()
        return tuple(zip(*rows, strict=True)) if rows else ((),) * width


def in_memory(lines: Iterable[Line]) -> Connection:
    """Put lines into an SQLite database in memory, for those who hold rows and no table."""
    connection = sqlite3.connect(":memory:")
    create(connection, lines, sign="?")
    return Connection(connection)


def create(connection: Any, lines: Iterable[Line], *, sign: str = "%s", temporary: bool = False) -> None:
    """Make the table `targets` and fill it; `sign` is how the database marks a parameter (? for SQLite)."""
    cursor = connection.cursor()
    columns = ", ".join(f"{name} {TYPES.get(name, 'INTEGER')}" for name in COLUMNS)
    cursor.execute(f"CREATE {'TEMPORARY ' if temporary else ''}TABLE targets ({columns})")
    marks = ", ".join([sign] * len(COLUMNS))
    rows = [tuple(int(x) if isinstance(x, bool) else x for x in astuple(line)) for line in lines]
    if rows:
        cursor.executemany(f"INSERT INTO targets VALUES ({marks})", rows)  # noqa: S608 - signs alone
    cursor.close()


class Parquet:
    """Parquet files, read by DuckDB; close() it, or use it in a with statement."""

    def __init__(
        self, files: Path | str, *, memory: str = MEMORY, threads: int = 2, spill: Path | str | None = None
    ) -> None:
        """`files` may hold asterisks. More than `memory` is put into the folder `spill`.

        RuntimeError without the package, FileNotFoundError where there is no such file.
        """
        try:
            import duckdb
        except ImportError as missing:
            raise RuntimeError(
                "Parquet files need DuckDB: install Inreach with its extra 'warehouse'."
            ) from missing
        self.database = duckdb.connect()
        try:
            self.database.execute(f"SET threads = {int(threads)}")
            self.database.execute("SET preserve_insertion_order = false")
            self._set("memory_limit", memory)
            if spill is not None:
                self._set("temp_directory", str(spill))
            if not self.database.execute("SELECT file FROM glob(?)", [str(files)]).fetchall():
                raise FileNotFoundError(f"There is no file {files}.")
            self.database.read_parquet(str(files)).create_view("targets")
        except BaseException:
            self.database.close()
            raise

    def _set(self, name: str, value: str) -> None:
        """Set one of DuckDB's own settings, quoted."""
        self.database.execute(f"SET {name} = '{value.replace(chr(39), 2 * chr(39))}'")

    def ask(self, sql: str) -> tuple[Column, ...]:
        """See Engine."""
        return tuple(np.asarray(column) for column in self.database.execute(sql).fetchnumpy().values())

    def close(self) -> None:
        """Let go of files and memory."""
        self.database.close()

    def __enter__(self) -> Parquet:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Cluster:
    """Parquet files that a Spark session can reach, added up on its cluster."""

    def __init__(self, session: Any, files: Path | str) -> None:
        """`session` is a pyspark SparkSession; `files` a path or pattern that its workers can read."""
        self.session = session
        session.read.parquet(str(files)).createOrReplaceTempView("targets")

    def ask(self, sql: str) -> tuple[Column, ...]:
        """See Engine."""
        frame = self.session.sql(sql)
        rows = frame.collect()
        return tuple(zip(*rows, strict=True)) if rows else ((),) * len(frame.columns)


def local_spark(memory: str = "512m", parts: int = 2, **more: str) -> Any:
    """Start a Spark session on this machine alone; the caller stops it. It needs Java 17.

    `more` are further settings of Spark, dots written as underscores. RuntimeError without the package.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise RuntimeError("A cluster needs Spark: install Inreach with its extra 'cluster'.") from missing
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": str(parts),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
    }
    settings |= {name.replace("_", "."): setting for name, setting in more.items()}
    return SparkSession.builder.master(f"local[{parts}]").config(map=settings).getOrCreate()
