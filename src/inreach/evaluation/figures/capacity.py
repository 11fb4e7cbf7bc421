"""What the school can now do by itself: graded ratings of the same statements by the same staff at start and end.

Staff judge the starting point anew once they know more (response shift), so what they say, at the end, that it had been
stands beside. Statements come from the service's own set; nothing is added up over different statements but counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from inreach.evaluation.aggregation.types import CapacityRow
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import design_effect, share_interval
from inreach.evaluation.estimators.ratio import ratio
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal

FEWEST_PAIRS = 10
FEWEST_STATEMENT = 10

NAME = "capacity"
SHARES = (
    "Pairs of ratings by one person of one statement that went up, stayed, or went down; Wilson's interval."
)
STATEMENT = "As over all statements, for one statement."
RESET = "Self-ratings often re-set the starting point."


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """One mean shift: its name, how it is worked out, between which ratings it lies and how its sentence begins."""

    name: str
    definition: str
    begins: str


SHIFT = ShiftKind(
    "capacity shift",
    "Mean of end less start over pairs, in grades; error over schools, over staff where there is one school.",
    "Over all statements,",
)
LOOKING_BACK = ShiftKind(
    "capacity shift, looking back",
    "Mean of end less what staff say at the end that the start had been, over pairs with both; error as before.",
    "Looking back at the start,",
)
LATER = ShiftKind(
    "capacity later",
    "Mean of follow-up less end over pairs with both; error as before.",
    "After support had ended,",
)


def too_few(fewest: int) -> str:
    """What is said of fewer pairs than this."""
    return f"Fewer than {fewest} pairs of ratings; they are listed one by one."


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows with the two ratings between which a shift lies."""

    pairs: Sequence[tuple[CapacityRow, int, int]]

    @property
    def rows(self) -> list[CapacityRow]:
        """The rows alone."""
        return [row for row, _, _ in self.pairs]


RULES: tuple[RefusalRule[Sequence[CapacityRow]], ...] = (
    RefusalRule(
        "nobody rated", lambda rows: not rows, lambda rows: "Nobody rated what the school can do by itself."
    ),
    RefusalRule("few pairs", lambda rows: len(rows) < FEWEST_PAIRS, lambda rows: too_few(FEWEST_PAIRS)),
)
SHIFT_RULES: tuple[RefusalRule[Pairs], ...] = (
    RefusalRule(
        "few pairs", lambda shift: len(shift.pairs) < FEWEST_PAIRS, lambda shift: too_few(FEWEST_PAIRS)
    ),
    RefusalRule(
        "one person",
        lambda shift: len(set(_clusters(shift.rows))) < 2,
        lambda shift: "All ratings are one person's, so nothing says how far another's would lie off.",
    ),
)
NOT_ASKED: RefusalRule[Pairs] = RefusalRule(
    "not asked to look back",
    lambda shift: not shift.pairs,
    lambda shift: "Nobody was asked to rate the starting point again, so how far it was re-set is not known.",
)
NOT_RATED_AGAIN: RefusalRule[Pairs] = RefusalRule(
    "not rated again",
    lambda shift: not shift.pairs,
    lambda shift: "Nobody rated again after support had ended.",
)
STATEMENT_RULES: tuple[RefusalRule[Sequence[CapacityRow]], ...] = (
    RefusalRule(
        "few of one statement",
        lambda rows: len(rows) < FEWEST_STATEMENT,
        lambda rows: too_few(FEWEST_STATEMENT),
    ),
)


def shares_sentence(rows: Sequence[CapacityRow]) -> str:
    """Say how many pairs of ratings went each way."""
    up, same, down = _moved(rows)
    return (
        f"Of {len(rows)} pairs of ratings by {_people(rows)} members of staff {up} went up, "
        f"{same} stayed the same and {down} went down. {RESET}"
    )


def one_way_sentence(count: int, n: int, went: str, interval: Interval) -> str:
    """Say how many pairs of ratings went one way."""
    return f"{count} of {n} pairs of ratings {went} ({100 * interval.low:.0f} to {100 * interval.high:.0f} in 100)."


def shift_sentence(kind: ShiftKind, first: float, shift: float, ends: tuple[float, float]) -> str:
    """Say from where to where ratings moved on average."""
    low, high = ends
    return (
        f"{kind.begins} ratings moved from {first:.1f} to {first + shift:.1f} on average, "
        f"by {shift:.1f} grades ({low:.1f} to {high:.1f})."
    )


def statement_sentence(rows: Sequence[CapacityRow]) -> str:
    """Say how many rated one statement higher, the same and lower."""
    up, same, down = _moved(rows)
    return f"{up} of {len(rows)} rated this higher, {same} the same, {down} lower. {RESET}"


def enough(rows: Sequence[CapacityRow]) -> bool:
    """Say whether there are pairs of ratings enough for any figure."""
    return len(rows) >= FEWEST_PAIRS


def figures(rows: Sequence[CapacityRow]) -> tuple[Shown, ...]:
    """Return shares up, same and down, the mean shift, the shift from the looked-back start, and what came later."""
    if not enough(rows):
        return shares(rows)
    return (*shares(rows), shift(rows), looked_back(rows), later(rows), *statements(rows))


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


def shares(rows: Sequence[CapacityRow]) -> tuple[Shown, ...]:
    """Return the three shares, each with its interval, or why they are not shown."""
    refused = refusal(RULES, rows, figure=NAME, definition=SHARES)
    if refused:
        return (refused,)
    n, ways = len(rows), (("up", 1, "went up"), ("the same", 0, "stayed the same"), ("down", -1, "went down"))
    made = []
    for (way, sign, went), count in zip(ways, _moved(rows), strict=True):
        interval = _interval(rows, sign, count)
        made.append(
            Figure(
                name=f"capacity {way}",
                estimate=count / n,
                unit="share",
                interval=interval,
                n=n,
                denominator=n,
                of="pairs of ratings",
                label=Evidence.DESCRIBE,
                definition=SHARES,
                sentence=shares_sentence(rows) if sign > 0 else one_way_sentence(count, n, went, interval),
            )
        )
    return tuple(made)


def _shift(kind: ShiftKind, shift: Pairs, notes: tuple[str, ...]) -> Shown:
    """A mean shift between two ratings of each row, or why it is not shown."""
    refused = refusal(SHIFT_RULES, shift, figure=kind.name, definition=kind.definition)
    if refused:
        return refused
    pairs, rows = shift.pairs, shift.rows
    mean_shift = ratio([b - a for _, a, b in pairs], [1.0] * len(rows), _clusters(rows))
    low, high = mean_shift.limits()
    first = float(np.mean([a for _, a, _ in pairs]))
    return Figure(
        name=kind.name,
        estimate=mean_shift.value,
        unit="grades",
        interval=Interval(low, high) if high > low else None,
        without=""
        if high > low
        else "All moved alike, so there is no spread from which an interval could be had.",
        n=len(rows),
        denominator=len(rows),
        of="pairs of ratings",
        label=Evidence.CHANGE,
        definition=kind.definition,
        sentence=shift_sentence(kind, first, mean_shift.value, (low, high)),
        notes=notes,
    )


def shift(rows: Sequence[CapacityRow]) -> Shown:
    """Return the mean shift from start to end, with Wilcoxon's test as a check, or why it is not shown."""
    return _shift(SHIFT, Pairs([(row, row.start, row.end) for row in rows]), (RESET, wilcoxon(rows)))


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
    pairs = Pairs([(row, row.then, row.end) for row in rows if row.then is not None])
    refused = refusal((NOT_ASKED,), pairs, figure=LOOKING_BACK.name, definition=LOOKING_BACK.definition)
    if refused:
        return refused
    reset = float(np.mean([then - row.start for row, then, _ in pairs.pairs]))
    way = (
        "as high as"
        if abs(reset) < 0.05
        else f"{abs(reset):.1f} grades {'lower' if reset < 0 else 'higher'} than"
    )
    note = f"Looking back, staff place the start {way} they had rated it then."
    return _shift(LOOKING_BACK, pairs, (note,))


def later(rows: Sequence[CapacityRow]) -> Shown:
    """Return the mean shift from the end of support to the follow-up, or why it is not shown."""
    pairs = Pairs([(row, row.end, row.follow_up) for row in rows if row.follow_up is not None])
    refused = refusal((NOT_RATED_AGAIN,), pairs, figure=LATER.name, definition=LATER.definition)
    if refused:
        return refused
    left = len(rows) - len(pairs.pairs)
    note = f"{left} pairs were not rated again, and those need not be like the others."
    return _shift(LATER, pairs, (note,) if left else ())


def statements(rows: Sequence[CapacityRow]) -> tuple[Shown, ...]:
    """Return each statement by itself: how many moved up, with Wilson's interval, or that too few rated it."""
    return tuple(
        _statement(statement, [row for row in rows if row.statement == statement])
        for statement in dict.fromkeys(row.statement for row in rows)
    )


def _statement(statement: str, rows: Sequence[CapacityRow]) -> Shown:
    """One statement by itself."""
    name = f"capacity: {statement}"
    refused = refusal(STATEMENT_RULES, rows, figure=name, definition=STATEMENT)
    if refused:
        return refused
    up, _, _ = _moved(rows)
    return Figure(
        name=name,
        estimate=up / len(rows),
        unit="share",
        interval=_interval(rows, 1, up),
        n=len(rows),
        denominator=len(rows),
        of="members of staff",
        label=Evidence.DESCRIBE,
        definition=STATEMENT,
        sentence=statement_sentence(rows),
    )
