"""Cutting a day into segments: what the bells say first, then what support and absence change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import TypeVar

from inreach.core.ledger.types import (
    CURRICULUM_ORDER,
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
Timed = TypeVar("Timed", Block, Support)

CLASS, ABSENT, PRESENT, ELSEWHERE = Where.CLASS, State.ABSENT, State.PRESENT, State.ELSEWHERE
NOBODY = Adult.NONE
SINCE = attrgetter("start")


def curriculum_rank(block: Block) -> int:
    """Order blocks by what a pupil should miss least: protected ones, then core, foundation, and all others."""
    if block.is_protected:
        return -1
    kind = block.subject_kind
    return CURRICULUM_ORDER.index(kind) if kind in CURRICULUM_ORDER else len(CURRICULUM_ORDER)


def block_rank(block: Block) -> tuple[object, ...]:
    """Order blocks so that the first of those that overlap counts; an id decides only where all else is equal."""
    return (
        block.kind is not PeriodKind.LESSON,
        curriculum_rank(block),
        block.start,
        block.end,
        block.key,
        block.subject,
        block.subject_kind,
        block.kind,
        block.adult,
        block.protected,
        block.loved,
        block.lesson_id,
    )


def support_rank(support: Support) -> tuple[object, ...]:
    """Order supports of a day so that the first of those that overlap is the one that counts. It knows no id."""
    return (
        support.where is not CLASS,
        support.start,
        support.end,
        support.programme,
        support.group,
        support.where,
        support.adult,
    )


def without_doubles(supports: Sequence[Support]) -> Sequence[Support]:
    """Return a week's supports, those that only ids tell apart once: the one whose programme and group come first.

    They come first by their other sessions of the week, so that the answer is the same under any ids.
    """
    if len(supports) < 2:
        return supports
    ranks = [(support.day, *support_rank(support)) for support in supports]
    if len(set(ranks)) == len(ranks):
        return supports
    by_programme: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    by_group: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    once: dict[tuple[object, ...], list[Support]] = defaultdict(list)
    for rank, support in sorted(zip(ranks, supports, strict=True), key=itemgetter(0)):
        by_programme[support.programme_id].append(rank)
        by_group[support.group_id].append(rank)
        once[rank].append(support)

    def place(support: Support) -> tuple[object, ...]:
        programme, group = support.programme_id, support.group_id
        return by_programme[programme], by_group[group], programme, group, support.key

    return [min(doubles, key=place) for doubles in once.values()]


def whole(block: Block) -> Segment:
    """Return the segment of a block from which nothing is taken."""
    return Segment(
        block.day,
        block.start,
        block.end,
        block.kind,
        block.subject,
        block.subject_kind,
        block.is_protected,
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
    """Return the segment of minutes outside every block: before, after, or in a gap of the school's segments.

    A day without lessons does not say which.
    """
    if not any(segment.kind is PeriodKind.LESSON for segment in school):
        kind = PeriodKind.UNKNOWN
    elif start < school[0].start:
        kind = PeriodKind.BEFORE
    elif start < school[-1].end:
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
    counting = one_at_a_time(sorted(blocks, key=block_rank))
    return tuple(part(whole(block), start, end) for start, end, block in counting)


def school_day(
    blocks: Iterable[Block], segment_of: Callable[[Block], Segment] = whole
) -> tuple[Segment, ...]:
    """Return the same, in whole segments where no two blocks overlap; `segment_of` may remember those."""
    in_order = sorted(blocks, key=SINCE)
    if any(later.start < earlier.end for earlier, later in pairwise(in_order)):
        return school_segments(in_order)
    return tuple(map(segment_of, in_order))


def turns(supports: Sequence[Support]) -> list[Change]:
    """Return when each support of one day counts, in order and without overlap."""
    if len(supports) == 1:
        return [(supports[0].start, supports[0].end, supports[0])]
    return [*one_at_a_time(sorted(supports, key=support_rank))]


def one_at_a_time(ranked: Sequence[Timed]) -> list[tuple[int, int, Timed]]:
    """Return when each of these counts, in order of time and without overlap, if at every minute the first does."""
    counting: list[tuple[int, int, Timed]] = []
    for start, end in pairwise(sorted({minute for each in ranked for minute in (each.start, each.end)})):
        first = next((each for each in ranked if each.start <= start < each.end), None)
        if first is None:
            continue
        if counting and counting[-1][1] == start and counting[-1][2] == first:
            counting[-1] = (counting[-1][0], end, first)
        else:
            counting.append((start, end, first))
    return counting


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
