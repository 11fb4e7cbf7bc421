"""Chance from whole numbers only, so that every machine and every Python draws the same."""

from __future__ import annotations

import math

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare

FINE = 1 << 16
LUCK = np.array([round(-math.log((i + 0.5) / 1024) * FINE) for i in range(1024)], dtype=np.int64)


def seeded(seed: int) -> Ints:
    """Return the state of the generator for a seed: two numbers, the generators of L'Ecuyer (CACM 31, 1988)."""
    state = np.array([1 + seed * 7919 % 2147483561, 1 + seed * 104729 % 2147483397], dtype=np.int64)
    for _ in range(20):
        plain_draw(state, 2)
    return state


def plain_draw(state: Ints, sides: int) -> int:
    """Return a whole number from 0 up to, not including, `sides`; moves the state on."""
    state[0] = 40014 * state[0] % 2147483563
    state[1] = 40692 * state[1] % 2147483399
    drawn: int = (state[0] + state[1]) % 2147483563 % sides
    return drawn


draw = bare(plain_draw)
