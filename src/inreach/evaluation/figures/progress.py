"""How much of the gain that was expected was made, over targets that expect enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.evaluation.aggregation.thresholds import SMALLEST_GAP
from inreach.evaluation.aggregation.types import Selection
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ratio import ClusteredRatio, Ratio
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.selection import rise_by_selection
from inreach.evaluation.figures.target import Target
from inreach.evaluation.figures.target_group import clusters_of, known, reviewed, shared, targets_of
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

NAME = "progress"
DEFINITION = (
    "100 sum(achieved - baseline) / sum(expected - baseline) over targets that expect at least 3 points."
)


@dataclass(frozen=True, slots=True)
class ProgressBasis:
    """Gains over expected gains of targets that qualify, and how many targets are reviewed."""

    gained: ClusteredRatio | None
    reviewed: int

    @property
    def left_out(self) -> int:
        """Reviewed targets that do not qualify."""
        return self.reviewed - targets_of(self.gained)


RULES: tuple[RefusalRule[ProgressBasis], ...] = (
    RefusalRule(
        "few that expected enough",
        lambda basis: targets_of(basis.gained) < FEWEST_FOR_SHARE or clusters_of(basis.gained) < 2,
        lambda basis: (
            f"Fewer than {FEWEST_FOR_SHARE} reviewed targets expected at least {SMALLEST_GAP} points "
            f"and kept their expectation ({basis.left_out} left out)."
        ),
    ),
)


def sentence(gain: Ratio, interval: Interval) -> str:
    """Say how far targets moved towards what was expected of them together."""
    return (
        f"Together these {gain.n:.0f} targets moved from their baselines to {100 * gain.value:.0f} per cent "
        f"of the gain expected ({interval.low:.0f} to {interval.high:.0f})."
    )


def progress(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return progress as one ratio of sums, with a cluster-robust error by the delta method, or why it is not shown."""
    made = reviewed(targets)
    fixed = [(t, g) for t, g in made if not t.edited and t.wanted >= SMALLEST_GAP]
    return progress_from(shared(fixed, lambda t: t.wanted), len(made), len(targets), selection)


def progress_from(
    gained: ClusteredRatio | None, made: int, opened: int, selection: Selection | None = None
) -> Shown:
    """Return progress from gains over expected gains of targets that qualify, of `made` reviewed and `opened` ones."""
    basis = ProgressBasis(gained, made)
    refused = refusal(RULES, basis, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    gain = known(gained)
    low, high = (100 * end for end in gain.limits())
    interval = Interval(low, high)
    return Figure(
        name=NAME,
        estimate=100 * gain.value,
        unit="per cent of the expected gain",
        interval=interval,
        n=int(gain.n),
        denominator=opened,
        of="targets",
        label=Evidence.CHANGE,
        definition=DEFINITION,
        sentence=sentence(gain, interval),
        notes=(
            f"{basis.left_out} reviewed targets expected fewer than {SMALLEST_GAP} points or were edited, "
            "and are left out.",
            rise_by_selection(selection),
        ),
    )
