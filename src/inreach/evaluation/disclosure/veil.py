"""What a chart may not show: cells that a release hides, and how a chart writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inreach.evaluation.disclosure.suppression import Adds, Cell, Table

HIDDEN = "hidden"
ALL = "all targets"


@dataclass(frozen=True, slots=True)
class Veil:
    """The cells that are hidden; none inside the school."""

    hidden: frozenset[Cell] = frozenset()

    def shows(self, *cells: Cell) -> bool:
        """Say whether all of these cells are printed."""
        return not self.hidden & set(cells)

    def number(self, cell: Cell, count: float) -> str:
        """A count, or that it is hidden."""
        return f"{count:,.0f}" if self.shows(cell) else HIDDEN

    def said(self, rows: int) -> tuple[str, ...]:
        """The note on what is hidden, none if nothing is."""
        if not rows:
            return ()
        lines = "1 line is" if rows == 1 else f"{rows} lines are"
        return (
            f"{lines} left out or hidden in part, because the numbers are small or would give small ones away.",
        )


OPEN = Veil()


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
