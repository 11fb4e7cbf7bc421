"""By hand and by rule of thumb: groups one after another, each session at the first or at the cheapest time left."""

from __future__ import annotations

from collections.abc import Callable

from bench.peers.desk import Desk, Place

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable

Week = list[tuple[Place, int]]


def orders(problem: Problem) -> list[list[int]]:
    """Three orders in which people take groups: as listed, most minutes a week first, fewest adults first."""
    groups = range(len(problem.groups))
    asked = problem.groups

    def trained(g: int) -> int:
        return sum(asked[g].programme in adult.trained for adult in problem.adults)

    most = sorted(groups, key=lambda g: -asked[g].minutes * asked[g].sessions * len(asked[g].members))
    return [list(groups), most, sorted(groups, key=lambda g: (trained(g), -asked[g].sessions))]


def best_of_orders(problem: Problem, one: Callable[[Desk, list[int]], None]) -> Timetable:
    """The timetable with least harm of the three orders."""
    desk, evaluator, made = Desk(problem), ObjectiveEvaluator(problem), []
    for order in orders(problem):
        desk.clear()
        one(desk, order)
        made.append(desk.timetable())
    return min(made, key=lambda timetable: evaluator.harm(timetable).points)


def first_free(problem: Problem) -> Timetable:
    """As by hand: the first adult who can take a group in full, each session at the first free time of the week."""

    def choose(desk: Desk, g: int, adult: int, open_days: list[int]) -> Place | None:
        return next(
            (p for p in desk.places[g] if p.day in open_days and desk.possible(g, adult, p)),
            None,
        )

    return best_of_orders(problem, lambda desk, order: _fill(desk, order, choose, cheapest_adult=False))


def cheapest(problem: Problem, *, cap: bool) -> Timetable:
    """Rule of thumb: each session at the time that costs least given what stands already, by the cheapest adult."""

    def choose(desk: Desk, g: int, adult: int, open_days: list[int]) -> Place | None:
        possible = [p for p in desk.places[g] if p.day in open_days and desk.possible(g, adult, p)]
        return min(possible, key=lambda p: (desk.cost(g, adult, p, cap=cap), p.day, p.begin), default=None)

    return best_of_orders(
        problem, lambda desk, order: _fill(desk, order, choose, cheapest_adult=True, cap=cap)
    )


def _fill(
    desk: Desk,
    order: list[int],
    choose: Callable[[Desk, int, int, list[int]], Place | None],
    *,
    cheapest_adult: bool,
    cap: bool = False,
) -> None:
    for g in order:
        asked = desk.problem.groups[g].sessions * desk.problem.weeks
        best: tuple[tuple[int, int], int, Week] | None = None
        for adult in desk.found.crew[g]:
            week, points = _week(desk, g, adult, choose, cap=cap)
            for place, room in week:
                desk.take(g, adult, place, room)
            rank = (asked - len(week), points if cheapest_adult else 0)
            if week and (best is None or rank < best[0]):
                best = (rank, adult, week)
            if not cheapest_adult and len(week) == asked:
                break
        if best is not None:
            _, adult, week = best
            desk.placed[g] = (adult, [desk.put(g, adult, place) for place, _ in week])


def _week(
    desk: Desk, g: int, adult: int, choose: Callable[[Desk, int, int, list[int]], Place | None], *, cap: bool
) -> tuple[Week, int]:
    """Sessions of one adult for a group, one after another, still on the table; and what they cost."""
    group, days = desk.problem.groups[g], desk.problem.days
    length, found, points = group.minutes // desk.problem.step, [], 0
    for number in range(desk.problem.weeks):
        open_days = list(range(number * days, (number + 1) * days))
        for _ in range(group.sessions):
            if desk.hours[adult] < length:
                break
            place = choose(desk, g, adult, open_days)
            if place is None:
                break
            points += desk.cost(g, adult, place, cap=cap)
            open_days.remove(place.day)
            found.append(desk.put(g, adult, place))
    return found, points
