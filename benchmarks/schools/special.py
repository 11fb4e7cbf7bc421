"""Special schools: small classes, most pupils with several therapies, and therapists who come on a few days."""

from __future__ import annotations

import random

from benchmarks.schools.parts import (
    DAYS,
    Json,
    groups,
    in_order,
    lesson,
    only_used,
    pause,
    pupils,
    rooms,
    window,
)

DAY = (9 * 60, 15 * 60)
SUBJECTS = ("Communication", "Maths", "My world", "Art", "Music", "PE", "Cooking", "Outdoor", "Story", "RSHE")
KINDS = {"Communication": "core", "Maths": "core", "PE": "pe", "RSHE": "rshe"}
PROGRAMMES: dict[str, tuple[int, int, int, str | None]] = {
    "Speech": (20, 3, 1, None),
    "Eating": (30, 2, 2, None),
    "Movement": (30, 3, 2, None),
    "Water": (40, 1, 2, None),
    "Hands": (20, 3, 2, None),
    "Music therapy": (30, 1, 3, None),
    "Signs": (20, 4, 3, "Communication"),
}


def special(seed: int, *, classes: int = 10, count: int = 70) -> Json:
    """Return a special school with so many classes and so many therapies, mostly for one or two pupils."""
    chance = random.Random(f"special {seed}")
    streams: dict[str, list[str]] = {}
    made = []
    for number in range(classes):
        name = f"class {number + 1}"
        streams[name] = [name]
        made.append({"id": name, "lessons": _week(chance)})
    everybody, by_class = pupils(chance, streams, 8, list(SUBJECTS[2:8]))
    return only_used(
        {
            "file": "inreach plan problem 1",
            "step": 10,
            "days": DAYS,
            "weeks": 1,
            "day_starts": DAY[0],
            "day_ends": DAY[1],
            "turnaround": 10,
            "subjects": [{"id": one, "kind": KINDS.get(one, "foundation")} for one in sorted(SUBJECTS)],
            "streams": made,
            "pupils": everybody,
            "adults": _therapists(chance, max(6, round(count * 0.3))),
            "rooms": rooms(chance, max(3, round(count * 0.15)), DAY, small=2, large=4),
            "groups": groups(chance, count, PROGRAMMES, by_class, most_each=4),
        }
    )


def _week(chance: random.Random) -> list[Json]:
    found = []
    for day in range(DAYS):
        order = chance.sample(SUBJECTS[2:], 3)
        first = ["Communication", "Maths"] if chance.random() < 0.5 else ["Maths", "Communication"]
        found.append(pause(day, 540, 560, "registration"))
        found.append(lesson(day, 560, 610, first[0]))
        found.append(pause(day, 610, 630, "break"))
        found.append(lesson(day, 630, 680, first[1]))
        found.append(lesson(day, 680, 720, order[0]))
        found.append(pause(day, 720, 780, "lunch"))
        found.append(lesson(day, 780, 830, order[1]))
        found.append(lesson(day, 830, 890, order[2], teacher=day != 4))
        found.append(pause(day, 890, 900, "registration"))
    return in_order(found)


def _therapists(chance: random.Random, count: int) -> list[Json]:
    """Each knows one therapy or two and comes on one to four days; assistants among them know signs and hands."""
    names, made = list(PROGRAMMES), []
    for number in range(count):
        own = {names[number % len(names)]}
        if chance.random() < 0.4:
            own.add(chance.choice(names))
        days = sorted(chance.sample(range(DAYS), chance.randint(2, 4)))
        made.append(
            {
                "id": f"adult {number + 1}",
                "windows": [window(day, *DAY) for day in days],
                "trained": sorted(own),
                "minutes": 60 * chance.choice((3, 4, 5)) * len(days),
            }
        )
    return made
