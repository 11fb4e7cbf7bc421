"""How many schools lie outside the lines that chance alone would draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.evaluation.aggregation.types import Category, Outcomes
from inreach.evaluation.estimators.proportions import Outside, dispersion, outside
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal

NAME = "funnel"
DEFINITION = "Units outside the 99.8 % limits around the overall share, widened for the spread beyond chance."
FEWEST_UNITS = 10


@dataclass(frozen=True, slots=True)
class FunnelBasis:
    """Targets met and targets reviewed of each unit with reviews; `of` is what the units are called."""

    hits: Sequence[int]
    sizes: Sequence[int]
    of: str


RULES: tuple[RefusalRule[FunnelBasis], ...] = (
    RefusalRule("none reviewed", lambda basis: not basis.sizes, lambda basis: "No target is reviewed yet."),
    RefusalRule(
        "few units",
        lambda basis: len(basis.sizes) < FEWEST_UNITS,
        lambda basis: (
            f"A funnel needs {FEWEST_UNITS} {basis.of} to have a shape; here it would have {len(basis.sizes)}."
        ),
    ),
)


def sentence(beyond: Outside, of: str) -> str:
    """Say how many lie outside, and how many would by luck."""
    return (
        f"{beyond.outside} of {beyond.units} {of} lie outside the outer lines; "
        f"by luck about {beyond.by_luck:.1f} would. Look at recording and intake first."
    )


def school_funnel(outcomes: Outcomes) -> Shown:
    """Return how many schools lie outside the funnel, or why there is none."""
    table = outcomes.table[outcomes.reviewed > 0]
    hits = table[:, Category.MET :].sum(1)
    return funnel([int(h) for h in hits], [int(n) for n in table.sum(1)])


def funnel(hits: Sequence[int], sizes: Sequence[int], of: str = "schools") -> Shown:
    """Return the share of units outside the outer funnel limits, or why the funnel is not shown."""
    basis = FunnelBasis(hits, sizes, of)
    refused = refusal(RULES, basis, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    beyond = outside(hits, sizes, tau2=dispersion(hits, sizes))
    return Figure(
        name=NAME,
        estimate=beyond.outside / beyond.units,
        unit="share",
        interval=None,
        without="This counts the units themselves.",
        n=beyond.units,
        denominator=beyond.units,
        of=of,
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(beyond, of),
    )
