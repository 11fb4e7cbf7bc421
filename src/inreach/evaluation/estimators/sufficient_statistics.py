"""Sufficient statistics of many targets: one line for each school and area, whatever the number of targets.

They are sums, so those of several places add up, and a service that may not share rows can share them. An area may
be an area of need, or an area and a programme together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums by school (rows) and area (columns); a cell without targets is 0 throughout.

    `n` targets, `pupils`, `pupil_n2` the sum over pupils of their targets squared, `total` and `squares` of the
    values, `pupil_squares` the sum over pupils of (sum of values)^2 / targets. `shared` is one number a school: the
    sum over its pupils of all their targets squared, whatever the area. Pupils belong to one school.
    """

    schools: tuple[object, ...]
    areas: tuple[object, ...]
    n: Floats
    pupils: Floats
    pupil_n2: Floats
    total: Floats
    squares: Floats
    pupil_squares: Floats
    shared: Floats

    @property
    def used(self) -> NDArray[np.bool_]:
        """The cells with targets."""
        return self.n > 0

    @property
    def mean(self) -> Floats:
        """The mean of each cell, 0 where there is none."""
        return np.divide(self.total, self.n, out=np.zeros_like(self.total), where=self.used)

    def __add__(self, other: Cells) -> Cells:
        """The targets of both together; a school in both is the same school, but its pupils are different pupils."""
        schools = tuple(dict.fromkeys([*self.schools, *other.schools]))
        areas = tuple(dict.fromkeys([*self.areas, *other.areas]))

        def placed(name: str) -> Floats:
            whole = np.zeros((len(schools), len(areas)))
            for part in (self, other):
                rows = [schools.index(s) for s in part.schools]
                columns = [areas.index(a) for a in part.areas]
                whole[np.ix_(rows, columns)] += getattr(part, name)
            return whole

        shared = np.zeros(len(schools))
        for part in (self, other):
            shared[[schools.index(s) for s in part.schools]] += part.shared
        return Cells(
            schools,
            areas,
            placed("n"),
            placed("pupils"),
            placed("pupil_n2"),
            placed("total"),
            placed("squares"),
            placed("pupil_squares"),
            shared,
        )


def codes(names: Sequence[object] | NDArray[np.int_]) -> tuple[NDArray[np.intp], tuple[object, ...]]:
    """Return a number for each entry and the names: of an array of whole numbers sorted, else as they are first met."""
    if isinstance(names, np.ndarray):
        found, at = np.unique(names, return_inverse=True)
        return at.reshape(-1), tuple(found.tolist())
    known = {name: at for at, name in enumerate(dict.fromkeys(names))}
    return np.fromiter((known[name] for name in names), dtype=np.intp, count=len(names)), tuple(known)


def gather_cells(
    values: ArrayLike,
    school: Sequence[object] | NDArray[np.int_],
    area: Sequence[object] | NDArray[np.int_],
    pupil: Sequence[object] | NDArray[np.int_] | None = None,
) -> Cells:
    """Return the sums of values by school and area; without pupils every target is its own pupil.

    ValueError if the lengths differ or there is nothing.
    """
    y = np.asarray(values, float)
    whose = np.arange(y.size) if pupil is None else pupil
    if not y.size or not y.size == len(school) == len(area) == len(whose):
        raise ValueError("Every value needs its school, its area and its pupil.")
    s, schools = codes(school)
    a, areas = codes(area)
    whose_code, whose_names = codes(whose)
    _, p = np.unique(s * len(whose_names) + whose_code, return_inverse=True)
    p = p.reshape(-1)
    everyone = int(p.max()) + 1
    shape, cell = (len(schools), len(areas)), s * len(areas) + a
    both, inside = np.unique(cell * everyone + p, return_inverse=True)
    inside, of_pair = inside.reshape(-1), both // everyone
    pair_n = np.bincount(inside).astype(float)
    pair_total = np.bincount(inside, weights=y)

    def summed(at: NDArray[np.intp], weights: Floats | None = None) -> Floats:
        counts = np.bincount(at, weights=weights, minlength=shape[0] * shape[1])
        return counts.astype(np.float64).reshape(shape)

    everywhere = np.bincount(p).astype(float)
    home = np.zeros(everywhere.size, dtype=np.intp)
    home[p] = s
    return Cells(
        schools,
        areas,
        summed(cell),
        summed(of_pair),
        summed(of_pair, pair_n**2),
        summed(cell, y),
        summed(cell, y**2),
        summed(of_pair, pair_total**2 / pair_n),
        np.bincount(home, weights=everywhere**2, minlength=shape[0]).astype(np.float64),
    )
