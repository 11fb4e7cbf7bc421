"""Several services' sums together: the joint evaluation, and what was left out of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.sums_file import KINDS, LINES, OTHER, SHOWN, NotSums, SharedSums
from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.estimators.sufficient_statistics import Cells

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A count that lies between these two, ends included; both alike where it is known."""

    low: float
    high: float

    @property
    def known(self) -> bool:
        """Say whether nothing of it is hidden."""
        return self.low == self.high

    def __add__(self, other: Bounds) -> Bounds:
        """Two counts together."""
        return Bounds(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        if self.known:
            return f"{self.low:.0f}"
        return (
            f"at least {self.low:.0f}"
            if math.isinf(self.high)
            else f"between {self.low:.0f} and {self.high:.0f}"
        )


@dataclass(frozen=True, slots=True)
class Joint:
    """The targets of several services. `cells` go to `crossed_effects.analyse`; `outcomes` are bounds by area and kind.

    `left_out` counts the reviewed targets that `cells` do not hold, since a service hid them.
    """

    services: tuple[str, ...]
    value: str
    by: tuple[str, ...]
    cells: Cells
    outcomes: Mapping[str, Mapping[str, Bounds]]
    left_out: Bounds

    @property
    def categories(self) -> tuple[tuple[str, ...], Floats]:
        """The areas of which not met, met and exceeded are known from every service, and those counts."""
        kinds = ("not met", "met", "exceeded")
        areas = tuple(
            area
            for area, counts in self.outcomes.items()
            if area != TOTAL and all(counts[k].known for k in kinds) and counts["reviewed"].low > 0
        )
        return areas, np.array([[self.outcomes[a][k].low for k in kinds] for a in areas]).reshape(-1, 3)

    @property
    def sentence(self) -> str:
        """What the joint evaluation rests on and what it leaves out."""
        held = f"{len(self.services)} services share sums of {self.cells.n.sum():.0f} reviewed targets"
        if self.left_out == Bounds(0, 0):
            return f"{held}. None is left out."
        kept, _ = self.categories
        areas = [area for area in self.outcomes if area != TOTAL]
        return (
            f"{held}. {str(self.left_out).capitalize()} more are left out of schools and areas, since their numbers "
            f"are small. Outcomes are known in full for {len(kept)} of {len(areas)} areas."
        )


def cells_of(sums: SharedSums, *, prefix: str = "") -> Cells:
    """Return the cells of one file. ValueError if it has none.

    Squares are known of all cells together; each gets a part by its targets, which leaves every figure of the model as
    it is. Where the few pupils with several targets in a cell are hidden, their targets count as different pupils'.
    """
    if not sums.cells:
        raise NotSums(f"{sums.source or sums.service}: every school and area is left out as too small.")
    schools = tuple(dict.fromkeys(school for school, _ in sums.cells))
    areas = tuple(dict.fromkeys(area for _, area in sums.cells))
    shape = (len(schools), len(areas))
    n, pupils, squared, total = (np.zeros(shape) for _ in range(4))
    for (school, area), cell in sums.cells.items():
        at = schools.index(school), areas.index(area)
        n[at], pupils[at], squared[at], total[at] = cell.targets, cell.pupils, cell.squared, cell.total
    tie = np.array([sums.shared[school] or own for school, own in zip(schools, squared.sum(1), strict=True)])
    tie = tie - squared.sum(1)
    inside: float = sums.squares if sums.pupil_squares is None else sums.pupil_squares
    if sums.pupil_squares is None:
        pupils, squared = n.copy(), n.copy()
    means = np.divide(total**2, n, out=np.zeros(shape), where=n > 0)
    if sums.squares < means.sum() - 1e-6 or inside < means.sum() - 1e-6:
        raise NotSums(f"{sums.source or sums.service}, squares: too small for the totals of the cells.")
    part = n / n.sum()
    return Cells(
        tuple(prefix + school for school in schools),
        areas,
        n,
        pupils,
        squared,
        total,
        means + part * (sums.squares - means.sum()),
        means + part * (inside - means.sum()),
        squared.sum(1) + tie,
    )


def bounds_of(sums: SharedSums) -> dict[str, dict[str, Bounds]]:
    """Return bounds of each count of one file, by area and for all, from what is printed and how it adds up."""
    areas = tuple(dict.fromkeys([*(a for a in sums.outcomes if a != TOTAL), *(a for _, a in sums.cells)]))
    low: dict[tuple[str, str], float] = {}
    high: dict[tuple[str, str], float] = {}
    for area in (*areas, TOTAL):
        shown = sum(cell.targets for (_, a), cell in sums.cells.items() if area in (a, TOTAL))
        for kind in (*KINDS, SHOWN, OTHER):
            printed = shown if kind == SHOWN else sums.outcomes.get(area, {}).get(kind)
            low[area, kind] = 0.0 if printed is None else float(printed)
            high[area, kind] = math.inf if printed is None else float(printed)
    lines = [
        (tuple((area, part) for part in parts), (area, whole))
        for area in (*areas, TOTAL)
        for whole, parts in (*LINES.items(), ("reviewed", (SHOWN, OTHER)))
    ]
    lines += [
        (tuple((area, kind) for area in areas), (TOTAL, kind)) for kind in (*KINDS, OTHER) if sums.outcomes
    ]
    moved = True
    while moved:
        moved = False
        for parts, whole in lines:
            for cell, least, most in _narrowed(parts, whole, low, high):
                if least > low[cell] or most < high[cell]:
                    low[cell], high[cell], moved = max(least, low[cell]), min(most, high[cell]), True
                if low[cell] > high[cell]:
                    area, kind = cell
                    raise NotSums(
                        f"{sums.source or sums.service}, outcomes.{area}.{kind}: it does not add up."
                    )
    return {
        area: {kind: Bounds(low[area, kind], high[area, kind]) for kind in (*KINDS, OTHER)}
        for area in (*areas, TOTAL)
    }


def _narrowed(
    parts: Sequence[tuple[str, str]],
    whole: tuple[str, str],
    low: Mapping[tuple[str, str], float],
    high: Mapping[tuple[str, str], float],
) -> list[tuple[tuple[str, str], float, float]]:
    """What one sum says of its whole and of each part, the ends of the others known."""
    least, most = sum(low[p] for p in parts), sum(high[p] for p in parts)
    sums = [(whole, least, most)]
    for part in parts:
        others = sum(high[p] for p in parts if p != part)
        sums.append((part, low[whole] - others, high[whole] - (least - low[part])))
    return sums


def combine(files: Iterable[SharedSums], *, same_schools: bool = False) -> Joint:
    """Return the joint evaluation of services; their pupils are different pupils.

    With `same_schools` a school of the same name in two files is one school (names of a common register); without, the
    service's name is put before the school's. NotSums, naming the file, if two are of one service, tell targets apart
    in different ways, hold another value, or do not add up.
    """
    given = list(files)
    if not given:
        raise NotSums("There is no file of sums to combine.")
    first = given[0]
    for other in given[1:]:
        name, against = other.source or other.service, first.source or first.service
        for field in ("value", "by"):
            mine, its = getattr(other, field), getattr(first, field)
            if mine != its:
                raise NotSums(f"{name}, {field}: {_said(mine)} here, but {_said(its)} in {against}.")
    services = tuple(sums.service for sums in given)
    twice = [name for name in services if services.count(name) > 1]
    if twice:
        raise NotSums(f"{twice[0]} is there twice; each service is counted once.")
    bounds = [bounds_of(sums) for sums in given]
    parts = [cells_of(s, prefix="" if same_schools else f"{s.service}: ") for s in given if s.cells]
    if not parts:
        raise NotSums("Every school and area of every file is left out as too small.")
    cells = parts[0]
    for part in parts[1:]:
        cells = cells + part
    areas = tuple(dict.fromkeys(area for told in bounds for area in told if area != TOTAL))
    absent = [
        Bounds(0, 0 if sums.outcomes else math.inf) for sums in given
    ]  # where no outcomes are told, who knows
    joint = {
        area: {
            kind: sum(
                (
                    told[area][kind] if area in told else none
                    for told, none in zip(bounds, absent, strict=True)
                ),
                Bounds(0, 0),
            )
            for kind in (*KINDS, OTHER)
        }
        for area in (*areas, TOTAL)
    }
    return Joint(
        services,
        first.value,
        first.by,
        cells,
        {area: {kind: counts[kind] for kind in KINDS} for area, counts in joint.items()},
        joint[TOTAL][OTHER],
    )


def _said(part: object) -> str:
    """A field of a file in words."""
    return " and ".join(part) if isinstance(part, tuple) else str(part)
