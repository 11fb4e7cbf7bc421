"""Primary schools: classes with a teacher of their own, English and maths in the morning, a five-minute raster."""

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

DAY = (8 * 60 + 45, 15 * 60 + 15)
AFTERNOON = ("Science", "History", "Geography", "Art", "Design", "Music", "PE", "RE", "Computing")
KINDS = {"English": "core", "Maths": "core", "Phonics": "core", "Science": "core", "PE": "pe", "PSHE": "pshe"}
PROGRAMMES: dict[str, tuple[int, int, int, str | None]] = {
    "Sounds": (20, 4, 4, None),
    "Reading": (30, 3, 4, None),
    "Number": (30, 4, 3, "Maths"),
    "Talk": (30, 3, 5, None),
    "Speech": (20, 2, 2, None),
    "Hands": (20, 3, 4, None),
    "Calm": (40, 2, 6, None),
    "Words first": (15, 3, 5, "Science"),
}


def primary(seed: int, *, forms: int = 2, count: int = 25, weeks: int = 1) -> Json:
    """Return a primary school of seven years with so many classes each, and so many groups."""
    chance = random.Random(f"primary {seed}")
    streams: dict[str, list[str]] = {}
    made = []
    for year in range(7):
        for form in "ABCD"[:forms]:
            name = f"class {year}{form}"
            streams.setdefault(str(year), []).append(name)
            made.append({"id": name, "lessons": _week(chance, year, weeks)})
    everybody, by_year = pupils(chance, streams, -(-count * 3 // 7), [*AFTERNOON, "English", "Maths"])
    subjects = sorted({*AFTERNOON, "English", "Maths", "Phonics", "Reading", "PSHE"})
    return only_used(
        {
            "file": "inreach plan problem 1",
            "step": 5,
            "days": DAYS,
            "weeks": weeks,
            "day_starts": DAY[0],
            "day_ends": DAY[1],
            "turnaround": 5,
            "subjects": [{"id": one, "kind": KINDS.get(one, "foundation")} for one in subjects],
            "streams": made,
            "pupils": everybody,
            "adults": adults(
                chance, max(4, round(count * 0.4)), list(PROGRAMMES), DAY, teachers=max(1, count // 12)
            ),
            "rooms": rooms(chance, max(2, round(count * 0.16)), DAY),
            "groups": groups(chance, count, PROGRAMMES, by_year),
        }
    )


def _week(chance: random.Random, year: int, weeks: int) -> list[Json]:
    """The lessons of a class; in one afternoon a week it is taught by somebody who is no qualified teacher."""
    found = []
    planning = chance.randrange(DAYS)
    for week in range(weeks):
        order = chance.sample(AFTERNOON, len(AFTERNOON))
        for day in range(DAYS):
            first = "Phonics" if year < 3 else "Reading"
            morning = ["English", "Maths"] if chance.random() < 0.7 else ["Maths", "English"]
            at = DAY[0]
            found.append(pause(day, at, at + 10, "registration", week=week))
            found.append(lesson(day, at + 10, at + 35, first, week=week))
            found.append(lesson(day, at + 35, at + 95, morning[0], week=week))
            found.append(pause(day, at + 95, at + 110, "break", week=week))
            found.append(lesson(day, at + 110, at + 170, morning[1], week=week))
            found.append(pause(day, at + 170, at + 185, "assembly", week=week))
            lunch = at + 185 + 5 * (year % 3)
            if lunch > at + 185:
                found.append(lesson(day, at + 185, lunch, "Reading", week=week))
            found.append(pause(day, lunch, lunch + 60, "lunch", week=week))
            middle = (lunch + 60 + DAY[1]) // 10 * 5
            after = [order[(2 * day) % len(order)], order[(2 * day + 1) % len(order)]]
            if day == planning:
                after[1] = "PSHE"
            teacher = day != planning
            found.append(lesson(day, lunch + 60, middle, after[0], week=week, teacher=teacher))
            found.append(lesson(day, middle, DAY[1], after[1], week=week, teacher=teacher))
    return in_order(found)
