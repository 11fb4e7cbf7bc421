"""The share met or exceeded of each area, programme or year, drawn together, and none of few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import Category, Outcomes, Reviews
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories_integrated
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown, mentionable
from inreach.evaluation.figures.refusal_rule import RefusalRule, Rules, refusal
from inreach.evaluation.figures.reviews import MANY_MISSING
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE
from inreach.evaluation.figures.units import FEWEST_UNITS, MOST_TOLD, plural

Floats = NDArray[np.float64]
DEFINITION = (
    "Share met or exceeded of one unit, drawn towards that of the service by a Dirichlet-multinomial, its size "
    "integrated over."
)


@dataclass(frozen=True, slots=True)
class PooledShares:
    """Shares not met, met and exceeded of units of one kind, drawn together; one row a unit, one column a category."""

    kind: str
    names: tuple[str, ...]
    n: Floats
    service: Floats
    estimate: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class UnitsBasis:
    """Units of one kind with reviews, and their reviewed targets."""

    kind: str
    units: int
    reviewed: float


DRAWING_RULES: tuple[RefusalRule[UnitsBasis], ...] = (
    RefusalRule(
        "few units or targets",
        lambda basis: basis.units < FEWEST_UNITS or basis.reviewed < FEWEST_FOR_SHARE,
        lambda basis: (
            f"Fewer than two {plural(basis.kind)}, or fewer than {FEWEST_FOR_SHARE} targets, have reviews."
        ),
    ),
)
UNIT_RULES: tuple[RefusalRule[Reviews], ...] = (
    RefusalRule(
        "few reviewed",
        lambda state: state.reviewed < FEWEST_FOR_SHARE,
        lambda state: (
            f"{state.reviewed} reviewed {'target is' if state.reviewed == 1 else 'targets are'} "
            f"too few for a share; it takes {FEWEST_FOR_SHARE}."
        ),
    ),
    MANY_MISSING,
)
RULES: Rules = (*DRAWING_RULES, *UNIT_RULES)


def sentence(name: str, state: Reviews, interval: Interval) -> str:
    """Say the share met of one unit, and how many reviews it still waits for."""
    return (
        f"{name}: {100 * interval.low:.0f} to {100 * interval.high:.0f} in every 100 reviewed targets were rated "
        f"met or exceeded; {state.missing} of {state.due} due are still to be reviewed."
    )


def draw_shares(outcomes: Outcomes, kind: str) -> PooledShares | Refusal:
    """Draw the shares not met, met and exceeded of units together; units without reviews are left out."""
    used = outcomes.reviewed > 0
    basis = UnitsBasis(kind, int(used.sum()), float(outcomes.reviewed.sum()))
    refused = refusal(DRAWING_RULES, basis, figure=f"met, by {kind}", definition=DEFINITION)
    if refused:
        return refused
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
    told: list[Shown] = []
    for at in sorted(range(used.size), key=lambda i: drawn.names[i]):
        unit, name = int(used[at]), drawn.names[at]
        missing, n = int(outcomes.missing[unit]), int(outcomes.reviewed[unit])
        state = Reviews(n + missing, n, missing, 0, int(table[at, Category.MET :].sum()))
        title = f"{kind} {name}: met or exceeded"
        refused = refusal(UNIT_RULES, state, figure=title, definition=DEFINITION)
        if refused:
            told.append(refused)
            continue
        share, low, high = (float(part[at, 1]) for part in (two.estimate, two.low, two.high))
        told.append(_share(title, mentionable(name, f"This {kind}"), state, (share, Interval(low, high))))
    return tuple(told)


def _share(title: str, name: str, state: Reviews, drawn: tuple[float, Interval]) -> Figure:
    """One unit's share as a figure."""
    share, interval = drawn
    return Figure(
        name=title,
        estimate=share,
        unit="share",
        interval=interval,
        n=state.reviewed,
        denominator=state.due,
        of="targets due for review",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(name, state, interval),
    )
