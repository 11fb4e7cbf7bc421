"""The ladder: a target's ten rungs with baseline, expected and every dated rating, as plain data for a template.

Every rung is a row of its own, as tall as the words that describe it need. A rating climbs from the baseline:
its stem runs through the rungs between the two, and its point stands on the rung that was given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from inreach.core.targets.party import Party
from inreach.core.targets.ratings import HIGHEST, LOWEST, Outcome, ceiling, on_scale, outcome

MARGIN = 12.0
SIDE_BY_SIDE = 10.0
SETTINGS = {
    "class": "in class",
    "group": "in the group",
    "elsewhere": "elsewhere in school",
    "home": "at home",
}
SHAPES = {"class": "circle", "group": "square", "elsewhere": "triangle", "home": "diamond"}
PURPOSES = {
    "baseline": "baseline",
    "progress": "on the way",
    "review": "final review",
    "follow_up": "follow-up",
}
ROLES = {party.value: party.label if party is Party.SENCO else party.label.lower() for party in Party}
OWN = Party.PUPIL.value


@dataclass(frozen=True, slots=True)
class RatingPoint:
    """One rating of a target: the day, 1 to 10, who gave it in which role, where it was seen, and what for.

    `setting` is class, group, elsewhere or home; `purpose` is baseline, progress, review or follow_up.
    """

    on: date
    value: int
    who: str
    role: str
    setting: str = "class"
    purpose: str = "progress"

    @property
    def own(self) -> bool:
        """Say whether the pupil gave it."""
        return self.role.lower() == OWN

    @property
    def shape(self) -> str:
        """The shape that tells settings apart; the pupil's own ratings have one to themselves."""
        return "star" if self.own else SHAPES.get(self.setting, "circle")

    @property
    def place(self) -> str:
        """Where it was seen, in words."""
        return SETTINGS.get(self.setting, self.setting)

    @property
    def reason(self) -> str:
        """What it was for, in words."""
        return PURPOSES.get(self.purpose, self.purpose)

    @property
    def role_name(self) -> str:
        """The rater's role as people write it."""
        return ROLES.get(self.role, self.role.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Stem:
    """The part of a rating's climb that runs through one rung: x, y1 and y2 in percent of the rung."""

    x: float
    y1: int
    y2: int
    falling: bool
    latest: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A rating on its rung: x in percent, its shape, and what it says."""

    x: float
    shape: str
    latest: bool
    words: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the scale, with its words and everything that is drawn on it."""

    value: int
    words: str
    baseline: bool
    expected: bool
    stems: tuple[Stem, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class DateMark:
    """A date under the ladder: its place in percent, and which way its lettering runs."""

    x: float
    on: date
    anchor: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """A target's ladder, highest rung first; `final` says whether the outcome comes from a review."""

    rungs: tuple[Rung, ...]
    dates: tuple[DateMark, ...]
    ratings: tuple[RatingPoint, ...]
    key: tuple[tuple[str, str], ...]
    baseline: int
    expected: int
    achieved: int | None
    outcome: Outcome
    final: bool
    maintain: bool
    sentence: str

    @property
    def label(self) -> str:
        """The outcome in words, with "so far" while no review has said so."""
        return self.outcome.label if self.final or self.achieved is None else f"{self.outcome.label} so far"

    @property
    def at_ceiling(self) -> bool:
        """Say whether the target expects the top of the scale, so that it cannot be exceeded."""
        return ceiling(self.expected)


def deciding(ratings: Sequence[RatingPoint]) -> RatingPoint | None:
    """Return the rating that decides the outcome: of the last review, or else the latest; in class before others.

    Baseline and follow-up ratings never decide it, and a pupil's own rating does only where there is no other.
    """
    reviews = [r for r in ratings if r.purpose == "review"]
    candidates = reviews or [r for r in ratings if r.purpose not in {"baseline", "follow_up"}]
    return max(candidates, key=lambda r: (not r.own, r.on, r.setting == "class"), default=None)


def places(ratings: Sequence[RatingPoint]) -> list[float]:
    """Return the place of every rating on the axis of time, in percent; those of one day stand side by side."""
    if not ratings:
        return []
    first, span = ratings[0].on, (ratings[-1].on - ratings[0].on).days
    positions: list[float] = []
    for on, same in groupby(ratings, key=lambda r: r.on):
        count = len(list(same))
        middle = MARGIN + (100 - 2 * MARGIN) * (on - first).days / span if span else 50.0
        gap = min(SIDE_BY_SIDE, 60 / count)
        left = min(max(middle - gap * (count - 1) / 2, MARGIN / 2), 100 - MARGIN / 2 - gap * (count - 1))
        positions += [round(left + gap * index, 2) for index in range(count)]
    return positions


def stem_on(level: int, baseline: int, value: int) -> tuple[int, int] | None:
    """Return where the climb from baseline to value crosses one rung, in percent from its top, or None."""
    low, high = min(baseline, value), max(baseline, value)
    if low == high or not low <= level <= high:
        return None
    return (50 if level == high else 0), (50 if level == low else 100)


def words_of(rating: RatingPoint) -> str:
    """Return the rating in one line."""
    return f"{rating.on:%-d %b %Y}: {rating.value}, {rating.place}, {rating.role_name}"


def standing_sentence(
    ratings: Sequence[RatingPoint], chosen: RatingPoint | None, baseline: int, expected: int
) -> str:
    """Return the sentence that says where the target stands, and where other settings differ."""
    start = f"Baseline {baseline}, expected {expected}."
    if chosen is None:
        return start
    same_day = {
        r.place: r.value for r in ratings if r.on == chosen.on and not r.own and r.place != chosen.place
    }
    own = [r.value for r in ratings if r.own and not chosen.own]
    parts = [f"{chosen.value} by the pupil" if chosen.own else f"{chosen.value} {chosen.place}"]
    parts += [f"{value} {place}" for place, value in same_day.items()]
    parts += [f"{value} by the pupil" for value in own[-1:]]
    rated = f"Rated {', '.join(parts)}. {start}"
    last = ratings[-1]
    return f"{rated} At follow-up {last.value}." if last.purpose == "follow_up" else rated


def ladder(
    baseline: int,
    expected: int,
    ratings: Sequence[RatingPoint],
    words: Mapping[int, str],
    maintain: bool = False,
    *,
    achieved: int | None = None,
) -> Ladder:
    """Lay out a target's ladder; ValueError for a rating off the scale, or an expected one below the baseline.

    `achieved` is the agreed rating of a final review where there is one; without it the ratings decide.
    """
    ratings = sorted(ratings, key=lambda r: r.on)
    for rating in ratings:
        on_scale(rating.value, "dated")
    chosen = deciding(ratings)
    value = achieved if achieved is not None else chosen.value if chosen else None
    xs = places(ratings)
    latest = ratings[-1].on if ratings else None
    drawn = list(zip(ratings, xs, strict=True))
    rungs = []
    for level in range(HIGHEST, LOWEST - 1, -1):
        crossed = ((r, x, stem_on(level, baseline, r.value)) for r, x in drawn)
        rungs.append(
            Rung(
                level,
                words.get(level, ""),
                level == baseline,
                level == expected,
                tuple(Stem(x, *ys, r.value < baseline, r.on == latest) for r, x, ys in crossed if ys),
                tuple(Point(x, r.shape, r.on == latest, words_of(r)) for r, x in drawn if r.value == level),
            )
        )
    shapes = {r.shape: "the pupil’s own rating" if r.own else r.place for r in ratings}
    days = sorted({r.on for r in ratings})
    dates: tuple[DateMark, ...]
    if len(days) > 1:
        dates = (DateMark(0, days[0], "start"), DateMark(100, days[-1], "end"))
    else:
        dates = tuple(DateMark(50, on, "middle") for on in days)
    return Ladder(
        rungs=tuple(rungs),
        dates=dates,
        ratings=tuple(ratings),
        key=tuple(shapes.items()),
        baseline=baseline,
        expected=expected,
        achieved=value,
        outcome=outcome(baseline, expected, value, maintain),
        final=achieved is not None or (chosen is not None and chosen.purpose == "review"),
        maintain=maintain,
        sentence=standing_sentence(ratings, chosen, baseline, expected),
    )
