"""Which blocks of pupils would best be one group at one pattern, when every block has a price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from inreach.planner.array_types import Floats, Ints
from inreach.planner.group_formation.local_search import Descent

Column = tuple[int, ...]  # blocks of one group, in order


@dataclass(frozen=True, slots=True)
class Limits:
    """How many pupils a group has, how many each block has, and which blocks must not be together."""

    smallest: int
    largest: int
    size: list[int]
    apart: list[frozenset[int]]
    plain: bool

    @classmethod
    def of(cls, descent: Descent) -> Limits:
        """Return the limits of a descent; `plain` where every block is one pupil and anybody may be with anybody."""
        size, wanted = descent.table.size.tolist(), descent.wanted
        plain = max(size) == 1 and not descent.apart.any()
        apart = [frozenset(np.flatnonzero(row).tolist()) for row in descent.apart]
        return cls(wanted.smallest, wanted.largest, size, apart, plain)


def relaxed(values: Floats, seats: Ints, limits: Limits) -> tuple[Floats, Ints]:
    """Return by pattern the least sum of values of as many blocks as a group may have, and how many blocks that are.

    Exact where the limits are plain, else it may be less: it minds neither sizes nor who must not be together.
    """
    few, many = -(-limits.smallest // max(limits.size)), min(limits.largest, values.shape[1])
    if many < few:
        return np.full(len(values), np.inf), np.zeros(len(values), dtype=np.int64)
    part = values if many == values.shape[1] else np.partition(values, many - 1, axis=1)[:, :many]
    sums = np.sort(part, axis=1).cumsum(axis=1)
    sums[np.arange(1, many + 1)[None, :] > seats[:, None]] = np.inf
    sums = sums[:, few - 1 :]
    return sums.min(axis=1, initial=np.inf), sums.argmin(axis=1) + few


def under(values: Floats, seats: int, limits: Limits, limit: list[float]) -> Iterator[tuple[float, Column]]:
    """Yield the groups whose sum of values is at most `limit[0]`, by branch and bound; infinite values never come.

    Who listens may lower the limit meanwhile.
    """
    order = [int(n) for n in np.argsort(values, kind="stable") if np.isfinite(values[n])]
    own = [float(values[n]) for n in order]
    ahead = [0.0, *np.cumsum(own).tolist()]
    negative = int(np.searchsorted(own, 0.0))
    most, large = min(limits.largest, seats), max(limits.size)

    def least(at: int, size: int) -> float:
        """Return what blocks from this place on add at least to a group of so many pupils."""
        need = max(0, -(-(limits.smallest - size) // large))
        take = min(max(need, negative - at), most - size, len(own) - at)
        return ahead[at + take] - ahead[at] if take >= need else np.inf

    def grow(at: int, chosen: list[int], size: int, total: float) -> Iterator[tuple[float, Column]]:
        if size >= limits.smallest and total <= limit[0]:
            yield total, tuple(sorted(chosen))
        for place in range(at, len(order)):
            if total + least(place, size) > limit[0]:
                return
            n = order[place]
            after = size + limits.size[n]
            if after > most or not limits.apart[n].isdisjoint(chosen):
                continue
            if total + own[place] + least(place + 1, after) <= limit[0]:
                yield from grow(place + 1, [*chosen, n], after, total + own[place])

    yield from grow(0, [], 0, 0.0)


def cheapest(values: Floats, seats: int, limits: Limits, limit: float) -> tuple[float, Column] | None:
    """Return the group with the least sum of values, None where none is below the limit."""
    best, below = None, [limit]
    for group in under(values, seats, limits, below):
        if best is None or group[0] < best[0]:
            best, below[0] = group, group[0]
    return best
