"""What the school can now do by itself: graded ratings of the same statements by the same staff at start and end.

Staff judge the starting point anew once they know more (response shift), so what they say, at the end, that it had been
stands beside. Statements come from the service's own set; nothing is added up over different statements but counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from inreach.evaluation.aggregation.types import CapacityRow
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import design_effect, share_interval
from inreach.evaluation.estimators.ratio import Ratio, ratio
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown

FEWEST_PAIRS = 10
FEWEST_STATEMENT = 10

SHARES = (
    "Pairs of ratings by one person of one statement that went up, stayed, or went down; Wilson's interval."
)
SHIFT = (
    "Mean of end less start over pairs, in grades; error over schools, over staff where there is one school."
)
THEN = "Mean of end less what staff say at the end that the start had been, over pairs with both; error as before."
LATER = "Mean of follow-up less end over pairs with both; error as before."
STATEMENT = "As over all statements, for one statement."
RESET = "Self-ratings often re-set the starting point."
NOT_ASKED = "Nobody was asked to rate the starting point again, so how far it was re-set is not known."
TOO_FEW = "Fewer than {0} pairs of ratings; they are listed one by one."


def figures(rows: Sequence[CapacityRow]) -> tuple[Shown, ...]:
    """Return shares up, same and down, the mean shift, the shift from the looked-back start, and what came later."""
    if len(rows) < FEWEST_PAIRS:
        reason = TOO_FEW.format(FEWEST_PAIRS) if rows else "Nobody rated what the school can do by itself."
        return (Refusal("capacity", reason, SHARES),)
    return (*_shares(rows), shift(rows), looked_back(rows), later(rows), *_statements(rows))


def _moved(rows: Sequence[CapacityRow]) -> tuple[int, int, int]:
    """How many pairs went up, stayed, went down."""
    up, down = sum(row.end > row.start for row in rows), sum(row.end < row.start for row in rows)
    return up, len(rows) - up - down, down


def _clusters(rows: Sequence[CapacityRow]) -> list[tuple[str, ...]]:
    """Schools if there are at least two, else members of staff."""
    several = len({row.school for row in rows}) >= 2
    return [(row.school,) if several else (row.school, row.staff) for row in rows]


def _people(rows: Sequence[CapacityRow]) -> int:
    """How many members of staff."""
    return len({(row.school, row.staff) for row in rows})


def _interval(rows: Sequence[CapacityRow], sign: int, count: int) -> Interval:
    """Wilson's interval of the share that moved one way, widened for ratings of one school or one person."""
    clusters = _clusters(rows)
    names = {cluster: at for at, cluster in enumerate(dict.fromkeys(clusters))}
    at = [names[cluster] for cluster in clusters]
    moved = [float(np.sign(row.end - row.start) == sign) for row in rows]
    hits = np.bincount(at, weights=moved, minlength=len(names))
    return share_interval(count, len(rows), design_effect(hits.tolist(), np.bincount(at).tolist()))


def _shares(rows: Sequence[CapacityRow]) -> tuple[Figure, ...]:
    """The three shares, each with its interval."""
    n, counts = len(rows), _moved(rows)
    up, same, down = counts
    whole = (
        f"Of {n} pairs of ratings by {_people(rows)} members of staff {up} went up, {same} stayed the same and {down} "
        f"went down. {RESET}"
    )
    found = []
    kinds = (
        ("up", 1, up, "went up"),
        ("the same", 0, same, "stayed the same"),
        ("down", -1, down, "went down"),
    )
    for name, sign, count, went in kinds:
        interval = _interval(rows, sign, count)
        found.append(
            Figure(
                name=f"capacity {name}",
                estimate=count / n,
                unit="share",
                interval=interval,
                n=n,
                denominator=n,
                of="pairs of ratings",
                label=Evidence.DESCRIBE,
                definition=SHARES,
                sentence=(
                    whole
                    if sign > 0
                    else f"{count} of {n} pairs of ratings {went} "
                    f"({100 * interval.low:.0f} to {100 * interval.high:.0f} in 100)."
                ),
            )
        )
    return tuple(found)


def _shift(
    name: str,
    pairs: Sequence[tuple[CapacityRow, int, int]],
    definition: str,
    told: tuple[str, tuple[str, ...]],
) -> Shown:
    """A mean shift between two ratings of each row, or why it is not shown."""
    rows = [row for row, _, _ in pairs]
    if len(rows) < FEWEST_PAIRS:
        return Refusal(name, TOO_FEW.format(FEWEST_PAIRS), definition)
    clusters = _clusters(rows)
    if len(set(clusters)) < 2:
        return Refusal(
            name, "All ratings are one person's, so nothing says how far another's would lie off.", definition
        )
    found: Ratio = ratio([b - a for _, a, b in pairs], [1.0] * len(rows), clusters)
    low, high = found.limits()
    first = float(np.mean([a for _, a, _ in pairs]))
    start, notes = told
    return Figure(
        name=name,
        estimate=found.value,
        unit="grades",
        interval=Interval(low, high) if high > low else None,
        without=""
        if high > low
        else "All moved alike, so there is no spread from which an interval could be had.",
        n=len(rows),
        denominator=len(rows),
        of="pairs of ratings",
        label=Evidence.CHANGE,
        definition=definition,
        sentence=(
            f"{start} ratings moved from {first:.1f} to {first + found.value:.1f} on average, "
            f"by {found.value:.1f} grades ({low:.1f} to {high:.1f})."
        ),
        notes=notes,
    )


def shift(rows: Sequence[CapacityRow]) -> Shown:
    """Return the mean shift from start to end, with Wilcoxon's test as a check, or why it is not shown."""
    pairs = [(row, row.start, row.end) for row in rows]
    return _shift("capacity shift", pairs, SHIFT, ("Over all statements,", (RESET, wilcoxon(rows))))


def wilcoxon(rows: Sequence[CapacityRow]) -> str:
    """Say whether Wilcoxon's signed ranks, over the mean shift of each person, agree that ratings went one way."""
    people: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        people.setdefault((row.school, row.staff), []).append(row.end - row.start)
    shifts = np.array([np.mean(own) for own in people.values()])
    moved = shifts[shifts != 0]
    if moved.size < 6:  # with fewer even shifts all one way give a p above 0.03
        return "Too few members of staff changed their ratings for a check that needs no average."
    p = float(stats.wilcoxon(moved).pvalue)
    agrees = "also finds" if p < 0.05 else "does not find"
    return f"A check that needs no average (Wilcoxon, one value a person, p {p:.3f}) {agrees} that they moved one way."


def looked_back(rows: Sequence[CapacityRow]) -> Shown:
    """Return the mean shift from the start as staff see it at the end, or why it is not shown."""
    pairs = [(row, row.then, row.end) for row in rows if row.then is not None]
    if not pairs:
        return Refusal("capacity shift, looking back", NOT_ASKED, THEN)
    reset = float(np.mean([then - row.start for row, then, _ in pairs]))
    way = (
        "as high as"
        if abs(reset) < 0.05
        else f"{abs(reset):.1f} grades {'lower' if reset < 0 else 'higher'} than"
    )
    note = f"Looking back, staff place the start {way} they had rated it then."
    return _shift("capacity shift, looking back", pairs, THEN, ("Looking back at the start,", (note,)))


def later(rows: Sequence[CapacityRow]) -> Shown:
    """Return the mean shift from the end of support to the follow-up, or why it is not shown."""
    pairs = [(row, row.end, row.follow_up) for row in rows if row.follow_up is not None]
    if not pairs:
        return Refusal("capacity later", "Nobody rated again after support had ended.", LATER)
    left = len(rows) - len(pairs)
    note = f"{left} pairs were not rated again, and those need not be like the others."
    return _shift("capacity later", pairs, LATER, ("After support had ended,", (note,) if left else ()))


def _statements(rows: Sequence[CapacityRow]) -> tuple[Shown, ...]:
    """Each statement by itself: how many moved up, with Wilson's interval, or that too few rated it."""
    found: list[Shown] = []
    for statement in dict.fromkeys(row.statement for row in rows):
        own = [row for row in rows if row.statement == statement]
        name = f"capacity: {statement}"
        if len(own) < FEWEST_STATEMENT:
            found.append(Refusal(name, TOO_FEW.format(FEWEST_STATEMENT), STATEMENT))
            continue
        up, same, down = _moved(own)
        found.append(
            Figure(
                name=name,
                estimate=up / len(own),
                unit="share",
                interval=_interval(own, 1, up),
                n=len(own),
                denominator=len(own),
                of="members of staff",
                label=Evidence.DESCRIBE,
                definition=STATEMENT,
                sentence=f"{up} of {len(own)} rated this higher, {same} the same, {down} lower. {RESET}",
            )
        )
    return tuple(found)
