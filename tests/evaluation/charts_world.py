"""A service of 24 schools and one of seven targets, as reports for charts to draw."""

from dataclasses import replace
from functools import cache

from inreach.evaluation import pooled, tally
from inreach.evaluation.analysis import analyse
from inreach.evaluation.charts import examples
from inreach.evaluation.report import PooledUnits, Report
from inreach.evaluation.service import TargetRow

LONG = "The Bishop of Winchester Church of England Voluntary Aided Junior and Infant School with Nursery"


def rows_of_24_schools() -> tuple[TargetRow, ...]:
    """Targets of the first 24 schools of the large service, one of them with a very long name."""
    kept = [row for row in examples.large().rows if int(row.pupil.split("-")[0]) < 24]
    first = kept[0].school
    return tuple(replace(row, school=LONG) if row.school == first else row for row in kept)


@cache
def large() -> Report:
    """24 schools."""
    return analyse(replace(examples.large(), rows=rows_of_24_schools()))


@cache
def tiny() -> Report:
    """Seven targets."""
    return analyse(examples.tiny())


def refit(rows: tuple[TargetRow, ...], kind: str, kept: frozenset[str]) -> PooledUnits:
    """Units of a kind drawn together without those that are hidden."""
    of = tally.KINDS[kind]
    service = replace(examples.large(), rows=tuple(row for row in rows if of(row) in kept))
    drawn = pooled.draw(tally.tally(service).cells["area"], "area")
    return next(found for found in drawn if isinstance(found, PooledUnits) and found.kind == kind)
