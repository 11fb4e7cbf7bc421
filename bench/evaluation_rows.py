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
from inreach.evaluation.categories import (
    draw_categories,
)  # first: it sets the threads of numpy, which must not be loaded yet
from inreach.evaluation.crossed import analyse
from inreach.evaluation.ordinal import cumulative_logit
from inreach.evaluation.rows.engines import Parquet
from inreach.evaluation.rows.gathered import check, gather, outcomes, patterns

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
        }
        with duckdb.connect() as database:
            database.register("made", columns)
            database.sql(
                f"""SELECT school, 'area ' || (cell // {PROGRAMMES}) AS area,
                    'programme ' || (cell % {PROGRAMMES}) AS programme, pupil, baseline, expected,
                    CASE WHEN reviewed = 1 THEN achieved END AS achieved, 0 AS maintain, due, 0 AS edited, 1 AS worded
                    FROM made"""
            ).write_parquet(str(folder / f"targets-{at:03}.parquet"))


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

    with Parquet(folder / "*.parquet", spill=folder / "spill") as engine:
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


def main() -> None:
    """`write FOLDER TARGETS` or `whole FOLDER`; the figures as one line of JSON."""
    folder = Path(sys.argv[2])
    if sys.argv[1] == "whole":
        print(json.dumps(whole(folder)))
    else:
        write(folder, int(sys.argv[3]))
        print(json.dumps({"megabytes": megabytes()}))


if __name__ == "__main__":
    main()
