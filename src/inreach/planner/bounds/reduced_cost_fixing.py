"""What a group's cycle costs at least if it has one certain session: places that cost too much are struck out."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.bounds.lagrange_multipliers import (
    PARTS,
    Field,
    Prices,
    adult_costs,
    own_curves,
    place_costs,
)
from inreach.planner.compiled_arrays import copy, fill, filled
from inreach.planner.jit import inner, part
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.group_branch_and_bound import NEVER, Meter, best_week


@inner
def least_week(
    arena: Arena,
    meter: Meter,
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
    days = arena.shape[6]
    low = arena.first[group, 0]
    begin = arena.first[group, w * days] - low
    end = arena.first[group, (w + 1) * days] - low
    short = PARTS * arena.weigh[2]
    missing = PARTS * arena.weigh[3] * arena.linked[group, w]
    forced = 0
    for day in range(w * days, (w + 1) * days):
        forced += arena.must[group, day]
    least = below
    if forced == 0:
        least = min(least, short * arena.dose[group] + missing)
    for fewer in range(arena.dose[group]):
        under = least - fewer * short
        if under <= 0:
            break
        _, _, bound = best_week(
            arena,
            meter,
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
            under,
            patience,
            week,
        )
        least = min(least, bound + fewer * short)
    return least


@part
def through(
    arena: Arena, field: Field, prices: Prices, group: int, limit: int, patience: int, found: Ints
) -> None:
    """Fill `found` (adult of the group, place) with at least what a cycle through the place costs, in parts.

    What costs `limit` or more is not looked at closely: `limit` or more stands there, NEVER where the adult cannot
    be, or where another place with the same loss is as good for this adult.
    """
    days = arena.shape[6]
    weeks = arena.shape[7]
    low = arena.first[group, 0]
    places = arena.first[group, arena.shape[4]] - low
    members = arena.who[group + 1] - arena.who[group]
    costs = filled(places, 0)
    extra = filled(places, 0)
    allow = filled(places, 0)
    only = filled(places, 0)
    real = filled(places, 0)
    lines = filled(places * members, 0)
    harms = filled(members, 0)
    week = filled(days, -1)
    least = filled(weeks, 0)
    own_curves(arena, field, prices, group)
    place_costs(arena, field, prices, group, costs)
    meter = field.meter
    for bit in range(arena.trained[group + 1] - arena.trained[group]):
        for local in range(places):
            found[bit, local] = NEVER
        adult_costs(arena, prices, group, bit, costs, extra, allow, real)
        helped = arena.teacher[arena.crew[arena.trained[group] + bit]] == 0
        whole = 0
        for w in range(weeks):
            least[w] = least_week(
                arena, meter, group, w, helped, allow, extra, lines, harms, NEVER, patience, week
            )
            whole += least[w]
        if whole >= limit:
            for local in range(places):
                if allow[local] == 1:
                    found[bit, real[local] - low] = whole
            continue
        for w in range(weeks):
            for day in range(w * days, (w + 1) * days):
                pinned = arena.must[group, day]
                arena.must[group, day] = 1
                begin = arena.first[group, day] - low
                end = arena.first[group, day + 1] - low
                copy(allow, only, 0)
                fill(only, begin, end, 0)
                for local in range(begin, end):
                    if allow[local] == 0:
                        continue
                    only[local] = 1
                    rest = whole - least[w]
                    cost = least_week(
                        arena,
                        meter,
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
                    found[bit, real[local] - low] = rest + cost
                arena.must[group, day] = pinned
