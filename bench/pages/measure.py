"""Pages of the product, measured on one database: by one client, by eight, with one worker and with two."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from bench.asked import (
    BESIDE_AN_EVENT,
    HEADINGS,
    OVER_PEER,
    WITH_EVENTS,
    Measured,
    Timings,
    cells,
    table,
)
from bench.databases import Database
from bench.pages.clients import Fetch, Reader, alone, together
from bench.pages.query_counts import counts
from bench.pages.server import gunicorn
from bench.pages.world import NOT_JUDGED, PAGES, Visited, analyse, signed_in

APPLICATION = "inreach.project.wsgi"
LISTS = ("pupils", "ledger")
WITH_MANY_EVENTS = ("audit", "target")
READ_BESIDE = ("pupil", "target", "ledger", "pupils")
TIMES = 5


def fetches(port: int, school: Visited, readers: dict[str, Reader]) -> Iterator[tuple[str, Fetch]]:
    """Yield each page of a school with the function that reads it, by somebody who is signed in."""
    for page in PAGES:
        email = school.reader_of(page)
        if email not in readers:
            readers[email] = signed_in(port, email)
        yield page, readers[email].fetch(school.paths[page])


def measure(database: Database, schools: list[Visited]) -> list[Measured]:
    """Measure every page of these schools, one worker and two side by side, so that both have the same machine."""
    bursts: dict[tuple[int, str, str], Timings] = {}
    singles: dict[tuple[str, str], Timings] = {}
    readers: dict[str, Reader] = {}
    with (
        gunicorn(APPLICATION, 1, database.folder, database.environment) as one_worker,
        gunicorn(APPLICATION, 2, database.folder, database.environment) as two_workers,
    ):
        for school in schools:
            for page, fetch in fetches(two_workers, school, readers):
                reader, path = readers[school.reader_of(page)], school.paths[page]
                singles[school.name, page] = alone(fetch)
                bursts[2, school.name, page] = together(fetch)
                alone(reader.at(one_worker).fetch(path), requests=1)
                bursts[1, school.name, page] = together(reader.at(one_worker).fetch(path))
    queries = counts()
    return [
        Measured(
            page,
            f"{school.pupils} pupils, {database.name}",
            singles[school.name, page],
            bursts[2, school.name, page],
            bursts[1, school.name, page],
            queries[page],
            judged=page not in NOT_JUDGED,
        )
        for school in schools
        for page in PAGES
    ]


def told(measured: list[Measured]) -> list[str]:
    """Return the tables, one for each school, and every number that was missed afterwards."""
    lines: list[str] = []
    for where in dict.fromkeys(each.where for each in measured):
        lines += ["", where, *table([HEADINGS, *(cells(each) for each in measured if each.where == where)])]
    return lines


def beside_peer(measured: list[Measured], peer: dict[str, float]) -> list[str]:
    """Print our lists beside the peer's, and return what was missed."""
    missed = []
    for each in measured:
        if each.page in LISTS:
            times = each.together.a_second / peer["list"]
            print(
                f"{each.page}, {each.where}: {each.together.a_second:.1f} pages a second, "
                f"pretalx's list of 50 {peer['list']:.1f}, its dashboard {peer['dashboard']:.1f}: {times:.1f} times"
            )
            missed.append(OVER_PEER.shortfall(f"{each.page}, {each.where}", times))
    return [sentence for sentence in missed if sentence]


def with_events(
    database: Database, schools: list[Visited], few: int, many: int, add: Callable[[int], None]
) -> list[str]:
    """Time the pages that show events with few and with many of them, and return what was missed."""
    add(few)
    before = single_times(database, schools)
    add(many - few)
    analyse()
    after = single_times(database, schools)
    missed = []
    for (school, page), milliseconds in after.items():
        ratio = milliseconds / before[school, page]
        print(
            f"{page}, {school}, {database.name}: {before[school, page]:.0f} ms with {few:,} events, "
            f"{milliseconds:.0f} ms with {many:,}: {ratio:.2f} times"
        )
        missed.append(WITH_EVENTS.shortfall(f"{page}, {school}, {database.name}, {many:,} events", ratio))
    return [sentence for sentence in missed if sentence]


def single_times(
    database: Database, schools: list[Visited], pages: tuple[str, ...] = WITH_MANY_EVENTS
) -> dict[tuple[str, str], float]:
    """Return the median milliseconds of pages with one client, by school and page."""
    readers: dict[str, Reader] = {}
    with gunicorn(APPLICATION, 2, database.folder, database.environment) as port:
        timings = {
            (school.name, page): alone(fetch)
            for school in schools
            for page, fetch in fetches(port, school, readers)
            if page in pages
        }
    broken = [f"{page} of {school}" for (school, page), each in timings.items() if each.errors]
    if broken:
        raise RuntimeError(f"Not a page: {', '.join(broken)}.")
    return {place: each.median_ms for place, each in timings.items()}


def beside_an_event(database: Database, school: Visited) -> list[str]:
    """Read pages while somebody else's event is written and not kept yet, and return what was missed.

    SQLite has one writer at a time by its nature, so this is asked of PostgreSQL only.
    """
    from django.db import transaction

    from inreach.apps.audit.recording.events import record

    readers: dict[str, Reader] = {}
    missed = []
    with gunicorn(APPLICATION, 2, database.folder, database.environment) as port:
        ready = [(page, fetch) for page, fetch in fetches(port, school, readers) if page in READ_BESIDE]
        for page, fetch in ready:
            seconds: dict[bool, list[float]] = {False: [], True: []}
            fetch()
            for _ in range(TIMES):
                seconds[False].append(timed(fetch))
                with transaction.atomic():
                    record("bench.held", by=None)
                    seconds[True].append(timed(fetch))
            ratio = median(seconds[True]) / median(seconds[False])
            print(
                f"{page}, {database.name}, beside an event that is not kept yet: {ratio:.2f} times the time"
            )
            missed.append(BESIDE_AN_EVENT.shortfall(f"{page}, {database.name}", ratio))
    return [sentence for sentence in missed if sentence]


def timed(fetch: Fetch) -> float:
    """Return the seconds that reading a page takes."""
    begin = perf_counter()
    fetch()
    return perf_counter() - begin
