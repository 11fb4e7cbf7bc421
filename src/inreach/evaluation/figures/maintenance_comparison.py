"""Curves of holding set side by side, where it was planned to compare them before anybody looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inreach.evaluation.aggregation.types import Checks
from inreach.evaluation.estimators.survival import FEWEST_AT_RISK, log_rank
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, mentionable
from inreach.evaluation.figures.follow_up_checks import LASTED, SELECTED, Dated, dated
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal

NAME = "held, compared"
DEFINITION = "Mantel and Cox's test of curves that were planned to be compared, at common check dates."


@dataclass(frozen=True, slots=True)
class Planned:
    """What there is for a comparison: its kind, the checks, their common dates, and groups followed long enough."""

    kind: str
    checks: Checks | None
    on_dates: Dated | None

    @property
    def large(self) -> frozenset[str]:
        """Groups with enough followed targets."""
        sizes: dict[str, float] = {}
        if self.checks is not None:
            for group, count in zip(self.checks.group, self.checks.count, strict=True):
                sizes[group] = sizes.get(group, 0.0) + float(count)
        return frozenset(group for group, size in sizes.items() if size >= FEWEST_AT_RISK)

    @property
    def any_lost(self) -> bool:
        """Whether a target of a large group was lost."""
        if self.checks is None or self.on_dates is None:
            return False
        large = self.large
        return bool(self.on_dates.lost[[group in large for group in self.checks.group]].any())


RULES: tuple[RefusalRule[Planned], ...] = (
    RefusalRule(
        "nothing planned",
        lambda planned: not planned.kind,
        lambda planned: "No comparison of curves was planned, and one chosen after looking would mislead.",
    ),
    RefusalRule(
        "no groups",
        lambda planned: planned.checks is None or not planned.checks.group,
        lambda planned: "No groups were followed up.",
    ),
    RefusalRule(
        "follow-up of some only",
        lambda planned: planned.checks is None or not planned.checks.for_all,
        lambda planned: SELECTED,
    ),
    RefusalRule(
        "no common dates",
        lambda planned: planned.on_dates is None,
        lambda planned: "Checks had no common dates, so the curves cannot be set side by side.",
    ),
    RefusalRule(
        "small groups",
        lambda planned: len(planned.large) < 2 or not planned.any_lost,
        lambda planned: f"Fewer than two groups have {FEWEST_AT_RISK} followed targets, or none was lost.",
    ),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A planned comparison before the page is corrected: its kind, the test and how many targets it rests on."""

    kind: str
    chi2: float
    groups: int
    n: int
    p: float


def sentence(test: Compared, adjusted: float) -> str:
    """Say whether the curves differ by more than luck often gives."""
    kind = mentionable(test.kind, "the group")
    if adjusted < 0.05:
        says = f"The curves differ by more than luck often gives: {kind} is associated with how long targets were held."
    else:
        says = f"Whether {kind} is associated with how long targets were held cannot be told."
    return f"{says} {test.groups} groups were planned to be compared."


def compare(checks: Checks | None, kind: str, check_weeks: Sequence[float] = ()) -> Compared | Refusal:
    """Compare curves of the groups of checks, `kind` (programme, area) being what was planned to be compared."""
    on_dates = dated(checks, check_weeks) if checks is not None and kind else None
    planned = Planned(kind, checks, on_dates)
    refused = refusal(RULES, planned, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    if checks is None or on_dates is None:
        raise ValueError("A comparison without checks on common dates is refused by a rule.")
    large = planned.large
    kept = np.array([group in large for group in checks.group])
    test = log_rank(
        on_dates.times[kept].tolist(),
        on_dates.lost[kept].tolist(),
        [group for group in checks.group if group in large],
        on_dates.counts[kept].tolist(),
    )
    return Compared(kind, test.chi2, len(large), int(checks.count[kept].sum()), test.p)


def compared(test: Compared, adjusted: float, looked: int) -> Figure:
    """Return a planned comparison as a figure, after the page's correction over `looked` comparisons."""
    return Figure(
        name=NAME,
        estimate=test.chi2,
        unit="chi-squared",
        interval=None,
        without="This is a test of whole curves, which have intervals of their own.",
        n=test.n,
        denominator=test.n,
        of="followed targets",
        label=Evidence.COMPARISON,
        definition=DEFINITION,
        sentence=sentence(test, adjusted),
        notes=(f"{looked} comparison{' was' if looked == 1 else 's were'} looked at on this page.", LASTED),
    )
