"""One model of the whole problem for CP-SAT, started from the rule of thumb: what general solvers are asked to do.

Each start time of a group with an adult is a yes or no. Rooms are only counted by size, which flatters its answers a
little; everything else is exact. It runs in a process of its own, with one thread.
"""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from typing import Any

from bench.peers.desk import Desk

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable


def whole_model(problem: Problem, start: Timetable, seconds: float, seed: int) -> Timetable:
    """Return the best timetable that CP-SAT finds in this time when told where to start."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_solve, (problem, start, seconds, seed))


def _solve(problem: Problem, start: Timetable, seconds: float, seed: int) -> Timetable:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    desk = Desk(problem)
    meets, leads, sessions = _choices(model, problem, desk)
    _people_and_rooms(model, problem, desk, meets, sessions)
    model.minimize(_harm(model, problem, desk, meets, sessions))
    for key, value in _known(problem, desk, start).items():
        kind, where = key
        variable = {"meets": meets, "leads": leads, "sessions": sessions}[kind].get(where)
        if variable is not None:
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return start
    return _timetable(problem, desk, {key for key, variable in sessions.items() if solver.value(variable)})


def _choices(model: Any, problem: Problem, desk: Desk) -> tuple[dict, dict, dict]:
    """Whether a group meets at a place, whether an adult leads it, and both together."""
    meets, leads, sessions = {}, {}, {}
    for g, group in enumerate(problem.groups):
        by_day = defaultdict(list)
        for a in desk.found.crew[g]:
            leads[g, a] = model.new_bool_var("")
        model.add_at_most_one(leads[g, a] for a in desk.found.crew[g])
        for t, place in enumerate(desk.places[g]):
            here = []
            for bit, a in enumerate(desk.found.crew[g]):
                if place.adults >> bit & 1:
                    sessions[g, a, t] = model.new_bool_var("")
                    model.add_implication(sessions[g, a, t], leads[g, a])
                    here.append(sessions[g, a, t])
            meets[g, t] = model.new_bool_var("")
            model.add(sum(here) == meets[g, t])
            by_day[place.day].append(meets[g, t])
        for of_day in by_day.values():
            model.add_at_most_one(of_day)
        for week in range(problem.weeks):
            days = range(week * problem.days, (week + 1) * problem.days)
            model.add(sum(v for day in days for v in by_day[day]) <= group.sessions)
    return meets, leads, sessions


def _people_and_rooms(model: Any, problem: Problem, desk: Desk, meets: dict, sessions: dict) -> None:
    adults, pupils, rooms, hours = (defaultdict(list) for _ in range(4))
    for (g, a, t), variable in sessions.items():
        place = desk.places[g][t]
        hours[a].append((place.end - place.begin) * variable)
        for cell in range(place.begin, place.end + desk.turnaround):
            adults[a, place.day, cell].append(variable)
    for (g, t), variable in meets.items():
        place, members = desk.places[g][t], desk.members(g)
        for cell in range(place.begin, place.end):
            rooms[place.day, cell].append((len(members), variable))
            for pupil in members:
                pupils[pupil, place.day, cell].append(variable)
    for of_one in (*adults.values(), *pupils.values()):
        if len(of_one) > 1:
            model.add_at_most_one(of_one)
    for a, minutes in hours.items():
        model.add(sum(minutes) <= desk.hours[a])
    for (day, cell), found in rooms.items():
        for size in {size for size, _ in found}:
            free = sum(
                room.places >= size and bool(desk.found.there[n, day, cell])
                for n, room in enumerate(problem.rooms)
            )
            needing = [variable for people, variable in found if people >= size]
            if len(needing) > free:
                model.add(sum(needing) <= free)


def _harm(model: Any, problem: Problem, desk: Desk, meets: dict, sessions: dict) -> Any:
    """Every term of the harm, the convex ones by their corners."""
    weights, far = problem.weights, 100_000
    own, missed, away, visits, terms = (
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
        [],
    )
    for (g, t), variable in meets.items():
        place = desk.places[g][t]
        for pupil, (plain, _, pieces) in zip(desk.members(g), place.losses, strict=True):
            own[pupil].append(plain * variable)
            visits[pupil, place.day].append(variable)
            for pair, steps in pieces.items():
                missed[pupil, pair].append(steps * variable)
    for (g, a, t), variable in sessions.items():
        if not problem.adults[a].teacher:
            for pupil, (_, steps, _) in zip(desk.members(g), desk.places[g][t].losses, strict=True):
                away[pupil].append(steps * variable)
    for (pupil, _), of_day in visits.items():
        more = model.new_int_var(0, far, "")
        model.add(more >= sum(of_day) - 1)
        own[pupil].append(weights.second_same_day * more)
    ends = [*desk.found.curve[1:], len(desk.found.points)]
    for (pupil, pair), steps in missed.items():
        curve = desk.found.points[desk.found.curve[pair] : ends[pair]]
        slope = 0
        for n in range(1, len(curve)):
            rise = curve[n] - curve[n - 1] - slope
            if rise:
                beyond = model.new_int_var(0, len(curve), "")
                model.add(beyond >= sum(steps) - (n - 1))
                own[pupil].append(rise * beyond)
                slope += rise
    worst = model.new_int_var(0, far, "")
    for pupil, points in own.items():
        model.add(worst >= sum(points))
        terms.append(sum(points))
        over = model.new_int_var(0, far, "")
        model.add(over >= sum(away[pupil]) - desk.found.cap[pupil])
        terms.append(weights.teacher_time * desk.found.fives * over)
    terms.append(weights.worst_pupil * worst)
    return sum(terms) + _unmet(model, problem, desk, meets)


def _unmet(model: Any, problem: Problem, desk: Desk, meets: dict) -> Any:
    """What sessions that are not placed cost, and weeks in which none prepares for its lesson."""
    weights, terms = problem.weights, []
    for g, group in enumerate(problem.groups):
        mine = {t: v for (of, t), v in meets.items() if of == g}
        terms.append(weights.session_short * (group.sessions * problem.weeks - sum(mine.values())))
        prepared = desk.found.prepared(group)
        for week in range(problem.weeks):
            days = range(week * problem.days, (week + 1) * problem.days)
            if prepared[days.start : days.stop].any():
                good = [
                    v for t, v in mine.items() if desk.places[g][t].prepares and desk.places[g][t].day in days
                ]
                none = model.new_bool_var("")
                model.add(sum(good) + none >= 1)
                terms.append(weights.preparation_missed * none)
    return sum(terms)


def _known(problem: Problem, desk: Desk, start: Timetable) -> dict[tuple[str, tuple[int, ...]], int]:
    """The values of all variables in the timetable to start from."""
    numbers = {adult.id: n for n, adult in enumerate(problem.adults)}
    values: dict[tuple[str, tuple[int, ...]], int] = {}
    for g, group in enumerate(problem.groups):
        placement = start.of(group.id)
        lead = numbers.get(placement.adult or "", -1)
        times = {
            (item.week * problem.days + item.day, (item.start - problem.day_starts) // problem.step)
            for item in placement.sessions
        }
        for a in desk.found.crew[g]:
            values["leads", (g, a)] = int(a == lead)
        for t, place in enumerate(desk.places[g]):
            here = (place.day, place.begin) in times
            values["meets", (g, t)] = int(here)
            for a in desk.found.crew[g]:
                values["sessions", (g, a, t)] = int(here and a == lead)
    return values


def _timetable(problem: Problem, desk: Desk, chosen: set[tuple[int, int, int]]) -> Timetable:
    """The timetable of the sessions chosen; rooms were only counted, so none is named."""
    found: dict[int, list[Session]] = defaultdict(list)
    lead = {}
    for g, a, t in chosen:
        place = desk.places[g][t]
        week, day = divmod(place.day, problem.days)
        found[g].append(Session(week, day, problem.day_starts + place.begin * problem.step, ""))
        lead[g] = problem.adults[a].id
    return Timetable(
        tuple(
            Placement(group.id, lead.get(g), tuple(sorted(found[g])))
            for g, group in enumerate(problem.groups)
        )
    )
