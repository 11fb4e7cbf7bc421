"""Good patterns where there are too many for one table: for many small sets of pupils one that no change betters."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import numpy as np

from inreach.planner.forming.patterns import BAD, Table

SETS = 60
Pattern = tuple[int, ...]


class Pool:
    """Fills a table with patterns that are good for some of the blocks."""

    def __init__(self, table: Table, seed: int) -> None:
        self.table, self.chance = table, Random(seed)  # noqa: S311 -- groups are no secret
        every = table.places.every
        self.days = [at[0] for at in every]
        self.by_day = [[n for n, at in enumerate(every) if at[0] == day] for day in table.places.by_day]
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

    def _best(self, blocks: list[int]) -> list[Pattern]:
        """Return a pattern in which these blocks lose less than with any one session elsewhere, if there is one."""
        patterns, points = self.table.patterns, self.table.points
        best, least = self._first(blocks), BAD * len(self.table.blocks)
        if len(patterns):
            sums = points[:, blocks].sum(axis=1)
            at = int(sums.argmin())
            best, least = (tuple(patterns[at].tolist()), int(sums[at])) if sums[at] < BAD else (best, least)
        while best:
            near = np.array(self._near(best), dtype=np.int64)
            near = near[self.table.led(near)]
            sums = self.table.priced(near)[0][:, blocks].sum(axis=1)
            if int(sums.min()) >= least:
                break
            best, least = tuple(near[int(sums.argmin())].tolist()), int(sums.min())
        return [best] if best and least < BAD else []

    def _first(self, blocks: list[int]) -> Pattern:
        """Return on the days with most common times the cheapest one each, for the first adult who can."""
        table, need = self.table, self.table.worth.wanted.sessions
        one = np.array([[n] for n in range(len(table.places.every))], dtype=np.int64)
        kinds = [kind for n in blocks for kind in table.kind[n]]
        cost = sum(table.plain[kind][one[:, 0]] for kind in kinds)
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
        used, found = {self.days[n] for n in pattern}, [pattern]
        for at, n in enumerate(pattern):
            week = self.days[n] // self.per_week
            for day in range(week * self.per_week, (week + 1) * self.per_week):
                if day == self.days[n] or day not in used:
                    found += [
                        tuple(sorted((*pattern[:at], other, *pattern[at + 1 :])))
                        for other in self.by_day[day]
                        if other != n
                    ]
        return found
