"""Two made-up services to look at charts with: a large one, and one with seven targets. Nobody in them exists."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from inreach.evaluation.aggregation.types import CapacityRow, FollowUp, Service, TargetRow
from inreach.evaluation.charts.dumbbell import Named
from inreach.evaluation.charts.pupil_charts import Pupil
from inreach.evaluation.estimators.trend import aimline
from inreach.evaluation.figures.probes import Probes
from inreach.evaluation.figures.target import Target

TODAY = date(2026, 7, 17)
AREAS = {
    "Communication and interaction": 0.5,
    "Cognition and learning": 0.0,
    "Social, emotional and mental health": -0.9,
    "Sensory and/or physical needs": 0.3,
    "Preparing for adulthood and independence": 0.0,
}
# fmt: off
PLACES = (
    "Alder", "Ashby", "Beacon", "Birch", "Bramble", "Chalk", "Cherry", "Clover", "Copper", "Dale",
    "Elder", "Fern", "Forge", "Gorse", "Harbour", "Hazel", "Heron", "Holly", "Ivy", "Juniper",
    "Kestrel", "Larch", "Linden", "Maple", "Marsh", "Meadow", "Mill", "Moor", "Oak", "Orchard", "Otter",
    "Park", "Pine", "Poplar", "Quarry", "Raven", "Reed", "River", "Rowan", "Saint", "Sedge", "Spring",
    "Stone", "Thistle", "Thorn", "Tide", "Vale", "Walnut", "Water", "Willow",
)
# fmt: on
KINDS = ("Primary School", "Church of England Primary School", "Academy", "Junior School")
FACTORS = {
    "agreed at the first meeting by everyone": 0.75,
    "skills carried into lessons by the class teacher": 0.5,
    "parent or carer taking part": 0.25,
    "one adult throughout": 0.0,
    "review meeting held on time": 0.1,
    "pupil absent for more than a tenth of sessions": -0.6,
}
STATEMENTS = (
    "I can choose a target that is small enough to reach",
    "I can carry a strategy from the group into my lesson",
    "I know when to stop an intervention that is not working",
    "I can explain the pupil's needs to a colleague",
)


def large(seed: int = 2026) -> Service:
    """A service of 50 schools and about 1,700 targets, with schools and areas that differ a little."""
    random = np.random.default_rng(seed)
    rows: list[TargetRow] = []
    areas = list(AREAS)
    for at, place in enumerate(PLACES):
        school = f"{place} {KINDS[at % len(KINDS)]}"
        lean = float(random.normal(0, 0.55))
        for pupil in range(int(random.lognormal(2.7, 0.7)) + 2):
            own = float(random.normal(0, 0.5))
            for _ in range(int(random.integers(1, 4))):
                area = areas[int(random.choice(5, p=[0.34, 0.22, 0.26, 0.1, 0.08]))]
                rows.append(_target(random, f"{at}-{pupil}", school, area, lean + own + AREAS[area]))
    staff = [
        CapacityRow(
            PLACES[i % 12],
            f"s{i}",
            words,
            start := int(random.integers(1, 4)),
            min(5, start + int(random.choice([-1, 0, 1, 2], p=[0.07, 0.28, 0.45, 0.2]))),
            max(1, start - int(random.integers(0, 2))),
        )
        for i in range(34)
        for words in STATEMENTS
    ]
    minutes = tuple(float(m) for m in np.clip(random.gamma(1.6, 55, 640) - 15, 0, None).round())
    return Service(
        "Southern outreach service",
        rows=tuple(rows),
        today=TODAY,
        capacity=tuple(staff),
        minutes_out=minutes,
        check_weeks=(6.0, 12.0, 24.0, 36.0),
        follow_up_for_all=True,
    )


def _target(random: np.random.Generator, pupil: str, school: str, area: str, lean: float) -> TargetRow:
    """One target, its ratings on the scale, with what is known of it."""
    baseline = int(random.choice([1, 2, 3, 4, 5, 7], p=[0.08, 0.24, 0.3, 0.22, 0.12, 0.04]))
    expected = min(10, baseline + int(random.choice([1, 2, 3, 4, 5], p=[0.05, 0.13, 0.3, 0.34, 0.18])))
    held = {name: bool(random.random() < 0.55) for name in FACTORS}
    push = sum(weight for name, weight in FACTORS.items() if held[name])
    reached = baseline + (expected - baseline) * 0.7 + lean + push + float(random.normal(0, 1.3))
    achieved = int(np.clip(round(reached), 1, 10))
    opened = TODAY - timedelta(days=int(random.integers(60, 560)))
    due = opened + timedelta(days=150)
    reviewed = due <= TODAY and random.random() < 0.95
    weeks = float(random.integers(6, 22))
    sessions = float(round(weeks * random.choice([1, 2, 3, 4], p=[0.2, 0.25, 0.35, 0.2])))
    minutes = float(random.choice([15, 20, 25, 30, 45]))
    known = random.random() < 0.93
    checks: tuple[FollowUp, ...] = ()
    if reviewed and achieved >= expected and random.random() < 0.8:
        rating, follow_ups = achieved, []
        for week in (6.0, 12.0, 24.0, 36.0):
            if random.random() < 0.12:
                break
            rating -= int(random.random() < 0.11) * 2
            follow_ups.append(FollowUp(week, max(1, rating)))
        checks = tuple(follow_ups)
    return TargetRow(
        pupil=pupil,
        school=school,
        area=area,
        baseline=baseline,
        expected=expected,
        achieved=achieved if reviewed else None,
        programme=f"Programme {random.integers(1, 7)}",
        opened=opened,
        due=due,
        reviewed=due if reviewed else None,
        edited_after_start=bool(random.random() < 0.04),
        weeks=weeks,
        holiday_weeks=float(random.integers(0, 3)),
        planned_minutes=sessions * minutes * 1.15 if known else None,
        delivered_minutes=sessions * minutes if known else None,
        sessions=sessions if known else None,
        factors=held,
        follow_ups=checks,
    )


def tiny() -> Service:
    """A service with seven targets of four pupils, one of them not reviewed yet."""
    ratings = [
        ("a", 3, 7, 5),
        ("a", 2, 6, 6),
        ("b", 4, 7, 8),
        ("b", 3, 5, 5),
        ("c", 2, 6, 4),
        ("d", 5, 8, 8),
        ("d", 3, 7, None),
    ]
    areas = list(AREAS)
    rows = tuple(
        TargetRow(
            pupil,
            "Willow Primary School",
            areas[at % 2],
            before,
            expected,
            after,
            opened=date(2026, 1, 12),
            due=date(2026, 6, 12),
            reviewed=date(2026, 6, 10) if after else None,
            weeks=16.0,
            holiday_weeks=2.0,
            planned_minutes=1200.0,
            delivered_minutes=1080.0,
            sessions=45.0,
        )
        for at, (pupil, before, expected, after) in enumerate(ratings)
    )
    staff = tuple(
        CapacityRow("Willow Primary School", f"s{i}", words, 2, 2 + (i + k) % 3, 1 + i % 2)
        for i in range(3)
        for k, words in enumerate(STATEMENTS[:2])
    )
    return Service(
        "Willow Primary School", rows=rows, today=TODAY, capacity=staff, minutes_out=(75.0, 40.0, 120.0, 0.0)
    )


def amir() -> Pupil:
    """A pupil with three targets and a rise that had begun before support did."""
    named = [
        (
            "Asks for help with a card or a word, instead of leaving the room",
            Target("amir", "willow", 3, 7, 5),
        ),
        ("Starts a written task within two minutes", Target("amir", "willow", 2, 6, 6)),
        ("Takes turns in a game of four with one reminder", Target("amir", "willow", 4, 7, 8, edited=True)),
        ("Reads a timetable and says what comes next", Target("amir", "willow", 3, 6)),
    ]
    before, since = (3.0, 4.0, 3.0, 4.0, 5.0), (5.0, 6.0, 6.0, 7.0, 8.0, 7.0, 8.0, 9.0, 8.0, 9.0)
    weeks = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0)
    return Pupil(
        "Amir",
        tuple(Named(words, target) for words, target in named),
        Probes(before, since, weeks=weeks, real_zero=True),
        aimline(3.5, 9.5, 16.0),
        "requests",
    )


def bea() -> Pupil:
    """A pupil with one target that nobody has reviewed, and too few probes to draw a line."""
    words = "Joins a group of three at break"
    return Pupil("Bea", (Named(words, Target("bea", "willow", 2, 5)),), Probes((2.0, 3.0), (3.0,)))
