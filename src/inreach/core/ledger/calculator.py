"""The ledger of a pupil's week: every minute with its place, adult, subject, period, support and state.

The days on which a pupil is on the school's roll bound the week. Where things overlap, the same rule decides every
time, whatever order they come in and whatever their ids are:

1. absence wins over support: an absent pupil is not in a group;
2. of two supports one in class wins, then the one that starts earlier, then the shorter, then the smaller name of
   programme and group;
3. of two stretches of the school day a lesson wins over any other kind, of two lessons a protected one over a core
   one, over a foundation one, over any other, then the earlier start, then the shorter, then the smaller code;
4. minutes with support outside the school day are segments too: "before" the first block of the day, "after"
   the last one, and "break" in a gap between blocks, because a gap is the pupil's own time; on a day without
   lessons they are "unknown".

So the segments of a day are in order, never overlap, and add up to the minutes covered by a block or a support.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from inreach.core.ledger.class_lessons import PupilBlocks
from inreach.core.ledger.segments import changes, cut, school_day, whole, without_doubles
from inreach.core.ledger.totals import corrected, totals
from inreach.core.ledger.types import Absence, Block, LedgerWeek, Segment, State, Support


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """A week of blocks without support and absence: the blocks (kept alive), its days in order, its ledger."""

    blocks: tuple[Block, ...]
    days: dict[date, tuple[Segment, ...]]
    week: LedgerWeek


class LedgerCalculator:
    """Ledgers of many pupils whose weeks share blocks, for a school at a time.

    It remembers the segments of each block it has met and the ledger of each timetable, so that classmates cost
    only what their own support and absence change. It tells blocks apart by identity: give classmates the same
    Block objects, best in the same tuple. It holds on to them, so make one calculator for a piece of work and let
    it go. Results equal ledger_week's.
    """

    def __init__(self) -> None:
        self._segments: dict[int, Segment] = {}
        self._by_tuple: dict[int, Timetable] = {}
        self._by_blocks: dict[tuple[int, ...], Timetable] = {}
        self._on_roll: dict[tuple[int, frozenset[date]], Timetable] = {}

    def week(
        self,
        blocks: Sequence[Block],
        supports: Sequence[Support] = (),
        absences: Sequence[Absence] = (),
        on_roll: frozenset[date] | None = None,
    ) -> LedgerWeek:
        """Return the segments of one pupil's week and their totals: of its days on roll, or of every day."""
        timetable = self._timetable(blocks)
        if on_roll is not None:
            timetable = self._bounded(timetable, on_roll)
            supports = [support for support in supports if support.day in on_roll]
            absences = [absence for absence in absences if absence.day in on_roll]
        if not supports and not absences:
            return timetable.week
        touched: dict[date, tuple[list[Support], list[Absence]]] = defaultdict(lambda: ([], []))
        for support in without_doubles(supports):
            touched[support.day][0].append(support)
        for absence in absences:
            touched[absence.day][1].append(absence)
        parts: dict[date, Sequence[Segment]] = dict(timetable.days)
        changed: list[Segment] = []
        for day in sorted(touched):
            school = timetable.days.get(day, ())
            parts[day] = cut_day = cut(day, school, changes(school, *touched[day]))
            changed += [p for p in cut_day if p.support is not None or p.state is State.ABSENT]
        in_order = parts if len(parts) == len(timetable.days) else dict(sorted(parts.items()))
        return LedgerWeek(
            tuple(chain.from_iterable(in_order.values())), corrected(timetable.week.totals, changed)
        )

    def _timetable(self, blocks: Sequence[Block]) -> Timetable:
        if isinstance(blocks, PupilBlocks):
            blocks = blocks.in_order
        timetable = self._by_tuple.get(id(blocks))
        if timetable is not None:
            return timetable
        laid_out = tuple(blocks)
        key = tuple(map(id, laid_out))
        timetable = self._by_blocks.get(key)
        if timetable is None:
            timetable = self._by_blocks[key] = self._read(laid_out)
            self._by_tuple[id(laid_out)] = timetable
        return timetable

    def _bounded(self, timetable: Timetable, on_roll: frozenset[date]) -> Timetable:
        if on_roll.issuperset(timetable.days):
            return timetable
        key = (id(timetable), on_roll)
        bounded = self._on_roll.get(key)
        if bounded is None:
            days = {day: segments for day, segments in timetable.days.items() if day in on_roll}
            bounded = self._on_roll[key] = timetable_of(timetable.blocks, days)
        return bounded

    def _read(self, blocks: tuple[Block, ...]) -> Timetable:
        by_day: dict[date, list[Block]] = defaultdict(list)
        for block in blocks:
            by_day[block.day].append(block)
        days = {day: school_day(by_day[day], self._whole) for day in sorted(by_day)}
        return timetable_of(blocks, days)

    def _whole(self, block: Block) -> Segment:
        segment = self._segments.get(id(block))
        if segment is None:
            segment = self._segments[id(block)] = whole(block)
        return segment


def timetable_of(blocks: tuple[Block, ...], days: dict[date, tuple[Segment, ...]]) -> Timetable:
    """Return the timetable of these blocks, from the segments of its days."""
    segments = tuple(chain.from_iterable(days.values()))
    return Timetable(blocks, days, LedgerWeek(segments, totals(segments)))


def ledger_week(
    blocks: Iterable[Block],
    supports: Iterable[Support] = (),
    absences: Iterable[Absence] = (),
    on_roll: frozenset[date] | None = None,
) -> LedgerWeek:
    """Return the segments of one pupil's week, in order of day and minute, and their totals."""
    return LedgerCalculator().week(tuple(blocks), tuple(supports), tuple(absences), on_roll)


def segments(
    blocks: Iterable[Block], supports: Iterable[Support] = (), absences: Iterable[Absence] = ()
) -> tuple[Segment, ...]:
    """Return the segments of one pupil's week, in order of day and minute."""
    return ledger_week(blocks, supports, absences).segments
