"""Which sums may leave a service: those of cells with enough targets and pupils, and outcomes by area with nothing
small in them that could be worked out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation import sql
from inreach.evaluation.aggregation.engines import Engine
from inreach.evaluation.aggregation.query_results import (
    MISSING,
    NOT_DUE,
    REVIEWED,
    Outcomes,
    coded,
    gather,
    grouped,
    numbers,
    outcomes,
    people,
)
from inreach.evaluation.aggregation.sums_file import KINDS, LINES, OTHER, SHOWN, CellSums, SharedSums
from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.disclosure import suppression
from inreach.evaluation.disclosure.reconstruction_risk import ENDS, CellSum, cells_at_risk
from inreach.evaluation.disclosure.suppression import SMALL, small
from inreach.evaluation.disclosure.tables import Adds, Cell, Table
from inreach.evaluation.estimators.sufficient_statistics import Cells

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def sums_to_share(
    engine: Engine,
    *,
    service: str,
    value: str = "gain",
    by: Sequence[str] = ("area",),
    threshold: int = SMALL,
) -> SharedSums:
    """Return what may leave; nothing hidden can be worked out from it. ValueError without reviewed targets.

    School by area: only cells with at least `threshold` targets of at least as many pupils, and no sum that pins a
    value down. Outcomes by area, whatever the school: small counts hidden, and others with them (`disclosure.release`),
    knowing that the printed cells of an area can be taken from its total. Nothing is told of outcomes by school, nor
    how many cells were left out, which would narrow down what they hold.
    """
    cells, counts, pupils = gather(engine, value=value, by=by), outcomes(engine, by=by), people(engine, by=by)
    kept = _kept(cells, value, threshold)
    told, hidden_note = _outcomes_by_area(cells, kept, (counts, pupils), threshold)
    shown = {
        (str(cells.schools[i]), str(cells.areas[j])): CellSums(
            int(cells.n[i, j]), int(cells.pupils[i, j]), int(cells.pupil_n2[i, j]), int(cells.total[i, j])
        )
        for i, j in zip(*np.nonzero(kept), strict=True)
    }
    several = int((cells.n - cells.pupils)[kept].sum())
    return SharedSums(
        service=service,
        value=value,
        by=tuple(by),
        threshold=threshold,
        cells=shown,
        shared=_shared(engine, by, cells, kept, threshold),
        squares=int(cells.squares[kept].sum()),
        pupil_squares=None if small(several, threshold) else float(cells.pupil_squares[kept].sum()),
        outcomes=told,
        hidden_note=f"Schools by area with fewer than {threshold} targets or pupils are left out. {hidden_note}",
    )


def _kept(cells: Cells, value: str, threshold: int) -> Bools:
    """The cells whose sums may leave: large enough, and pinning no value down, all of them together.

    A cell alone is left out too: the sum of squares of all would be its own, and says much of its values.
    """
    kept = (cells.n >= threshold) & (cells.pupils >= threshold)
    while True:
        at = list(zip(*np.nonzero(kept), strict=True))
        leaving = [CellSum(int(cells.n[c]), int(cells.total[c])) for c in at]
        loose = cells_at_risk(leaving, float(cells.squares[kept].sum()), ENDS[value], threshold)
        if not loose and len(at) != 1:
            return kept
        for cell in loose or [0]:
            kept[at[cell]] = False


def _shared(
    engine: Engine, by: Sequence[str], cells: Cells, kept: Bools, threshold: int
) -> dict[str, int | None]:
    """Of each school with cells the sum over pupils of their targets in those cells, squared.

    Hidden where fewer than `threshold` pairs of targets tie its cells together, or none, so that none looks like few.
    """
    school, *areas, products = engine.ask(sql.ties(by))
    width = len(areas) // 2
    both = [np.concatenate([np.asarray(areas[at]), np.asarray(areas[at + width])]) for at in range(width)]
    code, names = grouped(both)
    s, _ = coded(school)
    place = np.array([cells.areas.index(name) for name in names], dtype=np.intp)[code]
    one, other = place[: s.size], place[s.size :]
    inside = kept[s, one] & kept[s, other]
    square = np.bincount(s[inside], weights=numbers(products)[inside], minlength=len(cells.schools))
    own = np.where(kept, cells.pupil_n2, 0).sum(1)
    return {
        str(cells.schools[at]): None if (square[at] - own[at]) / 2 < threshold else int(square[at])
        for at in np.flatnonzero(kept.any(1))
    }


def _kinds(states: Floats) -> dict[str, float]:
    """Counts by KINDS of one line of counts by state."""
    three = [states[0:3].sum(), states[3], states[4]]
    rest = [states[REVIEWED].sum(), states[MISSING], states[NOT_DUE], states.sum()]
    return dict(zip(KINDS, [*three, *rest], strict=True))


def _outcomes_by_area(
    cells: Cells, kept: Bools, counted: tuple[Outcomes, Outcomes], threshold: int
) -> tuple[dict[str, dict[str, int | None]], str]:
    """Counts by area and kind with the small ones and their protectors hidden, and what is said of it.

    A pupil may be in several states, so the pupils of a sum are at least the most of one part; where that is too few
    the sum is protected, though it may rest on more.
    """
    counts, pupils = counted[0].counts.sum(0), counted[1].counts.sum(0)
    held: dict[Cell, float] = {}
    also: set[Cell] = set()
    names = [str(area) for area in counted[0].areas]
    shown = {str(area): float(cells.n[kept[:, j], j].sum()) for j, area in enumerate(cells.areas)}
    behind = {str(area): float(cells.pupils[~kept[:, j], j].sum()) for j, area in enumerate(cells.areas)}
    for j, area in enumerate(names):
        kinds = _kinds(counts[j])
        kinds[SHOWN] = shown.get(area, 0.0)
        kinds[OTHER] = kinds["reviewed"] - kinds[SHOWN]
        held |= {(area, kind): n for kind, n in kinds.items()}
        most = pupils[j]
        few = {
            "not met": most[0:3].max(), "met": most[3], "exceeded": most[4], "reviewed": most[REVIEWED].max(),
            "missing": most[MISSING], "not due": most[NOT_DUE], "opened": most.max(), OTHER: behind.get(area, 0.0),
        }  # fmt: skip
        also |= {(area, kind) for kind, n in few.items() if kinds[kind] > 0 and n < threshold}
    everything = [*KINDS, SHOWN, OTHER]
    adds = [Adds(tuple((area, kind) for area in names), (TOTAL, kind)) for kind in everything]
    held |= {line.whole: sum(held[part] for part in line.parts) for line in adds}
    for area in [*names, TOTAL]:
        adds += [Adds(tuple((area, part) for part in parts), (area, whole)) for whole, parts in LINES.items()]
        adds.append(Adds(((area, SHOWN), (area, OTHER)), (area, "reviewed")))
    known = frozenset((area, SHOWN) for area in [*names, TOTAL])
    try:
        protected = suppression.release(
            Table(held, tuple(adds)), threshold=threshold, earlier=known, also=frozenset(also)
        )
    except ValueError:
        return {}, "Outcomes by area are left out, since small numbers could be worked out from them."
    return {
        area: {kind: int(held[area, kind]) if (area, kind) in protected.printed else None for kind in KINDS}
        for area in [*names, TOTAL]
    }, protected.sentence
