"""Secondary schools: periods of an hour, sets and options, so that hardly two pupils of a year have the same week."""

from __future__ import annotations

import random

from benchmarks.schools.parts import (
    DAYS,
    Json,
    adults,
    groups,
    in_order,
    lesson,
    only_used,
    pause,
    pupils,
    rooms,
)

DAY = (8 * 60 + 40, 15 * 60 + 10)
PERIODS = ((540, 600), (600, 660), (680, 740), (780, 840), (840, 900))
LOWER = {
    "English": 4, "Maths": 4, "Science": 4, "French": 2, "History": 2, "Geography": 2, "PE": 2, "Art": 1, "Music": 1,
    "Drama": 1, "Computing": 1, "PSHE": 1,
}  # fmt: skip
OPTIONS = (
    "Art",
    "Music",
    "Drama",
    "Business",
    "Design",
    "Food",
    "History",
    "Geography",
    "Computing",
    "Photography",
)
KINDS = {"English": "core", "Maths": "core", "Science": "core", "PE": "pe", "PSHE": "pshe"}
PROGRAMMES: dict[str, tuple[int, int, int, str | None]] = {
    "Literacy": (40, 3, 5, None),
    "Numeracy": (40, 3, 5, None),
    "Decoding": (20, 4, 4, None),
    "Speech": (20, 3, 2, None),
    "Social": (40, 2, 6, None),
    "Feelings": (30, 3, 2, None),
    "Words first": (20, 3, 5, "Science"),
    "New to English": (40, 4, 6, None),
}


def secondary(seed: int, *, sets: int = 18, count: int = 50, weeks: int = 1) -> Json:
    """Return a secondary school of five years with so many different weeks of lessons each, and so many groups."""
    chance = random.Random(f"secondary {seed}")
    streams: dict[str, list[str]] = {}
    made = []
    for year in range(7, 12):
        for number in range(sets):
            name = f"week {year}.{number + 1}"
            streams.setdefault(str(year), []).append(name)
            made.append({"id": name, "lessons": _lessons(chance, year, weeks)})
    everybody, by_year = pupils(
        chance, streams, -(-count * 3 // 5), ["Art", "Music", "Drama", "PE", "Computing", "Science"]
    )
    subjects = sorted({*LOWER, *OPTIONS})
    return only_used(
        {
            "file": "inreach plan problem 1",
            "step": 10,
            "days": DAYS,
            "weeks": weeks,
            "day_starts": DAY[0],
            "day_ends": DAY[1],
            "within_lessons": True,
            "subjects": [{"id": one, "kind": KINDS.get(one, "foundation")} for one in subjects],
            "streams": made,
            "pupils": everybody,
            "adults": adults(
                chance, max(5, round(count * 0.3)), list(PROGRAMMES), DAY, teachers=max(1, count // 15)
            ),
            "rooms": rooms(chance, max(2, round(count * 0.1)), DAY),
            "groups": groups(chance, count, PROGRAMMES, by_year, most_each=2),
            "weights": {"teacher_share": 0.17},
        }
    )


def _subjects(chance: random.Random, year: int) -> list[str]:
    """Twenty-five lessons of one week: the lower years share subjects, the upper ones choose four of their own."""
    if year < 10:
        return [name for name, times in LOWER.items() for _ in range(times)]
    chosen = chance.sample(OPTIONS, 4)
    core = ["English"] * 4 + ["Maths"] * 4 + ["Science"] * 5 + ["PE"] + ["PSHE"]
    return core + [name for name, times in zip(chosen, (3, 3, 2, 2), strict=True) for _ in range(times)]


def _lessons(chance: random.Random, year: int, weeks: int) -> list[Json]:
    found, subjects = [], _subjects(chance, year)
    for week in range(weeks):
        order = chance.sample(subjects, len(subjects))
        for day in range(DAYS):
            found.append(pause(day, DAY[0], PERIODS[0][0], "registration", week=week))
            found.append(pause(day, 660, 680, "break", week=week))
            found.append(pause(day, 740, 780, "lunch", week=week))
            found.append(pause(day, PERIODS[-1][1], DAY[1], "assembly", week=week))
            for number, (start, end) in enumerate(PERIODS):
                subject = order[day * len(PERIODS) + number]
                found.append(lesson(day, start, end, subject, week=week, teacher=chance.random() < 0.95))
    return in_order(found)
