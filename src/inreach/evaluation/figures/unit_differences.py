"""Schools, areas and programmes drawn towards their mean, as figures: how sure we are on which side each lies.

No list in order is made of them, and a share of few is never told raw. What is said of one unit is how likely it lies
above the mean of the service, and in the top fifth of such units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.estimators import crossed_effects
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.partial_pooling import Units, integrated
from inreach.evaluation.estimators.sufficient_statistics import Cells
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown, mentionable
from inreach.evaluation.figures.refusal_rule import (
    NOT_ESTIMABLE,
    UNWRITTEN_STEPS,
    RefusalRule,
    Rules,
    first_that_applies,
)
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE
from inreach.evaluation.figures.units import FEWEST_UNITS, MOST_TOLD, plural

Floats = NDArray[np.float64]
SURE = 0.95
DIFFER = (
    "Units of which it is at least 95 % sure on which side of the service's mean gain they lie, drawn together, "
    "the spread between them integrated over."
)
MEAN_GAIN = (
    "Mean gain of one unit in points, drawn towards that of the service; interval with the spread between units "
    "integrated over."
)
SELECTION = "Pupils and starting points differ between them, and this does not allow for that."


@dataclass(frozen=True, slots=True)
class PooledUnits:
    """Units of one kind drawn together, for a caterpillar; arrays have one entry a unit, in points of the scale.

    `estimate` is the unit's mean gain and `mean` that of the service, so that both lie on one scale. Nothing here is in
    order: whoever draws them sorted says that the order means nothing (`sentence` does).
    """

    kind: str
    names: tuple[str, ...]
    n: Floats
    mean: float
    estimate: Floats
    low: Floats
    high: Floats
    above: Floats
    top_fifth: Floats
    sentence: str


Drawing = PooledUnits | Refusal


@dataclass(frozen=True, slots=True)
class DrawingBasis:
    """What units are drawn together from: how many there are of a kind, and the targets."""

    kind: str
    units: int
    unworded: int
    targets: float


DRAWING_RULES: tuple[RefusalRule[DrawingBasis], ...] = (
    UNWRITTEN_STEPS,
    RefusalRule(
        "few reviewed",
        lambda basis: basis.targets < FEWEST_FOR_SHARE,
        lambda basis: f"Fewer than {FEWEST_FOR_SHARE} targets are reviewed; they are listed one by one.",
    ),
    RefusalRule(
        "one unit",
        lambda basis: basis.units < FEWEST_UNITS,
        lambda basis: (
            f"There is only one {basis.kind} with reviewed targets, so there is nothing to set it beside."
        ),
    ),
)
NO_UNITS: RefusalRule[None] = RefusalRule(
    "no units", lambda nothing: True, lambda nothing: "Areas and doses were not handed in."
)
RULES: Rules = (NO_UNITS, *DRAWING_RULES, NOT_ESTIMABLE)


def no_units() -> Refusal:
    """Return the refusal of a report that knows of no kind of unit."""
    return NO_UNITS.refuse("areas differ", DIFFER, None)


def draw(cells: Cells, kind: str, *, unworded: int = 0) -> tuple[Drawing, Drawing]:
    """Draw the columns of cells (areas, programmes) and the schools together, each allowing for the other.

    Of schools `estimate` is the service's mean and the school's departure. Where one side is a single unit the other is
    drawn by itself.
    """
    targets = float(cells.n.sum())
    columns = DrawingBasis(kind, len(cells.areas), unworded, targets)
    schools = DrawingBasis("school", len(cells.schools), unworded, targets)
    refused = tuple(_refused(basis) for basis in (columns, schools))
    try:
        return _drawn(cells, kind, refused)
    except ValueError as error:
        first, second = (
            refused_before or NOT_ESTIMABLE.refuse(_name(basis.kind), DIFFER, error)
            for basis, refused_before in zip((columns, schools), refused, strict=True)
        )
        return first, second


def _name(kind: str) -> str:
    """What the figure of one kind of units is called."""
    return f"{plural(kind)} differ"


def _refused(basis: DrawingBasis) -> Refusal | None:
    """The refusal of one side, None if it may be drawn."""
    rule = first_that_applies(DRAWING_RULES, basis)
    return rule.refuse(_name(basis.kind), DIFFER, basis) if rule else None


def _drawn(cells: Cells, kind: str, refused: tuple[Refusal | None, ...]) -> tuple[Drawing, Drawing]:
    """Both sides drawn, each by itself where the other is refused; ValueError if that cannot be estimated."""
    columns, schools = refused
    if columns and schools:
        return columns, schools
    if columns:
        alone = Units(cells.n.sum(1), cells.total.sum(1), cells.squares.sum(1))
        return columns, _alone(alone, cells.schools, "school")
    if schools:
        alone = Units(cells.n.sum(0), cells.total.sum(0), cells.squares.sum(0))
        return _alone(alone, cells.areas, kind), schools
    return _both(cells, kind)


def _both(cells: Cells, kind: str) -> tuple[PooledUnits, PooledUnits]:
    """Columns and schools from one crossed model."""
    estimate = crossed_effects.analyse(cells)
    sides = (
        (kind, estimate.areas, cells.n.sum(0), 0.0),
        ("school", estimate.schools, cells.n.sum(1), estimate.mean),
    )
    first, second = (
        PooledUnits(
            name,
            tuple(map(str, side.names)),
            n,
            estimate.mean,
            mean + side.estimate,
            mean + side.low,
            mean + side.high,
            side.above,
            side.top_fifth,
            sentence(side.above, name),
        )
        for name, side, n, mean in sides
    )
    return first, second


def _alone(units: Units, names: Sequence[object], kind: str) -> PooledUnits:
    """Units drawn together by themselves."""
    drawn = integrated(units)
    return PooledUnits(
        kind,
        tuple(map(str, names)),
        units.n,
        drawn.mean,
        drawn.estimate,
        drawn.low,
        drawn.high,
        drawn.above,
        drawn.top_fifth,
        sentence(drawn.above, kind),
    )


def _sure(above: Floats) -> int:
    """Of how many units it is fairly sure on which side of the mean they lie."""
    return int(((above >= SURE) | (above <= 1 - SURE)).sum())


def sentence(above: Floats, kind: str) -> str:
    """Say how many units differ from the service, and that the order of the others means nothing."""
    sure, k, units = _sure(above), above.size, plural(kind)
    if not sure:
        return f"There is no detectable difference between these {k} {units}; that is not to say that there is none."
    if sure == k:
        return f"We can be fairly sure that all {k} {units} differ from the service average."
    return (
        f"We can be fairly sure {sure} of {k} {units} differ from the service average. "
        f"For the other {k - sure} the data cannot separate them; their order means nothing."
    )


def differ(drawing: Drawing) -> Shown:
    """Return how many units differ detectably as a figure, or the refusal."""
    if isinstance(drawing, Refusal):
        return drawing
    k = len(drawing.names)
    return Figure(
        name=_name(drawing.kind),
        estimate=_sure(drawing.above),
        unit=plural(drawing.kind),
        interval=None,
        without="This counts the units of which it is fairly sure; each has an interval of its own.",
        n=k,
        denominator=k,
        of=plural(drawing.kind),
        label=Evidence.DESCRIBE,
        definition=DIFFER,
        sentence=drawing.sentence,
        notes=(SELECTION,),
    )


def each(drawing: Drawing) -> tuple[Figure, ...]:
    """Return each unit's mean gain as a figure with both probabilities, in the order of their names; none if many.

    Units of a refusal have none, and of more than 40 none is told by itself.
    """
    if isinstance(drawing, Refusal) or len(drawing.names) > MOST_TOLD:
        return ()
    return tuple(
        _unit(drawing, at) for at in sorted(range(len(drawing.names)), key=lambda i: drawing.names[i])
    )


def unit_sentence(units: PooledUnits, at: int) -> str:
    """Say one unit's mean gain, and how likely it lies above the mean and in the top fifth."""
    name = mentionable(units.names[at], f"This {units.kind}")
    return (
        f"{name}: {units.estimate[at]:.1f} points on average ({units.low[at]:.1f} to {units.high[at]:.1f}). "
        f"The chance that it lies above the service's mean is {_chance(units.above[at])}, "
        f"that it lies in the top fifth {_chance(units.top_fifth[at])}."
    )


def _unit(units: PooledUnits, at: int) -> Figure:
    """One unit as a figure."""
    n = int(units.n[at])
    return Figure(
        name=f"{units.kind} {units.names[at]}: mean gain",
        estimate=float(units.estimate[at]),
        unit="points",
        interval=Interval(float(units.low[at]), float(units.high[at])),
        n=n,
        denominator=n,
        of="reviewed targets",
        label=Evidence.DESCRIBE,
        definition=MEAN_GAIN,
        sentence=unit_sentence(units, at),
        notes=(SELECTION,),
    )


def _chance(probability: float) -> str:
    """A probability in words that do not claim certainty."""
    hundred = round(100 * float(probability))
    return "under 1 in 100" if hundred < 1 else "over 99 in 100" if hundred > 99 else f"{hundred} in 100"
