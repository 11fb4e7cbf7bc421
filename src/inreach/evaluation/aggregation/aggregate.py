"""From rows to sums: the slow, plain way that every engine of the warehouse has to agree with."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from datetime import date

import numpy as np

from inreach.core.targets.ratings import gain
from inreach.evaluation.aggregation.dose_conditions import position
from inreach.evaluation.aggregation.thresholds import FEWEST_WEEKS, SMALLEST_GAP
from inreach.evaluation.aggregation.types import (
    CATEGORIES,
    NO_REVIEW,
    NOT_RECORDED,
    Category,
    Checks,
    FollowUp,
    LeftOut,
    Outcomes,
    Patterns,
    Service,
    Sums,
    TargetRow,
)
from inreach.evaluation.estimators.change import Moments, moments
from inreach.evaluation.estimators.ratio import ClusteredRatio, ratio
from inreach.evaluation.estimators.sufficient_statistics import Cells, gather_cells

HELD_WITHIN = 1
KINDS: dict[str, Callable[[TargetRow], str]] = {
    "area": lambda row: row.area,
    "school": lambda row: row.school,
    "programme": lambda row: row.programme,
    "year": lambda row: row.year,
}


def category(row: TargetRow) -> int:
    """The category of a row, NO_REVIEW without one; ValueError as for core.targets.ratings.outcome."""
    return int(CATEGORIES[row.rated.outcome])


def aggregate(service: Service) -> Sums:
    """Return the sums of a service's rows; ValueError without rows, or as for core.targets.ratings.outcome."""
    rows, today = service.rows, service.today
    if not rows:
        raise ValueError("There are no targets to evaluate.")
    asked = tuple(sorted({name for row in rows for name in row.factors}))
    made = [(row, row.achieved) for row in rows if row.achieved is not None]
    gains = [(row, gain(row.baseline, achieved)) for row, achieved in made]
    weekly = [(row, g) for row, g in gains if timed(row)]
    hourly = [(row, g) for row, g in gains if row.delivered_minutes]
    planned = [row for row in rows if row.planned_minutes and row.delivered_minutes is not None]
    fixed = [(row, g) for row, g in gains if not row.edited_after_start and wanted(row) >= SMALLEST_GAP]
    return Sums(
        ratings=patterns(rows, today, achieved=True),
        pupils=_pupils(made),
        everyone=len({(row.school, row.pupil) for row in rows}),
        outcomes={kind: outcomes(rows, of, today) for kind, of in KINDS.items() if any(map(of, rows))},
        cells={
            kind: _cells(made, KINDS[kind])
            for kind in ("area", "programme")
            if made and any(map(KINDS[kind], rows))
        },
        unworded=sum(not row.worded for row, _ in made),
        placed=patterns(rows, today, area=True, dose=True),
        factored=patterns(rows, today, factors=asked) if asked else None,
        hindsight={name: sum(name in row.hindsight for row in rows) for name in asked},
        gained=_shared([(row, g, 1.0) for row, g in gains]),
        progress=_shared([(row, g, wanted(row)) for row, g in fixed]),
        weeks=_shared([(row, g, row.weeks or 0.0) for row, g in weekly]),
        hours=_shared([(row, g, (row.delivered_minutes or 0.0) / 60) for row, g in hourly]),
        left_out=_left_out([row for row, _ in made]),
        over_holiday=sum(bool(row.holiday_weeks) for row, _ in weekly),
        no_hours=len(made) - len(hourly),
        delivered=_shared(
            [(row, row.delivered_minutes or 0.0, row.planned_minutes or 0.0) for row in planned]
        ),
        no_plan=len(rows) - len(planned),
        checks=checks(service),
    )


def wanted(row: TargetRow) -> int:
    """The points that a row expects."""
    return gain(row.baseline, row.expected)


def timed(row: TargetRow) -> bool:
    """Say whether the time between the ratings is known, long enough, and its holidays known."""
    return row.weeks is not None and row.weeks >= FEWEST_WEEKS and row.holiday_weeks is not None


def _left_out(rows: Sequence[TargetRow]) -> LeftOut:
    """Why reviewed rows give no rate a week, the first reason that applies."""
    known = [row for row in rows if row.weeks is not None]
    long = [row for row in known if row.weeks is not None and row.weeks >= FEWEST_WEEKS]
    return LeftOut(
        len(rows) - len(known), len(known) - len(long), sum(row.holiday_weeks is None for row in long)
    )


def patterns(
    rows: Sequence[TargetRow],
    today: date | None = None,
    *,
    achieved: bool = False,
    area: bool = False,
    dose: bool = False,
    factors: tuple[str, ...] = (),
) -> Patterns:
    """Count rows by school and ratings, and by what else is asked for; without `achieved` by the category alone."""
    schools = {name: at for at, name in enumerate(dict.fromkeys(row.school for row in rows))}
    areas = {name: at for at, name in enumerate(dict.fromkeys(row.area if area else "" for row in rows))}
    lines = np.array(
        [
            (
                schools[row.school],
                areas[row.area if area else ""],
                row.baseline,
                row.expected,
                row.achieved or 0 if achieved else 0,
                category(row),
                row.is_due(today),
                row.edited_after_start,
                row.maintain,
                position(row.delivered_minutes, row.sessions, row.weeks) if dose else 0,
                *(_asked(row, name) for name in factors),
            )
            for row in rows
        ],
        dtype=np.intp,
    )
    distinct, count = np.unique(lines, axis=0, return_counts=True)
    columns = [distinct[:, at] for at in range(10)]
    return Patterns(
        schools=tuple(schools),
        areas=tuple(areas),
        school=columns[0],
        area=columns[1],
        baseline=columns[2],
        expected=columns[3],
        achieved=columns[4],
        category=columns[5],
        due=columns[6] > 0,
        edited=columns[7] > 0,
        maintain=columns[8] > 0,
        position=columns[9],
        count=count.astype(float),
        factors=factors,
        asked=distinct[:, 10:],
    )


def _asked(row: TargetRow, factor: str) -> int:
    """Whether a factor held; what was recorded after the result was known counts as not recorded."""
    return NOT_RECORDED if factor in row.hindsight else int(row.factors.get(factor, NOT_RECORDED))


def outcomes(rows: Sequence[TargetRow], of: Callable[[TargetRow], Hashable], today: date | None) -> Outcomes:
    """Count rows by unit and by what became of them."""
    names = tuple(dict.fromkeys(str(of(row)) for row in rows))
    counts = np.zeros((5, len(names)))
    at = {name: i for i, name in enumerate(names)}
    for row in rows:
        result = category(row)
        kind = result if result != NO_REVIEW else 3 + (not row.is_due(today))
        counts[kind, at[str(of(row))]] += 1
    return Outcomes(names, *counts)


def _pupils(made: Sequence[tuple[TargetRow, int]]) -> Moments:
    """Sums over pupils of their mean ratings."""
    ratings: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row, achieved in made:
        ratings.setdefault((row.school, row.pupil), []).append((row.baseline, achieved))
    means = np.array([np.mean(pairs, axis=0) for pairs in ratings.values()]).reshape(-1, 2)
    return moments(means[:, 0], means[:, 1])


def _cells(made: Sequence[tuple[TargetRow, int]], of: Callable[[TargetRow], str]) -> Cells:
    """Gains by school and unit."""
    return gather_cells(
        [gain(row.baseline, achieved) for row, achieved in made],
        [row.school for row, _ in made],
        [of(row) for row, _ in made],
        [row.pupil for row, _ in made],
    )


def _shared(entries: Sequence[tuple[TargetRow, float, float]]) -> ClusteredRatio | None:
    """Two amounts of each row as a ratio, None without rows."""
    if not entries:
        return None
    tops, bottoms = [top for _, top, _ in entries], [bottom for _, _, bottom in entries]
    return ClusteredRatio(
        ratio(tops, bottoms, [row.school for row, _, _ in entries]),
        ratio(tops, bottoms, [(row.school, row.pupil) for row, _, _ in entries]),
    )


def still_held(row: TargetRow, check: FollowUp, *, strict: bool = False) -> bool:
    """Say whether a target met is still held: at most 1 point under its review, or if strict, as high as expected."""
    floor = row.expected if strict or row.achieved is None else row.achieved - HELD_WITHIN
    return check.rating >= floor


def checks(service: Service) -> Checks:
    """Return when targets met or exceeded were last seen held and first seen lost, by group if that was planned."""
    group = KINDS[service.planned] if service.planned else None
    seen: dict[tuple[float, float, str], int] = {}
    unchecked = 0
    for row in service.rows:
        if category(row) not in (Category.MET, Category.EXCEEDED):
            continue
        if not row.follow_ups:
            unchecked += 1
            continue
        left, right = 0.0, math.inf
        for check in sorted(row.follow_ups, key=lambda c: c.weeks):
            if not still_held(row, check, strict=service.strict):
                right = check.weeks
                break
            left = check.weeks
        key = (left, right, group(row) if group else "")
        seen[key] = seen.get(key, 0) + 1
    ends = np.array([key[:2] for key in seen], float).reshape(-1, 2)
    return Checks(
        ends[:, 0],
        ends[:, 1],
        np.array(list(seen.values()), float),
        unchecked,
        service.follow_up_for_all,
        tuple(name for _, _, name in seen) if group else (),
    )
