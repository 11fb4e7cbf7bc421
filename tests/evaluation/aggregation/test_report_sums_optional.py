"""Time, doses, factors, later checks and capacity are added up by SQL to what adding rows one by one gives."""

import random
from dataclasses import asdict, replace

import numpy as np
import pytest

from inreach.evaluation.aggregation import engines, query_results, report_sums, sql_optional
from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.engines import Connection, in_memory
from inreach.evaluation.aggregation.types import CapacityRow, FollowUp, Service
from inreach.evaluation.figures.figure import Figure
from inreach.evaluation.figures.report import Part
from inreach.evaluation.reporting.service_report import analyse
from tests.evaluation.aggregation.test_query_results import targets
from tests.evaluation.aggregation.test_report_sums import DAY, by_name, counted, row

FACTORS = ("agreed by all", "it's hard", "Äpfel", "zeal")
HOW = {"follow_up_for_all": True, "planned": "programme"}


def lines_of(seed, many=300, schools=6):
    """Lines with everything that may be known, much of it missing; eighths and quarters, so that sums are exact."""
    dice = random.Random(seed)

    def perhaps(value, chance=0.8):
        return value if dice.random() < chance else None

    found = []
    for at, line in enumerate(targets(seed, many, schools)):
        weeks = dice.choice([0, 4, 8, 20]) if dice.random() < 0.2 else dice.randint(1, 200) / 8
        rating = line.achieved or 5
        after = dice.sample(range(1, 40), dice.choice([0, 0, 1, 2, 3]))
        found.append(
            replace(
                line,
                target=f"t{at}",
                year=dice.choice(["2025/26", "2026/27"]),
                weeks=perhaps(weeks),
                holiday_weeks=perhaps(dice.choice([0.0, 1.0, 2.5])),
                planned_minutes=perhaps(dice.choice([0, 300, 600])),
                delivered_minutes=perhaps(15 * dice.randint(0, 120)),
                sessions=perhaps(dice.choice([0, int(5 * weeks), dice.randint(1, 60)])),
                factors={
                    name: (dice.random() < 0.5, dice.random() < 0.1)
                    for name in FACTORS
                    if dice.random() < 0.7
                },
                follow_ups=tuple((week / 2, max(1, min(10, rating - dice.randint(-1, 3)))) for week in after),
            )
        )
    return found


def rows_of(lines):
    """The same lines as rows."""
    return tuple(
        replace(
            row(line),
            year=line.year,
            weeks=line.weeks,
            holiday_weeks=line.holiday_weeks,
            planned_minutes=line.planned_minutes,
            delivered_minutes=line.delivered_minutes,
            sessions=line.sessions,
            factors={name: held for name, (held, _) in line.factors.items()},
            hindsight=frozenset(name for name, (_, late) in line.factors.items() if late),
            follow_ups=tuple(FollowUp(weeks, rating) for weeks, rating in line.follow_ups),
        )
        for line in lines
    )


def ratings_of(seed, many=30):
    """Ratings of what schools can do, some looked back on and some rated later."""
    dice = random.Random(seed)
    return tuple(
        CapacityRow(
            f"school {at % 3}",
            f"it's {at // 2}",
            ["We can", "We know"][at % 2],
            dice.randint(1, 4),
            dice.randint(1, 5),
            dice.choice([None, 2]),
            dice.choice([None, 3, 4]),
        )
        for at in range(many)
    )


def plain(sums):
    """What further columns and tables add to the sums, to be compared exactly, whatever the order of lines."""
    checks, factored = sums.checks, sums.factored
    asked = {}
    for at, n in enumerate(factored.count if factored else ()):
        key = (
            factored.schools[factored.school[at]],
            *(
                int(getattr(factored, part)[at])
                for part in ("baseline", "expected", "category", "due", "edited")
            ),
            bool(factored.maintain[at]),
            *factored.asked[at].tolist(),
        )
        asked[key] = asked.get(key, 0) + n
    year = sums.outcomes.get("year")
    columns = ("not_met", "met", "exceeded", "missing", "not_due")
    ends = list(zip(checks.left, checks.right, checks.count, strict=True)) if checks else []
    ends = [(*end, *checks.group[at : at + 1]) for at, end in enumerate(ends)]
    return {
        **{name: shared and (asdict(shared.schools), asdict(shared.reported)) for name, shared in (
            ("weeks", sums.weeks), ("hours", sums.hours), ("delivered", sums.delivered)
        )},
        "placed": counted(sums.placed),
        "left out": (sums.left_out, sums.over_holiday, sums.no_hours, sums.no_plan),
        "factors": factored and (factored.factors, asked),
        "hindsight": dict(sums.hindsight),
        "checks": checks and (sorted(ends), checks.unchecked, checks.for_all),
        "years": year and by_name(year.names, *(getattr(year, column) for column in columns)),
    }  # fmt: skip


@pytest.fixture(scope="module")
def lines():
    return lines_of(1)


@pytest.fixture(scope="module")
def parquet(lines, tmp_path_factory):
    duckdb = pytest.importorskip("duckdb", reason="the extra 'warehouse' is not installed")
    folder = tmp_path_factory.mktemp("further")
    with duckdb.connect() as database:
        tables = engines.create(database, lines, ratings_of(1), sign="?")
        for table in ("targets", *tables):
            database.sql(f"SELECT * FROM {table}").write_parquet(str(folder / f"{table}.parquet"))
    return {table: folder / f"{table}.parquet" for table in ("targets", *tables)}


@pytest.fixture(scope="module")
def expected(lines):
    return told(in_memory(lines, ratings_of(1)))


def told(engine):
    """What an engine says of everything, as plain values."""
    query_results.check(engine)
    return plain(report_sums.sums(engine, **HOW)), report_sums.service(engine, "s", **HOW).capacity


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("strict", [False, True])
def test_what_is_further_known_is_added_up_as_row_by_row(seed, strict):
    lines, how = (
        lines_of(seed, 200, 1 + seed % 4),
        HOW | {"strict": strict, "planned": ["", "area", "year"][seed % 3]},
    )
    ours = report_sums.sums(in_memory(lines), **how)
    theirs = aggregate(Service("s", rows_of(lines), today=DAY, **how))
    mine, other = plain(ours), plain(theirs)
    for name in other:
        assert mine[name] == other[name], name


def test_parquet_and_its_further_files_give_what_sqlite_gives(parquet, expected):
    more = {table: file for table, file in parquet.items() if table != "targets"}
    with engines.Parquet(parquet["targets"], tables=more) as engine:
        assert engine.tables == (sql_optional.FACTORS, sql_optional.FOLLOW_UPS, sql_optional.CAPACITY)
        assert told(engine) == expected


@pytest.mark.cluster
def test_spark_and_its_further_files_give_what_sqlite_gives(parquet, expected, spark):
    more = {table: file for table, file in parquet.items() if table != "targets"}
    assert told(engines.Cluster(spark, parquet["targets"], more)) == expected


def test_postgresql_and_its_further_tables_give_what_sqlite_gives(lines, expected, database_address):
    if not database_address.startswith("postgres"):
        pytest.skip("the tests do not run on PostgreSQL")
    import psycopg

    with psycopg.connect(database_address) as connection:
        tables = engines.create(connection, lines, ratings_of(1), temporary=True)
        assert told(Connection(connection, tables)) == expected
        connection.rollback()


def test_a_report_from_tables_has_every_section_of_the_report_from_rows():
    lines = [
        replace(line, factors={name: (line.factors[name][0], False) for name in FACTORS[:2]})
        for line in lines_of(5, 900, 30)
        if line.worded and set(FACTORS[:2]) <= set(line.factors)
    ]
    lines += [replace(line, target=f"more {line.target}", school=f"more {line.school}") for line in lines]
    how = HOW | {"check_weeks": (6.5, 13.0, 19.5)}
    ours = analyse(report_sums.service(in_memory(lines, ratings_of(3)), "s", **how))
    theirs = analyse(Service("s", rows_of(lines), today=DAY, capacity=ratings_of(3), **how))
    for part in Part:
        one, other = (
            {shown.name: shown for shown in found.section(part).figures} for found in (ours, theirs)
        )
        assert one.keys() == other.keys()
        for name, shown in other.items():
            if isinstance(shown, Figure):
                assert one[name].sentence == shown.sentence
                assert one[name].estimate == pytest.approx(shown.estimate)
            else:
                assert one[name] == shown
    assert {s.part for s in ours.sections if s.shown} == set(Part)


def test_what_is_not_in_the_tables_is_refused_as_where_rows_do_not_know_it():
    bare = [replace(line, factors={}, follow_ups=(), weeks=None, year=None) for line in lines_of(2, 120)]
    engine = in_memory(bare)
    assert engine.tables == ()
    assert not {"weeks", "year"} & set(engine.columns())
    ours = plain(report_sums.sums(engine))
    theirs = plain(aggregate(Service("s", tuple(replace(r, year="") for r in rows_of(bare)), today=DAY)))
    assert ours == theirs | {"checks": None}
    report = analyse(report_sums.service(engine, "s"))
    for part in (Part.FACTORS, Part.SUSTAINABILITY, Part.CAPACITY):
        assert not report.section(part).shown


def test_of_two_answers_to_one_factor_the_late_one_counts_then_the_one_that_it_held():
    line = replace(lines_of(3, 20)[0], achieved=6, factors={"asked": (False, False)})
    engine = in_memory([line])

    def answer():
        found = report_sums.sums(engine)
        return found.factored.asked.tolist(), found.hindsight

    assert answer() == ([[0]], {"asked": 0})
    engine.connection.execute("INSERT INTO factors VALUES ('t0', 'asked', 1, 0)")
    assert answer() == ([[1]], {"asked": 0})
    engine.connection.execute("INSERT INTO factors VALUES ('t0', 'asked', 1, 1)")
    assert answer() == ([[-1]], {"asked": 1})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"weeks": -1.0}, "Of 2 targets: 1 with weeks, minutes or sessions below 0"),
        ({"sessions": 2.5}, "1 with minutes or sessions that are not whole numbers"),
        ({"year": None}, "1 without a year"),
        ({"factors": {"asked": (2, False)}}, "answers about factors: 1 where held or recorded_after"),
        ({"follow_ups": ((0, 5),)}, "checks after the review: 1 without a target, or weeks"),
        ({"follow_ups": ((1, 11),)}, "checks after the review: 1 with a rating"),
        ({"target": "t1", "factors": {"asked": (True, False)}}, "1 of 2 targets have no name of their own"),
    ],
)
def test_what_cannot_be_true_of_further_columns_is_refused_in_words(change, complaint):
    one, two = (replace(line, factors={}, follow_ups=()) for line in lines_of(4, 20)[:2])
    with pytest.raises(ValueError, match=complaint):
        report_sums.sums(in_memory([replace(one, **change), replace(two, year="2026/27")]))


def test_further_tables_need_targets_that_have_names():
    nameless = replace(lines_of(4, 20)[0], target=None, factors={"asked": (True, False)}, follow_ups=())
    engine = in_memory([replace(nameless, factors={})])
    engine.connection.execute(
        "CREATE TABLE factors (target TEXT, factor TEXT, held INTEGER, recorded_after INTEGER)"
    )
    with pytest.raises(ValueError, match="no column `target`"):
        query_results.check(Connection(engine.connection, ("factors",)))
    assert np.isfinite(query_results.check(engine))


def test_doses_in_fifths_of_a_week_lie_where_they_do_row_by_row():
    first = replace(lines_of(4, 20)[0], factors={}, follow_ups=())
    lines = [
        replace(first, target=f"t{week}", weeks=week / 5, sessions=sessions, delivered_minutes=30 * sessions)
        for week in range(1, 120)
        for sessions in {week, max(1, 3 * week // 5), week + 1}
    ]
    found = report_sums.sums(in_memory(lines)).placed
    assert counted(found) == counted(aggregate(Service("s", rows_of(lines), today=DAY)).placed)
    assert set(found.position) == {1, 2, 3}


def test_curves_are_compared_by_kinds_of_unit_alone():
    with pytest.raises(ValueError, match="not by colour"):
        sql_optional.checks("colour", strict=False, within=1)


def test_so_many_factors_cannot_be_told_apart():
    one = replace(lines_of(4, 20)[0], factors={f"factor {at}": (True, False) for at in range(31)})
    with pytest.raises(ValueError, match="31 factors are more than 30"):
        report_sums.sums(in_memory([one]))
