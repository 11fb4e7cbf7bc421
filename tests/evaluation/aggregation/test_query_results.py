"""One text of SQL gives the same figures on every engine, and those that adding lines one by one gives."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inreach.evaluation.aggregation import engines, query_results, query_results_reference, sql
from inreach.evaluation.aggregation.engines import Connection, Line, in_memory
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit

WAYS = [("gain", ("area",)), ("achieved", ("programme",)), ("gain", ("area", "programme"))]


def targets(seed, many=300, schools=6):
    """Lines of a made-up service: pupils with several targets, some alike in name between schools."""
    dice = random.Random(seed)
    lines = []
    for _ in range(many):
        baseline = dice.randint(1, 9)
        maintain = dice.random() < 0.15
        expected = baseline if maintain else dice.randint(baseline + 1, 10)
        lines.append(
            Line(
                school=f"school {dice.randrange(schools)}",
                area=dice.choice(["speech", "reading", "it's hard"]),
                programme=dice.choice(["", "blocks", "circle"]),
                pupil=f"pupil {dice.randrange(many // 5)}",
                baseline=baseline,
                expected=expected,
                achieved=None if dice.random() < 0.25 else dice.randint(1, 10),
                maintain=maintain,
                due=dice.random() < 0.7,
                edited=dice.random() < 0.1,
                worded=dice.random() < 0.9,
            )
        )
    return lines


def figures(engine, value, by):
    """All that is gathered from one engine, as plain values that can be compared exactly."""
    cells, counts = query_results.gather(engine, value=value, by=by), query_results.outcomes(engine, by=by)
    pupils, found = query_results.people(engine, by=by), query_results.patterns(engine, by=by)
    return {
        "names": (cells.schools, cells.areas, counts.schools, counts.areas),
        "cells": {
            name: getattr(cells, name).tolist()
            for name in ("n", "pupils", "pupil_n2", "total", "squares", "pupil_squares", "shared")
        },
        "outcomes": counts.counts.tolist(),
        "people": pupils.counts.tolist(),
        "patterns": (found.covariates.tolist(), found.category.tolist(), found.by_school.toarray().tolist()),
        "targets": query_results.check(engine),
        "pupils": sorted(map(tuple, zip(*map(list, engine.ask(sql.pupils(3))), strict=True))),
        "ratings": sorted(map(tuple, zip(*map(list, engine.ask(sql.ratings())), strict=True))),
        "placed": sorted(map(tuple, zip(*map(list, engine.ask(sql.ratings(by))), strict=True))),
        "unworded": [int(n) for n in engine.ask(sql.unworded())[0]],
        "ties": sorted(map(tuple, zip(*map(list, engine.ask(sql.ties(by))), strict=True))),
    }


@pytest.fixture(scope="module")
def lines():
    return targets(1, 400)


@pytest.fixture(scope="module")
def parquet(lines, tmp_path_factory):
    duckdb = pytest.importorskip("duckdb", reason="the extra 'warehouse' is not installed")
    file = tmp_path_factory.mktemp("rows") / "targets.parquet"
    with duckdb.connect() as database:
        engines.create(database, lines, sign="?")
        database.sql("SELECT * FROM targets").write_parquet(str(file))
    return file


@pytest.fixture(scope="module")
def expected(lines):
    return {way: figures(in_memory(lines), *way) for way in WAYS}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("value", "by"), WAYS)
def test_sums_by_school_and_area_are_those_of_lines_added_one_by_one(seed, value, by):
    lines = targets(seed)
    found = query_results.gather(in_memory(lines), value=value, by=by)
    cells, shared = query_results_reference.cells_reference(lines, value, by)
    at = {(s, a): (i, j) for i, s in enumerate(found.schools) for j, a in enumerate(found.areas)}
    assert {key for key, (i, j) in at.items() if found.used[i, j]} == set(cells)
    for key, sums in cells.items():
        for name, true in sums.items():
            assert getattr(found, name)[at[key]] == pytest.approx(float(true), rel=1e-14), (key, name)
    assert dict(zip(found.schools, found.shared.tolist(), strict=True)) == shared
    ties = in_memory(lines).ask(sql.ties(by))
    products = dict.fromkeys(found.schools, 0)
    for school, n in zip(ties[0], ties[-1], strict=True):
        products[school] += n
    assert products == shared == query_results_reference.ties_reference(lines, by)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", [("area",), ("area", "programme")])
def test_outcomes_and_patterns_are_those_of_lines_counted_one_by_one(seed, by):
    lines = targets(seed)
    engine = in_memory(lines)
    for found, true in (
        (query_results.outcomes(engine, by=by), query_results_reference.outcomes_reference(lines, by)),
        (query_results.people(engine, by=by), query_results_reference.people_reference(lines, by)),
    ):
        shown = {
            (found.schools[i], found.areas[j], query_results.STATES[k]): n
            for (i, j, k), n in np.ndenumerate(found.counts)
            if n
        }
        assert shown == true
    found = query_results.patterns(engine, by=by)
    where = found.by_school.tocoo()
    shown = {
        (
            found.schools[i],
            found.areas[found.area[p]],
            found.baseline[p],
            found.expected[p],
            found.category[p],
        ): n
        for i, p, n in zip(*where.coords, where.data, strict=True)
    }
    assert shown == query_results_reference.patterns_reference(lines, by)
    assert found.counts.sum() == found.by_school.sum() == sum(line.achieved is not None for line in lines)
    assert found.covariates.shape[1] == len(found.names)


def test_parquet_gives_the_figures_that_sqlite_gives(parquet, expected):
    with engines.Parquet(parquet) as engine:
        assert {way: figures(engine, *way) for way in WAYS} == expected


def test_postgresql_gives_the_figures_that_sqlite_gives(lines, expected, database_address):
    if not database_address.startswith("postgres"):
        pytest.skip("the tests do not run on PostgreSQL")
    import psycopg

    with psycopg.connect(database_address) as connection:
        engines.create(connection, lines, temporary=True)
        assert {way: figures(Connection(connection), *way) for way in WAYS} == expected
        connection.rollback()


@pytest.mark.cluster
def test_spark_gives_the_figures_that_sqlite_gives(parquet, expected, spark):
    way = WAYS[-1]
    assert figures(engines.Cluster(spark, parquet), *way) == expected[way]


def test_reviews_are_counted_by_what_became_of_them(lines):
    found = query_results.outcomes(in_memory(lines)).reviews
    told = [query_results_reference.state(line) for line in lines]
    assert (found.opened, found.missing, found.not_due) == (
        400,
        told.count("missing"),
        told.count("not_due"),
    )
    assert (found.reviewed, found.met) == (
        400 - found.missing - found.not_due,
        told.count("met") + told.count("exceeded"),
    )
    areas = query_results.outcomes(in_memory(lines))
    assert sum(areas.reviews_of_area(area).opened for area in areas.areas) == 400
    assert areas.by_area.sum() == areas.by_school.sum() == found.reviewed


def test_errors_over_schools_are_the_same_from_patterns_that_schools_share():
    lines = targets(2, 3000)
    found = query_results.patterns(in_memory(lines))
    shared = cumulative_logit(found.category, found.covariates, found.counts, found.by_school)
    made = [x for x in lines if x.achieved is not None]
    category = [(x.achieved >= x.expected) + (x.achieved > x.expected) for x in made]
    areas = found.areas[1:]
    rows = [[x.expected - x.baseline, x.baseline, *(x.area == area for area in areas)] for x in made]
    apart = cumulative_logit(category, np.array(rows, float), clusters=[x.school for x in made])
    for name in ("coefficients", "se", "clustered", "thresholds"):
        assert getattr(shared, name) == pytest.approx(getattr(apart, name), rel=1e-6), name
    with pytest.raises(ValueError, match="at least 2"):
        cumulative_logit(found.category, found.covariates, found.counts, found.by_school[[0]])


@given(st.lists(st.integers(-30, 30) | st.integers(-(10**12), 10**12), max_size=40))
@settings(deadline=None)
def test_whole_numbers_are_found_by_marking_as_by_sorting(entries):
    found, at = query_results.used(np.array(entries, dtype=np.int64))
    true, where = np.unique(np.array(entries, dtype=np.int64), return_inverse=True)
    assert (found.tolist(), at.tolist()) == (true.tolist(), where.tolist())


def test_further_columns_can_be_covariates():
    engine = in_memory(targets(3, 100))
    engine.connection.execute("ALTER TABLE targets ADD COLUMN agreed INTEGER DEFAULT 0")
    engine.connection.execute("UPDATE targets SET agreed = 1 WHERE baseline > 4")
    found = query_results.patterns(engine, also=("agreed",))
    assert found.names[:3] == ("ambition", "baseline", "agreed")
    assert found.further[:, 0].tolist() == (found.baseline > 4).astype(float).tolist()


def line(**other):
    return Line(
        **{"school": "s", "area": "a", "programme": "", "pupil": "p", "baseline": 3, "expected": 5} | other
    )


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (
            lambda: query_results.check(in_memory([line(), line(achieved=11), line(baseline=0)])),
            "Of 3 targets: 2 with a rating",
        ),
        (lambda: query_results.check(in_memory([line(school=None)])), "1 without a school"),
        (lambda: query_results.check(in_memory([line(due=None)])), "1 where due, maintain, edited or worded"),
        (
            lambda: query_results.check(in_memory([line(expected=2), line(expected=3)])),
            "2 whose expected rating",
        ),
        (lambda: query_results.check(in_memory([line(maintain=True)])), "1 whose expected rating"),
        (lambda: query_results.gather(in_memory([line()])), "No target is reviewed yet"),
        (lambda: query_results.patterns(in_memory([line()])), "No target is reviewed yet"),
        (lambda: query_results.outcomes(in_memory([])), "There are no targets"),
        (lambda: sql.cells("weight", ("area",)), "gain or achieved, not weight"),
        (lambda: sql.outcomes(()), "not by nothing"),
        (lambda: sql.outcomes(("school",)), "not by school"),
        (lambda: sql.patterns(("area",), ("n); drop table",)), "small letters"),
    ],
)
def test_what_cannot_be_added_up_is_refused_in_words(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    pytest.importorskip("duckdb", reason="the extra 'warehouse' is not installed")
    with pytest.raises(FileNotFoundError, match="There is no file"):
        engines.Parquet(tmp_path / "nothing.parquet")
