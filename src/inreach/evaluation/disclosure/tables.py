"""Counts by cell and how they add up, which is what an attacker knows of a release besides the printed cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inreach.evaluation.aggregation.types import TOTAL

ALL = "all targets"
Cell = tuple[str, ...]


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


def by_unit(
    kind: str,
    names: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[float]],
    sums: Mapping[str, tuple[str, ...]],
) -> Table:
    """Return counts of units by columns with margins; cells are (kind, unit, column), and (ALL, column) over units.

    `sums` are further columns that add up from those before them, the last from all. Margins over units are the same
    for areas, schools and programmes, so that tables of several kinds can be released together.
    """
    cells: dict[Cell, float] = {}
    adds: list[Adds] = []
    for name, line in zip(names, counts, strict=True):
        cells |= {(kind, name, column): number for column, number in zip(columns, line, strict=True)}
    for at, column in enumerate(columns):
        cells[ALL, column] = sum(line[at] for line in counts)
    for head in [*((kind, name) for name in names), (ALL,)]:
        for whole, parts in sums.items():
            own = tuple((*head, part) for part in parts)
            cells[*head, whole] = sum(cells[cell] for cell in own)
            adds.append(Adds(own, (*head, whole)))
    for column in (*columns, *sums):
        adds.append(Adds(tuple((kind, name, column) for name in names), (ALL, column)))
    return Table(cells, tuple(adds))


def together(tables: Iterable[Table]) -> Table:
    """Return several tables as one; ValueError if a cell of two does not hold the same count."""
    whole = Table({})
    for table in tables:
        whole = whole + table
    return whole
