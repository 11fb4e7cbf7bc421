"""A service of 24 schools and one of seven targets, as reports for charts to draw."""

from dataclasses import replace
from functools import cache

from inreach.evaluation.aggregation.types import Service, TargetRow
from inreach.evaluation.charts import examples
from inreach.evaluation.figures.report import Report
from inreach.evaluation.reporting.service_report import analyse

LONG = "The Bishop of Winchester Church of England Voluntary Aided Junior and Infant School with Nursery"


def rows_of_24_schools() -> tuple[TargetRow, ...]:
    """Targets of the first 24 schools of the large service, one of them with a very long name."""
    kept = [row for row in examples.large().rows if int(row.pupil.split("-")[0]) < 24]
    first = kept[0].school
    return tuple(replace(row, school=LONG) if row.school == first else row for row in kept)


@cache
def service() -> Service:
    """24 schools, as they are handed in."""
    return replace(examples.large(), rows=rows_of_24_schools())


@cache
def large() -> Report:
    """The report of 24 schools."""
    return analyse(service())


@cache
def tiny() -> Report:
    """Seven targets."""
    return analyse(examples.tiny())
