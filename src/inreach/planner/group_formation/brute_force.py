"""Every way to share pupils out: for few of them, and the obvious twin of the search."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.group_formation.group_cost_reference import Worth, points_of
from inreach.planner.group_formation.request import Block, Parts


def partitions(count: int, most: int) -> Iterator[Parts]:
    """Yield every way to share `count` things out into at most `most` parts."""

    def grow(at: int, parts: list[set[int]]) -> Iterator[Parts]:
        if at == count:
            yield tuple(frozenset(part) for part in parts)
            return
        for part in parts:
            part.add(at)
            yield from grow(at + 1, parts)
            part.remove(at)
        if len(parts) < most:
            parts.append({at})
            yield from grow(at + 1, parts)
            parts.pop()

    yield from grow(0, [])


def best_of_every(worth: Worth, blocks: list[Block], most: int) -> tuple[int, Parts] | None:
    """Return the points and parts of the best of every way to share the blocks out."""
    best: tuple[int, Parts] | None = None
    for parts in partitions(len(blocks), most):
        points = points_of(worth, blocks, parts)
        if points is not None and (best is None or (points, len(parts)) < (best[0], len(best[1]))):
            best = points, parts
    return best
