"""A school year of a city's ledger, worked out from its rows: minutes taught, with a teacher, and out of class."""

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
class Year:
    """What rebuilding a year gave and took: seconds, gigabytes at the peak of all processes, and pupil-weeks."""

    sums: Sums
    pupil_weeks: int
    seconds: float
    gigabytes: float
    processes: int


def year_of(database: Database, school_ids: Sequence[str], processes: int | None = None) -> Year:
    """Work out the ledger of the school year of today at these schools, in a process for each core.

    A process is new, so that its peak is its own; the starting of it is part of the time, as it is of a command.
    """
    begin = perf_counter()
    processes = processes or cpu_count() or 1
    sums: Sums = {}
    peaks: dict[int, float] = {}
    weeks = 0
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=start, initargs=(database.environment,)
    ) as pool:
        for of_school, of_weeks, process, peak in pool.map(school_year, school_ids):
            sums |= of_school
            weeks += of_weeks
            peaks[process] = max(peak, peaks.get(process, 0))
    return Year(sums, weeks, perf_counter() - begin, sum(peaks.values()), processes)


def start(environment: dict[str, str]) -> None:
    """Start the product in a new process."""
    import os

    os.environ.update(environment)
    import django

    django.setup()


def school_year(school_id: str) -> tuple[Sums, int, int, float]:
    """Return the sums of one school's year, its pupil-weeks, which process that was, and its peak so far."""
    import os

    from inreach.apps.schools.models import School

    totals: dict[str, list[int]] = {}
    pupil_weeks = 0
    for planned in planned_year(School.objects.get(pk=school_id)):
        from inreach.core.ledger.school_week import ledgers_of

        ledgers = ledgers_of(planned)
        for pupil in planned:
            week = ledgers[pupil].totals
            mine = totals.setdefault(str(pupil), [0, 0, 0])
            mine[0] += week.taught
            mine[1] += week.teacher
            mine[2] += week.out
            pupil_weeks += 1
    return (
        {pupil: (*of_pupil,) for pupil, of_pupil in totals.items()},
        pupil_weeks,
        os.getpid(),
        gigabytes_here(),
    )


def planned_year(school) -> Iterator[dict]:
    """Yield what is planned for every pupil of a school in each week of the school year of today."""
    from django.utils import timezone

    from inreach.apps.demo.story.calendar import academic_year_of
    from inreach.apps.inclusion.queries.ledger import everybody_in
    from inreach.apps.provision.adapters.support import planned_weeks
    from inreach.apps.schools.adapters.calendar import calendar_of

    year = academic_year_of(timezone.localdate())
    for week in calendar_of(school).weeks():
        if date(year, 8, 1) <= week.starts < date(year + 1, 8, 1):
            yield planned_weeks(everybody_in(school, week), week)


def times_the_twin(school_id: str, year: Year, sample: int) -> float:
    """Return how many times as many pupil-weeks a second a process had as the minute-by-minute twin has on a sample.

    The twin is given its blocks and support, and need not gather them. AssertionError if the two disagree.
    """
    from inreach.apps.schools.models import School
    from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute
    from inreach.core.ledger.school_week import ledgers_of

    planned = next(planned_year(School.objects.get(pk=school_id)))
    supported = [pupil for pupil, week in planned.items() if week.supports]
    step = max(1, len(planned) // sample)
    chosen = list(islice(planned, 0, None, step))[:sample] + supported[: sample // 8]
    weeks = [(tuple(planned[pupil].blocks), planned[pupil].supports) for pupil in chosen]
    begin = perf_counter()
    slow = [ledger_week_minute_by_minute(blocks, supports) for blocks, supports in weeks]
    seconds = perf_counter() - begin
    fast = ledgers_of(planned)
    if [fast[pupil] for pupil in chosen] != slow:
        raise AssertionError("The ledger and its minute-by-minute twin disagree.")
    return (year.pupil_weeks / year.seconds / year.processes) / (len(chosen) / seconds)


def gigabytes_here() -> float:
    """Return the peak memory of this process in gigabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e6)
