"""What a group's cycle costs at least if it has one certain session: places that cost too much are struck out."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

import numpy as np

from inreach.planner.bounds.lagrange_multipliers import PARTS, adult_costs, own_curves, place_costs
from inreach.planner.jit import compiled, inner
from inreach.planner.search.group_branch_and_bound import NEVER, Meter, best_week


@inner
def least_week(arena, meter, group, w, helped, allow, extra, lines, harms, below, patience, week):
    """Return at least what one week of a group costs with these places, or `below` if that is less."""
    days = arena.shape[6]
    low = arena.first[group, 0]
    begin = arena.first[group, w * days] - low
    end = arena.first[group, (w + 1) * days] - low
    short = PARTS * arena.weigh[2]
    missing = PARTS * arena.weigh[3] * arena.linked[group, w]
    nothing = 0 * days
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
            nothing,
            nothing,
            harms,
            missing,
            helped,
            under,
            patience,
            week,
        )
        least = min(least, bound + fewer * short)
    return least


@compiled
def through(arena, field, prices, group, limit, patience, found):
    """Fill `found` (adult of the group, place) with at least what a cycle through the place costs, in parts.

    What costs `limit` or more is not looked at closely: `limit` or more stands there, NEVER where the adult cannot
    be, or where another place with the same loss is as good for this adult.
    """
    days = arena.shape[6]
    weeks = arena.shape[7]
    low = arena.first[group, 0]
    places = arena.first[group, arena.shape[4]] - low
    members = arena.who[group + 1] - arena.who[group]
    points = np.zeros(np.sum(field.length), dtype=np.int64)
    even = np.zeros(len(arena.pupil), dtype=np.int64)
    over = np.zeros(len(arena.pupil), dtype=np.int64)
    costs = np.zeros(places, dtype=np.int64)
    extra = np.zeros(places, dtype=np.int64)
    allow = np.zeros(places, dtype=np.int64)
    only = np.zeros(places, dtype=np.int64)
    real = np.zeros(places, dtype=np.int64)
    lines = np.zeros(places * members, dtype=np.int64)
    harms = np.zeros(members, dtype=np.int64)
    week = np.full(days, -1, dtype=np.int64)
    least = np.zeros(weeks, dtype=np.int64)
    own_curves(arena, field, prices, group, points, even, over)
    place_costs(arena, field, prices, group, costs)
    meter = Meter(
        field.own,
        np.zeros(len(field.pairs), dtype=np.int64),
        field.curve,
        points,
        np.arange(len(arena.pupil)),
        np.zeros(len(arena.pupil), dtype=np.int64),
        even,
        over,
        arena.cap[arena.pupil],
    )
    found[:] = NEVER
    for bit in range(arena.trained[group + 1] - arena.trained[group]):
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
                only[:] = allow
                only[begin:end] = 0
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
