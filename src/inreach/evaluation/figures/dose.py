"""How much was delivered, where that lies against published conditions, and how long pupils were out of class for it.

The conditions are those that the Education Endowment Foundation (EEF, 2015-2021) saw in interventions by teaching
assistants that worked: sessions of 20 to 50 minutes, 3 to 5 a week, over 8 to 20 weeks. They are offered where a
programme says nothing itself; they are no rule, and whether the text of 2025 still holds them is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from inreach.evaluation.aggregation.types import Category, Patterns, Position
from inreach.evaluation.estimators.contrast import contrast, few_schools
from inreach.evaluation.estimators.dirichlet_multinomial import draw_categories_integrated
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ordinal_regression import cumulative_logit
from inreach.evaluation.estimators.pattern_grouping import group_patterns
from inreach.evaluation.estimators.proportions import design_effect, share_interval
from inreach.evaluation.estimators.ratio import Shared
from inreach.evaluation.figures.factors import EXCEEDED, MET, SAME_AREA, Finding, Looked, adjusters, too_many
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.group import FEWEST_FOR_SHARE
from inreach.evaluation.reporting.report import DoseBand

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
SHORTEST, LONGEST = 20, 50
FEWEST_A_WEEK, MOST_A_WEEK = 3, 5
FEWEST_WEEKS, MOST_WEEKS = 8, 20
MOST_UNKNOWN = 0.5
FEWEST_IN_AREA = 10
BANDS = (Position.BELOW, Position.INSIDE, Position.ABOVE)
WORDS = {Position.BELOW: "below", Position.INSIDE: "inside", Position.ABOVE: "above"}

FIDELITY = "Minutes delivered over minutes planned, summed over targets for which both are known."
INSIDE = (
    "Targets with sessions of 20 to 50 minutes, 3 to 5 a week, over 8 to 20 weeks as delivered (EEF 2015-2021), over "
    "targets whose dose is known; below if any of the three falls short, else above if any exceeds; Wilson's interval."
)
SHARE = "Share met or exceeded by where the dose lies, drawn together by a Dirichlet-multinomial, its size integrated."
DIFFERENCE = (
    "Difference in percentage points from targets inside the EEF conditions, at typical values, from a cumulative "
    "logit with ambition, baseline and area; errors over schools, delta method."
)
CURVE = "Result by dose as a curve with a most favourable dose."
OUT = "Minutes a week out of class of each pupil, over all programmes; the middle one, interval from their order."
HARDER = "Longer is not shown to be better: harder targets get more sessions."


def position(minutes: float | None, sessions: float | None, weeks: float | None) -> Position:
    """Return where delivered sessions lie against the conditions; unknown unless all three are known and above 0.

    Inside is inside all three. Of the others it is below if any of the three falls short, else above.
    """
    if not minutes or not sessions or not weeks:
        return Position.UNKNOWN
    fine = round(1000 * weeks)  # whole, so that 37 sessions in 7.4 weeks are 5 a week and not a little more
    held = (
        (minutes, SHORTEST * sessions, LONGEST * sessions),
        (1000 * sessions, FEWEST_A_WEEK * fine, MOST_A_WEEK * fine),
        (fine, 1000 * FEWEST_WEEKS, 1000 * MOST_WEEKS),
    )
    if any(value < low for value, low, _ in held):
        return Position.BELOW
    return Position.ABOVE if any(value > high for value, _, high in held) else Position.INSIDE


def fidelity(delivered: Shared | None, unknown: int) -> Shown:
    """Return delivered over planned minutes, or why it is not shown; `unknown` targets lack one of the two."""
    n = int(delivered.told.n) if delivered else 0
    reason = ""
    if n < FEWEST_FOR_SHARE:
        reason = f"Fewer than {FEWEST_FOR_SHARE} targets have both planned and delivered minutes on record."
    elif unknown > MOST_UNKNOWN * (n + unknown):
        reason = f"For {unknown} of {n + unknown} targets planned or delivered minutes are not known."
    elif delivered is not None and delivered.told.clusters < 2:
        reason = "All these targets are one pupil's."
    if reason or delivered is None:
        return Refusal("fidelity", reason, FIDELITY)
    found = delivered.told
    low, high = (100 * max(0.0, end) for end in found.limits())
    return Figure(
        name="fidelity",
        estimate=100 * found.value,
        unit="per cent of planned minutes",
        interval=Interval(low, high),
        n=n,
        denominator=n + unknown,
        of="targets",
        label=Evidence.DESCRIBE,
        definition=FIDELITY,
        sentence=(
            f"Of {found.bottom:,.0f} minutes planned, {found.top:,.0f} were delivered: {100 * found.value:.0f} in 100 "
            f"({low:.0f} to {high:.0f})."
        ),
        notes=("A session that nobody recorded is not counted as delivered.",),
    )


def inside(placed: Patterns) -> Shown:
    """Return the share of targets delivered inside the conditions, or why it is not shown."""
    counts = np.bincount(placed.position, weights=placed.count, minlength=len(Position))
    unknown, total = int(counts[Position.UNKNOWN]), int(counts.sum())
    known = total - unknown
    reason = ""
    if unknown > MOST_UNKNOWN * total:
        reason = f"The dose of {unknown} of {total} targets is not known."
    elif known < FEWEST_FOR_SHARE:
        reason = f"Only {known} targets have a known dose; a share takes {FEWEST_FOR_SHARE}."
    if reason:
        return Refusal("inside the EEF conditions", reason, INSIDE)
    schools, told = len(placed.schools), placed.position != Position.UNKNOWN
    sizes = np.bincount(placed.school, weights=placed.count * told, minlength=schools)
    hits = np.bincount(
        placed.school, weights=placed.count * (placed.position == Position.INSIDE), minlength=schools
    )
    at = int(counts[Position.INSIDE])
    interval = share_interval(at, known, design_effect(hits[sizes > 0].tolist(), sizes[sizes > 0].tolist()))
    return Figure(
        name="inside the EEF conditions",
        estimate=at / known,
        unit="share",
        interval=interval,
        n=known,
        denominator=total,
        of="targets",
        label=Evidence.DESCRIBE,
        definition=INSIDE,
        sentence=(
            f"In this service, interventions inside the EEF range were delivered for {100 * at / known:.0f} in 100 "
            f"targets ({100 * interval.low:.0f} to {100 * interval.high:.0f}), "
            f"below it for {100 * counts[Position.BELOW] / known:.0f} and "
            f"above it for {100 * counts[Position.ABOVE] / known:.0f}. {HARDER}"
        ),
        notes=(f"The dose of {unknown} targets is not known.",),
    )


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


def by_band(placed: Patterns) -> tuple[Shown, ...]:
    """Return the share met of each band, or one refusal."""
    found = bands(placed)
    if not found:
        reason = f"Fewer than two of below, inside and above have {FEWEST_FOR_SHARE} reviewed targets."
        return (Refusal("met, by dose", reason, SHARE),)
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
            definition=SHARE,
            sentence=(
                f"Of targets {WORDS[band.position]} the EEF range about {100 * band.met:.0f} in 100 "
                f"({100 * band.low:.0f} to {100 * band.high:.0f}) were rated met or exceeded."
            ),
            notes=(HARDER,),
        )
        for band in found
    )


def look(placed: Patterns) -> Looked:
    """Compare targets below and above the conditions with those inside, equally ambitious and of the same area."""
    ready = placed.reviewed & ~placed.edited & (placed.position != Position.UNKNOWN)
    sizes = np.bincount(placed.position[ready], weights=placed.count[ready], minlength=len(Position))
    others = [band for band in (Position.BELOW, Position.ABOVE) if sizes[band] >= FEWEST_FOR_SHARE]
    if not others or sizes[Position.INSIDE] < FEWEST_FOR_SHARE:
        return _none(f"Fewer than {FEWEST_FOR_SHARE} reviewed targets lie inside the range, or outside it.")
    kept = np.flatnonzero(ready & np.isin(placed.position, [Position.INSIDE, *others]))
    baseline, expected, area = placed.baseline[kept], placed.expected[kept], placed.area[kept]
    keys = (placed.category[kept], baseline, expected, area, placed.position[kept])
    lines = group_patterns(keys, placed.count[kept], placed.school[kept])
    kinds, count, schools = kept[lines.first], lines.count, lines.schools
    adjusted = adjusters(placed, kinds)
    first = adjusted.shape[1]
    bands_of = [placed.position[kinds] == band for band in others]
    x = np.column_stack([adjusted, *bands_of, _areas(placed.area[kinds], count)]).astype(float)
    reason = few_schools(schools) or too_many(placed.category[kinds], count, x.shape[1])
    if reason:
        return _none(reason)
    try:
        fit = cumulative_logit(placed.category[kinds], x, count, lines.by_school)
    except ValueError as unsettled:
        return _none(str(unsettled))
    typical = count @ x / count.sum()
    total = int(placed.count[placed.reviewed].sum())
    found = []
    for at, band in enumerate(others, start=first):
        here = typical.copy()
        here[first : first + len(others)] = 0.0
        there = here.copy()
        there[at] = 1.0
        both = tuple((o, contrast(fit, (here, there), k, schools)) for o, k in ((MET, 1), (EXCEEDED, 2)))
        name = f"A dose {WORDS[band]} the EEF range, against one inside it"
        found.append(Finding(name, both, int(count.sum()), total, DIFFERENCE, (HARDER,), SAME_AREA))
    return Looked(tuple(found), ())


def _areas(area: Ints, count: Floats) -> Floats:
    """A column for each area but the largest; areas of fewer than 10 targets are one together."""
    sizes = np.bincount(area, weights=count)
    own = np.where(sizes[area] >= FEWEST_IN_AREA, area, -1)
    names, at = np.unique(own, return_inverse=True)
    largest = int(np.argmax(np.bincount(at, weights=count)))
    return np.column_stack([np.zeros((area.size, 0)), *(at == i for i in range(names.size) if i != largest)])


def _none(reason: str) -> Looked:
    """No comparison of doses."""
    return Looked((), (Refusal("dose and result", reason, DIFFERENCE),))


def curve() -> Refusal:
    """Return the standing refusal of a curve of result by dose."""
    return Refusal(
        "most favourable dose",
        "No curve of result by dose is drawn and no most favourable dose is named: harder targets get more sessions, "
        "so such a curve shows who got how much, not what more would do.",
        CURVE,
    )


def out_of_class(minutes: Sequence[float]) -> Shown:
    """Return the middle pupil's minutes a week out of class over all programmes, or why it is not shown."""
    if len(minutes) < FEWEST_FOR_SHARE:
        told = (
            f"Only {len(minutes)} pupils' minutes were" if minutes else "Nobody's minutes out of class were"
        )
        return Refusal(
            "minutes out of class", f"{told} handed in; below {FEWEST_FOR_SHARE} see each pupil's page.", OUT
        )
    ordered = np.sort(np.asarray(minutes, float))
    n = ordered.size
    low = int(stats.binom.ppf(0.025, n, 0.5))
    middle, most = float(np.median(ordered)), float(np.quantile(ordered, 0.9))
    return Figure(
        name="minutes out of class",
        estimate=middle,
        unit="minutes a week",
        interval=Interval(float(ordered[low - 1]), float(ordered[-low])),
        n=n,
        denominator=n,
        of="pupils",
        label=Evidence.DESCRIBE,
        definition=OUT,
        sentence=(
            f"Half of {n} pupils were out of class for {middle:.0f} minutes a week or more, "
            f"and one in ten for {most:.0f} or more, over all programmes together."
        ),
    )
