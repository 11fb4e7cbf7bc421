"""The best week of one group, everything else given: branch and bound over its days, all trained adults at once.

Points never fall when a session is added, because missing a subject again costs at least what it cost before. So the
cost so far plus the cheapest open days is never more than any week that begins this way, and the search is exact.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import NamedTuple

from inreach.planner.array_types import Ints
from inreach.planner.compiled_arrays import copied, filled
from inreach.planner.jit import bare, inner
from inreach.planner.search.compiled_problem import WEEK_DAYS, CompiledProblem

NEVER = 1 << 50
MIXED = 1 << 16


class LossCounters(NamedTuple):
    """How repeated loss is charged: by pairs and pupils of the whole school, or of one group when it is priced."""

    which: Ints  # piece: counter
    missed: Ints  # counter: steps missed so far
    curve: Ints  # counter: offset of its curve
    points: Ints  # points by steps missed
    whose: Ints  # member: counter of time away from the teacher
    away: Ints  # counter: steps away so far
    even: Ints  # counter: points for each step away
    over: Ints  # counter: points for each step away beyond the cap
    cap: Ints  # counter: steps


@bare
def member_points(compiled: CompiledProblem, counters: LossCounters, row: int) -> int:
    """Return the points for repeated loss that a member's row adds to what is counted now."""
    points = 0
    for piece in range(compiled.piece_start[row], compiled.piece_start[row + 1]):
        counter = counters.which[piece]
        at = counters.curve[counter] + counters.missed[counter]
        points += counters.points[at + compiled.steps[piece]] - counters.points[at]
    return points


@bare
def away_points(counters: LossCounters, member: int, steps: int) -> int:
    """Return the points for further steps away from the teacher."""
    counter = counters.whose[member]
    before = counters.away[counter] - counters.cap[counter]
    points: int = counters.even[counter] * steps
    if before + steps > 0:
        points += counters.over[counter] * (before + steps - max(0, before))
    return points


@bare
def count(
    compiled: CompiledProblem, counters: LossCounters, group: int, place: int, sign: int, helped: bool
) -> None:
    """Add a place to what is counted, or with sign -1 take it away; `helped` when the adult is no teacher."""
    first = compiled.member_start[group]
    row = compiled.row_start[place]
    for j in range(compiled.member_start[group + 1] - first):
        for piece in range(compiled.piece_start[row + j], compiled.piece_start[row + j + 1]):
            counters.missed[counters.which[piece]] += sign * compiled.steps[piece]
        if helped:
            counters.away[counters.whose[first + j]] += sign * compiled.away[row + j]


@bare
def in_order(keys: Ints, begin: int, end: int) -> None:
    """Sort the few numbers from `begin` up to `end`."""
    for at in range(begin + 1, end):
        key = keys[at]
        back = at
        while back > begin and keys[back - 1] > key:
            keys[back] = keys[back - 1]
            back -= 1
        keys[back] = key


@bare
def single_costs(
    compiled: CompiledProblem,
    counters: LossCounters,
    group: int,
    day: int,
    days: int,
    allow: Ints,
    extra: Ints,
    lines: Ints,
    helped: bool,
    keys: Ints,
    ends: Ints,
) -> None:
    """Fill `keys` with cost and number of every allowed place, each day sorted; `ends` with where each day ends."""
    low = compiled.first[group, day]
    first = compiled.member_start[group]
    size = compiled.member_start[group + 1] - first
    filled = 0
    for d in range(days):
        begin = filled
        for place in range(compiled.first[group, day + d], compiled.first[group, day + d + 1]):
            local = place - low
            if allow[local] == 0:
                continue
            cost = extra[local]
            row = compiled.row_start[place]
            for j in range(size):
                cost += lines[local * size + j] + member_points(compiled, counters, row + j)
                if helped:
                    cost += away_points(counters, first + j, compiled.away[row + j])
            keys[filled] = cost * MIXED + local
            filled += 1
        in_order(keys, begin, filled)
        ends[d] = filled


@bare
def floor_at(need: int, day: int, sessions: int) -> int:
    """Return where `floors` has its figure for so many sessions from a day on."""
    return (day * (need + 1) + sessions) * 2


@inner
def floors(
    compiled: CompiledProblem,
    group: int,
    day: int,
    days: int,
    need: int,
    keys: Ints,
    ends: Ints,
    missing: int,
) -> Ints:
    """Return the least that `r` sessions from day `d` on can cost, while the linked lesson is not or is prepared.

    The figure for `d` and `r` is at `floor_at`, the one for a prepared lesson after it.
    """
    low = compiled.first[group, day]
    figures = filled((days + 1) * (need + 1) * 2, NEVER)
    figures[floor_at(need, days, 0)] = missing
    figures[floor_at(need, days, 0) + 1] = 0
    for d in range(days - 1, -1, -1):
        begin = ends[d - 1] if d > 0 else 0
        least = NEVER
        prepared = NEVER
        if begin < ends[d]:
            least = keys[begin] // MIXED
            for at in range(begin, ends[d]):
                if compiled.prepares[low + keys[at] % MIXED] == 1:
                    prepared = keys[at] // MIXED
                    break
        for r in range(need + 1):
            for done in range(2):
                value = (
                    NEVER
                    if compiled.pinned[group, day + d] == 1
                    else figures[floor_at(need, d + 1, r) + done]
                )
                if r > 0 and least < NEVER:
                    value = min(value, least + figures[floor_at(need, d + 1, r - 1) + done])
                    if prepared < NEVER:
                        value = min(value, prepared + figures[floor_at(need, d + 1, r - 1) + 1])
                figures[floor_at(need, d, r) + done] = value
    return figures


@inner
def best_week(
    compiled: CompiledProblem,
    counters: LossCounters,
    group: int,
    day: int,
    need: int,
    allow: Ints,
    extra: Ints,
    lines: Ints,
    fair: int,
    worst: int,
    harms: Ints,
    missing: int,
    helped: bool,
    below: int,
    patience: int,
    picked: Ints,
) -> tuple[int, int, int]:
    """Find the cheapest week of `need` sessions that costs less than `below`.

    `allow` gives the bits of adults free at every place of the week, `extra` points of each place, `lines` points of
    each place and member. `harms` is each member's harm so far and `fair` the points for each point by which one
    of them passes `worst`. `missing` is the price of a week that prepares for no linked lesson. Returns points, bits
    of the adults who can take the whole week, and what every week costs at least or `below`, a weaker figure if there
    were more than `patience` nodes; `picked` gets a place or -1 for each day. NEVER where nothing costs less than
    `below`.
    """
    days = compiled.shape[WEEK_DAYS]
    low = compiled.first[group, day]
    first = compiled.member_start[group]
    size = compiled.member_start[group + 1] - first
    keys = filled(compiled.first[group, day + days] - low, 0)
    ends = filled(days, 0)
    single_costs(compiled, counters, group, day, days, allow, extra, lines, helped, keys, ends)
    start = 1 if missing == 0 else 0
    least = floors(compiled, group, day, days, need, keys, ends, missing)
    best = below
    bits = 0
    week_floor = floor_at(need, 0, need) + start
    if least[week_floor] >= best:
        return NEVER, bits, below
    spent = filled(days + 1, 0)
    masks = filled(days + 1, -1)
    left = filled(days + 1, 0)
    ready = filled(days + 1, 0)
    at = filled(days + 1, 0)
    held = filled(days + 1, -1)
    peak = filled(days + 1, 0)
    rise = filled((days + 1) * size, 0)
    now = copied(harms)
    fresh = filled(size, 0)
    left[0] = need
    ready[0] = start
    peak[0] = worst
    level = 0
    nodes = 0
    while level >= 0:
        if held[level] >= 0:
            count(compiled, counters, group, held[level], -1, helped)
            for j in range(size):
                now[j] -= rise[level * size + j]
            held[level] = -1
        begin = ends[level - 1] if level > 0 else 0
        down = False
        while begin + at[level] < ends[level] and left[level] > 0:
            key = keys[begin + at[level]]
            at[level] += 1
            cost = key // MIXED
            if spent[level] + cost + least[floor_at(need, level + 1, left[level] - 1) + 1] >= best:
                at[level] = ends[level] - begin
                break
            local = key % MIXED
            mask = masks[level] & allow[local]
            if mask == 0:
                continue
            place = low + local
            done = 1 if compiled.prepares[place] == 1 else ready[level]
            rest = least[floor_at(need, level + 1, left[level] - 1) + done]
            if spent[level] + cost + rest >= best:
                continue
            nodes += 1
            cost = extra[local]
            row = compiled.row_start[place]
            top = peak[level]
            for j in range(size):
                fresh[j] = lines[local * size + j] + member_points(compiled, counters, row + j)
                cost += fresh[j]
                top = max(top, now[j] + fresh[j])
                if helped:
                    cost += away_points(counters, first + j, compiled.away[row + j])
            cost += fair * (top - peak[level])
            if spent[level] + cost + rest >= best:
                continue
            if left[level] == 1:
                best = spent[level] + cost + rest
                bits = mask
                for d in range(days):
                    picked[d] = held[d] if d < level else -1
                picked[level] = place
                continue
            spent[level + 1] = spent[level] + cost
            masks[level + 1] = mask
            left[level + 1] = left[level] - 1
            ready[level + 1] = done
            peak[level + 1] = top
            at[level + 1] = 0
            held[level] = place
            for j in range(size):
                rise[level * size + j] = fresh[j]
                now[j] += fresh[j]
            count(compiled, counters, group, place, 1, helped)
            down = True
            break
        if nodes > patience:
            for d in range(level + 1):
                if held[d] >= 0:
                    count(compiled, counters, group, held[d], -1, helped)
            return (best if best < below else NEVER), bits, least[week_floor]
        if down:
            level += 1
            continue
        skip = (
            at[level] <= ends[level] - begin
            and level + 1 < days
            and compiled.pinned[group, day + level] == 0
            and spent[level] + least[floor_at(need, level + 1, left[level]) + ready[level]] < best
        )
        if skip:
            at[level] = ends[level] - begin + 1
            spent[level + 1] = spent[level]
            masks[level + 1] = masks[level]
            left[level + 1] = left[level]
            ready[level + 1] = ready[level]
            peak[level + 1] = peak[level]
            at[level + 1] = 0
            level += 1
        else:
            level -= 1
    return (best if best < below else NEVER), bits, best
