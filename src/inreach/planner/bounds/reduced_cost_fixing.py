"""What a group's cycle costs at least if it has one certain session: places that cost too much are struck out."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.bounds.lagrange_multipliers import (
    PARTS,
    LagrangeMultipliers,
    RelaxationData,
    adult_costs,
    own_curves,
    place_costs,
)
from inreach.planner.compiled_arrays import copy, fill, filled
from inreach.planner.jit import inner, part
from inreach.planner.search.compiled_problem import (
    CYCLE_DAYS,
    PREPARATION_MISSED,
    SESSION_SHORT,
    WEEK_DAYS,
    WEEKS,
    CompiledProblem,
)
from inreach.planner.search.group_branch_and_bound import NEVER, LossCounters, best_week


@inner
def least_week(
    compiled: CompiledProblem,
    counters: LossCounters,
    group: int,
    w: int,
    helped: bool,
    allow: Ints,
    extra: Ints,
    lines: Ints,
    harms: Ints,
    below: int,
    patience: int,
    week: Ints,
) -> int:
    """Return at least what one week of a group costs with these places, or `below` if that is less."""
    days = compiled.shape[WEEK_DAYS]
    low = compiled.first[group, 0]
    begin = compiled.first[group, w * days] - low
    end = compiled.first[group, (w + 1) * days] - low
    short = PARTS * compiled.weights[SESSION_SHORT]
    missing = PARTS * compiled.weights[PREPARATION_MISSED] * compiled.linked[group, w]
    forced = 0
    for day in range(w * days, (w + 1) * days):
        forced += compiled.pinned[group, day]
    least = below
    if forced == 0:
        least = min(least, short * compiled.dose[group] + missing)
    for fewer in range(compiled.dose[group]):
        under = least - fewer * short
        if under <= 0:
            break
        _, _, bound = best_week(
            compiled,
            counters,
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
            under,
            patience,
            week,
        )
        least = min(least, bound + fewer * short)
    return least


@part
def through(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    group: int,
    limit: int,
    patience: int,
    least_costs: Ints,
) -> None:
    """Fill `found` (adult of the group, place) with at least what a cycle through the place costs, in parts.

    What costs `limit` or more is not looked at closely: `limit` or more stands there, NEVER where the adult cannot
    be, or where another place with the same loss is as good for this adult.
    """
    days = compiled.shape[WEEK_DAYS]
    weeks = compiled.shape[WEEKS]
    low = compiled.first[group, 0]
    places = compiled.first[group, compiled.shape[CYCLE_DAYS]] - low
    members = compiled.member_start[group + 1] - compiled.member_start[group]
    costs = filled(places, 0)
    extra = filled(places, 0)
    allow = filled(places, 0)
    only = filled(places, 0)
    real = filled(places, 0)
    lines = filled(places * members, 0)
    harms = filled(members, 0)
    week = filled(days, -1)
    least = filled(weeks, 0)
    own_curves(compiled, relaxation, prices, group)
    place_costs(compiled, relaxation, prices, group, costs)
    counters = relaxation.counters
    for bit in range(compiled.crew_start[group + 1] - compiled.crew_start[group]):
        for local in range(places):
            least_costs[bit, local] = NEVER
        adult_costs(compiled, prices, group, bit, costs, extra, allow, real)
        helped = compiled.teacher[compiled.crew[compiled.crew_start[group] + bit]] == 0
        total = 0
        for w in range(weeks):
            least[w] = least_week(
                compiled, counters, group, w, helped, allow, extra, lines, harms, NEVER, patience, week
            )
            total += least[w]
        if total >= limit:
            for local in range(places):
                if allow[local] == 1:
                    least_costs[bit, real[local] - low] = total
            continue
        for w in range(weeks):
            for day in range(w * days, (w + 1) * days):
                pinned = compiled.pinned[group, day]
                compiled.pinned[group, day] = 1
                begin = compiled.first[group, day] - low
                end = compiled.first[group, day + 1] - low
                copy(allow, only, 0)
                fill(only, begin, end, 0)
                for local in range(begin, end):
                    if allow[local] == 0:
                        continue
                    only[local] = 1
                    rest = total - least[w]
                    cost = least_week(
                        compiled,
                        counters,
                        group,
                        w,
                        helped,
                        only,
                        extra,
                        lines,
                        harms,
                        limit - rest,
                        patience,
                        week,
                    )
                    only[local] = 0
                    least_costs[bit, real[local] - low] = rest + cost
                compiled.pinned[group, day] = pinned
