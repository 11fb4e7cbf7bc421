"""How long pupils were out of class, over all programmes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.order_statistics import lower_rank
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

NAME = "minutes out of class"
DEFINITION = (
    "Minutes a week out of class of each pupil, over all programmes; the middle one, "
    "interval from their order."
)


def few_pupils(minutes: Sequence[float]) -> str:
    """What is said where minutes of few pupils, or of none, were handed in."""
    whose = f"Only {len(minutes)} pupils' minutes were" if minutes else "Nobody's minutes out of class were"
    return f"{whose} handed in; below {FEWEST_FOR_SHARE} see each pupil's page."


RULES: tuple[RefusalRule[Sequence[float]], ...] = (
    RefusalRule("few pupils", lambda minutes: len(minutes) < FEWEST_FOR_SHARE, few_pupils),
)


def sentence(n: int, middle: float, most: float) -> str:
    """Say how long half of the pupils were out of class, and one in ten."""
    return (
        f"Half of {n} pupils were out of class for {middle:.0f} minutes a week or more, "
        f"and one in ten for {most:.0f} or more, over all programmes together."
    )


def minutes_out(minutes: Sequence[float]) -> Shown:
    """Return the middle pupil's minutes a week out of class over all programmes, or why it is not shown."""
    refused = refusal(RULES, minutes, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    ordered = np.sort(np.asarray(minutes, float))
    n = ordered.size
    low = lower_rank(n)
    middle, most = float(np.median(ordered)), float(np.quantile(ordered, 0.9))
    return Figure(
        name=NAME,
        estimate=middle,
        unit="minutes a week",
        interval=Interval(float(ordered[low - 1]), float(ordered[-low])),
        n=n,
        denominator=n,
        of="pupils",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(n, middle, most),
    )
