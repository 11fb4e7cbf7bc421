"""Patterns that differ in nothing but their school, put together, so that a model is no larger than what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PatternGroups:
    """One line for each kind of target: where it is first met, how many there are, and how many in each school.

    `at` is the line of each pattern that was put together.
    """

    first: Ints
    at: Ints
    count: Floats
    by_school: sparse.csr_array

    @property
    def schools(self) -> int:
        """How many schools have any."""
        return int(self.by_school.shape[0])


def group_patterns(keys: Sequence[Ints], count: Floats, school: Ints) -> PatternGroups:
    """Put together patterns that share all `keys` (whole numbers); ValueError if there are none."""
    if not count.size:
        raise ValueError("There are no targets to put together.")
    code = np.zeros(count.size, dtype=np.int64)
    for key in keys:
        low = int(key.min())
        code = code * (int(key.max()) - low + 1) + (key - low)
    _, first, at = np.unique(code, return_index=True, return_inverse=True)
    at = at.reshape(-1)
    names, home = np.unique(school, return_inverse=True)
    by_school = sparse.csr_array((count, (home.reshape(-1), at)), shape=(names.size, first.size))
    return PatternGroups(first, at, np.bincount(at, weights=count).astype(np.float64), by_school)
