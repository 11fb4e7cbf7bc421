"""The best weeks of one group, everything else given: branch and bound over its days, exact, in plain Python.

The search has its own, compiled and together with everybody else's needs; this one asks for the least alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

NOWHERE = -1
Pieces = tuple[tuple[int, int], ...]


class Option(NamedTuple):
    """A step of the day at which a session could begin, its points, and steps missed by pair of pupil and subject."""

    begin: int
    points: int
    pieces: Pieces


def undominated(options: list[Option]) -> list[Option]:
    """Return the options of a day that no other beats in points and in every subject missed."""
    kept: list[Option] = []
    for option in sorted(options, key=lambda item: (item.points, sum(steps for _, steps in item.pieces))):
        missed = dict(option.pieces)
        if not any(all(missed.get(pair, 0) >= steps for pair, steps in other.pieces) for other in kept):
            kept.append(option)
    return kept


class Weeks:
    """What a group can do in a cycle: options for each day, sessions needed each week, and days that must be used.

    `repeated` gives the points for missing more, by steps missed so far; `extra` are points by day for a session there.
    After so many steps of the search as `most` says it ends with what it has; then `cut` says so.
    """

    def __init__(
        self,
        repeated: Callable[[dict[int, int], Pieces], int],
        options: list[list[Option]],
        needs: tuple[int, ...],
        musts: frozenset[int],
        extra: list[int],
        *,
        most: int | None = None,
    ) -> None:
        self.repeated, self.options, self.needs, self.musts = repeated, options, needs, musts
        self.extra, self.left = extra, most
        self.cut = False
        self.days = len(options) // len(needs)
        self.counts: dict[int, int] = {}
        self.points: int | None = None
        self.begins: tuple[int, ...] | None = None

    def best(self, counts: dict[int, int], below: int | None = None) -> tuple[int, tuple[int, ...]] | None:
        """Return points and a step or nowhere for each day, the least there is; None if nothing is below the limit."""
        self.counts, self.points, self.begins = dict(counts), below, None
        self._go(0, self.needs[0], 0, [])
        return None if self.begins is None or self.points is None else (self.points, self.begins)

    def _marginal(self, day: int) -> list[tuple[int, Option]]:
        """Return the options of a day with what they add now, cheapest first."""
        return sorted(
            (option.points + self.extra[day] + self.repeated(self.counts, option.pieces), option)
            for option in self.options[day]
        )

    def _cheapest(self, day: int) -> int:
        """Return the least that a session on a day adds now."""
        least = None
        for option in self.options[day]:
            if least is None or option.points < least:
                points = option.points + self.repeated(self.counts, option.pieces)
                least = points if least is None else min(least, points)
        return (least or 0) + self.extra[day]

    def _rest(self, day: int, left: int) -> int | None:
        """Return what the days from this one on add at least; None if there are too few of them."""
        total, first = 0, day
        for week in range(day // self.days, len(self.needs)):
            last = (week + 1) * self.days
            need = left if week == day // self.days else self.needs[week]
            low = sorted(self._cheapest(at) for at in range(first, last) if self.options[at])
            if len(low) < need:
                return None
            total += sum(low[:need])
            first = last
        return total

    def _go(self, day: int, left: int, cost: int, begins: list[int]) -> None:
        if self.left is not None:
            self.cut = self.left <= 0
            self.left -= 1
        if self.cut:
            return
        if day == len(self.options):
            if self.points is None or cost < self.points:
                self.points, self.begins = cost, tuple(begins)
            return
        rest = self._rest(day, left)
        if rest is None or (self.points is not None and cost + rest >= self.points):
            return
        ends = (day + 1) % self.days == 0
        then = (self.needs[day // self.days + 1] if day + 1 < len(self.options) else 0) if ends else None
        if left:
            for added, option in self._marginal(day):
                if self.points is not None and cost + added >= self.points:
                    break
                for pair, steps in option.pieces:
                    self.counts[pair] = self.counts.get(pair, 0) + steps
                if not ends or left == 1:
                    self._go(
                        day + 1, left - 1 if then is None else then, cost + added, [*begins, option.begin]
                    )
                for pair, steps in option.pieces:
                    self.counts[pair] -= steps
        if day not in self.musts and (not ends or left == 0):
            self._go(day + 1, left if then is None else then, cost, [*begins, NOWHERE])


def repeated(curve: list[int], points: list[int], counts: dict[int, int], pieces: Pieces) -> int:
    """Return the points for missing more of subjects of which so much is missed, by the curves of `Candidates`."""
    total = 0
    for pair, steps in pieces:
        at = curve[pair] + counts.get(pair, 0)
        total += points[at + steps] - points[at]
    return total
