"""The ledger again, minute by minute, in the plainest words: slow, and the judge of the fast one.

It shares nothing with the fast ledger but the words, so that one mistake cannot hide in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from inreach.core.ledger.types import (
    Absence,
    Adult,
    Block,
    LedgerWeek,
    PeriodKind,
    Segment,
    State,
    SubjectKind,
    Support,
    Totals,
    Where,
)


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute: the block and the support that count in it, and its segment."""

    block: Block | None
    support: Support | None
    segment: Segment

    def goes_on_in(self, later: Minute) -> bool:
        """Say whether the later minute follows at once and nothing changes in it."""
        follows = self.segment.day == later.segment.day and self.segment.end == later.segment.start
        same = self.block == later.block and self.support == later.support
        return follows and same and self.segment.state == later.segment.state


def winning_block(blocks: Sequence[Block], minute: int) -> Block | None:
    """Return the block that counts in a minute."""
    candidates = [b for b in blocks if b.start <= minute < b.end]
    lessons = [b for b in candidates if b.kind == PeriodKind.LESSON]
    if not candidates:
        return None
    return min(
        lessons or candidates,
        key=lambda b: (
            place_in_the_curriculum(b),
            b.start,
            b.end,
            b.key,
            b.subject,
            b.subject_kind,
            b.kind,
            b.adult,
            b.protected,
            b.loved,
            b.lesson_id,
        ),
    )


def place_in_the_curriculum(block: Block) -> int:
    """Return 0 for a protected block, 1 for a core subject, 2 for a foundation subject, 3 for any other."""
    if is_protected(block):
        return 0
    if block.subject_kind == SubjectKind.CORE:
        return 1
    if block.subject_kind == SubjectKind.FOUNDATION:
        return 2
    return 3


def winning_support(supports: Sequence[Support], minute: int) -> Support | None:
    """Return the support that counts in a minute."""
    candidates = [s for s in supports if s.start <= minute < s.end]
    if not candidates:
        return None
    return min(
        candidates,
        key=lambda s: (s.where != Where.CLASS, s.start, s.end, s.programme, s.group, s.where, s.adult),
    )


def count_doubles_once(supports: Sequence[Support]) -> list[Support]:
    """Return the sessions without those that only ids tell apart from another one that counts."""

    def data(support: Support) -> tuple[object, ...]:
        s = support
        return s.day, s.where != Where.CLASS, s.start, s.end, s.programme, s.group, s.where, s.adult

    def place(support: Support) -> tuple[object, ...]:
        of_programme = sorted(data(s) for s in supports if s.programme_id == support.programme_id)
        of_group = sorted(data(s) for s in supports if s.group_id == support.group_id)
        return of_programme, of_group, support.programme_id, support.group_id, support.key

    once = []
    for support in supports:
        doubles = [s for s in supports if data(s) == data(support)]
        first = min(doubles, key=place)
        if first not in once:
            once.append(first)
    return once


def kind_outside(blocks: Sequence[Block], minute: int) -> PeriodKind:
    """Return the kind of a minute in which there is support but no block."""
    if not any(b.kind == PeriodKind.LESSON for b in blocks):
        return PeriodKind.UNKNOWN
    if all(b.end <= minute for b in blocks):
        return PeriodKind.AFTER
    if all(b.start > minute for b in blocks):
        return PeriodKind.BEFORE
    return PeriodKind.BREAK


def is_protected(block: Block | None) -> bool:
    """Say whether a pupil should not miss this block."""
    return block is not None and (
        block.protected or block.subject_kind in (SubjectKind.PSHE, SubjectKind.RSHE)
    )


def minute_segment(
    minute: int, day: date, blocks: Sequence[Block], supports: Sequence[Support], absent: bool
) -> Minute | None:
    """Return what counts in a minute, with its segment one minute long, or None where there is nothing."""
    block = winning_block(blocks, minute)
    support = winning_support(supports, minute)
    if block is None and support is None:
        return None
    lesson_adult = block.adult if block else Adult.NONE
    where: Where | None = Where.CLASS
    adult, state = lesson_adult, State.PRESENT
    if absent:
        support = None
        where, adult, state = None, Adult.NONE, State.ABSENT
    elif support:
        where = support.where
        if where != Where.CLASS:
            state = State.ELSEWHERE
        if where != Where.CLASS or support.adult != Adult.NONE:
            adult = support.adult
    segment = Segment(
        day=day,
        start=minute,
        end=minute + 1,
        kind=block.kind if block else kind_outside(blocks, minute),
        subject=block.subject if block else "",
        subject_kind=block.subject_kind if block else SubjectKind.OTHER,
        protected=is_protected(block),
        loved=block.loved if block else False,
        where=where,
        adult=adult,
        support=support.programme if support else None,
        group=support.group if support else None,
        state=state,
        lesson_adult=lesson_adult,
        block=block.key if block else "",
        programme_id=support.programme_id if support else None,
        group_id=support.group_id if support else None,
        lesson_id=block.lesson_id if block else "",
    )
    return Minute(block, support, segment)


def minutes_of_the_week(
    blocks: Sequence[Block], supports: Sequence[Support], absences: Sequence[Absence]
) -> list[Minute]:
    """Walk every minute from the first to the last of each day."""
    minutes = []
    items: list[Block | Support] = [*blocks, *supports]
    for day in sorted({item.day for item in items}):
        todays_blocks = [b for b in blocks if b.day == day]
        todays_supports = [s for s in supports if s.day == day]
        todays_absences = [a for a in absences if a.day == day]
        first = min(item.start for item in items if item.day == day)
        last = max(item.end for item in items if item.day == day)
        for minute in range(first, last):
            absent = any(a.start <= minute < a.end for a in todays_absences)
            counted = minute_segment(minute, day, todays_blocks, todays_supports, absent)
            if counted is not None:
                minutes.append(counted)
    return minutes


def join_minutes(minutes: Sequence[Minute]) -> tuple[Segment, ...]:
    """Return the segments: minutes that follow one another and in which the same block and support count."""
    segments: list[Segment] = []
    before: Minute | None = None
    for minute in minutes:
        if before is not None and before.goes_on_in(minute):
            segments[-1] = segments[-1]._replace(end=minute.segment.end)
        else:
            segments.append(minute.segment)
        before = minute
    return tuple(segments)


def count_minutes(minutes: Sequence[Minute]) -> Totals:
    """Return the totals by counting minutes one at a time."""
    segments = [minute.segment for minute in minutes]
    lessons = [p for p in segments if p.kind == PeriodKind.LESSON]
    taught = [p for p in lessons if p.state != State.ABSENT]
    out = [p for p in lessons if p.state == State.ELSEWHERE]
    outside = (PeriodKind.BEFORE, PeriodKind.AFTER)
    unknown = [p for p in segments if p.kind == PeriodKind.UNKNOWN]
    away = [
        p
        for p in segments
        if p.state == State.ELSEWHERE and p.kind not in outside and p.kind != PeriodKind.UNKNOWN
    ]
    away_minutes = {(p.day, p.start) for p in away}
    taken = [
        p
        for p in segments
        if p.kind not in (PeriodKind.LESSON, PeriodKind.UNKNOWN)
        and p.support is not None
        and (p.state == State.ELSEWHERE or p.kind in outside)
    ]
    return Totals(
        taught=len(taught),
        out=len(out),
        teacher=len([p for p in taught if p.adult == Adult.TEACHER]),
        assistant=len([p for p in taught if p.adult == Adult.ASSISTANT]),
        specialist=len([p for p in taught if p.adult == Adult.SPECIALIST]),
        alone=len([p for p in taught if p.adult == Adult.NONE]),
        unknown_adult=len([p for p in taught if p.adult == Adult.UNKNOWN]),
        unknown_time=len([p for p in unknown if p.support is not None]),
        unknown_out=len([p for p in unknown if p.state == State.ELSEWHERE]),
        absent=len(lessons) - len(taught),
        leavings=len([p for p in away if (p.day, p.start - 1) not in away_minutes]),
        loved_missed=len([p for p in out if p.loved]),
        wider_missed=len([p for p in out if p.subject_kind != SubjectKind.CORE]),
        out_by_adult=dict(Counter(p.adult for p in out)),
        taught_by_subject=dict(Counter(p.subject for p in taught)),
        missed=dict(Counter(p.subject for p in out)),
        protected_missed=dict(Counter(p.subject for p in out if p.protected)),
        loved_missed_by_subject=dict(Counter(p.subject for p in out if p.loved)),
        non_learning=dict(Counter(p.kind for p in taken)),
        programmes=names_by_id(segments),
        programmes_out=names_by_id([s for s in segments if s.state == State.ELSEWHERE]),
    )


def names_by_id(segments: Sequence[Segment]) -> dict[str, str]:
    """Return the names of the programmes in these minutes, by id."""
    names = {}
    for segment in segments:
        if segment.programme_id is not None and segment.support is not None:
            names[segment.programme_id] = segment.support
    return names


def ledger_week_minute_by_minute(
    blocks: Sequence[Block],
    supports: Sequence[Support] = (),
    absences: Sequence[Absence] = (),
    on_roll: Container[date] | None = None,
) -> LedgerWeek:
    """Return the segments of one pupil's week and their totals; without days on roll, of every day."""
    if on_roll is not None:
        blocks = [block for block in blocks if block.day in on_roll]
        supports = [support for support in supports if support.day in on_roll]
    minutes = minutes_of_the_week(blocks, count_doubles_once(supports), absences)
    return LedgerWeek(join_minutes(minutes), count_minutes(minutes))


def segments_minute_by_minute(
    blocks: Sequence[Block], supports: Sequence[Support] = (), absences: Sequence[Absence] = ()
) -> tuple[Segment, ...]:
    """Return the segments of one pupil's week, in order of day and minute."""
    return ledger_week_minute_by_minute(blocks, supports, absences).segments
