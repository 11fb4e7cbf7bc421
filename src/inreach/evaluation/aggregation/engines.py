"""Four places where targets may lie. Each takes the same text of SQL and gives columns back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation import sql_optional
from inreach.evaluation.aggregation.sql import COLUMNS
from inreach.evaluation.aggregation.types import CapacityRow

Column = Sequence[Any] | NDArray[Any]
TEXTS = ("school", "area", "programme", "pupil", "target", "year", "factor", "staff", "statement")
TYPES = dict.fromkeys(TEXTS, "TEXT") | dict.fromkeys(("weeks", "holiday_weeks"), "DOUBLE PRECISION")
MEMORY = "600MB"
NO_LINE = "SELECT * FROM targets WHERE 1 = 0"


class Engine(Protocol):
    """Something that holds the table or view `targets`, and perhaps further ones, and answers SQL.

    `tables` names those of `further.TABLES` that there are.
    """

    @property
    def tables(self) -> tuple[str, ...]:
        """Which further tables there are."""
        ...

    def columns(self) -> tuple[str, ...]:
        """The names of the columns of `targets`."""
        ...

    def ask(self, sql: str) -> tuple[Column, ...]:
        """The columns of the answer, in the order of the text; all of one length."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One target as a line of the table; see texts.COLUMNS, then further.COLUMNS and further.TABLES.

    `factors` says of each factor whether it held and whether that was recorded after the result; `follow_ups` are weeks
    after the review and ratings.
    """

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
    target: str | None = None
    year: str | None = None
    weeks: float | None = None
    holiday_weeks: float | None = None
    planned_minutes: int | None = None
    delivered_minutes: int | None = None
    sessions: int | None = None
    factors: Mapping[str, tuple[bool, bool]] = field(default_factory=dict)
    follow_ups: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection of Python's database interface (PEP 249), as SQLite, PostgreSQL and Django give them.

    `tables` says which of the further tables the database holds.
    """

    connection: Any
    tables: tuple[str, ...] = ()

    def columns(self) -> tuple[str, ...]:
        """See Engine."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(NO_LINE)
            return tuple(column[0] for column in cursor.description)
        finally:
            cursor.close()

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


def in_memory(lines: Iterable[Line], capacity: Iterable[CapacityRow] = ()) -> Connection:
    """Put lines into an SQLite database in memory, for those who hold rows and no table."""
    connection = sqlite3.connect(":memory:")
    return Connection(connection, create(connection, lines, capacity, sign="?"))


def create(
    connection: Any,
    lines: Iterable[Line],
    capacity: Iterable[CapacityRow] = (),
    *,
    sign: str = "%s",
    temporary: bool = False,
) -> tuple[str, ...]:
    """Make the table `targets` and the further ones that are needed, fill them, and return the names of the further.

    `sign` is how the database marks a parameter (? for SQLite). Further columns are made where a line has any.
    """
    lines = list(lines)
    more = [name for name in sql_optional.COLUMNS if any(getattr(line, name) is not None for line in lines)]
    columns = (*COLUMNS, *more)
    filled = {
        "targets": (columns, [tuple(getattr(line, name) for name in columns) for line in lines]),
        sql_optional.FACTORS: (
            sql_optional.TABLES[sql_optional.FACTORS],
            [(line.target, name, *told) for line in lines for name, told in line.factors.items()],
        ),
        sql_optional.FOLLOW_UPS: (
            sql_optional.TABLES[sql_optional.FOLLOW_UPS],
            [(line.target, *check) for line in lines for check in line.follow_ups],
        ),
        sql_optional.CAPACITY: (
            sql_optional.TABLES[sql_optional.CAPACITY],
            [astuple(row) for row in capacity],
        ),
    }
    cursor = connection.cursor()
    for table, (names, rows) in filled.items():
        if not rows and table != "targets":
            continue
        typed = ", ".join(f"{name} {TYPES.get(name, 'INTEGER')}" for name in names)
        cursor.execute(f"CREATE {'TEMPORARY ' if temporary else ''}TABLE {table} ({typed})")
        if rows:
            marks = ", ".join([sign] * len(names))
            plain = [tuple(int(x) if isinstance(x, bool) else x for x in row) for row in rows]
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", plain)  # noqa: S608 - names above
    cursor.close()
    return tuple(table for table in sql_optional.TABLES if filled[table][1])


class Parquet:
    """Parquet files, read by DuckDB; close() it, or use it in a with statement."""

    def __init__(
        self,
        files: Path | str,
        *,
        memory: str = MEMORY,
        threads: int = 2,
        spill: Path | str | None = None,
        tables: Mapping[str, Path | str] | None = None,
    ) -> None:
        """`files` may hold asterisks, and those of further `tables`. More than `memory` is put into the folder `spill`.

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
            self.tables = tuple(name for name in sql_optional.TABLES if name in (tables or {}))
            for name, place in {"targets": files, **(tables or {})}.items():
                if not self.database.execute("SELECT file FROM glob(?)", [str(place)]).fetchall():
                    raise FileNotFoundError(f"There is no file {place}.")
                self.database.read_parquet(str(place)).create_view(name)
        except BaseException:
            self.database.close()
            raise

    def _set(self, name: str, value: str) -> None:
        """Set one of DuckDB's own settings, quoted."""
        self.database.execute(f"SET {name} = '{value.replace(chr(39), 2 * chr(39))}'")

    def columns(self) -> tuple[str, ...]:
        """See Engine."""
        return tuple(column[0] for column in self.database.execute(NO_LINE).description)

    def ask(self, sql: str) -> tuple[Column, ...]:
        """See Engine."""
        return tuple(
            np.ma.asanyarray(column) if np.ma.isMA(column) else np.asarray(column)
            for column in self.database.execute(sql).fetchnumpy().values()
        )

    def close(self) -> None:
        """Let go of files and memory."""
        self.database.close()

    def __enter__(self) -> Parquet:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Cluster:
    """Parquet files that a Spark session can reach, added up on its cluster."""

    def __init__(
        self, session: Any, files: Path | str, tables: Mapping[str, Path | str] | None = None
    ) -> None:
        """`session` is a pyspark SparkSession; `files` and those of further `tables` are paths its workers can read."""
        self.session = session
        self.tables = tuple(name for name in sql_optional.TABLES if name in (tables or {}))
        for name, place in {"targets": files, **(tables or {})}.items():
            session.read.parquet(str(place)).createOrReplaceTempView(name)

    def columns(self) -> tuple[str, ...]:
        """See Engine."""
        return tuple(self.session.table("targets").columns)

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
    settings: dict[str, bool | float | int | str | None] = {
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
