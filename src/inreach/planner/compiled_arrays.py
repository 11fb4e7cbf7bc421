"""Arrays of whole numbers for compiled functions: few ways of making and filling them, because each is compiled.

What numba offers for the same (`zeros`, `full`, `copy`, slices on the left of an assignment) is compiled anew for every
shape, and brings along its own error messages.
"""

from __future__ import annotations

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare, inner


@bare
def fill(numbers: Ints, begin: int, end: int, value: int) -> None:
    """Set the numbers from `begin` up to `end` to a value."""
    for at in range(begin, end):
        numbers[at] = value


@bare
def copy(source: Ints, target: Ints, begin: int) -> None:
    """Copy all numbers of `source` to `target`, from `begin` on."""
    for at in range(len(source)):
        target[begin + at] = source[at]


@inner
def filled(size: int, value: int) -> Ints:
    """Return so many numbers, all of one value."""
    numbers = np.empty(size, dtype=np.int64)
    fill(numbers, 0, size, value)
    return numbers


@inner
def copied(source: Ints) -> Ints:
    """Return a copy of some numbers."""
    numbers = np.empty(len(source), dtype=np.int64)
    copy(source, numbers, 0)
    return numbers
