"""The same sums as the ledger's year by an interval join in DuckDB: what somebody would write with a warehouse."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from bench.city.year import Sums
from bench.databases import Database

TABLES = {
    "member": "SELECT pupil_id, teaching_group_id, starts, ends FROM schools_teachinggroupmember WHERE pupil_id IN "
    "(SELECT id FROM schools_pupil WHERE school_id = ANY(%s))",
    "lesson": "SELECT l.id, g.teachinggroup_id, l.school_id, l.weekday, l.starts, l.ends, "
    "bool_or(s.qualified_teacher)::int AS teacher FROM schools_lesson l "
    "JOIN schools_lesson_teaching_groups g ON g.lesson_id = l.id "
    "LEFT JOIN schools_lesson_staff ls ON ls.lesson_id = l.id "
    "LEFT JOIN schools_staffmember s ON s.id = ls.staffmember_id "
    "WHERE l.school_id = ANY(%s) GROUP BY l.id, g.teachinggroup_id",
    "session": "SELECT m.pupil_id, s.weekday, s.starts, s.ends, s.place FROM provision_slot s "
    "JOIN provision_group g ON g.id = s.group_id JOIN provision_groupmember m ON m.group_id = g.id "
    "WHERE g.school_id = ANY(%s)",
    "open_term": "SELECT y.school_id, t.starts, t.ends FROM schools_term t "
    "JOIN schools_academicyear y ON y.id = t.year_id "
    "WHERE y.school_id = ANY(%s)",
    "closure": "SELECT school_id, day FROM schools_closureday WHERE school_id = ANY(%s)",
}
JOIN = """
    WITH open_day AS (
        SELECT t.school_id, CAST(d.day AS DATE) AS day
        FROM open_term t, LATERAL (
            SELECT unnest(generate_series(t.starts, t.ends, INTERVAL 1 DAY)) AS day
        ) d
        WHERE isodow(d.day) <= 5
        AND NOT EXISTS (SELECT 1 FROM closure c WHERE c.school_id = t.school_id AND c.day = d.day)
    ), mine AS (
        SELECT m.pupil_id, o.day, l.weekday, l.starts, l.ends, l.teacher
        FROM member m
        JOIN lesson l ON l.teachinggroup_id = m.teaching_group_id
        JOIN open_day o ON o.school_id = l.school_id AND isodow(o.day) - 1 = l.weekday
            AND o.day >= m.starts AND o.day <= coalesce(CAST(m.ends AS DATE), o.day)
    ), taught AS (
        SELECT pupil_id, sum(ends - starts) AS minutes, sum(teacher * (ends - starts)) AS teacher
        FROM mine GROUP BY pupil_id
    ), supported AS (
        SELECT mine.pupil_id, mine.teacher, s.place,
            least(mine.ends, s.ends) - greatest(mine.starts, s.starts) AS minutes
        FROM mine JOIN session s ON s.pupil_id = mine.pupil_id AND s.weekday = mine.weekday
            AND s.starts < mine.ends AND mine.starts < s.ends
    ), changed AS (
        SELECT pupil_id, sum(teacher * minutes) AS less_teacher,
            sum(CASE WHEN place <> 'class' THEN minutes ELSE 0 END) AS out
        FROM supported GROUP BY pupil_id
    )
    SELECT CAST(t.pupil_id AS VARCHAR), t.minutes, t.teacher - coalesce(c.less_teacher, 0), coalesce(c.out, 0)
    FROM taught t LEFT JOIN changed c ON c.pupil_id = t.pupil_id
"""
"""It holds for these schools, in which no two lessons and no two sessions of a pupil meet and assistants lead."""


def joined(database: Database, school_ids: Sequence[str]) -> tuple[Sums, float, float]:
    """Return the sums of the year, and the seconds of fetching the rows from PostgreSQL and of the join."""
    import duckdb

    begin = perf_counter()
    warehouse = duckdb.connect()
    for name, query in TABLES.items():
        fill(warehouse, name, database, query, school_ids)
    fetched = perf_counter()
    rows = warehouse.execute(JOIN).fetchall()
    sums = {pupil: (int(taught), int(teacher), int(out)) for pupil, taught, teacher, out in rows}
    return sums, fetched - begin, perf_counter() - fetched


def fill(warehouse: Any, name: str, database: Database, query: str, school_ids: Sequence[str]) -> None:
    """Copy what a query gives from PostgreSQL into a table of DuckDB, by way of a file, as an export would be."""
    import psycopg

    path = database.folder / f"{name}.csv"
    ids = "ARRAY[" + ", ".join(f"'{school}'" for school in school_ids) + "]::uuid[]"
    with psycopg.connect(database.url) as connection, connection.cursor() as cursor, path.open("wb") as file:
        statement = f"COPY ({query.replace('%s', ids)}) TO STDOUT (FORMAT csv, HEADER)"
        with cursor.copy(statement.encode()) as copy:
            for data in copy:
                file.write(data)
    warehouse.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', header = true)")
