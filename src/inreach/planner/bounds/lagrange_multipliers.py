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
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.group_branch_and_bound import NEVER, Meter, best_week

PARTS = 256  # parts of a point


class Prices(NamedTuple):
    """What is charged, in parts of a point or, for shares, in parts of the whole."""

    adult: Ints  # adult, cycle day, step: for being busy
    hours: Ints  # adult: for a step of work
    pupil: Ints  # pupil, cycle day, step: for being in a session
    room: Ints  # size of room, cycle day, step: for a room of this size or a larger one
    worst: Ints  # pupil: weight of the pupil as the worst-off one; all weights add up to that of the worst
    repeat: Ints  # pair, kind of repeat: share charged on the sum over the pupil's groups
    second: Ints  # pupil, cycle day: share charged for each session of the day
    away: Ints  # pupil: share of the teacher's time charged on the sum over the pupil's groups


class Field(NamedTuple):
    """What prices need to know beside the arena; a block is one week of one group."""

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
    meter: (
        Meter  # repeated loss and time away within one block, at the prices for which a group was asked last
    )


class Use(NamedTuple):
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
def own_curves(arena: Arena, field: Field, prices: Prices, group: int) -> None:
    """Set the meter to a group's own repetition and its time away from the teacher at these prices."""
    meter = field.meter
    kinds = field.free.shape[1]
    for member in range(arena.who[group], arena.who[group + 1]):
        pupil = arena.pupil[member]
        weight = PARTS + prices.worst[pupil]
        for counter in range(field.starts[member], field.starts[member + 1]):
            pair = field.pairs[counter]
            for missed in range(field.length[counter]):
                found = 0
                for kind in range(kinds):
                    whole = weight * field.sharp[pair, kind]
                    shared = whole * prices.repeat[pair, kind] // PARTS if field.many[pupil] == 1 else 0
                    found += shared * missed + (whole - shared) * max(0, missed - field.free[pair, kind])
                meter.points[field.curve[counter] + missed] = found
        whole = PARTS * arena.weigh[4]
        meter.even[member] = whole * prices.away[pupil] // PARTS if field.many[pupil] == 1 else 0
        meter.over[member] = whole - meter.even[member]


@inner
def place_costs(arena: Arena, field: Field, prices: Prices, group: int, costs: Ints) -> None:
    """Fill `costs` with what every place of a group costs whatever the adult; returns nothing."""
    first = arena.who[group]
    members = arena.who[group + 1] - first
    low = arena.first[group, 0]
    length = arena.length[group]
    for day in range(arena.shape[4]):
        for place in range(arena.first[group, day], arena.first[group, day + 1]):
            begin = arena.begins[place]
            found = 0
            for j in range(members):
                pupil = arena.pupil[first + j]
                weight = PARTS + prices.worst[pupil]
                found += weight * arena.plain[arena.own[place] + j]
                if field.many[pupil] == 1:
                    if arena.in_class[group] == 0:
                        found += weight * arena.weigh[0] * prices.second[pupil, day] // PARTS
                    for step in range(begin, begin + length):
                        found += prices.pupil[pupil, day, step]
            for size in range(field.size[group] + 1):
                for step in range(begin, begin + length):
                    found += prices.room[size, day, step]
            costs[place - low] = found


@inner
def adult_costs(
    arena: Arena, prices: Prices, group: int, bit: int, costs: Ints, extra: Ints, allow: Ints, best: Ints
) -> None:
    """Add one adult's prices; of places with the same loss only the first is allowed, and `best` is the cheapest."""
    adult = arena.crew[arena.trained[group] + bit]
    low = arena.first[group, 0]
    length = arena.length[group]
    size = arena.shape[5]
    sums = filled(size + 1, 0)
    for day in range(arena.shape[4]):
        for step in range(size):
            sums[step + 1] = sums[step] + prices.adult[adult, day, step]
        for place in range(arena.first[group, day], arena.first[group, day + 1]):
            local = place - low
            allow[local] = 0
            if (arena.adults[place] >> bit) & 1 == 0:
                continue
            begin = arena.begins[place]
            end = min(size, begin + length + arena.weigh[5])
            extra[local] = costs[local] + sums[end] - sums[begin] + length * prices.hours[adult]
            allow[local] = 1
            best[local] = place
        for place in range(arena.first[group, day], arena.first[group, day + 1]):
            local = place - low
            kin = arena.kin[place] - low
            if allow[local] == 1 and kin != local:
                if allow[kin] == 0 or extra[local] < extra[kin]:
                    allow[kin] = 1
                    extra[kin] = extra[local]
                    best[kin] = place
                allow[local] = 0


@part
def cheapest_cycle(
    arena: Arena, field: Field, prices: Prices, group: int, patience: int, first: int, picked: Ints
) -> tuple[int, int]:
    """Return at least what the group's cheapest cycle costs, and its adult (-1 for none); places go to `picked`.

    Adults are numbered within the group; `first` is tried first, because a good first cycle spares the others.
    """
    days = arena.shape[6]
    weeks = arena.shape[7]
    low = arena.first[group, 0]
    places = arena.first[group, arena.shape[4]] - low
    members = arena.who[group + 1] - arena.who[group]
    costs = filled(places, 0)
    extra = filled(places, 0)
    allow = filled(places, 0)
    real = filled(places, 0)
    lines = filled(places * members, 0)
    harms = filled(members, 0)
    trial = filled(arena.shape[4], -1)
    week = filled(days, -1)
    own_curves(arena, field, prices, group)
    place_costs(arena, field, prices, group, costs)
    short = PARTS * arena.weigh[2]
    best = 0
    for w in range(weeks):
        best += short * arena.dose[group] + PARTS * arena.weigh[3] * arena.linked[group, w]
    lead = -1
    fill(picked, 0, len(picked), -1)
    crew = arena.trained[group + 1] - arena.trained[group]
    for turn in range(crew):
        bit = (turn + first) % crew
        adult_costs(arena, prices, group, bit, costs, extra, allow, real)
        adult = arena.crew[arena.trained[group] + bit]
        helped = arena.teacher[adult] == 0
        spent = 0
        for w in range(weeks):
            begin = arena.first[group, w * days] - low
            end = arena.first[group, (w + 1) * days] - low
            missing = PARTS * arena.weigh[3] * arena.linked[group, w]
            least = short * arena.dose[group] + missing
            fill(trial, w * days, (w + 1) * days, -1)
            for fewer in range(arena.dose[group]):
                below = min(least, best - spent) - fewer * short
                if below <= 0:
                    break
                cost, _, bound = best_week(
                    arena,
                    field.meter,
                    group,
                    w * days,
                    arena.dose[group] - fewer,
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
            for day in range(arena.shape[4]):
                picked[day] = real[trial[day] - low] if trial[day] >= 0 else -1
    return best, lead


@inner
def use_group(
    arena: Arena, field: Field, prices: Prices, use: Use, group: int, lead: int, picked: Ints
) -> None:
    """Add what a group's cheapest cycle uses."""
    first = arena.who[group]
    kinds = field.free.shape[1]
    days = arena.shape[6]
    length = arena.length[group]
    for week in range(arena.shape[7]):
        for j in range(arena.who[group + 1] - first):
            pupil = arena.pupil[first + j]
            away = 0
            for counter in range(field.starts[first + j], field.starts[first + j + 1]):
                pair = field.pairs[counter]
                missed = 0
                for day in range(week * days, (week + 1) * days):
                    if picked[day] >= 0:
                        row = arena.own[picked[day]] + j
                        for piece in range(arena.part[row], arena.part[row + 1]):
                            if field.own[piece] == counter:
                                missed += arena.steps[piece]
                for kind in range(kinds):
                    low = min(missed, field.free[pair, kind])
                    use.repeat[pair, kind] += low
                    share = prices.repeat[pair, kind] if field.many[pupil] == 1 else 0
                    high = PARTS * (missed - low) + share * low
                    use.worst[pupil] += field.sharp[pair, kind] * high
            for day in range(week * days, (week + 1) * days):
                if picked[day] >= 0:
                    row = arena.own[picked[day]] + j
                    away += arena.away[row]
                    use.worst[pupil] += PARTS * arena.plain[row]
                    use.second[pupil, day] += 1 - arena.in_class[group]
                    if field.many[pupil] == 1 and arena.in_class[group] == 0:
                        use.worst[pupil] += arena.weigh[0] * prices.second[pupil, day]
                    begin = arena.begins[picked[day]]
                    for step in range(begin, begin + length):
                        use.pupil[pupil, day, step] += 1
            if arena.teacher[lead] == 0:
                use.away[pupil] += min(away, arena.cap[pupil])
    for day in range(arena.shape[4]):
        if picked[day] >= 0:
            begin = arena.begins[picked[day]]
            use.hours[lead] += length
            for step in range(begin, min(arena.shape[5], begin + length + arena.weigh[5])):
                use.adult[lead, day, step] += 1
            for size in range(field.size[group] + 1):
                for step in range(begin, begin + length):
                    use.room[size, day, step] += 1


@part
def cheapest_cycles(arena: Arena, field: Field, prices: Prices, use: Use, patience: int) -> int:
    """Return at least what the cheapest cycles of all groups cost together, in parts of a point; add them to `use`."""
    found = 0
    for group in range(arena.shape[0]):
        cost, lead = cheapest_cycle(
            arena, field, prices, group, patience, max(0, use.lead[group]), use.picked[group]
        )
        found += cost
        use.least[group] = cost
        use.lead[group] = lead
        if lead >= 0:
            adult = arena.crew[arena.trained[group] + lead]
            use_group(arena, field, prices, use, group, adult, use.picked[group])
    return found


@part
def shared_worth(arena: Arena, field: Field, prices: Prices) -> int:
    """Return what the prices on sums over several blocks of a pupil are worth: price by what costs nothing."""
    found = 0
    for pair in range(len(field.owner)):
        pupil = field.owner[pair]
        if field.many[pupil] == 1:
            for kind in range(field.free.shape[1]):
                whole = (PARTS + prices.worst[pupil]) * field.sharp[pair, kind]
                found += whole * prices.repeat[pair, kind] // PARTS * field.free[pair, kind]
    for pupil in range(arena.shape[1]):
        if field.many[pupil] == 1:
            found += PARTS * arena.weigh[4] * prices.away[pupil] // PARTS * arena.cap[pupil]
            for day in range(arena.shape[4]):
                whole = (PARTS + prices.worst[pupil]) * arena.weigh[0]
                found += whole * prices.second[pupil, day] // PARTS
    return found


def plain_worth(arena: Arena, field: Field, prices: Prices) -> int:
    """Return what the other prices are worth: price by what there is of each thing."""
    found = prices.adult.sum() + (prices.hours * arena.hours).sum()
    found += (prices.room * field.rooms).sum() + (prices.worst * arena.unavoidable).sum()
    return int(found + prices.pupil[field.many == 1].sum())
