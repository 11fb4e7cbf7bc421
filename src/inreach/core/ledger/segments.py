"""Cutting a day into segments: what the bells say first, then what support and absence change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter

from inreach.core.ledger.types import (
    ALWAYS_PROTECTED,
    Absence,
    Adult,
    Block,
    PeriodKind,
    Segment,
    State,
    SubjectKind,
    Support,
    Where,
)
from inreach.core.school.calendar import MINUTES_IN_A_DAY

Stretch = tuple[int, int]
Change = tuple[int, int, Support | None]

CLASS, ABSENT, PRESENT, ELSEWHERE = Where.CLASS, State.ABSENT, State.PRESENT, State.ELSEWHERE
NOBODY = Adult.NONE


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
        block.lesson_id,
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
        support.programme_id,
        support.group_id,
    )


def whole(block: Block) -> Segment:
    """Return the segment of a block from which nothing is taken."""
    return Segment(
        block.day,
        block.start,
        block.end,
        block.kind,
        block.subject,
        block.subject_kind,
        block.protected or block.subject_kind in ALWAYS_PROTECTED,
        block.loved,
        CLASS,
        block.adult,
        None,
        None,
        PRESENT,
        block.adult,
        block.key,
        None,
        None,
        block.lesson_id,
    )


def pause(day: date, start: int, end: int, school: Sequence[Segment]) -> Segment:
    """Return the segment of minutes outside every block: before, after, or in a gap of the school's segments."""
    if school and start < school[0].start:
        kind = PeriodKind.BEFORE
    elif school and start < school[-1].end:
        kind = PeriodKind.BREAK
    else:
        kind = PeriodKind.AFTER
    other = SubjectKind.OTHER
    return Segment(
        day, start, end, kind, "", other, False, False, CLASS, NOBODY, None, None, PRESENT, NOBODY, "",
        None, None, "",
    )  # fmt: skip


def part(under: Segment, start: int, end: int) -> Segment:
    """Return the minutes from start to end of a segment, otherwise as they are."""
    return Segment(
        under.day,
        start,
        end,
        under.kind,
        under.subject,
        under.subject_kind,
        under.protected,
        under.loved,
        under.where,
        under.adult,
        under.support,
        under.group,
        under.state,
        under.lesson_adult,
        under.block,
        under.programme_id,
        under.group_id,
        under.lesson_id,
    )


def changed(under: Segment, start: int, end: int, support: Support | None) -> Segment:
    """Return the minutes from start to end of a segment with support, or with the pupil absent (None)."""
    where: Where | None
    if support is None:
        where, adult, programme, group, state = None, NOBODY, None, None, ABSENT
        programme_id = group_id = None
    else:
        where, adult, programme, group = support.where, support.adult, support.programme, support.group
        programme_id, group_id = support.programme_id, support.group_id
        state = PRESENT if where is CLASS else ELSEWHERE
        if where is CLASS and adult is NOBODY:
            adult = under.lesson_adult
    return Segment(
        under.day,
        start,
        end,
        under.kind,
        under.subject,
        under.subject_kind,
        under.protected,
        under.loved,
        where,
        adult,
        programme,
        group,
        state,
        under.lesson_adult,
        under.block,
        programme_id,
        group_id,
        under.lesson_id,
    )


def school_segments(blocks: Sequence[Block]) -> tuple[Segment, ...]:
    """Return the segments of one day without support and absence, overlapping blocks cut by their rank."""
    ranked = sorted(blocks, key=block_rank)
    counting: list[tuple[int, int, Block]] = []
    for start, end in pairwise(sorted({minute for b in blocks for minute in (b.start, b.end)})):
        block = next((b for b in ranked if b.start <= start < b.end), None)
        if block is None:
            continue
        if counting and counting[-1][1] == start and counting[-1][2] == block:
            counting[-1] = (counting[-1][0], end, block)
        else:
            counting.append((start, end, block))
    return tuple(part(whole(block), start, end) for start, end, block in counting)


def turns(supports: Sequence[Support]) -> list[Change]:
    """Return when each support of one day counts, in order and without overlap.

    An earlier start wins as long as it lasts, so a later one only gets what is left after every end so far.
    """
    in_turn: list[Change] = []
    until = 0
    for support in sorted(supports, key=support_rank) if len(supports) > 1 else supports:
        if support.end > until:
            in_turn.append((max(support.start, until), support.end, support))
            until = support.end
    return in_turn


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches that cover the same minutes, in order, apart from one another."""
    apart: list[Stretch] = []
    for start, end in sorted(stretches):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return apart


def changes(
    school: Sequence[Segment], supports: Sequence[Support], absences: Sequence[Absence]
) -> list[Change]:
    """Return what happens to the segments of one day, in order: support, or absence, which comes first."""
    if not absences:
        return turns(supports)
    away = joined((absence.start, absence.end) for absence in absences)
    covered = joined([*((p.start, p.end) for p in school), *((s.start, s.end) for s in supports)])
    coming: list[Change] = [
        (max(since, start), min(until, end), None)
        for since, until in away
        for start, end in covered
        if since < end and start < until
    ]
    edges = [0, *(minute for stretch in away for minute in stretch), MINUTES_IN_A_DAY]
    present = list(zip(edges[::2], edges[1::2], strict=True))
    coming += [
        (max(since, start), min(until, end), support)
        for since, until, support in turns(supports)
        for start, end in present
        if since < end and start < until
    ]
    return sorted(coming, key=itemgetter(0))


def cut(day: date, school: Sequence[Segment], coming: list[Change]) -> list[Segment]:
    """Return the segments of one day after its changes, taking over whole each segment that none touches."""
    segments: list[Segment] = []
    waiting = coming[::-1]
    for under in school:
        end = under.end
        if not waiting or waiting[-1][0] >= end:
            segments.append(under)
            continue
        at = start = under.start
        while waiting and waiting[-1][0] < end:
            since, until, support = waiting.pop()
            if since < start:
                stop = min(until, start)
                segments.append(changed(pause(day, since, stop, school), since, stop, support))
                if until <= start:
                    continue
                since = start
            if at < since:
                segments.append(part(under, at, since))
            at = min(until, end)
            segments.append(changed(under, since, at, support))
            if until > end:
                waiting.append((end, until, support))
        if at == start:
            segments.append(under)
        elif at < end:
            segments.append(part(under, at, end))
    for since, until, support in reversed(waiting):
        segments.append(changed(pause(day, since, until, school), since, until, support))
    return segments
