"""The state of the search: where every group stands, who is busy when, and what it costs, exact after every move."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from inreach.planner.array_types import Ints, ShortInts, TinyInts
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import (
    ALL_UNAVOIDABLE,
    COVER,
    CYCLE_DAYS,
    DAY_STEPS,
    GROUPS,
    KIND_POINTS,
    KIND_TAUGHT,
    ON_MAIN_SITE,
    PREPARATION_MISSED,
    PUPILS,
    ROOMS,
    SECOND_SAME_DAY,
    TEACHER_TIME,
    TURNAROUND,
    WEEK_DAYS,
    WEEKS,
    WORST_PUPIL,
    CompiledProblem,
)
from inreach.planner.search.group_branch_and_bound import LossCounters, count, member_points

MOST_SWAPS = 1024


class SearchState(NamedTuple):
    """Arrays that change; steps are steps of the day, -1 stands for nobody, nowhere or not placed."""

    adult: ShortInts  # adult, cycle day, step: free steps from there on, turnaround counts as busy; 0 past the day
    pupil: ShortInts  # pupil, cycle day, step: free steps from there on
    room: ShortInts  # room, cycle day, step: free steps from there on
    place: Ints  # group, cycle day: its place
    where: Ints  # group, cycle day: its room, -1 where it meets in class
    lead: Ints  # group: its adult, in the group's own numbering
    fine: Ints  # group: points that are no pupil's: short, not prepared, covered, changed
    harm: Ints  # pupil: points beyond what is unavoidable
    visits: Ints  # pupil, cycle day: sessions
    worked: Ints  # adult: steps of work in the cycle
    counters: LossCounters  # repeated loss and time away from the teacher, by pupil
    adult_site: TinyInts  # adult, cycle day, step: 1 + the site of the session there; no steps where there is one site
    pupil_site: TinyInts  # pupil, cycle day, step: the same
    holder: ShortInts  # room, cycle day, step: 1 + the group that meets there, 0 for none
    swaps: Ints  # swap: group, cycle day, room it left; the newest last
    swapped: Ints  # one number: how many swaps are written down


def free_runs(free: ShortInts) -> ShortInts:
    """Return for each step how many free ones there are from it on, and a 0 past the day; `free` is 1 where free."""
    runs = np.zeros((*free.shape[:2], free.shape[2] + 1), dtype=np.int16)
    for step in range(free.shape[2] - 1, -1, -1):
        runs[:, :, step] = free[:, :, step] * (runs[:, :, step + 1] + 1)
    return runs


def empty_state(compiled: CompiledProblem) -> SearchState:
    """Return a state with no group placed."""
    groups, pupils, adults, rooms, days, size = (int(n) for n in compiled.shape[:6])
    pairs = len(compiled.curve)
    walked = size if compiled.walk_steps.shape[1] > 1 else 0
    state = SearchState(
        adult=free_runs(np.ones((adults, days, size), dtype=np.int16)),
        pupil=free_runs(np.ones((pupils, days, size), dtype=np.int16)),
        room=free_runs(compiled.room_free.astype(np.int16).reshape(rooms, days, size)),
        place=np.full((groups, days), -1, dtype=np.int64),
        where=np.full((groups, days), -1, dtype=np.int64),
        lead=np.full(groups, -1, dtype=np.int64),
        fine=np.zeros(groups, dtype=np.int64),
        harm=-compiled.unavoidable,
        visits=np.zeros((pupils, days), dtype=np.int64),
        worked=np.zeros(adults, dtype=np.int64),
        counters=LossCounters(
            which=compiled.pair,
            missed=np.zeros(pairs, dtype=np.int64),
            curve=compiled.curve,
            points=compiled.points,
            whose=compiled.pupil,
            away=np.zeros(pupils, dtype=np.int64),
            even=np.zeros(pupils, dtype=np.int64),
            over=np.full(pupils, compiled.weights[TEACHER_TIME], dtype=np.int64),
            cap=compiled.cap,
        ),
        adult_site=np.zeros((adults, days, walked), dtype=np.int8),
        pupil_site=np.zeros((pupils, days, walked), dtype=np.int8),
        holder=np.zeros((rooms, days, size), dtype=np.int16),
        swaps=np.zeros((MOST_SWAPS, 3), dtype=np.int64),
        swapped=np.zeros(1, dtype=np.int64),
    )
    for group in range(groups):
        state.fine[group] = fine_of(compiled, state, group)
    return state


def fine_of(compiled: CompiledProblem, state: SearchState, group: int) -> int:
    """Return the points for a group's sessions short, its weeks without preparation, its cover and its changes."""
    points: int = compiled.owed[group]
    low = compiled.first[group, 0]
    taught = -1
    if state.lead[group] >= 0:
        kind = compiled.crew_kind[compiled.crew_start[group] + state.lead[group]]
        points += compiled.kind[kind, KIND_POINTS]
        taught = compiled.kind[kind, KIND_TAUGHT]
    for week in range(compiled.shape[WEEKS]):
        placed = 0
        prepared = 0
        for day in range(week * compiled.shape[WEEK_DAYS], (week + 1) * compiled.shape[WEEK_DAYS]):
            place = state.place[group, day]
            if place >= 0:
                placed += 1
                prepared += compiled.prepares[place]
                points += compiled.move_cost[place]
                if taught >= 0:
                    points += compiled.weights[COVER] * compiled.taught[taught + place - low]
        points += compiled.short[group] * (compiled.dose[group] - placed)
        if compiled.linked[group, week] == 1 and prepared == 0:
            points += compiled.weights[PREPARATION_MISSED]
    return points


group_fine = bare(fine_of)


@bare
def learn(
    compiled: CompiledProblem, state: SearchState, group: int, place: int, day: int, sign: int, helped: bool
) -> None:
    """Charge the members for a session at a place, or with sign -1 give it back."""
    if sign < 0:
        count(compiled, state.counters, group, place, -1, helped)
    first = compiled.member_start[group]
    row = compiled.row_start[place]
    for j in range(compiled.member_start[group + 1] - first):
        pupil = compiled.pupil[first + j]
        points = compiled.plain[row + j] + member_points(compiled, state.counters, row + j)
        if compiled.in_class[group] == 0:
            if sign < 0:
                state.visits[pupil, day] -= 1
            if state.visits[pupil, day] > 0:
                points += compiled.weights[SECOND_SAME_DAY]
            if sign > 0:
                state.visits[pupil, day] += 1
        state.harm[pupil] += sign * points
    if sign > 0:
        count(compiled, state.counters, group, place, 1, helped)


def cover_at(compiled: CompiledProblem, group: int, bit: int, place: int) -> int:
    """Return the adult who covers for the group's adult at a place; -1 where nobody needs to."""
    adult = compiled.cover[compiled.crew_start[group] + bit]
    if adult < 0:
        return -1
    at = compiled.kind[compiled.crew_kind[compiled.crew_start[group] + bit], KIND_TAUGHT]
    return adult if compiled.taught[at + place - compiled.first[group, 0]] > 0 else -1


covers = bare(cover_at)


@bare
def mark(runs: ShortInts, owner: int, day: int, begin: int, end: int, value: int) -> None:
    """Make the steps from `begin` up to `end` busy (1) or free (0), and set the lengths of free runs that end there."""
    for step in range(end - 1, begin - 1, -1):
        runs[owner, day, step] = 0 if value == 1 else runs[owner, day, step + 1] + 1
    step = begin - 1
    while step >= 0 and runs[owner, day, step] > 0:
        runs[owner, day, step] = runs[owner, day, step + 1] + 1
        step -= 1


@bare
def hold(state: SearchState, group: int, room: int, day: int, begin: int, end: int, value: int) -> None:
    """Mark a room as busy (1) or free (0) for a group."""
    mark(state.room, room, day, begin, end, value)
    for step in range(begin, end):
        state.holder[room, day, step] = value * (1 + group)


@bare
def book(
    compiled: CompiledProblem, state: SearchState, group: int, day: int, adult: int, site: int, value: int
) -> None:
    """Mark an adult as busy (1) or free (0) for the group's session of a day, on a site."""
    begin = compiled.begins[state.place[group, day]]
    end = begin + compiled.length[group]
    mark(
        state.adult,
        adult,
        day,
        begin,
        min(compiled.shape[DAY_STEPS], end + compiled.weights[TURNAROUND]),
        value,
    )
    if state.adult_site.shape[2] > 0:
        for step in range(begin, end):
            state.adult_site[adult, day, step] = value * (1 + site)
    state.worked[adult] += compiled.length[group] * (1 if value == 1 else -1)


@bare
def occupy(compiled: CompiledProblem, state: SearchState, group: int, day: int, value: int) -> None:
    """Mark the group's adult, cover, members and room of one day as busy (1) or free (0)."""
    place = state.place[group, day]
    room = state.where[group, day]
    begin = compiled.begins[place]
    end = begin + compiled.length[group]
    site = compiled.site[room] if room >= 0 else compiled.weights[ON_MAIN_SITE]
    book(
        compiled,
        state,
        group,
        day,
        compiled.crew[compiled.crew_start[group] + state.lead[group]],
        site,
        value,
    )
    cover = covers(compiled, group, state.lead[group], place)
    if cover >= 0:
        book(compiled, state, group, day, cover, compiled.weights[ON_MAIN_SITE], value)
    for member in range(compiled.member_start[group], compiled.member_start[group + 1]):
        mark(state.pupil, compiled.pupil[member], day, begin, end, value)
        if state.pupil_site.shape[2] > 0:
            for step in range(begin, end):
                state.pupil_site[compiled.pupil[member], day, step] = value * (1 + site)
    if room >= 0:
        hold(state, group, room, day, begin, end, value)


@bare
def in_reach(
    compiled: CompiledProblem,
    role: int,
    sites: TinyInts,
    person: int,
    day: int,
    begin: int,
    end: int,
    site: int,
) -> bool:
    """Say whether an adult (role 0) or pupil (1) can be at a site from `begin` to `end`, walks minded."""
    last = sites.shape[2]
    for step in range(last):
        other = sites[person, day, step] - 1
        if other >= 0 and step < begin and step + 1 + compiled.walk_steps[role, other, site] > begin:
            return False
        if other >= 0 and step >= end and end + compiled.walk_steps[role, site, other] > step:
            return False
    return True


@bare
def pupils_reach(
    compiled: CompiledProblem, state: SearchState, group: int, day: int, begin: int, site: int
) -> bool:
    """Say whether every member can be at a site for a session that begins there and then."""
    end = begin + compiled.length[group]
    for member in range(compiled.member_start[group], compiled.member_start[group + 1]):
        if not in_reach(compiled, 1, state.pupil_site, compiled.pupil[member], day, begin, end, site):
            return False
    return True


@bare
def lead_reaches(
    compiled: CompiledProblem, state: SearchState, group: int, bit: int, day: int, begin: int, site: int
) -> bool:
    """Say whether an adult of the group's own numbering can be at a site for a session that begins there and then."""
    adult = compiled.crew[compiled.crew_start[group] + bit]
    return in_reach(compiled, 0, state.adult_site, adult, day, begin, begin + compiled.length[group], site)


@bare
def room_free(
    compiled: CompiledProblem, state: SearchState, group: int, day: int, begin: int, room: int
) -> bool:
    """Say whether a room is large enough and free for the whole session."""
    held = compiled.member_start[group + 1] - compiled.member_start[group]
    free: bool = state.room[room, day, begin] >= compiled.length[group] and compiled.room_places[room] >= held
    return free


@bare
def best_room(compiled: CompiledProblem, state: SearchState, group: int, day: int, place: int) -> int:
    """Return the smallest room that is large enough, free for the whole session and in reach; -1 if there is none."""
    if compiled.in_class[group] == 1:
        return -1
    begin = compiled.begins[place]
    best = -1
    for room in range(compiled.shape[ROOMS]):
        if best >= 0 and compiled.room_places[room] >= compiled.room_places[best]:
            continue
        if not room_free(compiled, state, group, day, begin, room):
            continue
        site = compiled.site[room]
        if compiled.walk_steps.shape[1] < 2 or (
            pupils_reach(compiled, state, group, day, begin, site)
            and lead_reaches(compiled, state, group, state.lead[group], day, begin, site)
        ):
            best = room
    return best


@bare
def put(
    compiled: CompiledProblem, state: SearchState, group: int, lead: int, places: Ints, rooms: Ints
) -> None:
    """Place a group that is not placed: adult, place or -1 for each cycle day, and its room there or -1 to find one."""
    state.lead[group] = lead
    helped = compiled.teacher[compiled.crew[compiled.crew_start[group] + lead]] == 0
    for day in range(compiled.shape[CYCLE_DAYS]):
        if places[day] >= 0:
            state.place[group, day] = places[day]
            room = rooms[day]
            state.where[group, day] = (
                room if room >= 0 else best_room(compiled, state, group, day, places[day])
            )
            occupy(compiled, state, group, day, 1)
            learn(compiled, state, group, places[day], day, 1, helped)
    state.fine[group] = group_fine(compiled, state, group)


@bare
def lift(compiled: CompiledProblem, state: SearchState, group: int) -> None:
    """Take a group off the timetable; nothing happens if it is not placed."""
    if state.lead[group] < 0:
        return
    helped = compiled.teacher[compiled.crew[compiled.crew_start[group] + state.lead[group]]] == 0
    for day in range(compiled.shape[CYCLE_DAYS]):
        if state.place[group, day] >= 0:
            learn(compiled, state, group, state.place[group, day], day, -1, helped)
            occupy(compiled, state, group, day, 0)
            state.place[group, day] = -1
            state.where[group, day] = -1
    state.lead[group] = -1
    state.fine[group] = group_fine(compiled, state, group)


@bare
def total(compiled: CompiledProblem, state: SearchState) -> int:
    """Return the points of the whole state."""
    points: int = compiled.weights[ALL_UNAVOIDABLE]
    worst = 0
    for pupil in range(compiled.shape[PUPILS]):
        points += state.harm[pupil]
        worst = max(worst, state.harm[pupil])
        points += compiled.weights[TEACHER_TIME] * max(0, state.counters.away[pupil] - compiled.cap[pupil])
    for group in range(compiled.shape[GROUPS]):
        points += state.fine[group]
    points += compiled.weights[WORST_PUPIL] * worst
    return points
