"""A pupil in two places at once: lessons that overlap, and sessions of support that overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from inreach.core.ledger.segments import block_rank, support_rank
from inreach.core.ledger.types import Block, PeriodKind, Support

Booked = TypeVar("Booked", Block, Support)


@dataclass(frozen=True, slots=True)
class DoubleBooking:
    """Minutes of a day in which a pupil is to be in two lessons, or in two sessions, and which of the two counts."""

    day: date
    start: int
    end: int
    counts: Block | Support
    gives_way: Block | Support


def double_lessons(blocks: Sequence[Block]) -> tuple[DoubleBooking, ...]:
    """Return the lessons of a week that overlap, two by two, in order of day and minute."""
    return _double([block for block in blocks if block.kind is PeriodKind.LESSON], block_rank)


def double_sessions(supports: Sequence[Support]) -> tuple[DoubleBooking, ...]:
    """Return the sessions of a week that overlap, two by two, in order of day and minute."""
    return _double(supports, support_rank)


def _double(
    booked: Sequence[Booked], rank: Callable[[Booked], tuple[object, ...]]
) -> tuple[DoubleBooking, ...]:
    by_day: dict[date, list[Booked]] = defaultdict(list)
    for each in booked:
        by_day[each.day].append(each)
    return tuple(
        DoubleBooking(
            day,
            max(first.start, second.start),
            min(first.end, second.end),
            *sorted((first, second), key=rank),
        )
        for day in sorted(by_day)
        for first, second in combinations(sorted(by_day[day], key=_start), 2)
        if second.start < first.end
    )


def _start(each: Block | Support) -> tuple[int, int]:
    return each.start, each.end
