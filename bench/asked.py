"""What is asked of pages and of the ledger of a city, as numbers with names, and the sentence where one is missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that is asked: of what, in which unit, and whether it is the most or the least."""

    what: str
    number: float
    unit: str = ""
    at_least: bool = False

    def met_by(self, measured: float) -> bool:
        """Say whether a number is as good as asked."""
        return measured >= self.number if self.at_least else measured <= self.number

    def shortfall(self, where: str, measured: float) -> str:
        """Return the sentence for a number that misses it, and nothing for one that does not."""
        if self.met_by(measured):
            return ""
        bound = "at least" if self.at_least else "at most"
        return (
            f"{where}: {written(measured)}{self.unit} {self.what}, "
            f"short of {bound} {written(self.number)}{self.unit}"
        )


def written(number: float) -> str:
    """Return a number as a table shows it: whole from 100 on or if it is whole, else with one or two decimals."""
    if number == round(number) or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}"


CLIENTS = 8
ALONE = Asked("at the median with one client", 150, " ms")
A_SECOND = Asked(f"pages a second with {CLIENTS} clients", 25, at_least=True)
SLOWEST = Asked(f"at the 95th percentile with {CLIENTS} clients", 600, " ms")
ERRORS = Asked("errors", 0)
GAIN = Asked("times as many pages with a second worker", 1.6, at_least=True)
QUERIES = Asked("queries", 25)
MORE_QUERIES = Asked("more queries with more rows", 0)
BESIDE_AN_EVENT = Asked("times the time while an event of somebody else is not kept yet", 2)
WITH_EVENTS = Asked("times the time with 300 events", 1.3)
OVER_PEER = Asked("times the pages a second of pretalx's list of 50", 10, at_least=True)
IN_A_CITY = Asked("times the time of one school alone", 1.3)
YEAR_SECONDS = Asked("for a school year of the city", 60, " s")
YEAR_MEMORY = Asked("at the peak", 1.5, " GB")
OVER_TWIN = Asked("times the minute-by-minute twin", 100, at_least=True)
OVER_JOIN = Asked("times the speed of an interval join in DuckDB", 1, at_least=True)


@dataclass(frozen=True, slots=True)
class Timings:
    """How long answers took, in seconds, how long all of it took together, and how many were errors."""

    seconds: tuple[float, ...]
    wall: float
    errors: int = 0

    @property
    def median_ms(self) -> float:
        """The median in milliseconds."""
        return median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        """The 95th percentile in milliseconds."""
        return percentile(self.seconds, 95) * 1000

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.wall


def percentile(numbers: tuple[float, ...], percent: int) -> float:
    """Return the smallest number that at least so many per cent do not exceed; ValueError for none."""
    if not numbers:
        raise ValueError("There is no percentile of nothing.")
    in_order = sorted(numbers)
    return in_order[max(0, ceil(len(in_order) * percent / 100) - 1)]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured of one page of one school on one database; `judged` if numbers are asked of it."""

    page: str
    where: str
    alone: Timings
    together: Timings
    one_worker: Timings
    queries: tuple[int, ...]
    judged: bool = True

    @property
    def gain(self) -> float:
        """How many times as many pages two workers give as one."""
        return self.together.a_second / self.one_worker.a_second

    def shortfalls(self) -> Iterator[str]:
        """Every number that this page misses, as a sentence."""
        where = f"{self.page}, {self.where}"
        numbers: list[tuple[Asked, float]] = [
            (ERRORS, self.alone.errors + self.together.errors + self.one_worker.errors)
        ]
        if self.judged:
            numbers += [
                (ALONE, self.alone.median_ms),
                (A_SECOND, self.together.a_second),
                (SLOWEST, self.together.p95_ms),
                (GAIN, self.gain),
            ]
        if self.queries:
            numbers += [
                (QUERIES, max(self.queries)),
                (MORE_QUERIES, max(self.queries) - min(self.queries)),
            ]
        for asked, number in numbers:
            if sentence := asked.shortfall(where, number):
                yield sentence


HEADINGS = ("page", "1 client", f"{CLIENTS} clients", "p95", "errors", "1 worker", "gain", "queries")


def cells(measured: Measured) -> tuple[str, ...]:
    """Return what the table says of a page."""
    errors = measured.alone.errors + measured.together.errors + measured.one_worker.errors
    return (
        measured.page,
        f"{measured.alone.median_ms:,.0f} ms",
        f"{measured.together.a_second:.1f}/s",
        f"{measured.together.p95_ms:,.0f} ms",
        str(errors),
        f"{measured.one_worker.a_second:.1f}/s",
        f"{measured.gain:.2f}",
        ", ".join(str(count) for count in measured.queries) or "not counted",
    )


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines in columns, the first to the left and the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def verdict(shortfalls: list[str]) -> int:
    """Print every number that is missed, a line for each place, and return what a command exits with."""
    by_place: dict[str, list[str]] = {}
    for sentence in shortfalls:
        place, _, missed = sentence.partition(": ")
        by_place.setdefault(place, []).append(missed)
    for place, all_missed in by_place.items():
        print(f"{place}: {'; '.join(all_missed)}")
    if not shortfalls:
        print("Every number that is asked was reached.")
    return 1 if shortfalls else 0
