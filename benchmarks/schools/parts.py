"""Parts that every kind of school is put together from: plain dictionaries in the format of README.md."""

from __future__ import annotations

import random
from typing import Any

Json = dict[str, Any]
DAYS = 5


def lesson(day: int, start: int, end: int, subject: str, *, week: int = 0, teacher: bool = True) -> Json:
    """A lesson; what has its usual value is left out."""
    made: Json = {"day": day, "start": start, "end": end, "subject": subject, "week": week}
    if not teacher:
        made["teacher"] = False
    return made


def pause(day: int, start: int, end: int, kind: str, *, week: int = 0) -> Json:
    """A stretch of the day that is no lesson: registration, assembly, break or lunch."""
    return {"day": day, "start": start, "end": end, "kind": kind, "week": week, "teacher": False}


def in_order(lessons: list[Json]) -> list[Json]:
    """Lessons by week, day and start."""
    return sorted(lessons, key=lambda one: (one["week"], one["day"], one["start"]))


def window(day: int, start: int, end: int) -> Json:
    """A stretch of one day in every week."""
    return {"day": day, "start": start, "end": end}


def adults(
    chance: random.Random,
    count: int,
    programmes: list[str],
    day: tuple[int, int],
    *,
    teachers: int = 0,
    most: int = 4,
    hours: tuple[int, int] = (12, 22),
) -> list[Json]:
    """Adults with their days, programmes and hours; the last `teachers` are qualified, and there less often.

    Every programme has somebody. Of the others half are there all week, the rest on some days or mornings only.
    """
    made = []
    starts, ends = day
    noon = (starts + ends) // 2 // 30 * 30
    for number in range(count):
        qualified = number >= count - teachers
        first = programmes[number % len(programmes)]
        others = chance.sample(programmes, min(len(programmes), chance.randint(2, most)))
        kind = chance.random()
        if kind < 0.5 and not qualified:
            windows = [window(n, starts, ends) for n in range(DAYS)]
        elif kind < 0.75:
            windows = [
                window(n, starts, ends) for n in sorted(chance.sample(range(DAYS), chance.randint(2, 4)))
            ]
        else:
            half = (starts, noon) if chance.random() < 0.6 else (noon, ends)
            windows = [window(n, *half) for n in range(DAYS)]
        made.append(
            {
                "id": f"adult {number + 1}",
                "windows": windows,
                "trained": sorted({first, *others}),
                "minutes": min(
                    60 * chance.randint(*hours), sum(one["end"] - one["start"] for one in windows) * 3 // 4
                ),
                **({"teacher": True} if qualified else {}),
            }
        )
    return made


def rooms(
    chance: random.Random, count: int, day: tuple[int, int], *, small: int = 3, large: int = 6
) -> list[Json]:
    """Rooms, two in three of them large, each taken by others for a part of one or two days."""
    noon = (day[0] + day[1]) // 2 // 30 * 30
    made = []
    for number in range(count):
        busy = [
            window(n, *((day[0], noon) if chance.random() < 0.5 else (noon, day[1])))
            for n in sorted(chance.sample(range(DAYS), chance.randint(0, 2)))
        ]
        made.append({"id": f"room {number + 1}", "places": small if number % 3 == 2 else large, "busy": busy})
    return made


def groups(
    chance: random.Random,
    count: int,
    programmes: dict[str, tuple[int, int, int, str | None]],
    years: dict[str, list[str]],
    *,
    most_each: int = 3,
) -> list[Json]:
    """Groups of pupils of one year or of two that follow each other; no pupil is in more than `most_each`.

    A programme is minutes, sessions a week, the most pupils, and the subject that it prepares for or None.
    """
    made: list[Json] = []
    load: dict[str, int] = {}
    names, ages = list(programmes), list(years)
    while len(made) < count:
        programme = names[len(made) % len(names)] if len(made) < len(names) else chance.choice(names)
        minutes, sessions, most, prepares = programmes[programme]
        at = chance.randrange(len(ages))
        near = ages[at : at + chance.choice((1, 1, 2))]
        pool = [pupil for year in near for pupil in years[year] if load.get(pupil, 0) < most_each]
        if not pool:
            continue
        members = sorted(chance.sample(pool, min(len(pool), chance.randint(1, most))))
        for pupil in members:
            load[pupil] = load.get(pupil, 0) + 1
        made.append(
            {
                "id": f"group {len(made) + 1}",
                "programme": programme,
                "members": members,
                "minutes": minutes,
                "sessions": max(1, min(DAYS, sessions + chance.choice((-1, 0, 0, 1)))),
                **({"prepares": prepares} if prepares else {}),
            }
        )
    return made


def pupils(
    chance: random.Random, streams: dict[str, list[str]], each: int, loves: list[str]
) -> tuple[list[Json], dict[str, list[str]]]:
    """Pupils on the streams of each year, `each` a year, a third of them with loved subjects; and their ids by year."""
    made, by_year = [], {}
    for year, names in streams.items():
        by_year[year] = []
        for _ in range(each):
            pupil = f"pupil {len(made) + 1}"
            loved = sorted(chance.sample(loves, chance.randint(1, 2))) if chance.random() < 0.35 else []
            made.append({"id": pupil, "stream": chance.choice(names), **({"loved": loved} if loved else {})})
            by_year[year].append(pupil)
    return made, by_year


def only_used(problem: Json) -> Json:
    """The problem without pupils that are in no group and without streams that nobody follows."""
    members = {member for group in problem["groups"] for member in group["members"]}
    problem["pupils"] = [one for one in problem["pupils"] if one["id"] in members]
    followed = {one["stream"] for one in problem["pupils"]}
    problem["streams"] = [one for one in problem["streams"] if one["id"] in followed]
    return problem
