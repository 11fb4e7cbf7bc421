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
from scipy import optimize, sparse

Floats = NDArray[np.float64]
SMALL = 5
EXACT = 1e-6
TOTAL = "total"
Cell = tuple[str, ...]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Adds:
    """These cells add up to that one. Totals, complements of shares and earlier releases are all of this kind."""

    parts: tuple[Cell, ...]
    whole: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Parts and whole."""
        return (*self.parts, self.whole)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by cell, totals among them, and how they add up; ValueError if they do not or are no counts."""

    cells: Mapping[Cell, float]
    adds: tuple[Adds, ...] = ()

    def __post_init__(self) -> None:
        for cell, count in self.cells.items():
            if count < 0 or count != int(count):
                raise ValueError(f"A count is a whole number from 0; {named(cell)} is {count}.")
        for line in self.adds:
            for cell in line.cells:
                if cell not in self.cells:
                    raise ValueError(f"{named(cell)} is not in the table.")
            made = sum(self.cells[cell] for cell in line.parts)
            if made != self.cells[line.whole]:
                raise ValueError(
                    f"The parts of {named(line.whole)} make {made}, not {self.cells[line.whole]}."
                )

    def __add__(self, other: Table) -> Table:
        """Two tables released together; ValueError if a cell of both does not hold the same count."""
        for cell in set(self.cells) & set(other.cells):
            if self.cells[cell] != other.cells[cell]:
                raise ValueError(
                    f"{named(cell)} is {self.cells[cell]} in one table and {other.cells[cell]} in another."
                )
        return Table({**self.cells, **other.cells}, (*self.adds, *other.adds))


def named(cell: Cell) -> str:
    """A cell as a person says it."""
    return " / ".join(cell)


def crossed(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[float]]) -> Table:
    """Return rows by columns with both margins and the grand total as cells; ValueError if the counts do not fit."""
    if len(counts) != len(rows) or any(len(line) != len(columns) for line in counts):
        raise ValueError(f"{len(rows)} rows of {len(columns)} counts are needed.")
    cells: dict[Cell, float] = {
        (r, c): counts[i][j] for i, r in enumerate(rows) for j, c in enumerate(columns)
    }
    adds = [Adds(tuple((r, c) for c in columns), (r, TOTAL)) for r in rows]
    adds += [Adds(tuple((r, c) for r in rows), (TOTAL, c)) for c in columns]
    for line in adds:
        cells[line.whole] = sum(cells[cell] for cell in line.parts)
    cells[TOTAL, TOTAL] = sum(cells[r, TOTAL] for r in rows)
    adds.append(Adds(tuple((r, TOTAL) for r in rows), (TOTAL, TOTAL)))
    adds.append(Adds(tuple((TOTAL, c) for c in columns), (TOTAL, TOTAL)))
    return Table(cells, tuple(adds))


def shares(hits: Mapping[str, float], sizes: Mapping[str, float], of: str) -> Table:
    """Return shares as counts: `of`, not `of`, and all of each unit, so that complements are protected too."""
    cells: dict[Cell, float] = {}
    for unit, size in sizes.items():
        cells |= {(unit, of): hits[unit], (unit, f"not {of}"): size - hits[unit], (unit, TOTAL): size}
    return Table(cells, tuple(Adds(((u, of), (u, f"not {of}")), (u, TOTAL)) for u in sizes))


@dataclass(frozen=True, slots=True)
class Range:
    """What an attacker can say of a hidden cell: it lies between these two, ends included."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the ends are; 0 means that the cell is known exactly."""
        return self.high - self.low


class Attacker:
    """Knows every cell that is not hidden, how cells add up, and that counts are not negative."""

    def __init__(self, table: Table, hidden: frozenset[Cell]) -> None:
        """ValueError if a hidden cell is not in the table."""
        strangers = hidden - set(table.cells)
        if strangers:
            raise ValueError(f"{named(min(strangers))} is not in the table and cannot be hidden.")
        self.cells = sorted(hidden)
        self.at = {cell: i for i, cell in enumerate(self.cells)}
        entries: list[tuple[int, int, float]] = []
        known: list[float] = []
        for line in table.adds:
            if not hidden & set(line.cells):
                continue
            total = 0.0
            for cell, sign in [*((part, 1.0) for part in line.parts), (line.whole, -1.0)]:
                if cell in hidden:
                    entries.append((len(known), self.at[cell], sign))
                else:
                    total -= sign * table.cells[cell]
            known.append(total)
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        self.equations = sparse.csc_array((signs, (rows, columns)), shape=(len(known), len(self.cells)))
        self.totals = np.array(known, float)
        self.unbounded = 1e3 * (sum(table.cells.values()) + 1)

    def ends(self, cells: Sequence[Cell]) -> Floats:
        """Two possible tables for each of these hidden cells, one row each: with its least and with its largest value.

        Each end is a programme of its own; they share nothing, so they are solved side by side as blocks of one,
        which is many times faster than one call for each. Columns are the hidden cells in their order.
        """
        k, size = len(cells), len(self.cells)
        aim = np.zeros((2 * k, size))
        for block, cell in enumerate(cells):
            aim[2 * block, self.at[cell]], aim[2 * block + 1, self.at[cell]] = 1.0, -1.0
        blocks, totals = _blocks(self.equations, 2 * k), np.tile(self.totals, 2 * k)
        found = _solved(aim.ravel(), blocks, totals, (0.0, self.unbounded))
        if found is None:
            raise RuntimeError("The ranges of the hidden cells could not be worked out.")
        return np.round(found, 7).reshape(2 * k, size)

    def ranges(self, cells: Sequence[Cell]) -> dict[Cell, Range]:
        """The attacker's range of each of these hidden cells; infinite where only the stand-in for "no bound" held."""
        if not cells:
            return {}
        ends = self.ends(cells)
        pairs = [ends[2 * block : 2 * block + 2, self.at[cell]].tolist() for block, cell in enumerate(cells)]
        return {cell: Range(*map(self._seen, pair)) for cell, pair in zip(cells, pairs, strict=True)}

    def _seen(self, value: float) -> float:
        """A value, or infinity where only the stand-in for it held."""
        return float("inf") if value >= self.unbounded / 2 else float(value)

    def range(self, cell: Cell) -> Range:
        """The attacker's range of one hidden cell."""
        return self.ranges([cell])[cell]


def _solved(
    price: Floats, equations: sparse.csc_array, totals: Floats, ends: tuple[float | Floats, float | Floats]
) -> Floats | None:
    """The cheapest amounts between two ends that the equations allow; None if there are none."""
    given = optimize.LinearConstraint(equations, totals, totals) if totals.size else ()
    found = optimize.milp(price, constraints=given, bounds=optimize.Bounds(*ends))
    return np.asarray(found.x, float) if found.status == 0 else None


def _blocks(equations: sparse.csc_array, copies: int) -> sparse.csc_array:
    """The equations over and over, each copy with columns of its own."""
    (rows, columns), count = equations.shape, equations.nnz
    at = np.arange(copies)[:, None]
    starts = np.concatenate([[0], (equations.indptr[1:] + count * at).ravel()])
    parts = (np.tile(equations.data, copies), (equations.indices + rows * at).ravel(), starts)
    return sparse.csc_array(parts, shape=(rows * copies, columns * copies))


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
        found = _solved(np.tile(price, 2), self.both_ways, nothing, (least, most))
        if found is None:
            return None
        rise, fall = found.reshape(2, -1)
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
            found = self.moving(hidden, waiting[0])
            if found is None:
                stuck = self.any_narrow(hidden, waiting[:1])
                found = frozenset([_next(self.table, hidden, self.earlier, waiting[0])] if stuck else [])
            waiting = self.unproven(hidden | found, [*waiting, *sorted(found - hidden)])
            hidden |= found
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
