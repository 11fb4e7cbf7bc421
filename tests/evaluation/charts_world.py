"""A service of 24 schools and one of seven targets, as reports for charts to draw."""

from dataclasses import replace
from functools import cache

import numpy as np

from inreach.evaluation import dose, held, pooled, reviews, tally
from inreach.evaluation.charts import examples
from inreach.evaluation.figure import Interval
from inreach.evaluation.report import FactorEffect, Part, PooledUnits, Report, Section
from inreach.evaluation.service import Service, TargetRow

LONG = "The Bishop of Winchester Church of England Voluntary Aided Junior and Infant School with Nursery"


def report_of(service: Service) -> Report:
    """The report of a service, as far as charts draw it."""
    sums = tally.tally(service)
    drawn = pooled.draw(sums.cells["area"], "area")
    reviewed = sum(row.achieved is not None for row in service.rows)
    effects = tuple(
        FactorEffect(
            name, outcome, points, Interval(points - 6, points + 6), 0.01, 0.03, abs(points) > 6, reviewed
        )
        for name, points in (("agreed by everyone at the first meeting", 9.0), ("one adult throughout", -2.0))
        for outcome in ("met or exceeded", "exceeded")
    )
    quality = reviews.strip([row.target(service.today) for row in service.rows])
    return Report(
        service=service.name,
        targets=len(service.rows),
        reviewed=reviewed,
        comparisons=2,
        sections=(Section(Part.QUALITY, quality),),
        outcomes=sums.outcomes,
        units={found.kind: found for found in drawn if isinstance(found, PooledUnits)},
        effects=effects if reviewed > 100 else (),
        held=held.curve(sums.checks, service.check_weeks),
        bands=dose.bands(sums.placed),
        minutes_out=service.minutes_out,
        capacity=service.capacity,
        rows=service.rows,
    )


def rows_of_24_schools() -> tuple[TargetRow, ...]:
    """Targets of the first 24 schools of the large service, one of them with a very long name."""
    kept = [row for row in examples.large().rows if int(row.pupil.split("-")[0]) < 24]
    first = kept[0].school
    return tuple(replace(row, school=LONG) if row.school == first else row for row in kept)


@cache
def large() -> Report:
    """24 schools."""
    return report_of(replace(examples.large(), rows=rows_of_24_schools()))


@cache
def tiny() -> Report:
    """Seven targets."""
    return report_of(examples.tiny())


def refit(rows: tuple[TargetRow, ...], kind: str, kept: frozenset[str]) -> PooledUnits:
    """Units of a kind drawn together without those that are hidden."""
    of = tally.KINDS[kind]
    service = replace(examples.large(), rows=tuple(row for row in rows if of(row) in kept))
    drawn = pooled.draw(tally.tally(service).cells["area"], "area")
    return next(found for found in drawn if isinstance(found, PooledUnits) and found.kind == kind)


def numbers(values: object) -> list[float]:
    """Every number in nested lists and dictionaries."""
    if isinstance(values, dict):
        return [n for value in values.values() for n in numbers(value)]
    if isinstance(values, list | tuple):
        return [n for value in values for n in numbers(value)]
    if isinstance(values, int | float | np.floating) and not isinstance(values, bool):
        return [float(values)]
    return []
