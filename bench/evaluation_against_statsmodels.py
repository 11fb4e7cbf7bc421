"""The evaluation's engines beside statsmodels' on the same rows: two levels, and not met, met, exceeded."""

import json
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# isort: off
from inreach.evaluation.estimators.ordinal_regression import (
    cumulative_logit,
)  # first: it sets the threads of numpy, which must not be loaded yet
from inreach.evaluation.aggregation.engines import Parquet
from inreach.evaluation.aggregation.query_results import coded, grouped
from inreach.evaluation.estimators.two_level import two_level

import numpy as np

# isort: on

BY = ("area", "programme")
PART = 4000
ROWS = "SELECT school, area, programme, baseline, expected, achieved FROM targets WHERE achieved IS NOT NULL"


CELLS = """SELECT school, area, programme, COUNT(*) AS n, SUM(achieved - baseline) AS total,
    SUM((achieved - baseline) * (achieved - baseline)) AS squares
FROM targets WHERE achieved IS NOT NULL GROUP BY school, area, programme"""
CONVERGED = 1e-8  # MixedLM stops at a slope of 1e-5 by itself, three digits short of the variances


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that passed, and that the processor worked; the shortest of several times."""

    passed: float
    worked: float


def timed(work: Callable[[], Any], times: int = 1) -> tuple[Any, Spent]:
    """The result of the work, and what it took."""
    passed, worked, result = [], [], None
    for _ in range(times):
        began, before = time.perf_counter(), time.process_time()
        result = work()
        passed.append(time.perf_counter() - began)
        worked.append(time.process_time() - before)
    return result, Spent(min(passed), min(worked))


def told(ours: Spent, theirs: Spent) -> dict[str, float]:
    """Both times and how often the one goes into the other."""
    return {
        "ours": ours.passed,
        "theirs": theirs.passed,
        "times": theirs.passed / ours.passed,
        "processor_times": theirs.worked / ours.worked,
    }


def two_levels(folder: Path) -> dict[str, Any]:
    """Schools random and areas fixed: from the sums of the files, and statsmodels' mixed model over their rows."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    with Parquet(folder / "targets-*.parquet") as engine:

        def ours() -> Any:
            school, area, programme, n, total, squares = engine.ask(CELLS)
            (row, schools), (column, areas) = coded(school), grouped((area, programme))
            tables = np.zeros((2, len(schools), len(areas)))
            tables[:, row, column] = n, total
            return two_level(*tables, float(np.sum(squares)))

        mine, short = timed(ours, 5)
        school, area, programme, baseline, _, achieved = engine.ask(ROWS)
    code, names = grouped((area, programme))
    y = np.asarray(achieved, float) - np.asarray(baseline, float)

    def theirs() -> Any:
        x = (code[:, None] == np.arange(len(names))[None, :]).astype(float)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return MixedLM(y, x, groups=np.asarray(school)).fit(reml=True, method="bfgs", gtol=CONVERGED)

    other, long = timed(theirs)
    return {
        "targets": y.size,
        **told(short, long),
        "apart": [
            abs(mine.between / float(other.cov_re[0, 0]) - 1),
            abs(mine.residual / float(other.scale) - 1),
        ],
    }


def ordinal(folder: Path) -> dict[str, Any]:
    """The cumulative logit on patterns beside OrderedModel over rows, on as many rows as it can do in a minute."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    with Parquet(folder / "targets-*.parquet", threads=1) as engine:
        _, area, programme, baseline, expected, achieved = (
            column[:PART]
            for column in engine.ask(f"{ROWS} ORDER BY pupil, area, programme, baseline, achieved")
        )
    code, names = grouped((area, programme))
    before, hoped, after = (np.asarray(column, float) for column in (baseline, expected, achieved))
    y = (after >= hoped).astype(int) + (after > hoped)
    x = np.column_stack([hoped - before, before, code[:, None] == np.arange(1, len(names))[None, :]]).astype(
        float
    )

    def ours() -> Any:
        key = ((code * 11 + before.astype(int)) * 11 + hoped.astype(int)) * 3 + y
        _, first, counts = np.unique(key, return_index=True, return_counts=True)
        return cumulative_logit(y[first], x[first], counts)

    def theirs() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return OrderedModel(y, x, distr="logit").fit(method="bfgs", disp=False, maxiter=500)

    mine, short = timed(ours, 5)
    other, long = timed(theirs)
    return {
        "targets": int(y.size),
        **told(short, long),
        "log_likelihood": mine.log_likelihood,
        "gap": mine.log_likelihood - float(other.llf),
    }


if __name__ == "__main__":
    print(json.dumps({"two-levels": two_levels, "ordinal": ordinal}[sys.argv[1]](Path(sys.argv[2]))))
