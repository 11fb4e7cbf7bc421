"""Move single sessions of a group to where they cost least, everything else given, until none can be moved for less."""

# ruff: noqa: PLR0912, PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import (
    COVER,
    CYCLE_DAYS,
    KIND_TAUGHT,
    PREPARATION_MISSED,
    PUPILS,
    TEACHER_TIME,
    WEEK_DAYS,
    WORST_PUPIL,
    CompiledProblem,
)
from inreach.planner.search.search_state import SearchState, covers, learn


@bare
def worst_other(compiled: CompiledProblem, state: SearchState, group: int) -> int:
    """Return the harm of the worst-off pupil who is no member of the group; 0 at least."""
    worst = 0
    for pupil in range(compiled.shape[PUPILS]):
        if state.harm[pupil] > worst:
            member = compiled.member_start[group]
            while member < compiled.member_start[group + 1] and compiled.pupil[member] != pupil:
                member += 1
            if member == compiled.member_start[group + 1]:
                worst = state.harm[pupil]
    return worst


@bare
def price(
    compiled: CompiledProblem,
    state: SearchState,
    group: int,
    bit: int,
    places: Ints,
    day: int,
    place: int,
    worst: int,
) -> int:
    """Return the points of members and group with one session more, at a place; the others' places are charged."""
    low = compiled.first[group, 0]
    lead = compiled.crew_start[group] + bit
    taught = compiled.kind[compiled.crew_kind[lead], KIND_TAUGHT]
    points: int = compiled.move_cost[place] + (
        compiled.weights[COVER] * compiled.taught[taught + place - low] if taught >= 0 else 0
    )
    helped = compiled.teacher[compiled.crew[lead]] == 0
    learn(compiled, state, group, place, day, 1, helped)
    for member in range(compiled.member_start[group], compiled.member_start[group + 1]):
        pupil = compiled.pupil[member]
        worst = max(worst, state.harm[pupil])
        points += state.harm[pupil] + compiled.weights[TEACHER_TIME] * max(
            0, state.counters.away[pupil] - compiled.cap[pupil]
        )
    learn(compiled, state, group, place, day, -1, helped)
    week = day // compiled.shape[WEEK_DAYS]
    prepared = compiled.prepares[place]
    for other in range(week * compiled.shape[WEEK_DAYS], (week + 1) * compiled.shape[WEEK_DAYS]):
        if places[other] >= 0:
            prepared += compiled.prepares[places[other]]
    if compiled.linked[group, week] == 1 and prepared == 0:
        points += compiled.weights[PREPARATION_MISSED]
    points += compiled.weights[WORST_PUPIL] * worst
    return points


@bare
def covered(
    compiled: CompiledProblem, state: SearchState, group: int, bit: int, places: Ints, place: int
) -> bool:
    """Say whether nobody needs to cover at one more place, or whoever covers has the hours for it."""
    cover = covers(compiled, group, bit, place)
    if cover < 0:
        return True
    work = compiled.length[group]
    for other in places:
        if other >= 0 and covers(compiled, group, bit, other) >= 0:
            work += compiled.length[group]
    within: bool = state.worked[cover] + work <= compiled.hours[cover]
    return within


@bare
def shift(
    compiled: CompiledProblem, state: SearchState, group: int, bit: int, allow: Ints, places: Ints
) -> bool:
    """Change `places` of a group that is off the timetable until no session is better elsewhere in its week.

    The adult stays; `allow` gives the bits of adults free at every place. Returns whether anything changed.
    """
    low = compiled.first[group, 0]
    helped = compiled.teacher[compiled.crew[compiled.crew_start[group] + bit]] == 0
    worst = worst_other(compiled, state, group)
    for day in range(compiled.shape[CYCLE_DAYS]):
        if places[day] >= 0:
            learn(compiled, state, group, places[day], day, 1, helped)
    changed = False
    moved = True
    while moved:
        moved = False
        for day in range(compiled.shape[CYCLE_DAYS]):
            here = places[day]
            if here < 0:
                continue
            learn(compiled, state, group, here, day, -1, helped)
            places[day] = -1
            best = price(compiled, state, group, bit, places, day, here, worst)
            target = here
            end = day
            monday = day // compiled.shape[WEEK_DAYS] * compiled.shape[WEEK_DAYS]
            for to in range(monday, monday + compiled.shape[WEEK_DAYS]):
                if to != day and (places[to] >= 0 or compiled.pinned[group, day] == 1):
                    continue
                for place in range(compiled.first[group, to], compiled.first[group, to + 1]):
                    if (allow[place - low] >> bit) & 1 == 0:
                        continue
                    points = price(compiled, state, group, bit, places, to, place, worst)
                    if points < best and covered(compiled, state, group, bit, places, place):
                        best = points
                        target = place
                        end = to
            places[end] = target
            learn(compiled, state, group, target, end, 1, helped)
            if target != here:
                moved = True
                changed = True
    for day in range(compiled.shape[CYCLE_DAYS]):
        if places[day] >= 0:
            learn(compiled, state, group, places[day], day, -1, helped)
    return changed
