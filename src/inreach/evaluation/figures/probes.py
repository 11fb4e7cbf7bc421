"""Figures of one pupil's probes, session by session, each shown only where it says something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.evaluation.estimators import multiple_baseline, overlap_indices, single_case_effects, trend
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown

FEWEST_BEFORE = 3
FEWEST_FOR_TREND = 5
FEWEST_FOR_INFERENCE = 8
MOST_LAG = 0.3
NO_SAMPLING = "This index has no known sampling distribution."

NAP = "Share of pairs of a probe before and one after in which the later is higher, ties half (Newcombe's interval)."
TAU_U = "Tau-U, variant A vs B - trend A: (S_AB - S_A) / (mn)."
TAU_BC = "Tau of what is left once the baseline's Theil-Sen line is taken off; variant with divisor mn."
LRR = "Natural logarithm of mean after over mean before, corrected to second order."
GOAL = "100 (mean after - mean before) / (goal - mean before)."
SMD = "Difference of means over the baseline's standard deviation, corrected for few probes."
PIECEWISE = "Least squares with a change of level and of slope at the start."
RANDOM = "Share of starts that could have been drawn with a difference of means at least as large."
SLOPE = "Theil-Sen slope per week; the interval is that of the least-squares slope."
DESIGN = "Difference between phases over the spread between pupils (Hedges, Pustejovsky and Shadish 2013)."
INDICES = {
    "PND": (overlap_indices.pnd, "Share of later probes above every earlier one."),
    "PEM": (overlap_indices.pem, "Share of later probes above the earlier median."),
    "PAND": (
        overlap_indices.pand,
        "Share of probes kept when the fewest are taken away that end all overlap.",
    ),
    "IRD": (overlap_indices.ird, "Robust improvement rate difference, from PAND."),
}


@dataclass(frozen=True, slots=True)
class Probes:
    """One pupil's probes before and after a start, in the order of their sessions, and what is known of them.

    `weeks` are their times, all of them, in weeks; `real_zero` says that they count something, so that 0 is none;
    `drawn_by_lot` that the start was drawn before the baseline.
    """

    before: tuple[float, ...]
    after: tuple[float, ...]
    weeks: tuple[float, ...] | None = None
    falling: bool = False
    real_zero: bool = False
    drawn_by_lot: bool = False

    @property
    def n(self) -> int:
        """All probes."""
        return len(self.before) + len(self.after)

    def too_few(self, fewest: int, what: str) -> str:
        """The reason against an index that needs `fewest` probes before the start, empty if there are."""
        if len(self.before) < fewest or len(self.after) < 2:
            return f"{len(self.before)} probes before and {len(self.after)} after are too few for {what}."
        return ""

    def figure(
        self,
        name: str,
        estimate: float,
        ends: tuple[float, float] | None,
        definition: str,
        *,
        sentence: str,
        unit: str = "share",
        without: str = "",
        label: Evidence = Evidence.DESCRIBE,
    ) -> Figure:
        """A figure of these probes, with the note of a rise that had begun before."""
        return Figure(
            name=name,
            estimate=estimate,
            unit=unit,
            interval=None if ends is None else Interval(*ends),
            without=without,
            n=self.n,
            denominator=self.n,
            of="probes",
            label=label,
            definition=definition,
            sentence=sentence,
            notes=self.rising(),
        )

    def rising(self) -> tuple[str, ...]:
        """The note that the wanted change had begun before the start, if it had."""
        if len(self.before) < FEWEST_BEFORE:
            return ()
        times = self.weeks[: len(self.before)] if self.weeks else range(len(self.before))
        slope = trend.theil_sen(list(times), self.before).slope
        if (slope < 0) if self.falling else (slope > 0):
            way = "falling" if self.falling else "rising"
            return (f"Scores were already {way} before the start, so credit is uncertain.",)
        return ()


def nap(probes: Probes) -> Shown:
    """Return NAP with Newcombe's interval, or why it is not shown."""
    reason = probes.too_few(FEWEST_BEFORE, "comparing sessions before and after")
    if reason:
        return Refusal("NAP", reason, NAP)
    overlap = overlap_indices.nap(probes.before, probes.after, falling=probes.falling)
    better = "lower" if probes.falling else "higher"
    return probes.figure(
        "NAP",
        overlap.estimate,
        (overlap.low, overlap.high),
        NAP,
        sentence=(
            f"In {100 * overlap.estimate:.0f} of 100 pairs of a session before and one after, the later is {better} "
            f"({100 * overlap.low:.0f} to {100 * overlap.high:.0f}). This does not say how much {better}."
        ),
    )


def index(probes: Probes, name: str) -> Shown:
    """Return PND, PEM, PAND or IRD, for readers who ask for it, or why it is not shown; KeyError for another name."""
    work, definition = INDICES[name]
    reason = probes.too_few(FEWEST_BEFORE, f"{name}")
    if reason:
        return Refusal(name, reason, definition)
    value = work(probes.before, probes.after, falling=probes.falling)
    return probes.figure(
        name, value, None, definition, without=NO_SAMPLING, sentence=f"{name} of these probes is {value:.2f}."
    )


def tau_u(probes: Probes) -> Shown:
    """Return Tau-U (A vs B - trend A), or why it is not shown."""
    reason = probes.too_few(FEWEST_FOR_TREND, "Tau-U: the slope of so few is noise")
    if reason:
        return Refusal("Tau-U", reason, TAU_U)
    tau = overlap_indices.tau_u(probes.before, probes.after, falling=probes.falling)
    return probes.figure(
        "Tau-U",
        tau.estimate,
        None,
        TAU_U,
        unit="Tau",
        without=NO_SAMPLING,
        sentence=f"Tau-U ({tau.variant}) is {tau.estimate:.2f}.",
    )


def tau_corrected(probes: Probes) -> Shown:
    """Return baseline-corrected Tau, or why it is not shown."""
    reason = probes.too_few(FEWEST_FOR_TREND, "taking a trend off: the slope of so few is noise")
    if reason:
        return Refusal("Tau-BC", reason, TAU_BC)
    tau = overlap_indices.tau_corrected(
        probes.before, probes.after, falling=probes.falling, sessions=probes.weeks
    )
    return probes.figure(
        "Tau-BC",
        tau.estimate,
        None,
        TAU_BC,
        unit="Tau",
        without=NO_SAMPLING,
        sentence=f"With the line of the baseline taken off, Tau ({tau.variant}) is {tau.estimate:.2f}.",
    )


def pooled(variants: Sequence[overlap_indices.Tau]) -> Shown:
    """Return the mean Tau of several pupils, or why it is not shown: variants are never mixed."""
    definition = "Mean over pupils of one variant of Tau."
    names = sorted({tau.variant for tau in variants})
    if len(variants) < 2:
        return Refusal("mean Tau", "One pupil's Tau is shown by itself.", definition)
    if len(names) > 1:
        return Refusal(
            "mean Tau",
            f"These are different variants ({'; '.join(names)}), and are not put together.",
            definition,
        )
    mean = sum(tau.estimate for tau in variants) / len(variants)
    return Figure(
        name="mean Tau",
        estimate=mean,
        unit="Tau",
        interval=None,
        without=NO_SAMPLING,
        n=len(variants),
        denominator=len(variants),
        of="pupils",
        label=Evidence.DESCRIBE,
        definition=f"{definition} Variant: {names[0]}.",
        sentence=f"Over {len(variants)} pupils, Tau ({names[0]}) is {mean:.2f} on average.",
    )


def ratio(probes: Probes) -> Shown:
    """Return the log response ratio, or why it is not shown."""
    reason = probes.too_few(FEWEST_BEFORE, "a ratio of means")
    if not probes.real_zero:
        reason = "Only counts and percentages have a real zero; a ratio of 1 to 10 ratings says nothing."
    if not reason and (not sum(probes.before) or not sum(probes.after)):
        reason = "A phase of nothing but zeros has no ratio."
    if reason:
        return Refusal("log response ratio", reason, LRR)
    response = single_case_effects.log_response_ratio(probes.before, probes.after)
    first, last = (sum(x) / len(x) for x in (probes.before, probes.after))
    return probes.figure(
        "log response ratio",
        response.value,
        response.limits(),
        LRR,
        unit="logarithm of a ratio",
        label=Evidence.CHANGE,
        sentence=f"The mean moved from {first:.1f} to {last:.1f}.",
    )


def goal_obtained(probes: Probes, goal: float | None) -> Shown:
    """Return the percentage of the written goal obtained, or why it is not shown."""
    reason = probes.too_few(FEWEST_BEFORE, "a mean of the baseline")
    first = sum(probes.before) / len(probes.before) if probes.before else 0.0
    if goal is None:
        reason = "No goal was written down."
    elif not reason and (goal >= first if probes.falling else goal <= first):
        reason = f"The baseline ({first:.1f}) is already at the goal ({goal:g})."
    if reason or goal is None:
        return Refusal("goal obtained", reason, GOAL)
    reached = single_case_effects.goal_obtained(probes.before, probes.after, goal)
    last = sum(probes.after) / len(probes.after)
    return probes.figure(
        "goal obtained",
        reached.value,
        reached.limits(),
        GOAL,
        unit="per cent of the way to the goal",
        label=Evidence.CHANGE,
        sentence=f"The mean moved from {first:.1f} to {last:.1f}, {reached.value:.0f} per cent of the way to {goal:g}.",
    )


def standardised(probes: Probes) -> Shown:
    """Return the within-case standardised difference of means, or why it is not shown."""
    reason = probes.too_few(FEWEST_BEFORE, "the spread of the baseline")
    if not reason and len(set(probes.before)) < 2:
        reason = "A baseline that never changes has no spread to measure against."
    if not reason and len(probes.after) < FEWEST_BEFORE:
        reason = f"{len(probes.after)} probes after are too few for their spread."
    if reason:
        return Refusal("within-case difference", reason, SMD)
    effect = single_case_effects.smd(probes.before, probes.after, falling=probes.falling)
    first, last = (sum(x) / len(x) for x in (probes.before, probes.after))
    return probes.figure(
        "within-case difference",
        effect.value,
        effect.limits(),
        SMD,
        unit="standard deviations of the baseline",
        label=Evidence.CHANGE,
        sentence=(
            f"The mean moved from {first:.1f} to {last:.1f}, {effect.value:.1f} spreads of this pupil's own baseline; "
            "this is not to be set beside the d of a group."
        ),
    )


def slope_change(probes: Probes) -> Shown:
    """Return the change of slope at the start, or why it is drawn only as a guide."""
    if min(len(probes.before), len(probes.after)) < FEWEST_FOR_INFERENCE:
        return Refusal(
            "slope change",
            f"Fewer than {FEWEST_FOR_INFERENCE} probes in a phase; the lines may be drawn as a guide, no more.",
            PIECEWISE,
        )
    lines = single_case_effects.piecewise(probes.before, probes.after, probes.weeks)
    change = lines.slope_change
    if lines.lag_1 > MOST_LAG:
        return Refusal(
            "slope change",
            f"Neighbouring probes go together ({lines.lag_1:.2f}), so the interval would be too short.",
            PIECEWISE,
        )
    reach = trend.t_reach(lines.df) * change.se
    return probes.figure(
        "slope change",
        change.estimate,
        (change.estimate - reach, change.estimate + reach),
        PIECEWISE,
        unit="per week" if probes.weeks else "per session",
        label=Evidence.CHANGE,
        sentence=(
            f"The slope moved from {lines.trend.estimate:.2f} to {lines.trend.estimate + change.estimate:.2f}."
        ),
    )


def randomised(probes: Probes, shortest_phase: int) -> Shown:
    """Return the p-value of the randomisation test, or why there is none; ValueError for an impossible start."""
    if not probes.drawn_by_lot:
        return Refusal(
            "randomisation test",
            "The start was not drawn by lot before the baseline, so there is no chance to tell.",
            RANDOM,
        )
    test = single_case_effects.randomisation_test(
        [*probes.before, *probes.after],
        len(probes.before),
        shortest_phase=shortest_phase,
        start_was_drawn_by_lot=True,
        statistic="mean",
        falling=probes.falling,
    )
    return probes.figure(
        "randomisation test",
        test.p,
        None,
        RANDOM,
        unit="probability",
        without="A probability over a known list of starts is exact.",
        label=Evidence.EXPERIMENT if test.p <= 0.05 else Evidence.DESCRIBE,
        sentence=(
            f"Of {test.starts} starts that could have been drawn, {round(test.p * test.starts)} give a difference "
            "at least as large"
            + (
                "; this is consistent with the intervention causing it."
                if test.p <= 0.05
                else ", so it tells nothing."
            )
        ),
    )


def course(probes: Probes, aim: trend.Line) -> Shown:
    """Return the slope per week against the aimline, or why it is not judged."""
    if probes.weeks is None:
        return Refusal("slope", "The weeks of the probes are not known.", SLOPE)
    values = [*probes.before, *probes.after]
    judged = trend.course(probes.weeks, values, aim)
    if judged.signal is trend.Signal.TOO_FEW:
        return Refusal(
            "slope", f"{judged.probes} probes are too few; a line needs {trend.FEWEST_PROBES}.", SLOPE
        )
    says = {
        trend.Signal.ON_COURSE: "Probes do not speak against the aimline.",
        trend.Signal.LOOK: f"The last {judged.below} probes lie below the aimline: look again, and keep probing.",
        trend.Signal.CHANGE: "Even the upper end of the slope is below the aimline: time to change something.",
    }[judged.signal]
    robust = trend.theil_sen(probes.weeks, values).slope
    return probes.figure(
        "slope",
        robust,
        trend.least_squares(probes.weeks, values).limits(),
        SLOPE,
        unit="per week",
        sentence=f"{judged.probes} probes rise by {robust:.2f} a week; {judged.wanted:.2f} are wanted. {says}",
    )


def several(
    case: Sequence[object], week: Sequence[float], treated: Sequence[bool], value: Sequence[float]
) -> Shown:
    """Return the design-comparable d of several pupils with staggered starts, or why it is not shown."""
    try:
        effect = multiple_baseline.design_comparable(case, week, treated, value)
    except ValueError as missing:
        return Refusal("design-comparable d", str(missing), DESIGN)
    low, high = effect.limits()
    apart = low > 0 or high < 0
    return Figure(
        name="design-comparable d",
        estimate=effect.d,
        unit="standard deviations between pupils",
        interval=Interval(low, high),
        n=effect.n,
        denominator=effect.n,
        of="probes",
        label=Evidence.EXPERIMENT if apart else Evidence.DESCRIBE,
        definition=DESIGN,
        sentence=(
            f"Over {effect.cases} pupils with staggered starts the change is consistent with the intervention causing "
            f"{effect.d:.2f} standard deviations ({low:.2f} to {high:.2f})."
            if apart
            else f"Over {effect.cases} pupils with staggered starts the change cannot be told from none "
            f"({low:.2f} to {high:.2f})."
        ),
    )
