"""Small schools made from a seed, in the benchmark's own format, so that every test sees many of them."""

import random
from typing import Any

SUBJECTS = ("English", "Maths", "Science", "Art", "Music", "PE")


def instance(seed: int, *, groups: int = 3, weeks: int = 1, within: bool = False) -> dict[str, Any]:
    """Return a benchmark instance with a few pupils, two or three adults and short days."""
    chance = random.Random(seed)
    size, step = 10, 10
    streams = []
    for _ in range(2):
        stream = []
        for _ in range(weeks):
            week = []
            for _ in range(5):
                lessons = [[0, 1, "Registration", 0]]
                for start, end in ((1, 4), (4, 6), (7, 10)):
                    subject = "PSHE" if chance.random() < 0.1 else chance.choice(SUBJECTS)
                    lessons.append([start, end, subject, int(chance.random() < 0.8)])
                lessons.append([6, 7, "Break", 0])
                week.append(sorted(lessons))
            stream.append(week)
        streams.append(stream)
    pupils = [
        {"id": n, "stream": chance.randrange(2), "loved": chance.sample(SUBJECTS, chance.randrange(2))}
        for n in range(groups + 1)
    ]
    made = [
        {
            "id": n,
            "prog": chance.choice("AB"),
            "members": sorted(chance.sample(range(groups + 1), chance.randint(1, 2))),
            "dur": chance.randint(1, 2),
            "n": chance.randint(2, 3),
            "link": chance.choice((None, None, "Science")),
        }
        for n in range(groups)
    ]
    adults = [
        {
            "id": 0,
            "teacher": 0,
            "avail": [[[0, 10]] for _ in range(5)],
            "trained": ["A", "B"],
            "maxcells": 14,
        },
        {
            "id": 1,
            "teacher": 0,
            "avail": [[[3, 10]], [], [[0, 10]], [[0, 6]], []],
            "trained": ["A"],
            "maxcells": 9,
        },
        {
            "id": 2,
            "teacher": 1,
            "avail": [[], [[0, 10]], [], [[0, 10]], [[0, 5]]],
            "trained": ["B"],
            "maxcells": 6,
        },
    ]
    rooms = [{"id": 0, "cap": 2, "busy": [[0, 0, 5]]}, {"id": 1, "cap": 1, "busy": []}]
    return {
        "kind": chance.choice(("primary", "secondary")),
        "grid": step,
        "N": size,
        "weeks": weeks,
        "gap": chance.randint(0, 1),
        "within_period": within,
        "streams": streams,
        "pupils": pupils,
        "used": sorted({member for group in made for member in group["members"]}),
        "groups": made,
        "adults": adults,
        "rooms": rooms,
    }
