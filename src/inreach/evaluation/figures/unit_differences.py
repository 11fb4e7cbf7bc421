"""Schools, areas and programmes drawn towards their mean, as figures: how sure we are on which side each lies.

No list in order is made of them, and a share of few is never told raw. What is said of one unit is how likely it lies
above the mean of the service, and in the top fifth of such units.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import Category, Outcomes
from inreach.evaluation.estimators import crossed_effects
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories_integrated
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.partial_pooling import Units, integrated
from inreach.evaluation.estimators.sufficient_statistics import Cells
from inreach.evaluation.figures.compared import FUNNEL, funnel
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown, mentionable
from inreach.evaluation.figures.reviews import Reviews, held_apart
from inreach.evaluation.reporting.report import PooledShares, PooledUnits

Floats = NDArray[np.float64]
FEWEST_UNITS = 2
FEWEST_FOR_SHARE = 10
MOST_TOLD = 40
SURE = 0.95
PLURAL = {"area": "areas", "school": "schools", "programme": "programmes", "year": "years"}

DIFFER = (
    "Units of which it is at least 95 % sure on which side of the service's mean gain they lie, drawn together, "
    "the spread between them integrated over."
)
UNIT = (
    "Mean gain of one unit in points, drawn towards that of the service; interval with the spread between units "
    "integrated over."
)
SHARE = (
    "Share met or exceeded of one unit, drawn towards that of the service by a Dirichlet-multinomial, its size "
    "integrated over."
)
SELECTION = "Pupils and starting points differ between them, and this does not allow for that."


def plural(kind: str) -> str:
    """The kind of unit as several of them are called."""
    return PLURAL.get(kind, f"{kind}s")


Drawing = PooledUnits | Refusal


def draw(cells: Cells, kind: str, *, unworded: int = 0) -> tuple[Drawing, Drawing]:
    """Draw the columns of cells (areas, programmes) and the schools together, each allowing for the other.

    Of schools `estimate` is the service's mean and the school's departure. Where one side is a single unit the other is
    drawn by itself.
    """
    areas, schools = len(cells.areas), len(cells.schools)
    targets = float(cells.n.sum())
    reasons = (_unfit(areas, kind, unworded, targets), _unfit(schools, "school", unworded, targets))
    names = (f"{plural(kind)} differ", "schools differ")
    try:
        if all(reasons):
            drawn: tuple[PooledUnits | None, PooledUnits | None] = (None, None)
        elif reasons[0]:
            alone = Units(cells.n.sum(1), cells.total.sum(1), cells.squares.sum(1))
            drawn = (None, _alone(alone, cells.schools, "school"))
        elif reasons[1]:
            alone = Units(cells.n.sum(0), cells.total.sum(0), cells.squares.sum(0))
            drawn = (_alone(alone, cells.areas, kind), None)
        else:
            drawn = _both(cells, kind)
    except ValueError as missing:
        drawn, reasons = (None, None), (reasons[0] or str(missing), reasons[1] or str(missing))
    first, second = (
        found if found is not None else Refusal(name, reason, DIFFER)
        for found, reason, name in zip(drawn, reasons, names, strict=True)
    )
    return first, second


def _both(cells: Cells, kind: str) -> tuple[PooledUnits, PooledUnits]:
    """Columns and schools from one crossed model."""
    found = crossed_effects.analyse(cells)
    sides = ((kind, found.areas, cells.n.sum(0), 0.0), ("school", found.schools, cells.n.sum(1), found.mean))
    first, second = (
        PooledUnits(
            name,
            tuple(map(str, side.names)),
            n,
            found.mean,
            mean + side.estimate,
            mean + side.low,
            mean + side.high,
            side.above,
            side.top_fifth,
            _sentence(side.above, name),
        )
        for name, side, n, mean in sides
    )
    return first, second


def _unfit(units: int, kind: str, unworded: int, targets: float) -> str:
    """The reason why units are not drawn together, empty if they may be."""
    if unworded:
        return "Some scales have no written steps, so a point on one is not a point on another."
    if targets < FEWEST_FOR_SHARE:
        return f"Fewer than {FEWEST_FOR_SHARE} targets are reviewed; they are listed one by one."
    if units < FEWEST_UNITS:
        return f"There is only one {kind} with reviewed targets, so there is nothing to set it beside."
    return ""


def _alone(units: Units, names: Sequence[object], kind: str) -> PooledUnits:
    """Units drawn together by themselves."""
    found = integrated(units)
    return PooledUnits(
        kind,
        tuple(map(str, names)),
        units.n,
        found.mean,
        found.estimate,
        found.low,
        found.high,
        found.above,
        found.top_fifth,
        _sentence(found.above, kind),
    )


def _sure(above: Floats) -> int:
    """Of how many units it is fairly sure on which side of the mean they lie."""
    return int(((above >= SURE) | (above <= 1 - SURE)).sum())


def _sentence(above: Floats, kind: str) -> str:
    """What the caterpillar says."""
    sure, k, units = _sure(above), above.size, plural(kind)
    if not sure:
        return f"There is no detectable difference between these {k} {units}; that is not to say that there is none."
    if sure == k:
        return f"We can be fairly sure that all {k} {units} differ from the service average."
    return (
        f"We can be fairly sure {sure} of {k} {units} differ from the service average. "
        f"For the other {k - sure} the data cannot separate them; their order means nothing."
    )


def differ(found: Drawing) -> Shown:
    """Return how many units differ detectably as a figure, or the refusal."""
    if isinstance(found, Refusal):
        return found
    k = len(found.names)
    return Figure(
        name=f"{plural(found.kind)} differ",
        estimate=_sure(found.above),
        unit=plural(found.kind),
        interval=None,
        without="This counts the units of which it is fairly sure; each has an interval of its own.",
        n=k,
        denominator=k,
        of=plural(found.kind),
        label=Evidence.DESCRIBE,
        definition=DIFFER,
        sentence=found.sentence,
        notes=(SELECTION,),
    )


def each(found: Drawing) -> tuple[Figure, ...]:
    """Return each unit's mean gain as a figure with both probabilities, in the order of their names; none if many.

    Units of a refusal have none, and of more than 40 none is told by itself.
    """
    if isinstance(found, Refusal) or len(found.names) > MOST_TOLD:
        return ()
    return tuple(_unit(found, at) for at in sorted(range(len(found.names)), key=lambda i: found.names[i]))


def _unit(found: PooledUnits, at: int) -> Figure:
    """One unit as a figure."""
    name, n = mentionable(found.names[at], f"This {found.kind}"), int(found.n[at])
    return Figure(
        name=f"{found.kind} {found.names[at]}: mean gain",
        estimate=float(found.estimate[at]),
        unit="points",
        interval=Interval(float(found.low[at]), float(found.high[at])),
        n=n,
        denominator=n,
        of="reviewed targets",
        label=Evidence.DESCRIBE,
        definition=UNIT,
        sentence=(
            f"{name}: {found.estimate[at]:.1f} points on average ({found.low[at]:.1f} to {found.high[at]:.1f}). "
            f"The chance that it lies above the service's mean is {_chance(found.above[at])}, "
            f"that it lies in the top fifth {_chance(found.top_fifth[at])}."
        ),
        notes=(SELECTION,),
    )


def _chance(probability: float) -> str:
    """A probability in words that do not claim certainty."""
    hundred = round(100 * float(probability))
    return "under 1 in 100" if hundred < 1 else "over 99 in 100" if hundred > 99 else f"{hundred} in 100"


def draw_shares(outcomes: Outcomes, kind: str) -> PooledShares | Refusal:
    """Draw the shares not met, met and exceeded of units together; units without reviews are left out."""
    used = outcomes.reviewed > 0
    if used.sum() < FEWEST_UNITS or outcomes.reviewed.sum() < FEWEST_FOR_SHARE:
        reason = f"Fewer than two {plural(kind)}, or fewer than {FEWEST_FOR_SHARE} targets, have reviews."
        return Refusal(f"met, by {kind}", reason, SHARE)
    drawn = draw_categories_integrated(outcomes.table[used])
    names = tuple(name for name, kept in zip(outcomes.names, used, strict=True) if kept)
    return PooledShares(kind, names, outcomes.reviewed[used], drawn.pi, drawn.estimate, drawn.low, drawn.high)


def each_share(outcomes: Outcomes, kind: str) -> tuple[Shown, ...]:
    """Return the share met or exceeded of each unit, drawn together, or the reason why one is not told.

    More than 10 % of its due reviews missing, or fewer than 10 reviews, and a unit's share is not told.
    """
    drawn = draw_shares(outcomes, kind)
    if isinstance(drawn, Refusal):
        return (drawn,)
    if len(drawn.names) > MOST_TOLD:
        return ()
    used = np.flatnonzero(outcomes.reviewed > 0)
    table = outcomes.table[used]
    two = draw_categories_integrated(
        np.column_stack([table[:, Category.NOT_MET], table[:, Category.MET :].sum(1)])
    )
    found: list[Shown] = []
    for at in sorted(range(used.size), key=lambda i: drawn.names[i]):
        unit, name = int(used[at]), drawn.names[at]
        missing, n = int(outcomes.missing[unit]), int(outcomes.reviewed[unit])
        state = Reviews(n + missing, n, missing, 0, int(table[at, Category.MET :].sum()))
        title = f"{kind} {name}: met or exceeded"
        if n < FEWEST_FOR_SHARE:
            few = "target is" if n == 1 else "targets are"
            reason = f"{n} reviewed {few} too few for a share; it takes {FEWEST_FOR_SHARE}."
            found.append(Refusal(title, reason, SHARE))
        elif held_apart(state):
            found.append(Refusal(title, held_apart(state), SHARE))
        else:
            told = _row(two.estimate, two.low, two.high, at)
            found.append(_share(title, mentionable(name, f"This {kind}"), state, told))
    return tuple(found)


def _row(estimate: Floats, low: Floats, high: Floats, at: int) -> tuple[float, float, float]:
    """Estimate and ends of met or exceeded of one unit."""
    return float(estimate[at, 1]), float(low[at, 1]), float(high[at, 1])


def _share(title: str, name: str, state: Reviews, told: tuple[float, float, float]) -> Figure:
    """One unit's share as a figure."""
    share, low, high = told
    return Figure(
        name=title,
        estimate=share,
        unit="share",
        interval=Interval(low, high),
        n=state.reviewed,
        denominator=state.due,
        of="targets due for review",
        label=Evidence.DESCRIBE,
        definition=SHARE,
        sentence=(
            f"{name}: {100 * low:.0f} to {100 * high:.0f} in every 100 reviewed targets were rated met or exceeded; "
            f"{state.missing} of {state.due} due are still to be reviewed."
        ),
    )


def school_funnel(outcomes: Outcomes) -> Shown:
    """Return how many schools lie outside the funnel, or why there is none."""
    used = outcomes.reviewed > 0
    if not used.any():
        return Refusal("funnel", "No target is reviewed yet.", FUNNEL)
    table = outcomes.table[used]
    hits = table[:, Category.MET :].sum(1)
    return funnel([int(h) for h in hits], [int(n) for n in table.sum(1)])
