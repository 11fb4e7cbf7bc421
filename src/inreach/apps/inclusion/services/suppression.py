"""Hiding small numbers of pupils, so that none can be worked out from the others and the total.

Numbers from 1 to 4 are hidden. Somebody who knows the total can subtract what is shown, so further numbers are hidden
until every small number could still be any of 1 to 4. A reader may know this rule: the check below is what the reader
could work out with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALL = range(1, 5)
FEWEST_IN_A_GROUP = 10


class Shown(StrEnum):
    """How a count is shown."""

    NUMBER = "number"
    FEW = "few"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """One count as it may be shown: the number, or None."""

    shown: Shown
    number: int | None = None

    @property
    def words(self) -> str:
        """The count in words."""
        if self.shown is Shown.FEW:
            return "fewer than 5"
        return "hidden" if self.shown is Shown.HIDDEN else f"{self.number:,}"


def suppressed(counts: Sequence[int]) -> tuple[Cell, ...]:
    """Return counts that add up to a known total with small ones hidden, and more where they could be worked out.

    ValueError for a negative count. A group of fewer than ten pupils is hidden whole.
    """
    if any(count < 0 for count in counts):
        raise ValueError("A count is not negative.")
    total = sum(counts)
    if total < FEWEST_IN_A_GROUP:
        return tuple(Cell(Shown.HIDDEN) for _ in counts)
    few = {place for place, count in enumerate(counts) if count in SMALL}
    more: set[int] = set()
    waiting = sorted((count, place) for place, count in enumerate(counts) if place not in few and count)
    while few and not safe(counts, few, more):
        if not waiting:
            return tuple(Cell(Shown.HIDDEN) for _ in counts)
        more.add(waiting.pop(0)[1])
    return tuple(
        Cell(Shown.FEW)
        if place in few
        else Cell(Shown.HIDDEN)
        if place in more
        else Cell(Shown.NUMBER, count)
        for place, count in enumerate(counts)
    )


def safe(counts: Sequence[int], few: set[int], more: set[int]) -> bool:
    """Say whether every small number could still be any of 1 to 4 for a reader who knows the total and the rule.

    The reader knows that a number shown as few is 1 to 4, and that one hidden besides is 5 or more.
    """
    away = sum(counts[place] for place in few | more)
    lowest = SMALL[0] * (len(few) - 1) + (SMALL[-1] + 1) * len(more)
    highest = None if more else SMALL[-1] * (len(few) - 1)
    return all(lowest <= away - guess and (highest is None or away - guess <= highest) for guess in SMALL)
