"""Good patterns where there are too many for one table: for many small sets of pupils one that no change betters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

import numpy as np

from inreach.planner.array_types import Floats, Ints
from inreach.planner.group_formation.patterns import BAD, Table

SETS = 12
LEADS = 30  # patterns from which better ones are looked for
Pattern = tuple[int, ...]
Value = Callable[[Ints, Ints], Ints | Floats]  # of patterns, from points by block, and seats


class Pool:
    """Fills a table with patterns that are good for some of the blocks."""

    def __init__(self, table: Table, seed: int) -> None:
        self.table, self.chance = table, Random(seed)  # noqa: S311 -- groups are no secret
        places = table.places.every
        self.days = [at[0] for at in places]
        self.by_day = [[n for n, at in enumerate(places) if at[0] == day] for day in table.places.by_day]
        self.per_week = table.worth.problem.days

    def fill(self, largest: int) -> None:
        """Put in the best pattern found for each block alone, and for drawn sets of blocks."""
        count = len(self.table.blocks)
        sets = [[n] for n in range(count)]
        sets += [
            self.chance.sample(range(count), min(count, 2 + n % max(1, largest - 1))) for n in range(SETS)
        ]
        self.improve(sets)

    def improve(self, sets: Iterable[list[int]]) -> None:
        """Put in the best pattern found for each of these sets of blocks."""
        self.table.add(pattern for blocks in sets for pattern in self._best(blocks))

    def toward(self, value: Value) -> None:
        """Put in the patterns to which the best ones of the table lead by one change after another, by `value`."""
        order = np.argsort(value(self.table.points, self.table.seats), kind="stable")[:LEADS]
        self.table.add([self._settled(tuple(self.table.patterns[at].tolist()), value) for at in order])

    def _best(self, blocks: list[int]) -> list[Pattern]:
        """Return a pattern in which these blocks lose less than with any one session elsewhere, if there is one."""

        def value(points: Ints, _: Ints) -> Ints:
            total: Ints = points[:, blocks].sum(axis=1)
            return total

        known, start = value(self.table.points, self.table.seats), self._first(blocks)
        if len(known) and known.min() < BAD:
            start = tuple(self.table.patterns[int(known.argmin())].tolist())
        best = self._settled(start, value) if start else ()
        return [best] if best and value(*self.table.priced(np.array([best])))[0] < BAD else []

    def _settled(self, pattern: Pattern, value: Value) -> Pattern:
        """Return the pattern that no change of one session makes better, from this one on."""
        least = np.inf
        while True:
            near = np.array(self._near(pattern), dtype=np.int64)
            near = near[self.table.led(near)]
            values = value(*self.table.priced(near))
            at = int(values.argmin())
            if values[at] >= least:
                return pattern
            pattern, least = tuple(near[at].tolist()), values[at]

    def _first(self, blocks: list[int]) -> Pattern:
        """Return on the days with most common times the cheapest one each, for the first adult who can."""
        table, need = self.table, self.table.worth.wanted.sessions
        singles = np.array([[n] for n in range(len(table.places.every))], dtype=np.int64)
        kinds = [kind for n in blocks for kind in table.kind[n]]
        cost = np.zeros(len(singles), dtype=np.int64)
        for kind in kinds:
            cost += table.plain[kind][singles[:, 0]]
        for lead in table.worth.leads:
            chosen: list[int] = []
            for week in range(table.worth.problem.weeks):
                days = []
                for day in range(week * self.per_week, (week + 1) * self.per_week):
                    can = [
                        (int(cost[n]), n)
                        for n in self.by_day[day]
                        if table.places.bits[table.places.every[n]] >> lead & 1
                    ]
                    days += [min(can)] if can and min(can)[0] < BAD else []
                chosen += sorted(n for _, n in sorted(days)[:need])
            if len(chosen) == need * table.worth.problem.weeks:
                return tuple(chosen)
        return ()

    def _near(self, pattern: Pattern) -> list[Pattern]:
        """Return the pattern with one session elsewhere: on its day, or on a day of its week without one."""
        used, patterns = {self.days[n] for n in pattern}, [pattern]
        for at, n in enumerate(pattern):
            week = self.days[n] // self.per_week
            for day in range(week * self.per_week, (week + 1) * self.per_week):
                if day == self.days[n] or day not in used:
                    patterns += [
                        tuple(sorted((*pattern[:at], other, *pattern[at + 1 :])))
                        for other in self.by_day[day]
                        if other != n
                    ]
        return patterns
