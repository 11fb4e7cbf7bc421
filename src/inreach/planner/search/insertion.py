"""Put one group where it costs least, everything else given: exact for a one-week cycle, week by week for two."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.compiled_arrays import copied, copy, fill, filled
from inreach.planner.jit import bare, inner, part
from inreach.planner.search.availability import allowed_crew, free_adults
from inreach.planner.search.compiled_problem import (
    CYCLE_DAYS,
    DAY_STEPS,
    KIND_POINTS,
    KIND_TAUGHT,
    KIND_TEACHER,
    MOST_TRAINED,
    PREPARATION_MISSED,
    PUPILS,
    SEARCH_PATIENCE,
    TEACHER_TIME,
    TURNAROUND,
    WEEK_DAYS,
    WEEKS,
    WORST_PUPIL,
    CompiledProblem,
)
from inreach.planner.search.group_branch_and_bound import NEVER, best_week
from inreach.planner.search.placement_costs import charge_cover, line_costs, over_cap, place_extra
from inreach.planner.search.rng import draw
from inreach.planner.search.room_changes import shut_out
from inreach.planner.search.search_state import SearchState, learn, put
from inreach.planner.search.shift_moves import shift

SWAPS = 3  # attempts to place a group with others changing rooms
UNSURE = 1 << MOST_TRAINED  # beside the bits of adults: set where a better week may have been missed


@inner
def one_week(
    compiled: CompiledProblem,
    state: SearchState,
    group: int,
    week: int,
    need: int,
    allow: Ints,
    bits: int,
    extra: Ints,
    lines: Ints,
    helped: bool,
    below: int,
    patience: int,
    picked: Ints,
) -> tuple[int, int]:
    """Return points and adults of the best week of a group with these adults; its places go to `picked`.

    UNSURE is among the adults' bits where the search for it gave up.
    """
    days = compiled.shape[WEEK_DAYS]
    day = week * days
    begin = compiled.first[group, day] - compiled.first[group, 0]
    end = compiled.first[group, day + days] - compiled.first[group, 0]
    first = compiled.member_start[group]
    size = compiled.member_start[group + 1] - first
    missing = compiled.weights[PREPARATION_MISSED] if compiled.linked[group, week] == 1 else 0
    if need == 0:
        fill(picked, 0, days, -1)
        pinned = 0
        for at in range(day, day + days):
            pinned += compiled.pinned[group, at]
        return (missing if pinned == 0 and missing < below else NEVER), bits
    mine = filled(end - begin, 0)
    for local in range(begin, end):
        mine[local - begin] = allow[local] & bits
    harms = filled(size, 0)
    for j in range(size):
        harms[j] = state.harm[compiled.pupil[first + j]]
    worst = 0
    for pupil in range(compiled.shape[PUPILS]):
        worst = max(worst, state.harm[pupil])
    cost, adults, least = best_week(
        compiled,
        state.counters,
        group,
        day,
        need,
        mine,
        extra[begin:end],
        lines[begin * size : end * size],
        compiled.weights[WORST_PUPIL],
        worst,
        harms,
        missing,
        helped,
        below,
        patience,
        picked,
    )
    return cost, adults | (UNSURE if adults != 0 and least < cost else 0)


@bare
def learn_week(
    compiled: CompiledProblem,
    state: SearchState,
    group: int,
    week: int,
    picked: Ints,
    sign: int,
    helped: bool,
) -> None:
    """Charge or give back a week that is only tried."""
    for d in range(compiled.shape[WEEK_DAYS]):
        if picked[d] >= 0:
            learn(compiled, state, group, picked[d], week * compiled.shape[WEEK_DAYS] + d, sign, helped)


@bare
def members_total(compiled: CompiledProblem, state: SearchState, group: int) -> int:
    """Return the points of the members, of the worst-off pupil, and of the members' time away from the teacher."""
    points: int = 0
    worst: int = 0
    for pupil in range(compiled.shape[PUPILS]):
        worst = max(worst, state.harm[pupil])
    for member in range(compiled.member_start[group], compiled.member_start[group + 1]):
        pupil = compiled.pupil[member]
        points += state.harm[pupil] + compiled.weights[TEACHER_TIME] * max(
            0, state.counters.away[pupil] - compiled.cap[pupil]
        )
    points += compiled.weights[WORST_PUPIL] * worst
    return points


@part
def two_weeks(
    compiled: CompiledProblem,
    state: SearchState,
    group: int,
    needs: Ints,
    allow: Ints,
    bits: int,
    extra: Ints,
    lines: Ints,
    helped: bool,
    below: int,
    chosen: Ints,
) -> tuple[int, int]:
    """Try every adult: the first week, the second given the first, the first again given the second."""
    days = compiled.shape[WEEK_DAYS]
    best = below
    winner = 0
    early = filled(days, -1)
    late = filled(days, -1)
    before = members_total(compiled, state, group)
    patience = compiled.weights[SEARCH_PATIENCE]
    limit = below + max(0, before)
    for bit in range(compiled.crew_start[group + 1] - compiled.crew_start[group]):
        mine = bits & (1 << bit)
        if mine == 0:
            continue
        first, _ = one_week(
            compiled, state, group, 0, needs[0], allow, mine, extra, lines, helped, best, patience, early
        )
        if first >= NEVER:
            continue
        learn_week(compiled, state, group, 0, early, 1, helped)
        second, _ = one_week(
            compiled, state, group, 1, needs[1], allow, mine, extra, lines, helped, limit, patience, late
        )
        learn_week(compiled, state, group, 0, early, -1, helped)
        if second >= NEVER:
            continue
        if first + second < best:
            best = first + second
            winner = mine
            copy(early, chosen, 0)
            copy(late, chosen, days)
        learn_week(compiled, state, group, 1, late, 1, helped)
        alone = members_total(compiled, state, group) - before
        for d in range(days):
            if late[d] >= 0:
                alone += extra[late[d] - compiled.first[group, 0]]
        if compiled.linked[group, 1] == 1:
            prepared = 0
            for d in range(days):
                if late[d] >= 0:
                    prepared += compiled.prepares[late[d]]
            alone += compiled.weights[PREPARATION_MISSED] if prepared == 0 else 0
        again, _ = one_week(
            compiled, state, group, 0, needs[0], allow, mine, extra, lines, helped, limit, patience, early
        )
        learn_week(compiled, state, group, 1, late, -1, helped)
        if again + alone < best:
            best = again + alone
            winner = mine
            copy(early, chosen, 0)
            copy(late, chosen, days)
    return (best if winner != 0 else NEVER), winner


@part
def cheapest(
    compiled: CompiledProblem,
    state: SearchState,
    group: int,
    missing: int,
    allow: Ints,
    extra: Ints,
    lines: Ints,
    kind: int,
    below: int,
    chosen: Ints,
) -> tuple[int, int]:
    """Return points and adults of the best cycle with `missing` sessions fewer than the dose, by one kind of adult."""
    weeks = compiled.shape[WEEKS]
    needs = filled(weeks, 0)
    dose = compiled.dose[group]
    bits = allowed_crew(compiled, state, group, compiled.length[group] * (dose * weeks - missing), kind)
    helped = compiled.kind[kind, KIND_TEACHER] == 0
    if bits == 0 or missing == dose * weeks:
        return NEVER, 0
    if weeks == 1:
        return one_week(
            compiled,
            state,
            group,
            0,
            dose - missing,
            allow,
            bits,
            extra,
            lines,
            helped,
            below,
            compiled.weights[SEARCH_PATIENCE],
            chosen,
        )
    best = below
    winner = 0
    for early in range(max(0, missing - dose), min(missing, dose) + 1):
        needs[0] = dose - early
        needs[1] = dose - missing + early
        cost, adults = two_weeks(
            compiled, state, group, needs, allow, bits, extra, lines, helped, best, chosen
        )
        if cost < NEVER:
            best = cost
            winner = adults
    return (best if winner != 0 else NEVER), winner


@bare
def settle(
    compiled: CompiledProblem, state: SearchState, group: int, bit: int, allow: Ints, places: Ints
) -> None:
    """Move every place to the first one among its kin where the adult's day is broken up least."""
    low = compiled.first[group, 0]
    adult = compiled.crew[compiled.crew_start[group] + bit]
    size = compiled.shape[DAY_STEPS]
    for day in range(compiled.shape[CYCLE_DAYS]):
        kin = places[day]
        if kin < 0:
            continue
        best = -1
        for place in range(kin, compiled.first[group, day + 1]):
            if compiled.representative[place] != kin or (allow[place - low] >> bit) & 1 == 0:
                continue
            begin = compiled.begins[place]
            last = begin + compiled.length[group]
            end = last + compiled.weights[TURNAROUND]
            tight = 0
            if begin == 0 or state.adult[adult, day, begin - 1] == 0:
                tight += 1
            if last == size or (end < size and state.adult[adult, day, end] == 0):
                tight += 1
            if tight > best:
                best = tight
                places[day] = place


@part
def cheapest_cycle(
    compiled: CompiledProblem,
    state: SearchState,
    group: int,
    allow: Ints,
    rng: Ints,
    noisy: bool,
    places: Ints,
) -> int:
    """Fill `places` with the cheapest cycle; return the bits of the adults who can lead it, 0 if there is none.

    `allow` gives the bits of adults at every place of the group.
    """
    low = compiled.first[group, 0]
    size = compiled.first[group, compiled.shape[CYCLE_DAYS]] - low
    members = compiled.member_start[group + 1] - compiled.member_start[group]
    lines = filled(size * members, 0)
    extra = filled(size, 0)
    merged = filled(size, 0)
    for local in range(size):
        if allow[local] != 0:
            merged[compiled.representative[low + local] - low] |= allow[local]
    line_costs(compiled, state, group, merged, lines)
    place_extra(compiled, group, merged, lines, rng, noisy, extra)
    with_cover = copied(extra)
    trial = filled(compiled.shape[CYCLE_DAYS], -1)
    best = compiled.short[group] * compiled.dose[group] * compiled.shape[WEEKS]
    for week in range(compiled.shape[WEEKS]):
        best += compiled.weights[PREPARATION_MISSED] * compiled.linked[group, week]
    bits = 0
    missing = 0
    short = -1
    paid = 0
    while missing < compiled.dose[group] * compiled.shape[WEEKS] and compiled.short[group] * missing < best:
        for kind in range(compiled.kind_start[group], compiled.kind_start[group + 1]):
            price = compiled.short[group] * missing + compiled.kind[kind, KIND_POINTS]
            if (
                compiled.kind[kind, KIND_TEACHER] == 1
                and missing == short
                and compiled.kind[kind, KIND_POINTS] >= paid
                and not over_cap(compiled, state, group, trial)
                and draw(rng, 8) > 0
            ):
                continue
            costs = extra
            if compiled.kind[kind, KIND_TAUGHT] >= 0:
                charge_cover(compiled, group, kind, extra, with_cover)
                costs = with_cover
            cost, adults = cheapest(
                compiled, state, group, missing, merged, costs, lines, kind, best - price, trial
            )
            if cost < NEVER:
                best = cost + price
                bits = adults
                short = missing
                paid = compiled.kind[kind, KIND_POINTS]
                copy(trial, places, 0)
        missing += 1
    return bits


@bare
def drawn(bits: int, rng: Ints) -> int:
    """Return one of the adults of the bits."""
    choices = 0
    for bit in range(MOST_TRAINED):
        choices += (bits >> bit) & 1
    wanted = draw(rng, choices)
    bit = 0
    while (bits >> bit) & 1 == 0 or wanted > 0:
        wanted -= (bits >> bit) & 1
        bit += 1
    return bit


@inner
def insert(compiled: CompiledProblem, state: SearchState, group: int, rng: Ints, noisy: bool) -> None:
    """Place a group that is not placed where it costs least; with noise, where it costs a little more than least.

    A teacher is taken when the cap on time away from the teacher would be passed, or no other adult can; and now and
    then anyway, if that is cheaper. Of several adults who can take the same week one is drawn. Where all is on one
    site, other groups may change rooms for it: a place where that fails is struck out and the next best one sought.
    """
    low = compiled.first[group, 0]
    allow = filled(compiled.first[group, compiled.shape[CYCLE_DAYS]] - low, 0)
    struck = filled(len(allow), 0)
    places = filled(compiled.shape[CYCLE_DAYS], -1)
    rooms = filled(compiled.shape[CYCLE_DAYS], -1)
    loose = SWAPS if compiled.walk_steps.shape[1] < 2 and compiled.in_class[group] == 0 else 0
    for trial in range(loose, -1, -1):
        free_adults(compiled, state, group, allow, trial > 0)
        for local in range(len(allow)):
            if struck[local] == 1:
                allow[local] = 0
        bits = cheapest_cycle(compiled, state, group, allow, rng, noisy, places)
        if bits == 0:
            return
        bit = drawn(bits, rng)
        settle(compiled, state, group, bit, allow, places)
        if bits & UNSURE != 0:
            shift(compiled, state, group, bit, allow, places)
        taken = shut_out(compiled, state, group, places, rooms) if loose > 0 else -1
        if taken < 0:
            put(compiled, state, group, bit, places, rooms)
            return
        if trial > 1:
            struck[taken - low] = 1
        else:
            fill(struck, 0, len(struck), 0)
