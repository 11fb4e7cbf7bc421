"""How fast the ledger is, beside its minute-by-minute twin, with segments and totals counted in both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter

from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute
from inreach.core.ledger.types import (
    Absence,
    Adult,
    Block,
    LedgerWeek,
    PeriodKind,
    SubjectKind,
    Support,
    Where,
)

Week = tuple[Sequence[Block], Sequence[Support], Sequence[Absence]]

MONDAY = date(2026, 11, 16)
SUBJECTS = (
    ("English", SubjectKind.CORE),
    ("Maths", SubjectKind.CORE),
    ("Science", SubjectKind.CORE),
    ("Art", SubjectKind.FOUNDATION),
    ("History", SubjectKind.FOUNDATION),
    ("PSHE", SubjectKind.PSHE),
    ("PE", SubjectKind.PE),
)


def seconds(work: Callable[[], object]) -> float:
    """Time one run in seconds."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def ratio(weeks: Sequence[Week], repetitions: int = 5, sample: int = 60) -> dict[str, float]:
    """Time both in turn, several times, and return medians: seconds per pupil-week, weeks per second, R.

    Every repetition gives a new calculator all the weeks, so that reading the timetables counts too. The twin gets
    weeks spread evenly over the list. AssertionError if the two disagree on any week of the sample.
    """
    step = max(1, len(weeks) // sample)
    chosen = weeks[::step][:sample]

    def fast() -> list[LedgerWeek]:
        calculator = LedgerCalculator()
        return [calculator.week(*week) for week in weeks]

    def slow() -> list[LedgerWeek]:
        return [ledger_week_minute_by_minute(*week) for week in chosen]

    if fast()[::step][:sample] != slow():
        raise AssertionError("The ledger and its minute-by-minute twin disagree.")
    times = [(seconds(fast) / len(weeks), seconds(slow) / len(chosen)) for _ in range(repetitions)]
    per_week, twin_per_week = median(t for t, _ in times), median(t for _, t in times)
    return {
        "pupil_weeks": len(weeks),
        "with_support": sum(1 for _, supports, _ in weeks if supports),
        "seconds_per_pupil_week": per_week,
        "twin_sample": len(chosen),
        "twin_seconds_per_pupil_week": twin_per_week,
        "pupil_weeks_per_second": 1 / per_week,
        "ratio": twin_per_week / per_week,
    }


def line(measured: dict[str, float]) -> str:
    """Return the measurement as the line that the benchmark prints."""
    return (
        f"ledger: {measured['pupil_weeks_per_second']:,.0f} pupil-weeks per second, "
        f"{measured['ratio']:.0f} times the minute-by-minute twin"
    )


def school_week(random: Random) -> tuple[Block, ...]:
    """Return five days of seven lessons, registration and lunch."""
    found = []
    for day in (MONDAY + timedelta(days=n) for n in range(5)):
        found.append(Block(day, 525, 540, PeriodKind.REGISTRATION, key="registration"))
        for number, start in enumerate((540, 590, 640, 690, 790, 840, 890)):
            subject, kind = random.choice(SUBJECTS)
            found.append(
                Block(day, start, start + 50, PeriodKind.LESSON, subject, kind, key=f"{subject} {number}")
            )
        found.append(Block(day, 740, 790, PeriodKind.LUNCH, key="lunch"))
    return tuple(found)


def some_support(random: Random, most: int) -> tuple[Support, ...]:
    """Return up to so many sessions of support, 20 to 50 minutes, anywhere in the week."""
    found = []
    for number in range(random.randint(1, most)):
        start = random.randrange(500, 920, 5)
        found.append(
            Support(
                MONDAY + timedelta(days=random.randrange(5)),
                start,
                start + random.choice((20, 30, 40, 50)),
                random.choice(list(Where)),
                random.choice(list(Adult)),
                f"Programme {number % 4}",
                f"Group {number}",
                programme_id=str(number % 4),
                group_id=str(number),
            )
        )
    return tuple(found)


def invented_school(
    pupils: int, *, shared: bool, support: float, most: int = 10, seed: int = 1
) -> list[Week]:
    """Return weeks of pupils in classes of 28 (or each with a timetable apart), some share of them supported."""
    random = Random(seed)
    week = school_week(random)
    weeks: list[Week] = []
    for number in range(pupils):
        if number % 28 == 0 or not shared:
            week = school_week(random)
        supports = some_support(random, most) if random.random() < support else ()
        day = MONDAY + timedelta(days=random.randrange(5))
        weeks.append((week, supports, (Absence(day, 0, 1440),) if random.random() < 0.05 else ()))
    return weeks


def main() -> None:
    """Print the line for invented schools, from the easiest to the hardest."""
    for words, shared, support in (
        ("classes share blocks, 12 % with support", True, 0.12),
        ("classes share blocks, every pupil with support", True, 1.0),
        ("no two pupils share a block, every pupil with support", False, 1.0),
    ):
        print(f"{line(ratio(invented_school(840, shared=shared, support=support)))} ({words})")


if __name__ == "__main__":
    main()
