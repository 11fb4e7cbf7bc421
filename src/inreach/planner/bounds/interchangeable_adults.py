"""Adults who can stand for each other: alike for a group in cost, and all equal where their time or hours are scarce.

A program that names every adult has as many equal timetables as there are ways to exchange equal adults, and loses
itself among them. So a *line* of a group stands for several of its adults: those of a *team*, who are equal in
everything, or all of one kind of whom there are plenty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from inreach.planner.bounds.lagrange_multipliers import PARTS, LagrangeMultipliers
from inreach.planner.problem.problem import Problem
from inreach.planner.search.compiled_problem import ADULTS, GROUPS, CompiledProblem

PLENTY = -1  # stands for the team of adults whose time nobody else wants
WORTH = 4  # points; prices of what is not scarce are seldom nothing, but small
PAIR = 2  # adults of a team this small are named one by one


@dataclass(slots=True)
class Line:
    """Adults of a group who stand for each other: the first of them, their bits, their kind and their team."""

    bit: int
    kind: int
    team: int
    mask: int = 0


def scarce(prices: LagrangeMultipliers, compiled: CompiledProblem) -> list[int]:
    """Return the adults whose hours or times are worth so much at these prices that others want them too."""
    worth = prices.adult.sum(axis=(1, 2)) + prices.hours * compiled.hours
    return [adult for adult in range(int(compiled.shape[ADULTS])) if worth[adult] >= WORTH * PARTS]


def teams_of(problem: Problem, adults: list[int]) -> list[list[int]]:
    """Return these adults in teams of equal ones; where there are hardly more than one, each is a team.

    Whoever leads groups in the published timetable is equal to nobody.
    """
    alike: dict[object, list[int]] = defaultdict(list)
    published = problem.published or ()
    for adult in adults:
        name = problem.adults[adult].id
        leads = any(placement.adult == name for placement in published)
        alike[replace(problem.adults[adult], id=name if leads else "")].append(adult)
    parted = [[equal] if len(equal) > PAIR else alone(equal) for equal in alike.values()]
    return [team for teams in parted for team in teams]


def alone(adults: list[int]) -> list[list[int]]:
    """Return a team for each of these adults."""
    return [[adult] for adult in adults]


def lines_of(compiled: CompiledProblem, teams: list[list[int]]) -> list[dict[int, Line]]:
    """Return for every group its lines by their first adult, in the group's own numbering."""
    team = {adult: number for number, members in enumerate(teams) for adult in members}
    lines = []
    for group in range(int(compiled.shape[GROUPS])):
        known: dict[tuple[int, int], Line] = {}
        for bit, at in enumerate(range(compiled.crew_start[group], compiled.crew_start[group + 1])):
            key = int(compiled.crew_kind[at]), team.get(int(compiled.crew[at]), PLENTY)
            line = known.setdefault(key, Line(bit, *key))
            line.mask |= 1 << bit
        lines.append({line.bit: line for line in known.values()})
    return lines
