"""Patterns: a time for every session of a cycle. What each block of pupils would lose in each, as one table of numbers.

A group is worth the least, over patterns, of the sum of what its blocks lose there. So with all patterns in the table
any group has its worth by adding columns, and all ways to change two groups at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product
from math import prod

import numpy as np

from inreach.planner.array_types import Flags, Ints
from inreach.planner.group_formation.group_cost_reference import At, Worth
from inreach.planner.group_formation.request import Block

BAD = 1_000_000  # points of a pupil who cannot come; more than any group has
MOST = 60_000  # so many patterns are all in the table; of more only good ones


class Places:
    """The times that no other time of their day beats for everybody, with what every pupil loses there."""

    def __init__(self, worth: Worth) -> None:
        self.worth = worth
        every = sorted({at for places in worth.places.values() for at in places})
        self.seats = {at: worth.seats(at) for at in every}
        self.bits = {at: bits for places in worth.places.values() for at, (bits, _) in places.items()}
        ones: dict[int, str] = {}
        for name in worth.wanted.pupils:
            ones.setdefault(worth.alike[name], name)
        self.kinds = list(ones)
        self.losses = {
            at: {k: worth.places[n][at][1] for k, n in enumerate(ones.values()) if at in worth.places[n]}
            for at in every
        }
        kept: dict[int, list[At]] = {day: [] for day in range(worth.found.cycle_days)}
        for at in every:
            day = kept[at[0]]
            if not any(self._beats(other, at) for other in day):
                day[:] = [other for other in day if not self._beats(at, other)] + [at]
        self.by_day = kept
        self.every = [at for day in kept.values() for at in day]

    def _beats(self, one: At, other: At) -> bool:
        """Say whether everybody who can come at the other time loses no more of anything at this one."""
        if self.bits[other] & ~self.bits[one] or self.seats[one] < self.seats[other]:
            return False
        here = self.losses[one]
        return all(
            kind in here
            and here[kind][0] <= points
            and all(missed.get(pair, 0) >= steps for pair, steps in here[kind][2].items())
            for kind, (points, _, missed) in self.losses[other].items()
        )


class Table:
    """Points by pattern and block, and how many pupils the rooms of a pattern hold.

    `whole` says whether it has every pattern that may be best for any group.
    """

    def __init__(self, worth: Worth, blocks: list[Block], most: int = MOST) -> None:
        self.worth, self.blocks = worth, blocks
        self.places = Places(worth)
        number = {kind: k for k, kind in enumerate(self.places.kinds)}
        self.kind = [[number[worth.alike[name]] for name in block] for block in blocks]
        self.size = np.array([len(block) for block in blocks])
        self._curves()
        self.whole = self._count() <= most
        self.patterns = self._every() if self.whole else np.zeros((0, self._sessions()), dtype=np.int64)
        self.points, self.seats = self.priced(self.patterns)

    def _sessions(self) -> int:
        return self.worth.wanted.sessions * self.worth.problem.weeks

    def _days(self, week: int) -> range:
        days = self.worth.problem.days
        return range(week * days, (week + 1) * days)

    def _count(self) -> int:
        """Return how many patterns there are, whoever leads them."""
        sessions, total = self.worth.wanted.sessions, 1
        for week in range(self.worth.problem.weeks):
            counts = [len(self.places.by_day[day]) for day in self._days(week)]
            total *= sum(prod(some) for some in combinations(counts, sessions))
        return total

    def _every(self) -> Ints:
        """Return every pattern that one adult can lead, as numbers of places, a row each."""
        number = {at: n for n, at in enumerate(self.places.every)}
        weeks = []
        for week in range(self.worth.problem.weeks):
            some = combinations(self._days(week), self.worth.wanted.sessions)
            weeks.append(
                [
                    tuple(number[at] for at in times)
                    for days in some
                    for times in product(*(self.places.by_day[day] for day in days))
                ]
            )
        rows = [sum(parts, ()) for parts in product(*weeks)]
        patterns = np.array(rows, dtype=np.int64).reshape(len(rows), self._sessions())
        led: Ints = patterns[self.led(patterns)]
        return led

    def led(self, patterns: Ints) -> Flags:
        """Say of each pattern whether one adult can lead all of it."""
        led = np.zeros(len(patterns), dtype=bool)
        for lead in self.worth.leads:
            can = np.array([self.places.bits[at] >> lead & 1 for at in self.places.every], dtype=bool)
            led |= can[patterns].all(axis=1)
        return led

    def _curves(self) -> None:
        """Set by kind the points of each place, and of each pair the steps by place and the points by steps missed."""
        candidates, places = self.worth.found, self.places.every
        ends = dict(zip(candidates.curve, [*candidates.curve[1:], len(candidates.points)], strict=True))
        self.plain, self.missing = [], []
        for kind in range(len(self.places.kinds)):
            here = [self.places.losses[at].get(kind) for at in places]
            self.plain.append(np.array([BAD if loss is None else loss[0] for loss in here], dtype=np.int64))
            pairs = sorted({pair for loss in here if loss is not None for pair in loss[2]})
            curves = []
            for pair in pairs:
                start = candidates.curve[pair]
                points = np.array(candidates.points[start : ends[start]], dtype=np.int64)
                if points.any():
                    steps = [0 if loss is None else loss[2].get(pair, 0) for loss in here]
                    curves.append((np.array(steps, dtype=np.int64), points))
            self.missing.append(curves)

    def priced(self, patterns: Ints) -> tuple[Ints, Ints]:
        """Return points by pattern and block, and by pattern the seats; a pupil who cannot come has `BAD` points."""
        kinds = np.zeros((len(patterns), len(self.plain)), dtype=np.int64)
        for kind, plain in enumerate(self.plain):
            total = plain[patterns].sum(axis=1)
            away = total >= BAD
            for steps, points in self.missing[kind]:
                total += points[np.minimum(steps[patterns].sum(axis=1), len(points) - 1)]
            total[away] = BAD
            kinds[:, kind] = total
        by_block = np.zeros((len(patterns), len(self.blocks)), dtype=np.int64)
        for n, members in enumerate(self.kind):
            by_block[:, n] = kinds[:, members].sum(axis=1)
        seats = np.array([self.places.seats[at] for at in self.places.every], dtype=np.int64)
        return by_block, seats[patterns].min(axis=1) if len(patterns) else np.zeros(0, dtype=np.int64)

    def add(self, patterns: Iterable[tuple[int, ...]]) -> None:
        """Put more patterns into the table, each once."""
        known = set(map(tuple, self.patterns.tolist()))
        new = np.array(sorted(set(patterns) - known), dtype=np.int64).reshape(-1, self._sessions())
        points, seats = self.priced(new)
        self.patterns = np.concatenate([self.patterns, new])
        self.points = np.concatenate([self.points, points])
        self.seats = np.concatenate([self.seats, seats])

    def worth_of(self, part: Iterable[int]) -> int:
        """Return the points of a group of blocks in the best pattern of the table; `BAD` or more for none."""
        some = list(part)
        fits = self.seats >= self.size[some].sum()
        return int(self.points[fits][:, some].sum(axis=1).min(initial=BAD * len(self.blocks)))
