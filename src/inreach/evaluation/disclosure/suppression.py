"""What may leave a school: small counts are hidden, and it is checked that nobody can work them out again.

Everything that leaves a school goes through `release`. A count of 1 to 4 is hidden (primary), totals included, and
further cells are hidden until an attacker who knows every printed cell, how cells add up, and every earlier release
can narrow no hidden cell down to less than the threshold (secondary). That is checked by linear programmes, not by a
pattern such as "two blanks in each line", which is known not to be enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.disclosure.attacker import Attacker, Range, cheapest
from inreach.evaluation.disclosure.tables import Cell, Table, named

Floats = NDArray[np.float64]
SMALL = 5
EXACT = 1e-6
HIDDEN = "hidden"
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Suppression:
    """The cells that are hidden; none inside the school."""

    hidden: frozenset[Cell] = frozenset()

    def shows(self, *cells: Cell) -> bool:
        """Say whether all of these cells are printed."""
        return not self.hidden & set(cells)

    def number(self, cell: Cell, count: float) -> str:
        """A count, or that it is hidden."""
        return f"{count:,.0f}" if self.shows(cell) else HIDDEN

    def note(self, rows: int) -> tuple[str, ...]:
        """The note on what is hidden, none if nothing is."""
        if not rows:
            return ()
        lines = "1 line is" if rows == 1 else f"{rows} lines are"
        return (
            f"{lines} left out or hidden in part, because the numbers are small or would give small ones away.",
        )


NOTHING_HIDDEN = Suppression()


@dataclass(frozen=True, slots=True)
class Released:
    """What may leave: printed cells, which are hidden for being small, and which to protect those.

    `ranges` is what an attacker can say of each hidden cell: for the audit, not to be printed.
    """

    printed: Mapping[Cell, float]
    primary: frozenset[Cell]
    secondary: frozenset[Cell]
    ranges: Mapping[Cell, Range]
    threshold: int = SMALL

    @property
    def hidden(self) -> frozenset[Cell]:
        """All hidden cells."""
        return self.primary | self.secondary

    def only(self, values: Mapping[Cell, Value]) -> dict[Cell, Value]:
        """Estimates, marks or labels of printed cells alone.

        An estimate drawn towards a mean gives the raw number back to whoever knows that mean and the count, so a
        hidden cell has none.
        """
        return {cell: value for cell, value in values.items() if cell in self.printed}

    @property
    def sentence(self) -> str:
        """What the reader is told."""
        if not self.primary:
            return "No number had to be hidden."
        few, more = len(self.primary), len(self.secondary)
        first = (
            f"{few} number{' is' if few == 1 else 's are'} hidden, being below {self.threshold} or protected"
        )
        return f"{first}, and {more} more so that {'it' if few == 1 else 'they'} cannot be worked out."


def small(count: float, threshold: int = SMALL) -> bool:
    """Say whether a count is too small to be printed: 1 up to below the threshold. 0 is printed."""
    return 0 < count < threshold


def release(
    table: Table,
    *,
    threshold: int = SMALL,
    earlier: frozenset[Cell] = frozenset(),
    also: frozenset[Cell] = frozenset(),
) -> Released:
    """Hide small counts, then further cells, until no hidden one can be narrowed down to less than the threshold.

    `earlier` are cells of the table that were printed before and cannot be hidden again (an earlier total of fewer
    schools is a cell that adds up from theirs); `also` are cells to protect like small ones. ValueError if a small
    count was printed before, or if hiding everything left would still give it away: collapse the table then.
    """
    primary = frozenset(cell for cell, count in table.cells.items() if small(count, threshold)) | also
    if primary & earlier:
        raise ValueError(
            f"{named(min(primary & earlier))} was printed in an earlier release and cannot be hidden."
        )
    search = _Search(table, earlier, threshold)
    hidden = search.widened(primary, primary)
    hidden = search.printed_again(hidden, primary)
    ranges = Attacker(table, hidden).ranges(sorted(hidden))
    if any(seen.width < search.narrow for seen in ranges.values()):
        hidden = search.widened(hidden, hidden)
        ranges = Attacker(table, hidden).ranges(sorted(hidden))
    printed = {cell: count for cell, count in table.cells.items() if cell not in hidden}
    return Released(printed, primary, hidden - primary, ranges, threshold)


class _Search:
    """The search for cells to hide. Possible tables that turn up are kept: they show for nothing that a cell is wide.

    A possible table stays one as long as every cell in which it differs from the true table is hidden.
    """

    def __init__(self, table: Table, earlier: frozenset[Cell], threshold: int) -> None:
        self.table, self.earlier, self.threshold = table, earlier, threshold
        self.narrow = threshold - EXACT
        self.lines = [frozenset(line.cells) for line in table.adds]
        self.cells = list(table.cells)
        self.at = {cell: i for i, cell in enumerate(self.cells)}
        self.truth = np.array(list(table.cells.values()), float)
        self.possible = np.zeros(
            (1, self.truth.size)
        )  # how they differ from the true table, which is one of them
        self.moved = np.zeros(self.possible.shape, dtype=bool)
        everything = Attacker(table, frozenset(self.cells))
        lines = everything.equations[:, [everything.at[cell] for cell in self.cells]]
        self.both_ways = sparse.hstack([lines, -lines], format="csc")
        extra = [(TOTAL in cell) + (count == 0) for cell, count in table.cells.items()]
        self.price = 1 + np.array(extra, float) + self.truth / (1 + self.truth.max(initial=0.0))

    def keep(self, apart: Floats) -> None:
        """Remember possible tables, one row each, by how they differ from the true one."""
        self.possible = np.vstack([self.possible, apart])
        self.moved = np.vstack([self.moved, np.abs(apart) > EXACT])

    def forget(self, hidden: frozenset[Cell]) -> None:
        """Forget tables that are no longer possible once these alone are hidden."""
        left = self._left(hidden)
        self.possible, self.moved = self.possible[left], self.moved[left]

    def _left(self, hidden: frozenset[Cell]) -> NDArray[np.bool_]:
        """Which of the tables kept are possible while these are hidden."""
        printed = np.ones(self.truth.size, dtype=bool)
        printed[[self.at[cell] for cell in hidden]] = False
        return np.asarray(~self.moved[:, printed].any(axis=1))

    def _known(self, hidden: frozenset[Cell]) -> set[Cell]:
        """The cells that are hidden alone in a line."""
        return {cell for line in self.lines if len(line & hidden) == 1 for cell in line & hidden}

    def unproven(self, hidden: frozenset[Cell], cells: Sequence[Cell]) -> list[Cell]:
        """Those of the cells of which no two tables kept show that they are wide."""
        width = np.ptp(self.possible[self._left(hidden)], axis=0)
        known = self._known(hidden)
        return [cell for cell in cells if cell in known or width[self.at[cell]] < self.narrow]

    def any_narrow(self, hidden: frozenset[Cell], cells: Sequence[Cell]) -> bool:
        """Say whether an attacker can narrow any of the cells down to less than the threshold.

        A cell that is hidden alone in a line is known; one that takes values far enough apart in possible tables is
        wide; the others are decided by programmes.
        """
        unsure = self.unproven(hidden, cells)
        if not unsure or self._known(hidden) & set(unsure):
            return bool(unsure)
        attacker = Attacker(self.table, hidden)
        columns = [self.at[cell] for cell in attacker.cells]
        apart = np.zeros((2 * len(unsure), self.truth.size))
        apart[:, columns] = attacker.ends(unsure) - self.truth[columns]
        self.keep(apart)
        return bool(self.unproven(hidden, unsure))

    def moving(self, hidden: frozenset[Cell], victim: Cell) -> frozenset[Cell] | None:
        """The cells that cost least to hide so that the victim may be higher by the threshold; None if none do.

        A programme over how a table may differ from the true one: it adds up, no count falls below 0, nothing printed
        before moves, and each cell costs its price for each target by which it moves, a hidden one next to nothing.
        """
        price = self.price.copy()
        price[[self.at[cell] for cell in hidden]] = 1e-3
        up, down = np.full(self.truth.size, np.inf), self.truth.copy()
        fixed = [self.at[cell] for cell in self.earlier]
        up[fixed] = down[fixed] = 0.0
        least, at = np.zeros(2 * self.truth.size), self.at[victim]
        least[at] = up[at] = self.threshold
        down[at] = 0.0
        most, nothing = np.concatenate([up, down]), np.zeros(len(self.lines))
        solution = cheapest(np.tile(price, 2), self.both_ways, nothing, (least, most))
        if solution is None:
            return None
        rise, fall = solution.reshape(2, -1)
        apart = np.round(rise - fall, 7)
        self.keep(apart[None, :])
        return frozenset(self.cells[i] for i in np.flatnonzero(np.abs(apart) > EXACT))

    def widened(self, hidden: frozenset[Cell], protect: frozenset[Cell]) -> frozenset[Cell]:
        """Hide cells until those to protect are wide, and with them all that are hidden on the way.

        Hiding more never narrows a range, so a cell found wide stays so. Where no cell may be higher by as much as the
        threshold, one cell after another is hidden.
        """
        waiting = self.unproven(hidden, sorted(protect))
        while waiting:
            more = self.moving(hidden, waiting[0])
            if more is None:
                stuck = self.any_narrow(hidden, waiting[:1])
                more = frozenset([_next(self.table, hidden, self.earlier, waiting[0])] if stuck else [])
            waiting = self.unproven(hidden | more, [*waiting, *sorted(more - hidden)])
            hidden |= more
        return hidden

    def printed_again(self, hidden: frozenset[Cell], primary: frozenset[Cell]) -> frozenset[Cell]:
        """Print again what turned out not to be needed, the largest count first."""
        self.forget(hidden)
        for cell in sorted(hidden - primary, key=lambda c: (-self.table.cells[c], c)):
            if not self.any_narrow(hidden - {cell}, sorted(primary)):
                hidden -= {cell}
                self.forget(hidden)
        return hidden


def _next(table: Table, hidden: frozenset[Cell], earlier: frozenset[Cell], victim: Cell) -> Cell:
    """The cell to hide next for the victim's sake; hiding more never narrows a range, so one at a time will do.

    First a cell that adds up with the victim, then one that adds up with any hidden cell. Among those the one that
    leaves the fewest lines with a single hidden cell, an inner cell before a total, and the smallest count that is
    not 0, since a cell known to be 0 or nearly so hides little.
    """
    lines = [set(line.cells) for line in table.adds]
    alone = [line for line in lines if len(line & hidden) == 1]
    near = set().union(*(line for line in lines if victim in line)) - hidden - earlier
    wider = set().union(*(line for line in lines if line & hidden)) - hidden - earlier
    choices = near or wider
    if not choices:
        raise ValueError(
            f"However much is hidden, {named(victim)} can be worked out from the totals; collapse the table."
        )

    def cost(cell: Cell) -> tuple[bool, int, bool, float, Cell]:
        left = sum(cell in line for line in alone) - sum(cell in line and not line & hidden for line in lines)
        return (table.cells[cell] == 0, -left, TOTAL in cell, table.cells[cell], cell)

    return min(choices, key=cost)
