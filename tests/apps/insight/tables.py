"""The table of targets, read line by line, and written as a Parquet file."""

from pathlib import Path

from inreach.apps.insight.adapters.evaluation import gather_schools, gather_targets
from inreach.apps.insight.adapters.target_table import table
from inreach.apps.insight.services.target_rows import target_rows
from inreach.evaluation.aggregation.engines import Line
from inreach.evaluation.aggregation.sql import COLUMNS


def rows_of(targets):
    """These targets as rows."""
    return target_rows(gather_targets(targets), gather_schools(targets))


def lines(targets, today) -> list[Line]:
    """The table of the database, line by line."""
    with table(targets, today) as engine:
        columns = engine.ask("SELECT * FROM targets")
    return sorted((Line(*line[:7], *map(bool, line[7:])) for line in zip(*columns, strict=True)), key=repr)


def write_parquet(told: list[Line], path: Path) -> None:
    """Write lines as a Parquet file."""
    import duckdb

    database = duckdb.connect()
    database.execute(
        "CREATE TABLE targets (school TEXT, area TEXT, programme TEXT, pupil TEXT, baseline INT, expected INT, "
        "achieved INT, maintain BOOL, due BOOL, edited BOOL, worded BOOL)"
    )
    database.executemany(
        "INSERT INTO targets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [tuple(getattr(line, name) for name in COLUMNS) for line in told],
    )
    database.execute(f"COPY targets TO '{path}' (FORMAT parquet)")
    database.close()
