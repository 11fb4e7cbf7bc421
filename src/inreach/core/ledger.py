"""The ledger of a pupil's week: every minute with its place, adult, subject, period, support and state.

Where things overlap, the same rule decides every time, whatever order they come in:

1. absence wins over support: an absent pupil is not in a group;
2. of two supports the one that starts earlier wins, then the shorter, then the smaller key;
3. of two stretches of the school day a lesson wins over any other kind, then the earlier start, then the
   smaller key;
4. minutes with support outside the school day are pieces too: "before" the first block of the day, "after" the
   last one, and "break" in a gap between blocks, because a gap is the pupil's own time.

So the pieces of a day are in order, never overlap, and add up to the minutes covered by a block or a support.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from inreach.core.ledger_words import (
    ALWAYS_PROTECTED,
    OUTSIDE_SCHOOL,
    Absence,
    Adult,
    Block,
    LedgerWeek,
    PeriodKind,
    Piece,
    State,
    SubjectKind,
    Support,
    Totals,
    Where,
)

__all__ = [
    "ALWAYS_PROTECTED",
    "OUTSIDE_SCHOOL",
    "Absence",
    "Adult",
    "Block",
    "LedgerWeek",
    "PeriodKind",
    "Piece",
    "State",
    "SubjectKind",
    "Support",
    "Totals",
    "Where",
    "ledger_week",
    "pieces",
    "totals",
]


def block_rank(block: Block) -> tuple[object, ...]:
    """Order blocks so that the first of those that overlap is the one that counts."""
    return (
        block.kind is not PeriodKind.LESSON,
        block.start,
        block.key,
        block.end,
        block.kind,
        block.subject,
        block.subject_kind,
        block.adult,
        block.protected,
        block.loved,
    )


def support_rank(support: Support) -> tuple[object, ...]:
    """Order supports so that the first of those that overlap is the one that counts."""
    return (
        support.start,
        support.end,
        support.key,
        support.programme,
        support.group,
        support.where,
        support.adult,
    )


def piece(
    day: date,
    start: int,
    end: int,
    block: Block | None,
    gap: PeriodKind,
    support: Support | None,
    absent: bool,
) -> Piece:
    """Return the piece from start to end in which this block and this support count."""
    if absent:
        where, adult, state = None, Adult.NONE, State.ABSENT
        support = None
    elif support is None:
        where, adult, state = Where.CLASS, block.adult if block else Adult.NONE, State.PRESENT
    else:
        where, adult = support.where, support.adult
        state = State.PRESENT if where is Where.CLASS else State.ELSEWHERE
        if where is Where.CLASS and adult is Adult.NONE and block is not None:
            adult = block.adult
    return Piece(
        day,
        start,
        end,
        block.kind if block else gap,
        block.subject if block else "",
        block.subject_kind if block else SubjectKind.OTHER,
        (block.protected or block.subject_kind in ALWAYS_PROTECTED) if block else False,
        block.loved if block else False,
        where,
        adult,
        support.programme if support else None,
        support.group if support else None,
        state,
        block.adult if block else Adult.NONE,
        block.key if block else "",
    )


def pieces_of_a_day(
    day: date, blocks: list[Block], supports: list[Support], absences: list[Absence]
) -> list[Piece]:
    """Cut one day at every start and end, and join what stays the same."""
    items: list[Block | Support | Absence] = [*blocks, *supports, *absences]
    cuts = sorted({minute for item in items for minute in (item.start, item.end)})
    blocks = sorted(blocks, key=block_rank)
    supports = sorted(supports, key=support_rank)
    first = min((block.start for block in blocks), default=0)
    last = max((block.end for block in blocks), default=0)
    found: list[Piece] = []
    label_before: object = None
    since = 0
    for start, end in zip(cuts, [*cuts[1:], -1], strict=True):
        block = next((b for b in blocks if b.start <= start < b.end), None)
        support = next((s for s in supports if s.start <= start < s.end), None)
        absent = any(a.start <= start < a.end for a in absences)
        gap = PeriodKind.BEFORE if start < first else PeriodKind.AFTER if start >= last else PeriodKind.BREAK
        label = (block, gap, None if absent else support, absent) if block or support else None
        if label == label_before:
            continue
        if isinstance(label_before, tuple):
            found.append(piece(day, since, start, *label_before))
        label_before, since = label, start
        del end
    return found


def pieces(
    blocks: Iterable[Block], supports: Iterable[Support] = (), absences: Iterable[Absence] = ()
) -> tuple[Piece, ...]:
    """Return the pieces of all days given, in order of day and minute."""
    by_day: dict[date, tuple[list[Block], list[Support], list[Absence]]] = defaultdict(lambda: ([], [], []))
    for block in blocks:
        by_day[block.day][0].append(block)
    for support in supports:
        by_day[support.day][1].append(support)
    for absence in absences:
        by_day[absence.day][2].append(absence)
    return tuple(p for day in sorted(by_day) for p in pieces_of_a_day(day, *by_day[day]))


def totals(found: Iterable[Piece]) -> Totals:
    """Return the sums over the pieces of one pupil's week."""
    by_adult: dict[Adult, int] = defaultdict(int)
    out_by_adult: dict[Adult, int] = defaultdict(int)
    taught: dict[str, int] = defaultdict(int)
    missed: dict[str, int] = defaultdict(int)
    protected: dict[str, int] = defaultdict(int)
    loved: dict[str, int] = defaultdict(int)
    non_learning: dict[PeriodKind, int] = defaultdict(int)
    programmes: set[str] = set()
    programmes_out: set[str] = set()
    absent = wider = leavings = 0
    out_until: tuple[date, int] | None = None
    for p in found:
        if p.support is not None:
            programmes.add(p.support)
            if p.out:
                programmes_out.add(p.support)
        if p.kind is PeriodKind.LESSON:
            if p.state is State.ABSENT:
                absent += p.minutes
            else:
                taught[p.subject] += p.minutes
                by_adult[p.adult] += p.minutes
            if p.out:
                out_by_adult[p.adult] += p.minutes
                missed[p.subject] += p.minutes
                if p.protected:
                    protected[p.subject] += p.minutes
                if p.loved:
                    loved[p.subject] += p.minutes
                if p.subject_kind is not SubjectKind.CORE:
                    wider += p.minutes
        elif p.support is not None and (p.out or p.kind in OUTSIDE_SCHOOL):
            non_learning[p.kind] += p.minutes
        if p.out and p.kind not in OUTSIDE_SCHOOL:
            if out_until != (p.day, p.start):
                leavings += 1
            out_until = (p.day, p.end)
    return Totals(
        taught=sum(taught.values()),
        out=sum(missed.values()),
        teacher=by_adult[Adult.TEACHER],
        assistant=by_adult[Adult.ASSISTANT],
        specialist=by_adult[Adult.SPECIALIST],
        alone=by_adult[Adult.NONE],
        absent=absent,
        leavings=leavings,
        loved_missed=sum(loved.values()),
        wider_missed=wider,
        out_by_adult=dict(out_by_adult),
        taught_by_subject=dict(taught),
        missed=dict(missed),
        protected_missed=dict(protected),
        loved_missed_by_subject=dict(loved),
        non_learning=dict(non_learning),
        programmes=frozenset(programmes),
        programmes_out=frozenset(programmes_out),
    )


def ledger_week(
    blocks: Iterable[Block], supports: Iterable[Support] = (), absences: Iterable[Absence] = ()
) -> LedgerWeek:
    """Return the pieces of one pupil's week and their totals."""
    found = pieces(blocks, supports, absences)
    return LedgerWeek(found, totals(found))
