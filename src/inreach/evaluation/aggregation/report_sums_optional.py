"""What a report takes from further columns and tables: rates, doses, factors, later checks and ratings of capacity."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation import query_results, sql_optional
from inreach.evaluation.aggregation.aggregate import HELD_WITHIN
from inreach.evaluation.aggregation.engines import Column, Engine
from inreach.evaluation.aggregation.types import CapacityRow, Checks, LeftOut, Outcomes, Patterns
from inreach.evaluation.estimators.ratio import ClusteredRatio, Ratio

Floats = NDArray[np.float64]
PER_UNIT = {"weeks": float(sql_optional.THOUSAND), "hours": 60.0, "delivered": 1.0}


def ratios(engine: Engine) -> dict[str, ClusteredRatio]:
    """Return gains over weeks and over hours, and delivered over planned minutes, those for which there are targets.

    Errors that pupils share are told of one school alone, and are not asked for where there are several.
    """
    by_name = {}
    for name, parts in sql_optional.ratios(engine.columns()).items():
        school, *by_school = engine.ask(sql_optional.amounts(*parts))
        if len(school):
            alone = len(school) == 1
            by_pupil = engine.ask(sql_optional.amounts_of_pupils(*parts))[2:] if alone else None
            by_name[name] = ClusteredRatio(
                _ratio(by_school, PER_UNIT[name]), _ratio(by_pupil, PER_UNIT[name]) if by_pupil else None
            )
    return by_name


def _ratio(columns: Sequence[Column], per_unit: float) -> Ratio:
    """A ratio from targets and both sums of each cluster; the bottom is counted in parts of its unit."""
    n, tops, bottoms = (np.asarray(list(map(int, column)), dtype=object) for column in columns)
    return Ratio(
        float(n.sum()),
        n.size,
        float(tops.sum()),
        bottoms.sum() / per_unit,
        float((tops * tops).sum()),
        (tops * bottoms).sum() / per_unit,
        (bottoms * bottoms).sum() / per_unit**2,
    )


def left_out(engine: Engine) -> tuple[LeftOut, int]:
    """Return why reviewed targets give no rate a week, and how many of those that do span a holiday."""
    unknown, short, holiday, over = (int(c[0]) for c in engine.ask(sql_optional.left_out(engine.columns())))
    return LeftOut(unknown, short, holiday), over


def years(engine: Engine) -> Outcomes | None:
    """Return targets by year and what became of them; None without years, or if no target has one."""
    if "year" not in engine.columns():
        return None
    year, state, n = engine.ask(sql_optional.years())
    at, names = query_results.coded(year)
    if names == ("",):
        return None
    counts = np.zeros((len(names), len(query_results.STATES)))
    np.add.at(counts, (at, np.asarray(state, dtype=np.intp)), query_results.numbers(n))
    return query_results.by_name(names, counts)


def factored(engine: Engine) -> tuple[Patterns | None, dict[str, int]]:
    """Return targets by school, category and factors, and for how many each was recorded after the result."""
    if sql_optional.FACTORS not in engine.tables:
        return None, {}
    names = tuple(map(str, engine.ask(sql_optional.asked())[0]))
    if not names:
        return None, {}
    if len(names) > sql_optional.MOST_FACTORS:
        raise ValueError(
            f"{len(names)} factors are more than {sql_optional.MOST_FACTORS}; keep those asked of many."
        )
    school, *ratings, answers, count = engine.ask(sql_optional.factored(len(names)))
    s, schools = query_results.coded(school)
    baseline, expected, category, due, edited, maintain = (np.asarray(c, dtype=np.intp) for c in ratings)
    n, digits = query_results.numbers(count), np.asarray(answers, dtype=np.int64)
    order = sorted(range(len(names)), key=names.__getitem__)  # engines put names in orders of their own
    states = np.column_stack([digits // 4**at % 4 for at in order]).astype(np.intp)
    names = tuple(names[at] for at in order)
    late = {name: int(n[states[:, at] == sql_optional.HINDSIGHT].sum()) for at, name in enumerate(names)}
    nothing = np.zeros(s.size, dtype=np.intp)
    return Patterns(
        schools=tuple(map(str, schools)),
        areas=("",),
        school=s,
        area=nothing,
        baseline=baseline,
        expected=expected,
        achieved=nothing,
        category=category,
        due=due > 0,
        edited=edited > 0,
        maintain=maintain > 0,
        position=nothing,
        count=n,
        factors=names,
        asked=np.asarray(sql_optional.ANSWERS, dtype=np.intp)[states],
    ), late


def checks(engine: Engine, *, planned: str, strict: bool, for_all: bool) -> Checks | None:
    """Return when targets met were last seen held and first seen lost; None without a table of checks."""
    if sql_optional.FOLLOW_UPS not in engine.tables:
        return None
    group, held_to, lost_by, n = engine.ask(sql_optional.checks(planned, strict=strict, within=HELD_WITHIN))
    last, gone, count = (np.asarray(c, dtype=np.float64) for c in (held_to, lost_by, n))
    seen = np.flatnonzero(last >= 0)
    order = seen[np.lexsort((query_results.coded(group)[0][seen], gone[seen], last[seen]))]
    return Checks(
        last[order] / sql_optional.THOUSAND,
        np.where(gone[order] < 0, math.inf, gone[order] / sql_optional.THOUSAND),
        count[order],
        int(count[last < 0].sum()),
        for_all,
        tuple(str(np.asarray(group, dtype=object)[at]) for at in order) if planned else (),
    )


def capacity(engine: Engine) -> tuple[CapacityRow, ...]:
    """Return ratings of what the school can do, line by line, in one order whatever the engine's.

    They stay lines: Wilcoxon's test takes each person's own mean, and the chart draws each pair. They are few.
    """
    if sql_optional.CAPACITY not in engine.tables:
        return ()
    columns = engine.ask(sql_optional.capacity())
    named = zip(*(map(str, column) for column in columns[:3]), strict=True)
    graded = zip(*map(_grades, columns[3:5]), *map(_perhaps, columns[5:]), strict=True)
    rows = [CapacityRow(*names, *grades) for names, grades in zip(named, graded, strict=True)]
    return tuple(sorted(rows, key=lambda r: (r.school, r.staff, r.statement, r.start, r.end)))


def _perhaps(column: Column) -> list[int | None]:
    """Whole numbers of a column, None where there is none."""
    masked = np.ma.getmaskarray(column) if isinstance(column, np.ma.MaskedArray) else [False] * len(column)
    entries = zip(
        np.ma.getdata(column).tolist() if isinstance(column, np.ndarray) else column, masked, strict=True
    )
    return [None if gone or entry is None else int(entry) for entry, gone in entries]


def _grades(column: Column) -> list[int]:
    """Whole numbers of a column that holds one in each line."""
    return [int(entry) for entry in column]
