"""How far people who rate the same targets agree."""

from __future__ import annotations

from collections.abc import Sequence

from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.rater_agreement import intraclass, rating_error
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown

FEWEST_TWICE_RATED = 20
DEFINITION = "ICC(2,1): agreement of one rater with another, over targets rated by the same raters."


def rater_agreement(ratings: Sequence[Sequence[float]], sd: float) -> Shown:
    """Return how far raters agree on targets rated twice or more, or why it is not shown; `sd` is that of ratings."""
    if len(ratings) < FEWEST_TWICE_RATED:
        return Refusal(
            "agreement",
            f"Only {len(ratings)} targets were rated by two people; "
            f"below {FEWEST_TWICE_RATED} see the scatter instead.",
            DEFINITION,
        )
    try:
        agreement = intraclass(ratings)
    except ValueError as missing:
        return Refusal("agreement", str(missing), DEFINITION)
    error = rating_error(sd, min(1.0, max(0.0, agreement.icc_2_1)))
    return Figure(
        name="agreement",
        estimate=agreement.icc_2_1,
        unit="correlation",
        interval=Interval(agreement.low, agreement.high),
        n=agreement.n,
        denominator=agreement.n,
        of="targets rated more than once",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=(
            f"{agreement.n} targets were rated by {agreement.raters} people each, who agree to {agreement.icc_2_1:.2f} "
            f"({agreement.low:.2f} to {agreement.high:.2f}); one rating errs by about {error:.1f} points."
        ),
    )
