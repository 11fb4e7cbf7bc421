"""Where the delivered dose lies against published conditions, and the shares met there.

The conditions are those that the Education Endowment Foundation (EEF, 2015-2021) saw in interventions by teaching
assistants that worked: sessions of 20 to 50 minutes, 3 to 5 a week, over 8 to 20 weeks. They are offered where a
programme says nothing itself; they are no rule, and whether the text of 2025 still holds them is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import Category, Patterns, Position
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories_integrated
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import design_effect, share_interval
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

Floats = NDArray[np.float64]
MOST_UNKNOWN = 0.5
BANDS = (Position.BELOW, Position.INSIDE, Position.ABOVE)
WORDS = {Position.BELOW: "below", Position.INSIDE: "inside", Position.ABOVE: "above"}

INSIDE = "inside the EEF conditions"
INSIDE_DEFINITION = (
    "Targets with sessions of 20 to 50 minutes, 3 to 5 a week, over 8 to 20 weeks as delivered (EEF 2015-2021), over "
    "targets whose dose is known; below if any of the three falls short, else above if any exceeds; Wilson's interval."
)
MET_BY_DOSE = "met, by dose"
MET_BY_DOSE_DEFINITION = (
    "Share met or exceeded by where the dose lies, drawn together by a Dirichlet-multinomial, "
    "its size integrated."
)
HARDER = "Longer is not shown to be better: harder targets get more sessions."


@dataclass(frozen=True, slots=True)
class Doses:
    """Targets by where their dose lies."""

    counts: Floats

    @property
    def total(self) -> int:
        """All targets."""
        return int(self.counts.sum())

    @property
    def unknown(self) -> int:
        """Those whose dose is not known."""
        return int(self.counts[Position.UNKNOWN])

    @property
    def known(self) -> int:
        """Those whose dose is known."""
        return self.total - self.unknown


INSIDE_RULES: tuple[RefusalRule[Doses], ...] = (
    RefusalRule(
        "most doses unknown",
        lambda doses: doses.unknown > MOST_UNKNOWN * doses.total,
        lambda doses: f"The dose of {doses.unknown} of {doses.total} targets is not known.",
    ),
    RefusalRule(
        "few known doses",
        lambda doses: doses.known < FEWEST_FOR_SHARE,
        lambda doses: f"Only {doses.known} targets have a known dose; a share takes {FEWEST_FOR_SHARE}.",
    ),
)


def inside_sentence(doses: Doses, interval: Interval) -> str:
    """Say how many targets lie inside the range, below it and above it."""
    inside, below, above = (
        100 * doses.counts[band] / doses.known for band in (Position.INSIDE, Position.BELOW, Position.ABOVE)
    )
    return (
        f"In this service, interventions inside the EEF range were delivered for {inside:.0f} in 100 "
        f"targets ({100 * interval.low:.0f} to {100 * interval.high:.0f}), "
        f"below it for {below:.0f} and above it for {above:.0f}. {HARDER}"
    )


def inside(placed: Patterns) -> Shown:
    """Return the share of targets delivered inside the conditions, or why it is not shown."""
    counts = np.bincount(placed.position, weights=placed.count, minlength=len(Position))
    doses = Doses(counts.astype(np.float64))
    refused = refusal(INSIDE_RULES, doses, figure=INSIDE, definition=INSIDE_DEFINITION)
    if refused:
        return refused
    schools, known = len(placed.schools), placed.position != Position.UNKNOWN
    sizes = np.bincount(placed.school, weights=placed.count * known, minlength=schools)
    hits = np.bincount(
        placed.school, weights=placed.count * (placed.position == Position.INSIDE), minlength=schools
    )
    count = int(doses.counts[Position.INSIDE])
    effect = design_effect(hits[sizes > 0].tolist(), sizes[sizes > 0].tolist())
    interval = share_interval(count, doses.known, effect)
    return Figure(
        name=INSIDE,
        estimate=count / doses.known,
        unit="share",
        interval=interval,
        n=doses.known,
        denominator=doses.total,
        of="targets",
        label=Evidence.DESCRIBE,
        definition=INSIDE_DEFINITION,
        sentence=inside_sentence(doses, interval),
        notes=(f"The dose of {doses.unknown} targets is not known.",),
    )


@dataclass(frozen=True, slots=True)
class DoseBand:
    """Targets by where their delivered dose lies, and the shares met or exceeded drawn together."""

    position: Position
    targets: int
    reviewed: int
    met: float
    low: float
    high: float


def bands(placed: Patterns) -> tuple[DoseBand, ...]:
    """Return targets by where their dose lies, with shares met drawn together; none if fewer than two have reviews."""
    table = np.zeros((len(Position), 3))
    made = placed.reviewed
    np.add.at(table, (placed.position[made], placed.category[made]), placed.count[made])
    used = [band for band in BANDS if table[band].sum() >= FEWEST_FOR_SHARE]
    if len(used) < 2:
        return ()
    two = np.column_stack([table[used, Category.NOT_MET], table[used, Category.MET :].sum(1)])
    drawn = draw_categories_integrated(two)
    opened = np.bincount(placed.position, weights=placed.count, minlength=len(Position))
    return tuple(
        DoseBand(
            band,
            int(opened[band]),
            int(table[band].sum()),
            float(drawn.estimate[at, 1]),
            float(drawn.low[at, 1]),
            float(drawn.high[at, 1]),
        )
        for at, band in enumerate(used)
    )


MET_BY_DOSE_RULES: tuple[RefusalRule[Sequence[DoseBand]], ...] = (
    RefusalRule(
        "few reviewed in bands",
        lambda drawn: not drawn,
        lambda drawn: f"Fewer than two of below, inside and above have {FEWEST_FOR_SHARE} reviewed targets.",
    ),
)


def band_sentence(band: DoseBand) -> str:
    """Say what share of a band was met."""
    return (
        f"Of targets {WORDS[band.position]} the EEF range about {100 * band.met:.0f} in 100 "
        f"({100 * band.low:.0f} to {100 * band.high:.0f}) were rated met or exceeded."
    )


def by_band(placed: Patterns) -> tuple[Shown, ...]:
    """Return the share met of each band, or one refusal."""
    drawn = bands(placed)
    refused = refusal(MET_BY_DOSE_RULES, drawn, figure=MET_BY_DOSE, definition=MET_BY_DOSE_DEFINITION)
    if refused:
        return (refused,)
    return tuple(
        Figure(
            name=f"met, dose {WORDS[band.position]}",
            estimate=band.met,
            unit="share",
            interval=Interval(band.low, band.high),
            n=band.reviewed,
            denominator=band.targets,
            of=f"targets {WORDS[band.position]} the EEF range",
            label=Evidence.DESCRIBE,
            definition=MET_BY_DOSE_DEFINITION,
            sentence=band_sentence(band),
            notes=(HARDER,),
        )
        for band in drawn
    )
