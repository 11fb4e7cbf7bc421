"""Who is free for a group, and where: adults by bits in the group's own numbering, at each of its places."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import (
    CYCLE_DAYS,
    DAY_STEPS,
    KIND_ADULTS,
    ON_MAIN_SITE,
    ROOMS,
    TURNAROUND,
    CompiledProblem,
)
from inreach.planner.search.search_state import (
    SearchState,
    covers,
    in_reach,
    lead_reaches,
    pupils_reach,
    room_free,
)


@bare
def reaching(
    compiled: CompiledProblem, state: SearchState, group: int, day: int, place: int, site: int, bits: int
) -> int:
    """Return those of some adults who can be at a site, and their cover in class, for a session at a place."""
    begin = compiled.begins[place]
    end = begin + compiled.length[group]
    found = 0
    for bit in range(compiled.crew_start[group + 1] - compiled.crew_start[group]):
        if (bits >> bit) & 1 == 0 or not lead_reaches(compiled, state, group, bit, day, begin, site):
            continue
        cover = covers(compiled, group, bit, place)
        if cover < 0 or in_reach(
            compiled, 0, state.adult_site, cover, day, begin, end, compiled.weights[ON_MAIN_SITE]
        ):
            found |= 1 << bit
    return found


@bare
def site_open(
    compiled: CompiledProblem, state: SearchState, group: int, day: int, begin: int, site: int
) -> bool:
    """Say whether a session that begins then can be on a site: room for it, and every member in reach."""
    there = compiled.in_class[group] == 1 and site == compiled.weights[ON_MAIN_SITE]
    if compiled.in_class[group] == 0:
        for room in range(compiled.shape[ROOMS]):
            there = there or (
                compiled.site[room] == site and room_free(compiled, state, group, day, begin, room)
            )
    return there and pupils_reach(compiled, state, group, day, begin, site)


@bare
def within_reach(compiled: CompiledProblem, state: SearchState, group: int, allow: Ints) -> None:
    """Keep in `allow` the adults for whom a room is free on a site that they and all members reach; exact."""
    for day in range(compiled.shape[CYCLE_DAYS]):
        for place in range(compiled.first[group, day], compiled.first[group, day + 1]):
            local = place - compiled.first[group, 0]
            if allow[local] == 0:
                continue
            begin = compiled.begins[place]
            bits = 0
            for site in range(compiled.walk_steps.shape[1]):
                if site_open(compiled, state, group, day, begin, site):
                    bits |= reaching(compiled, state, group, day, place, site, allow[local] & ~bits)
            allow[local] = bits


@bare
def in_parts(compiled: CompiledProblem, state: SearchState, group: int, day: int, begin: int) -> bool:
    """Say whether at every step of a session some room that is large enough is free."""
    held = compiled.member_start[group + 1] - compiled.member_start[group]
    for step in range(begin, begin + compiled.length[group]):
        room = 0
        while room < compiled.shape[ROOMS] and (
            state.room[room, day, step] == 0 or compiled.room_places[room] < held
        ):
            room += 1
        if room == compiled.shape[ROOMS]:
            return False
    return True


@bare
def shut(
    compiled: CompiledProblem, state: SearchState, group: int, day: int, begin: int, loose: bool
) -> bool:
    """Say whether a member is in another session then, or no room is both large enough and free.

    When `loose`, it is enough that at every step some room is.
    """
    length = compiled.length[group]
    for member in range(compiled.member_start[group], compiled.member_start[group + 1]):
        if state.pupil[compiled.pupil[member], day, begin] < length:
            return True
    if compiled.in_class[group] == 1:
        return False
    room = 0
    while room < compiled.shape[ROOMS] and not room_free(compiled, state, group, day, begin, room):
        room += 1
    return room == compiled.shape[ROOMS] and not (loose and in_parts(compiled, state, group, day, begin))


@bare
def free_adults(compiled: CompiledProblem, state: SearchState, group: int, allow: Ints, loose: bool) -> None:
    """Fill `allow` with the bits of adults free at every place of the group; 0 where a pupil or every room is taken.

    When `loose`, places stay open where a room might be had if others changed theirs.
    """
    low = compiled.first[group, 0]
    begin_crew = compiled.crew_start[group]
    crew = compiled.crew_start[group + 1] - begin_crew
    for day in range(compiled.shape[CYCLE_DAYS]):
        for place in range(compiled.first[group, day], compiled.first[group, day + 1]):
            begin = compiled.begins[place]
            wanted = min(
                compiled.length[group] + compiled.weights[TURNAROUND], compiled.shape[DAY_STEPS] - begin
            )
            bits = 0
            if not shut(compiled, state, group, day, begin, loose):
                for bit in range(crew):
                    if (compiled.adults[place] >> bit) & 1 == 0:
                        continue
                    cover = covers(compiled, group, bit, place)
                    if state.adult[compiled.crew[begin_crew + bit], day, begin] >= wanted and (
                        cover < 0 or state.adult[cover, day, begin] >= wanted
                    ):
                        bits |= 1 << bit
            allow[place - low] = bits
    if compiled.walk_steps.shape[1] > 1:
        within_reach(compiled, state, group, allow)


@bare
def allowed_crew(compiled: CompiledProblem, state: SearchState, group: int, steps: int, kind: int) -> int:
    """Return the bits of the adults of a kind who have `steps` of work left, and whose cover has as many.

    The cover may be needed for fewer sessions than all. So a cover with little time left is passed over now and then
    though it would do; no rule is ever broken by it.
    """
    bits = 0
    for bit in range(compiled.crew_start[group + 1] - compiled.crew_start[group]):
        if (compiled.kind[kind, KIND_ADULTS] >> bit) & 1 == 0:
            continue
        adult = compiled.crew[compiled.crew_start[group] + bit]
        cover = compiled.cover[compiled.crew_start[group] + bit]
        if cover >= 0 and state.worked[cover] + steps > compiled.hours[cover]:
            continue
        if state.worked[adult] + steps <= compiled.hours[adult]:
            bits |= 1 << bit
    return bits
