"""A made-up service of any size as Parquet files, and its whole evaluation from them.

The model is our own: it shows speed, memory and that intervals hold, and says nothing about schools.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

# isort: off
from inreach.evaluation.estimators.dirichlet_multinomial import (
    draw_categories,
)  # first: it sets the threads of numpy, which must not be loaded yet
from inreach.evaluation.reporting.service_report import analyse as page
from inreach.evaluation.estimators.crossed_effects import analyse
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.aggregation import report_sums
from inreach.evaluation.aggregation.engines import Parquet
from inreach.evaluation.aggregation.query_results import check, gather, outcomes, patterns

import numpy as np

# isort: on

SCHOOLS, AREAS, PROGRAMMES = 2000, 8, 5
CHUNK = 1_000_000
BY = ("area", "programme")
AREA = [f"area {a}" for a in range(AREAS)]
PROGRAMME = [f"programme {p}" for p in range(PROGRAMMES)]


def effects(targets: int, seed: int) -> dict[str, Any]:
    """What schools, areas, cells and pupils differ by; the same for the same seed and number of targets."""
    random = np.random.default_rng(seed)
    pupils = max(1, 2 * targets // 5)
    share = random.lognormal(0, 1, SCHOOLS)
    return {
        "home": random.choice(SCHOOLS, pupils, p=share / share.sum()).astype(np.int32),
        "area": random.normal(0, 0.46, AREAS * PROGRAMMES),
        "school": random.normal(0, 0.38, SCHOOLS),
        "cell": random.normal(0, 0.29, (SCHOOLS, AREAS * PROGRAMMES)),
        "pupil": random.normal(0, 0.77, pupils).astype(np.float32),
        "random": random,
    }


def write(folder: Path, targets: int, seed: int = 2026) -> None:
    """Write so many targets into files of at most CHUNK each; of memory only what pupils differ by grows with them."""
    import duckdb

    made = effects(targets, seed)
    random = made["random"]
    for at, begin in enumerate(range(0, targets, CHUNK)):
        n = min(CHUNK, targets - begin)
        pupil = random.integers(0, made["pupil"].size, n)
        cell = random.integers(0, AREAS * PROGRAMMES, n)
        school = made["home"][pupil]
        shift = (
            made["area"][cell] + made["school"][school] + made["cell"][school, cell] + made["pupil"][pupil]
        )
        baseline = random.integers(2, 5, n)
        ambition = random.integers(2, 6, n)
        gain = np.rint(2.0 + shift + random.normal(0, 1.2, n))
        state = random.random(n)
        columns = {
            "school": school,
            "cell": cell.astype(np.int32),
            "pupil": pupil.astype(np.int32),
            "baseline": baseline.astype(np.int32),
            "expected": (baseline + ambition).astype(np.int32),
            "achieved": np.clip(baseline + gain, 1, 10).astype(np.int32),
            "reviewed": (state > 0.056).astype(np.int32),
            "due": (state > 0.02).astype(np.int32),
            "weeks": random.integers(3, 30, n).astype(np.int32),
            "sessions": random.integers(10, 80, n).astype(np.int32),
            "minutes": random.integers(15, 60, n).astype(np.int32),
            "agreed": random.integers(0, 2, n).astype(np.int32),
            "weeks_after": (random.integers(0, 4, n) * 13).astype(np.int32),
            "lost": random.integers(0, 3, n).astype(np.int32),
        }
        with duckdb.connect() as database:
            database.register("made", columns)
            tables = {
                "targets": f"""SELECT school, 'area ' || (cell // {PROGRAMMES}) AS area,
                    'programme ' || (cell % {PROGRAMMES}) AS programme, pupil, baseline, expected,
                    CASE WHEN reviewed = 1 THEN achieved END AS achieved, 0 AS maintain, due, 0 AS edited, 1 AS worded,
                    {begin} + row_number() OVER () AS target, weeks, 1 AS holiday_weeks,
                    sessions * 35 AS planned_minutes, sessions * minutes AS delivered_minutes, sessions
                    FROM made""",
                "factors": f"""SELECT {begin} + row_number() OVER () AS target, 'agreed by all' AS factor,
                    agreed AS held, 0 AS recorded_after FROM made""",
                "follow_ups": f"""SELECT * FROM (SELECT {begin} + row_number() OVER () AS target, weeks_after AS weeks,
                    greatest(1, achieved - lost) AS rating FROM made) WHERE weeks > 0""",
            }
            for table, sql in tables.items():
                database.sql(sql).write_parquet(str(folder / f"{table}-{at:03}.parquet"))


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def whole(folder: Path) -> dict[str, float]:
    """Everything of a report on many schools, from the files; seconds of each step, and peak memory in MB."""
    spent: dict[str, float] = {}
    began, worked = time.perf_counter(), time.process_time()

    def step(name: str) -> None:
        nonlocal began
        now = time.perf_counter()
        spent[name], began = now - began, now

    with Parquet(folder / "targets-*.parquet", spill=folder / "spill") as engine:
        targets = check(engine)
        step("check")
        cells = gather(engine, by=BY)
        step("sums")
        counts = outcomes(engine, by=BY)
        step("outcomes")
        alike = patterns(engine, by=BY)
        step("alike")
    found = analyse(cells)
    step("integrated")
    drawn = [draw_categories(table[table.sum(1) > 0]) for table in (counts.by_school, counts.by_area)]
    step("categories")
    fit = cumulative_logit(alike.category, alike.covariates, alike.counts, alike.by_school)
    step("ordinal")
    most, worked = megabytes(), time.process_time() - worked
    true = effects(targets, 2026)["school"][np.array(found.schools.names, dtype=int)]
    held = (found.schools.low <= true) & (true <= found.schools.high)
    return spent | {
        "targets": targets,
        "reviewed": found.targets,
        "seconds": sum(spent.values()),
        "processor": worked,
        "megabytes": most,
        "cells": int(cells.used.sum()),
        "patterns": alike.category.size,
        "held": float(held.mean()),
        "alpha": drawn[0].alpha,
        "ambition": float(fit.coefficients[0]),
    }


def report(folder: Path) -> dict[str, float]:
    """The report that a reader sees, whole: from files with time, doses, factors and later checks to every sentence."""
    began, worked = time.perf_counter(), time.process_time()
    tables = {name: folder / f"{name}-*.parquet" for name in ("factors", "follow_ups")}
    with Parquet(folder / "targets-*.parquet", spill=folder / "spill", tables=tables) as engine:
        given = report_sums.service(engine, "made up", follow_up_for_all=True, check_weeks=(13, 26, 39))
    added = time.perf_counter() - began
    found = page(given)
    return {
        "targets": found.targets,
        "report": time.perf_counter() - began,
        "report_sums": added,
        "report_processor": time.process_time() - worked,
        "report_megabytes": megabytes(),
        "shown": sum(len(section.shown) for section in found.sections),
        "parts": len({section.part for section in found.sections if section.shown}),
    }


def main() -> None:
    """`write FOLDER TARGETS`, `whole FOLDER` or `report FOLDER`; the figures as one line of JSON."""
    folder = Path(sys.argv[2])
    if sys.argv[1] in {"whole", "report"}:
        print(json.dumps({"whole": whole, "report": report}[sys.argv[1]](folder)))
    else:
        write(folder, int(sys.argv[3]))
        print(json.dumps({"megabytes": megabytes()}))


if __name__ == "__main__":
    main()
