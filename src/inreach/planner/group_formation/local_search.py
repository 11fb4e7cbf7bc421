"""Groups by putting blocks where they weigh least, then moving and swapping them, with all gains from one table.

Every group keeps its sum of points by pattern; what a move or a swap brings is the least of that sum less the column of
the block that goes and more the one that comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from random import Random

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.group_formation.patterns import BAD, Table
from inreach.planner.group_formation.request import Parts, Wanted

STARTS = 2
SHAKES = 60  # times that a good answer is taken apart and put together again
TORN = 3  # groups taken apart at once
Key = tuple[int, int]  # points and number of groups
NONE: list[int] = []


class Descent:
    """Shares blocks out into at most `most` groups; what cannot be a group weighs `BAD` for each pupil in the way."""

    def __init__(self, table: Table, wanted: Wanted, most: int, seed: int) -> None:
        self.table, self.wanted, self.most = table, wanted, most
        self.chance = Random(seed)  # noqa: S311 -- groups are no secret
        where = {name: n for n, block in enumerate(table.blocks) for name in block}
        count = len(table.blocks)
        self.apart = np.zeros((count, count), dtype=np.int64)
        for pair in wanted.never:
            for one, other in combinations(sorted(pair & where.keys()), 2):
                self.apart[where[one], where[other]] = self.apart[where[other], where[one]] = 1
        self.tight = bool(len(table.seats)) and int(table.seats.min()) < wanted.largest

    def weight(self, part: Iterable[int]) -> int:
        """Return the weight of a group of blocks."""
        some = list(part)
        if not some:
            return 0
        return int(self._weights(self.table.points[:, some].sum(axis=1), some, NONE, NONE)[0, 0])

    def key(self, parts: list[list[int]]) -> Key:
        """Return weight and number of the groups."""
        return sum(self.weight(part) for part in parts), sum(bool(part) for part in parts)

    def _weights(self, total: Ints, part: list[int], goes: list[int], comes: list[int]) -> Ints:
        """Return the weights of a group by the block that goes and the one that comes; an empty list is nobody."""
        points, size = self.table.points, self.table.size
        less = points[:, goes] if goes else np.zeros((len(total), 1), dtype=np.int64)
        more = points[:, comes] if comes else np.zeros((len(total), 1), dtype=np.int64)
        gone = size[goes] if goes else np.zeros(1, dtype=np.int64)
        came = size[comes] if comes else np.zeros(1, dtype=np.int64)
        pupils = size[part].sum() - gone[:, None] + came[None, :]
        by_pattern = (total[:, None] - less)[:, :, None] + more[:, None, :]
        if self.tight:
            by_pattern += BAD * np.maximum(0, pupils[None] - self.table.seats[:, None, None])
        weights: Ints = by_pattern.min(axis=0, initial=BAD * points.shape[1])
        weights += BAD * np.maximum(0, pupils - self.wanted.largest)
        weights += BAD * np.maximum(0, self.wanted.smallest - pupils)
        if self.wanted.never:
            weights += BAD * self._quarrels(part, goes, comes)
        weights[pupils == 0] = 0
        return weights

    def _quarrels(self, part: list[int], goes: list[int], comes: list[int]) -> Ints:
        """Return how many pairs that must never be together are, by the block that goes and the one that comes."""
        inside = self.apart[part].sum(axis=0)  # of every block, with those of the group
        now = int(inside[part].sum()) // 2
        less = inside[goes] if goes else np.zeros(1, dtype=np.int64)
        more = inside[comes] if comes else np.zeros(1, dtype=np.int64)
        both = self.apart[np.ix_(goes, comes)] if goes and comes else 0
        quarrels: Ints = now - less[:, None] + more[None, :] - both
        return quarrels

    def start(self, loose: list[int], parts: list[list[int]]) -> list[list[int]]:
        """Return the groups with loose blocks put in: one in each empty group, then where each weighs least."""
        empty = [at for at, part in enumerate(parts) if not part]
        for at, n in zip(empty, loose, strict=False):
            parts[at] = [n]
        sums = [self.table.points[:, part].sum(axis=1) for part in parts]
        for n in loose[len(empty) :]:
            added = []
            for at, part in enumerate(parts):
                before = self._weights(sums[at], part, NONE, NONE)[0, 0] if part else 0
                added.append((int(self._weights(sums[at], part, NONE, [n])[0, 0] - before), at))
            best = min(added)[1]
            parts[best] = [*parts[best], n]
            sums[best] = sums[best] + self.table.points[:, n]
        return parts

    def descend(self, parts: list[list[int]], changed: Iterable[int] | None = None) -> list[list[int]]:
        """Return the groups when neither a move nor a swap between two of them weighs less."""
        parts = [list(part) for part in parts]
        sums = [self.table.points[:, part].sum(axis=1) for part in parts]
        open_ = set(range(len(parts)) if changed is None else changed)
        while open_:
            a = min(open_)
            better = False
            for b in range(len(parts)):
                if b != a and self._improve(parts, sums, a, b):
                    open_ |= {a, b}
                    better = True
            if not better:
                open_.discard(a)
        return parts

    def _improve(self, parts: list[list[int]], sums: list[Ints], a: int, b: int) -> bool:
        """Make the best move or swap between two groups, if it weighs less or as much in fewer groups."""
        first, second = parts[a], parts[b]
        now = self._pair(self._of(sums[a], first), self._of(sums[b], second))
        best: tuple[Key, list[int], list[int]] = now, NONE, NONE
        for goes, comes in ((first, NONE), (NONE, second), (first, second)):
            if not goes and not comes:
                continue
            here = self._weights(sums[a], first, goes, comes)
            there = self._weights(sums[b], second, comes, goes).T
            weights = here + there
            at = np.unravel_index(int(weights.argmin()), weights.shape)
            gone = [goes[at[0]]] if goes else NONE
            came = [comes[at[1]]] if comes else NONE
            left = (
                len(first) - len(gone) + len(came) > 0,
                len(second) - len(came) + len(gone) > 0,
            )
            key = (int(weights[at]), sum(left))
            if key < best[0]:
                best = key, gone, came
        _, gone, came = best
        if not gone and not came:
            return False
        points = self.table.points
        parts[a] = [n for n in first if n not in gone] + came
        parts[b] = [n for n in second if n not in came] + gone
        sums[a], sums[b] = (points[:, part].sum(axis=1) for part in (parts[a], parts[b]))
        return True

    def _of(self, total: Ints, part: list[int]) -> tuple[int, int]:
        return (int(self._weights(total, part, NONE, NONE)[0, 0]), 1) if part else (0, 0)

    @staticmethod
    def _pair(first: Key, second: Key) -> Key:
        return first[0] + second[0], first[1] + second[1]

    def several(self, least: int) -> list[list[int]]:
        """Return the best of some descents from drawn orders; none has fewer points than `least`."""
        count = len(self.table.blocks)
        few = min(self.most, -(-sum(map(len, self.table.blocks)) // self.wanted.largest))
        best: tuple[Key, list[list[int]]] | None = None
        for number in range(STARTS):
            groups = self.most - (self.most - few) * number // max(1, STARTS - 1)
            loose = list(range(count))
            self.chance.shuffle(loose)
            spare: list[list[int]] = [[] for _ in range(self.most - groups)]
            parts = self.descend(self.start(loose, [[] for _ in range(groups)]) + spare)
            key = self.key(parts)
            if best is None or key < best[0]:
                best = key, parts
            if best[0][0] <= least:
                break
        return best[1] if best else []

    def shake(self, parts: list[list[int]], least: int, shakes: int = SHAKES) -> list[list[int]]:
        """Return the best groups found when some are taken apart, put together again and improved, again and again."""
        best, key = parts, self.key(parts)
        now, own = best, key
        for _ in range(shakes):
            if key[0] <= least or len(now) < 2:
                break
            torn = self.chance.sample(range(len(now)), min(TORN, len(now)))
            loose = [n for at in torn for n in now[at]]
            self.chance.shuffle(loose)
            rest = [[] if at in torn else list(part) for at, part in enumerate(now)]
            trial = self.descend(self.start(loose, rest), torn)
            weight = self.key(trial)
            if weight <= own:
                now, own = trial, weight
            if own < key:
                best, key = now, own
        return best

    @staticmethod
    def parts(parts: list[list[int]]) -> Parts:
        """Return the groups that have anybody in them."""
        return tuple(sorted((frozenset(part) for part in parts if part), key=min))
