"""A school year of a city's ledger, worked out from its rows by the product: every pupil's totals."""

import resource
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from os import cpu_count
from time import perf_counter

from bench.databases import Database

Sums = dict[str, tuple[int, int, int]]
"""By pupil, minutes of the year that were taught, taught with a teacher, and taught out of class."""


@dataclass(frozen=True, slots=True)
class SchoolYears:
    """What one process worked out: the sums, pupil-weeks, seconds without its start, and gigabytes at its peak."""

    sums: Sums
    pupil_weeks: int
    seconds: float
    gigabytes: float


@dataclass(frozen=True, slots=True)
class Year:
    """What rebuilding a year gave and took: seconds, gigabytes at the peak of all processes, and pupil-weeks.

    `working` are the seconds of the slowest process from its first question to its last sum.
    """

    sums: Sums
    pupil_weeks: int
    seconds: float
    working: float
    gigabytes: float
    processes: int


def year_of(database: Database, school_ids: Sequence[str], processes: int | None = None) -> Year:
    """Work out the ledger of the school year of today at these schools, in a process for each core.

    A process is new, so that its peak is its own; the starting of it is part of the time, as it is of a command.
    """
    begin = perf_counter()
    processes = processes or cpu_count() or 1
    shares = [list(school_ids[first::processes]) for first in range(min(processes, len(school_ids)))]
    with ProcessPoolExecutor(
        len(shares), get_context("spawn"), initializer=start, initargs=(database.environment,)
    ) as pool:
        worked = list(pool.map(school_years, shares))
    return Year(
        {pupil: sums for each in worked for pupil, sums in each.sums.items()},
        sum(each.pupil_weeks for each in worked),
        perf_counter() - begin,
        max(each.seconds for each in worked),
        sum(each.gigabytes for each in worked),
        len(shares),
    )


def start(environment: dict[str, str]) -> None:
    """Start the product in a new process."""
    import os

    os.environ.update(environment)
    import django

    django.setup()


def school_years(school_ids: Sequence[str]) -> SchoolYears:
    """Work out the year of some schools with the product's own service."""
    from inreach.apps.inclusion.services.school_year import totals_of_schools
    from inreach.apps.schools.models import School

    begin = perf_counter()
    sums: Sums = {}
    pupil_weeks = 0
    for of_school in totals_of_schools(list(School.objects.filter(pk__in=school_ids)), *dates()).values():
        pupil_weeks += len(of_school) * len(of_school.open_days.weeks)
        for pupil, totals in of_school.items():
            sums[str(pupil)] = totals.taught, totals.teacher, totals.out
    return SchoolYears(sums, pupil_weeks, perf_counter() - begin, gigabytes_here())


def dates() -> tuple[date, date]:
    """Return the first and the last day of the school year of today."""
    from django.utils import timezone

    from inreach.apps.demo.story.calendar import academic_year_of

    year = academic_year_of(timezone.localdate())
    return date(year, 8, 1), date(year + 1, 7, 31)


def planned_year(school) -> Iterator[dict]:
    """Yield what is planned for every pupil of a school in each week of the school year of today."""
    from inreach.apps.inclusion.queries.ledger import everybody_in
    from inreach.apps.provision.adapters.support import planned_weeks
    from inreach.apps.schools.adapters.calendar import calendar_of

    first, last = dates()
    for week in calendar_of(school).weeks():
        if first <= week.starts <= last:
            yield planned_weeks(everybody_in(school, week), week)


def times_the_twin(school_id: str, year: Year, sample: int) -> float:
    """Return how many times as many pupil-weeks a second a process had as the minute-by-minute twin has on a sample.

    The twin is given its blocks and support of one week, and need not gather them. AssertionError if the two disagree.
    """
    from inreach.apps.inclusion.services.school_year import school_totals
    from inreach.apps.schools.models import School
    from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute

    school = School.objects.get(pk=school_id)
    fast = school_totals(school, *dates())
    planned = next(planned_year(school))
    supported = [pupil for pupil, week in planned.items() if week.supports]
    step = max(1, len(planned) // sample)
    chosen = list(islice(planned, 0, None, step))[:sample] + supported[: sample // 8]
    weeks = [(tuple(planned[pupil].blocks), planned[pupil].supports) for pupil in chosen]
    begin = perf_counter()
    slow = [ledger_week_minute_by_minute(blocks, supports).totals for blocks, supports in weeks]
    seconds = perf_counter() - begin
    first_week = fast.open_days.weeks[0][0].starts
    if [fast.by_week(pupil)[first_week] for pupil in chosen] != slow:
        raise AssertionError("The ledger and its minute-by-minute twin disagree.")
    return (year.pupil_weeks / year.seconds / year.processes) / (len(chosen) / seconds)


def gigabytes_here() -> float:
    """Return the peak memory of this process in gigabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e6)
