"""Prices for what groups compete for, and what each group's best cycle costs at these prices.

The sum over the groups, less what the prices are worth, is never more than the harm of any timetable (Lagrangian
relaxation, after Held and Karp, Mathematical Programming 1, 1971). A group chooses among whole weeks and is charged
for its own repetition exactly, so the bound is that of column generation over weekly patterns. All sums are whole
numbers of 1/256 of a point, so nothing is lost to rounding.
"""

# ruff: noqa: PLR0912, PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import NamedTuple

from inreach.planner.array_types import Ints
from inreach.planner.compiled_arrays import copy, fill, filled
from inreach.planner.jit import inner, part
from inreach.planner.search.compiled_problem import (
    CYCLE_DAYS,
    DAY_STEPS,
    GROUPS,
    PREPARATION_MISSED,
    PUPILS,
    SECOND_SAME_DAY,
    SESSION_SHORT,
    TEACHER_TIME,
    TURNAROUND,
    WEEK_DAYS,
    WEEKS,
    CompiledProblem,
)
from inreach.planner.search.group_branch_and_bound import NEVER, LossCounters, best_week

PARTS = 256  # parts of a point


class LagrangeMultipliers(NamedTuple):
    """What is charged, in parts of a point or, for shares, in parts of the whole."""

    adult: Ints  # adult, cycle day, step: for being busy
    hours: Ints  # adult: for a step of work
    pupil: Ints  # pupil, cycle day, step: for being in a session
    room: Ints  # size of room, cycle day, step: for a room of this size or a larger one
    worst: Ints  # pupil: weight of the pupil as the worst-off one; all weights add up to that of the worst
    repeat: Ints  # pair, kind of repeat: share charged on the sum over the pupil's groups
    second: Ints  # pupil, cycle day: share charged for each session of the day
    away: Ints  # pupil: share of the teacher's time charged on the sum over the pupil's groups


class RelaxationData(NamedTuple):
    """What prices need to know beside the compiled problem; a block is one week of one group."""

    free: Ints  # pair, kind of repeat: steps that cost nothing
    sharp: Ints  # pair, kind of repeat: points for each step beyond
    owner: Ints  # pair: its pupil
    many: Ints  # pupil: 1 where several blocks share the pupil
    size: Ints  # group: its size of room
    rooms: Ints  # size of room, cycle day, step: rooms of this size or larger that are free of others
    own: Ints  # piece: counter of the group's own, one for each member and subject
    pairs: Ints  # own counter: its pair
    starts: Ints  # member: first own counter, and one past the last
    curve: Ints  # own counter: offset of its curve
    length: Ints  # own counter: steps on its curve
    counters: LossCounters  # repeated loss and time away within one block, at the prices asked for last


class ResourceUse(NamedTuple):
    """What the best cycles use at these prices, laid out like the prices."""

    adult: Ints
    hours: Ints
    pupil: Ints
    room: Ints
    worst: Ints
    repeat: Ints
    second: Ints
    away: Ints
    picked: Ints  # group, cycle day: place
    lead: Ints  # group: adult
    least: Ints  # group: at least what its best cycle costs, in parts


@inner
def own_curves(
    compiled: CompiledProblem, relaxation: RelaxationData, prices: LagrangeMultipliers, group: int
) -> None:
    """Set the counters to a group's own repetition and its time away from the teacher at these prices."""
    counters = relaxation.counters
    kinds = relaxation.free.shape[1]
    for member in range(compiled.member_start[group], compiled.member_start[group + 1]):
        pupil = compiled.pupil[member]
        weight = PARTS + prices.worst[pupil]
        for counter in range(relaxation.starts[member], relaxation.starts[member + 1]):
            pair = relaxation.pairs[counter]
            for missed in range(relaxation.length[counter]):
                parts = 0
                for kind in range(kinds):
                    each_step = weight * relaxation.sharp[pair, kind]
                    shared = (
                        each_step * prices.repeat[pair, kind] // PARTS if relaxation.many[pupil] == 1 else 0
                    )
                    parts += shared * missed + (each_step - shared) * max(
                        0, missed - relaxation.free[pair, kind]
                    )
                counters.points[relaxation.curve[counter] + missed] = parts
        each_step = PARTS * compiled.weights[TEACHER_TIME]
        counters.even[member] = each_step * prices.away[pupil] // PARTS if relaxation.many[pupil] == 1 else 0
        counters.over[member] = each_step - counters.even[member]


@inner
def place_costs(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    group: int,
    costs: Ints,
) -> None:
    """Fill `costs` with what every place of a group costs whatever the adult; returns nothing."""
    first = compiled.member_start[group]
    members = compiled.member_start[group + 1] - first
    low = compiled.first[group, 0]
    length = compiled.length[group]
    for day in range(compiled.shape[CYCLE_DAYS]):
        for place in range(compiled.first[group, day], compiled.first[group, day + 1]):
            begin = compiled.begins[place]
            parts = 0
            for j in range(members):
                pupil = compiled.pupil[first + j]
                weight = PARTS + prices.worst[pupil]
                parts += weight * compiled.plain[compiled.row_start[place] + j]
                if relaxation.many[pupil] == 1:
                    if compiled.in_class[group] == 0:
                        parts += (
                            weight * compiled.weights[SECOND_SAME_DAY] * prices.second[pupil, day] // PARTS
                        )
                    for step in range(begin, begin + length):
                        parts += prices.pupil[pupil, day, step]
            for size in range(relaxation.size[group] + 1):
                for step in range(begin, begin + length):
                    parts += prices.room[size, day, step]
            costs[place - low] = parts


@inner
def adult_costs(
    compiled: CompiledProblem,
    prices: LagrangeMultipliers,
    group: int,
    bit: int,
    costs: Ints,
    extra: Ints,
    allow: Ints,
    best: Ints,
) -> None:
    """Add one adult's prices; of places with the same loss only the first is allowed, and `best` is the cheapest."""
    adult = compiled.crew[compiled.crew_start[group] + bit]
    low = compiled.first[group, 0]
    length = compiled.length[group]
    size = compiled.shape[DAY_STEPS]
    sums = filled(size + 1, 0)
    for day in range(compiled.shape[CYCLE_DAYS]):
        for step in range(size):
            sums[step + 1] = sums[step] + prices.adult[adult, day, step]
        for place in range(compiled.first[group, day], compiled.first[group, day + 1]):
            local = place - low
            allow[local] = 0
            if (compiled.adults[place] >> bit) & 1 == 0:
                continue
            begin = compiled.begins[place]
            end = min(size, begin + length + compiled.weights[TURNAROUND])
            extra[local] = costs[local] + sums[end] - sums[begin] + length * prices.hours[adult]
            allow[local] = 1
            best[local] = place
        for place in range(compiled.first[group, day], compiled.first[group, day + 1]):
            local = place - low
            kin = compiled.representative[place] - low
            if allow[local] == 1 and kin != local:
                if allow[kin] == 0 or extra[local] < extra[kin]:
                    allow[kin] = 1
                    extra[kin] = extra[local]
                    best[kin] = place
                allow[local] = 0


@part
def cheapest_cycle(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    group: int,
    patience: int,
    first: int,
    picked: Ints,
) -> tuple[int, int]:
    """Return at least what the group's cheapest cycle costs, and its adult (-1 for none); places go to `picked`.

    Adults are numbered within the group; `first` is tried first, because a good first cycle spares the others.
    """
    days = compiled.shape[WEEK_DAYS]
    weeks = compiled.shape[WEEKS]
    low = compiled.first[group, 0]
    places = compiled.first[group, compiled.shape[CYCLE_DAYS]] - low
    members = compiled.member_start[group + 1] - compiled.member_start[group]
    costs = filled(places, 0)
    extra = filled(places, 0)
    allow = filled(places, 0)
    real = filled(places, 0)
    lines = filled(places * members, 0)
    harms = filled(members, 0)
    trial = filled(compiled.shape[CYCLE_DAYS], -1)
    week = filled(days, -1)
    own_curves(compiled, relaxation, prices, group)
    place_costs(compiled, relaxation, prices, group, costs)
    short = PARTS * compiled.weights[SESSION_SHORT]
    best = 0
    for w in range(weeks):
        best += (
            short * compiled.dose[group]
            + PARTS * compiled.weights[PREPARATION_MISSED] * compiled.linked[group, w]
        )
    lead = -1
    fill(picked, 0, len(picked), -1)
    crew = compiled.crew_start[group + 1] - compiled.crew_start[group]
    for turn in range(crew):
        bit = (turn + first) % crew
        adult_costs(compiled, prices, group, bit, costs, extra, allow, real)
        adult = compiled.crew[compiled.crew_start[group] + bit]
        helped = compiled.teacher[adult] == 0
        spent = 0
        for w in range(weeks):
            begin = compiled.first[group, w * days] - low
            end = compiled.first[group, (w + 1) * days] - low
            missing = PARTS * compiled.weights[PREPARATION_MISSED] * compiled.linked[group, w]
            least = short * compiled.dose[group] + missing
            fill(trial, w * days, (w + 1) * days, -1)
            for fewer in range(compiled.dose[group]):
                below = min(least, best - spent) - fewer * short
                if below <= 0:
                    break
                cost, _, bound = best_week(
                    compiled,
                    relaxation.counters,
                    group,
                    w * days,
                    compiled.dose[group] - fewer,
                    allow[begin:end],
                    extra[begin:end],
                    lines,
                    0,
                    0,
                    harms,
                    missing,
                    helped,
                    below,
                    patience,
                    week,
                )
                least = min(least, bound + fewer * short)
                if cost < NEVER:
                    copy(week, trial, w * days)
            spent += least
        if spent < best:
            best = spent
            lead = bit
            for day in range(compiled.shape[CYCLE_DAYS]):
                picked[day] = real[trial[day] - low] if trial[day] >= 0 else -1
    return best, lead


@inner
def use_group(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    use: ResourceUse,
    group: int,
    lead: int,
    picked: Ints,
) -> None:
    """Add what a group's cheapest cycle uses."""
    first = compiled.member_start[group]
    kinds = relaxation.free.shape[1]
    days = compiled.shape[WEEK_DAYS]
    length = compiled.length[group]
    for week in range(compiled.shape[WEEKS]):
        for j in range(compiled.member_start[group + 1] - first):
            pupil = compiled.pupil[first + j]
            away = 0
            for counter in range(relaxation.starts[first + j], relaxation.starts[first + j + 1]):
                pair = relaxation.pairs[counter]
                missed = 0
                for day in range(week * days, (week + 1) * days):
                    if picked[day] >= 0:
                        row = compiled.row_start[picked[day]] + j
                        for piece in range(compiled.piece_start[row], compiled.piece_start[row + 1]):
                            if relaxation.own[piece] == counter:
                                missed += compiled.steps[piece]
                for kind in range(kinds):
                    low = min(missed, relaxation.free[pair, kind])
                    use.repeat[pair, kind] += low
                    share = prices.repeat[pair, kind] if relaxation.many[pupil] == 1 else 0
                    high = PARTS * (missed - low) + share * low
                    use.worst[pupil] += relaxation.sharp[pair, kind] * high
            for day in range(week * days, (week + 1) * days):
                if picked[day] >= 0:
                    row = compiled.row_start[picked[day]] + j
                    away += compiled.away[row]
                    use.worst[pupil] += PARTS * compiled.plain[row]
                    use.second[pupil, day] += 1 - compiled.in_class[group]
                    if relaxation.many[pupil] == 1 and compiled.in_class[group] == 0:
                        use.worst[pupil] += compiled.weights[SECOND_SAME_DAY] * prices.second[pupil, day]
                    begin = compiled.begins[picked[day]]
                    for step in range(begin, begin + length):
                        use.pupil[pupil, day, step] += 1
            if compiled.teacher[lead] == 0:
                use.away[pupil] += min(away, compiled.cap[pupil])
    for day in range(compiled.shape[CYCLE_DAYS]):
        if picked[day] >= 0:
            begin = compiled.begins[picked[day]]
            use.hours[lead] += length
            for step in range(
                begin, min(compiled.shape[DAY_STEPS], begin + length + compiled.weights[TURNAROUND])
            ):
                use.adult[lead, day, step] += 1
            for size in range(relaxation.size[group] + 1):
                for step in range(begin, begin + length):
                    use.room[size, day, step] += 1


@part
def cheapest_cycles(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    use: ResourceUse,
    patience: int,
) -> int:
    """Return at least what the cheapest cycles of all groups cost together, in parts of a point; add them to `use`."""
    parts = 0
    for group in range(compiled.shape[GROUPS]):
        cost, lead = cheapest_cycle(
            compiled, relaxation, prices, group, patience, max(0, use.lead[group]), use.picked[group]
        )
        parts += cost
        use.least[group] = cost
        use.lead[group] = lead
        if lead >= 0:
            adult = compiled.crew[compiled.crew_start[group] + lead]
            use_group(compiled, relaxation, prices, use, group, adult, use.picked[group])
    return parts


@part
def shared_worth(compiled: CompiledProblem, relaxation: RelaxationData, prices: LagrangeMultipliers) -> int:
    """Return what the prices on sums over several blocks of a pupil are worth: price by what costs nothing."""
    parts = 0
    for pair in range(len(relaxation.owner)):
        pupil = relaxation.owner[pair]
        if relaxation.many[pupil] == 1:
            for kind in range(relaxation.free.shape[1]):
                each_step = (PARTS + prices.worst[pupil]) * relaxation.sharp[pair, kind]
                parts += each_step * prices.repeat[pair, kind] // PARTS * relaxation.free[pair, kind]
    for pupil in range(compiled.shape[PUPILS]):
        if relaxation.many[pupil] == 1:
            parts += (
                PARTS * compiled.weights[TEACHER_TIME] * prices.away[pupil] // PARTS * compiled.cap[pupil]
            )
            for day in range(compiled.shape[CYCLE_DAYS]):
                each_step = (PARTS + prices.worst[pupil]) * compiled.weights[SECOND_SAME_DAY]
                parts += each_step * prices.second[pupil, day] // PARTS
    return parts


def plain_worth(compiled: CompiledProblem, relaxation: RelaxationData, prices: LagrangeMultipliers) -> int:
    """Return what the other prices are worth: price by what there is of each thing."""
    parts = prices.adult.sum() + (prices.hours * compiled.hours).sum()
    parts += (prices.room * relaxation.rooms).sum() + (prices.worst * compiled.unavoidable).sum()
    return int(parts + prices.pupil[relaxation.many == 1].sum())
