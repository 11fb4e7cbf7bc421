"""`python -m bench.city`: pages beside a city of sixty schools, and a school year of its ledger, on PostgreSQL."""

import argparse
from statistics import median
from time import perf_counter

from bench.asked import IN_A_CITY, OVER_JOIN, OVER_TWIN, YEAR_MEMORY, YEAR_SECONDS, verdict
from bench.databases import Database, postgres, postgres_is_here
from bench.pages.world import NOT_JUDGED, PAGES, Visited, load, product

TWIN_SAMPLE = 60
SCHOOLS, PUPILS = 60, 25_000


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read what the command was given."""
    parser = argparse.ArgumentParser(prog="python -m bench.city", description=__doc__)
    parser.add_argument("--schools", type=int, default=SCHOOLS, help=f"schools of the city ({SCHOOLS})")
    parser.add_argument("--pupils", type=int, default=PUPILS, help=f"pupils of the city ({PUPILS:,})")
    parser.add_argument("--no-pages", action="store_true", help="only rebuild the ledger's year")
    return parser.parse_args(arguments)


def compared(before: dict[tuple[str, str], float], after: dict[tuple[str, str], float]) -> list[str]:
    """Print the times of pages without and with the city around the school, and return what was missed."""
    missed = []
    for (school, page), milliseconds in after.items():
        ratio = milliseconds / before[school, page]
        print(
            f"{page}, {school}: {before[school, page]:.0f} ms alone, {milliseconds:.0f} ms in the city: "
            f"{ratio:.2f} times"
        )
        if page not in NOT_JUDGED:
            missed.append(IN_A_CITY.shortfall(f"{page}, {school}", ratio))
    ratios = [milliseconds / before[place] for place, milliseconds in after.items()]
    print(f"Pages in the city: {median(ratios):.2f} times the time of the same school alone, at the median.")
    return [sentence for sentence in missed if sentence]


def rebuilt(database: Database, school_ids: list[str]) -> list[str]:
    """Rebuild the year of the city, beside the twin and an interval join, and return what was missed."""
    from bench.city.interval_join import joined
    from bench.city.year import times_the_twin, year_of

    from inreach.core.text import counted

    year, alone = year_of(database, school_ids), year_of(database, school_ids, processes=1)
    sums, fetching, joining = joined(database, school_ids)
    if not sums == year.sums == alone.sums:
        different = sum(sums.get(pupil) != mine for pupil, mine in year.sums.items())
        raise AssertionError(
            f"The ledger and the interval join disagree on {different:,} of {len(year.sums):,} pupils."
        )
    twin = times_the_twin(school_ids[0], year, TWIN_SAMPLE)
    print(
        f"A school year of {len(school_ids)} schools: {len(year.sums):,} pupils, {year.pupil_weeks:,} pupil-weeks."
    )
    for worked in (year, alone):
        print(
            f"In {counted(worked.processes, 'new process', 'new processes')}: {worked.seconds:.1f} s, of which "
            f"{worked.working:.1f} s are after the start; {worked.pupil_weeks / worked.seconds:,.0f} pupil-weeks a "
            f"second, {worked.gigabytes:.2f} GB at the peak."
        )
    print(f"The minute-by-minute twin, on a sample: {twin:,.0f} times as long for each process.")
    ahead, ahead_alone = ((fetching + joining) / worked.seconds for worked in (year, alone))
    print(
        f"The same sums by an interval join in DuckDB: {fetching:.1f} s to fetch the rows, {joining:.1f} s to join "
        f"them; {ahead:.2f} times as long, and {ahead_alone:.2f} times as long as one process."
    )
    where = "the ledger's year"
    missed = (
        YEAR_SECONDS.shortfall(where, year.seconds),
        YEAR_MEMORY.shortfall(where, year.gigabytes),
        OVER_TWIN.shortfall(where, twin),
        OVER_JOIN.shortfall(where, ahead),
        OVER_JOIN.shortfall(f"{where} in one process", ahead_alone),
    )
    return [sentence for sentence in missed if sentence]


def main() -> int:
    """Measure pages before and after the city is there, then rebuild its year."""
    chosen = options()
    if not postgres_is_here():
        print("PostgreSQL is not on this machine, so there is no city to measure.")
        return 0
    with postgres() as database, product(database):
        from bench.city.school import city
        from bench.pages.measure import single_times
        from django.utils import timezone

        measured: list[Visited] = [] if chosen.no_pages else load(timezone.localdate())
        before = single_times(database, measured, PAGES) if measured else {}
        begin = perf_counter()
        school_ids = city(chosen.schools, chosen.pupils)
        print(f"The city was written in {perf_counter() - begin:.0f} s.")
        missed = compared(before, single_times(database, measured, PAGES)) if measured else []
        missed += rebuilt(database, school_ids)
    print()
    return verdict(missed)


if __name__ == "__main__":
    raise SystemExit(main())
