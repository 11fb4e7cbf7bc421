"""The file with which a service shares sums instead of rows: written, read again, and refused with field and reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inreach.evaluation.aggregation.sql import GROUPS, VALUES
from inreach.evaluation.aggregation.types import TOTAL

FORMAT, VERSION = "inreach sums", 1
KINDS = ("not met", "met", "exceeded", "reviewed", "missing", "not due", "opened")
SHOWN, OTHER = "shown by school", "of other schools"
LINES = {"reviewed": ("not met", "met", "exceeded"), "opened": ("reviewed", "missing", "not due")}


class NotSums(ValueError):
    """A file that does not hold sums; says which file, where in it, and what was expected."""


@dataclass(frozen=True, slots=True)
class CellSums:
    """The reviewed targets of one school and area: how many, of how many pupils, and the sum of their values.

    `squared` is the sum over pupils of their targets squared.
    """

    targets: int
    pupils: int
    squared: int
    total: int


@dataclass(frozen=True, slots=True)
class SharedSums:
    """What a service lets out. A cell that is not there has no targets or is hidden; None is hidden.

    `shared` is of each school with cells the sum over pupils of their targets in those cells, squared. `squares` and
    `pupil_squares` (the sum over pupils of a cell of their sum squared, over their targets) are of all cells together.
    `outcomes` counts the targets of each area, and of all under TOTAL, by KINDS.
    """

    service: str
    value: str
    by: tuple[str, ...]
    threshold: int
    cells: Mapping[tuple[str, str], CellSums]
    shared: Mapping[str, int | None]
    squares: int
    pupil_squares: float | None
    outcomes: Mapping[str, Mapping[str, int | None]]
    hidden_note: str
    source: str = ""


def write_sums(sums: SharedSums, path: Path) -> None:
    """Write the file, readable by people too: one line for each cell."""
    held: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "service": sums.service,
        "value": sums.value,
        "by": list(sums.by),
        "threshold": sums.threshold,
        "hidden": sums.hidden_note,
        "squares": sums.squares,
        "pupil_squares": sums.pupil_squares,
    }
    lines = [f"  {json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}" for name, part in held.items()]
    cells = [
        {
            "school": school,
            "area": area,
            "targets": c.targets,
            "pupils": c.pupils,
            "squared": c.squared,
            "total": c.total,
        }
        for (school, area), c in sums.cells.items()
    ]
    lines.append(
        '  "cells": [\n' + ",\n".join(f"    {json.dumps(c, ensure_ascii=False)}" for c in cells) + "\n  ]"
    )
    for name, table in (("shared", sums.shared), ("outcomes", sums.outcomes)):
        inside = ",\n".join(
            f"    {json.dumps(key, ensure_ascii=False)}: {json.dumps(part)}" for key, part in table.items()
        )
        lines.append(f'  "{name}": {{\n{inside}\n  }}')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


class _Reader:
    """Takes parts out of one file and says where one is wrong."""

    def __init__(self, source: str) -> None:
        self.source = source

    def wrong(self, where: str, expected: str, value: object) -> NotSums:
        """The refusal of one part."""
        text = json.dumps(value, ensure_ascii=False)
        return NotSums(
            f"{self.source}, {where}: expected {expected}, not {text if len(text) < 60 else 'this'}."
        )

    def part(self, held: Any, name: str, where: str = "") -> Any:
        """One part of an object."""
        place = f"{where}.{name}" if where else name
        if not isinstance(held, dict) or name not in held:
            raise NotSums(f"{self.source}: '{place}' is missing.")
        return held[name]

    def text(self, held: Any, name: str, where: str = "") -> str:
        """A text that is not empty."""
        value = self.part(held, name, where)
        if not isinstance(value, str) or not value:
            raise self.wrong(f"{where}.{name}" if where else name, "a text", value)
        return value

    def whole(self, value: Any, where: str, least: int | None = 0) -> int:
        """A whole number, from `least` if that is given."""
        if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
            raise self.wrong(where, f"a whole number{'' if least is None else f' from {least}'}", value)
        return value

    def maybe(self, value: Any, where: str) -> int | None:
        """A whole number from 0, or nothing where it is hidden."""
        return None if value is None else self.whole(value, where)

    def table(self, held: Any, name: str) -> dict[str, Any]:
        """An object of named parts."""
        value = self.part(held, name)
        if not isinstance(value, dict):
            raise self.wrong(name, "an object", value)
        return value

    def cells(self, held: Any, threshold: int) -> dict[tuple[str, str], CellSums]:
        """The cells, each once."""
        listed = self.part(held, "cells")
        if not isinstance(listed, list):
            raise self.wrong("cells", "a list", listed)
        cells: dict[tuple[str, str], CellSums] = {}
        for at, entry in enumerate(listed):
            where = f"cells[{at}]"
            key = self.text(entry, "school", where), self.text(entry, "area", where)
            if key in cells:
                raise NotSums(f"{self.source}, {where}: {key[0]} and {key[1]} stand here a second time.")
            n, pupils, squared = (
                self.whole(self.part(entry, name, where), f"{where}.{name}", threshold)
                for name in ("targets", "pupils", "squared")
            )
            total = self.whole(self.part(entry, "total", where), f"{where}.total", None)
            if not pupils <= n <= squared <= n * n:
                raise NotSums(
                    f"{self.source}, {where}: {pupils} pupils, {n} targets and {squared} do not fit together."
                )
            cells[key] = CellSums(n, pupils, squared, total)
        return cells


def read_sums(path: Path) -> SharedSums:
    """Read a file that write_sums wrote; NotSums with file, field and what was expected."""
    reader = _Reader(path.name)
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as broken:
        raise NotSums(f"{path.name} is no JSON file: {broken}.") from broken
    if reader.part(held, "format") != FORMAT:
        raise reader.wrong("format", f'"{FORMAT}"', held["format"])
    if reader.part(held, "version") != VERSION:
        raise reader.wrong("version", f"{VERSION}, the only one that this program reads", held["version"])
    value, by = reader.text(held, "value"), reader.part(held, "by")
    if value not in VALUES:
        raise reader.wrong("value", " or ".join(VALUES), value)
    if not isinstance(by, list) or not by or not set(map(str, by)) <= set(GROUPS):
        raise reader.wrong("by", "area, programme or both", by)
    threshold = reader.whole(reader.part(held, "threshold"), "threshold", 1)
    cells = reader.cells(held, threshold)
    shared = {
        school: reader.maybe(n, f"shared.{school}") for school, n in reader.table(held, "shared").items()
    }
    if set(shared) != {school for school, _ in cells}:
        raise NotSums(f"{path.name}, shared: expected one number for each school that has cells.")
    outcomes = {
        area: {
            kind: reader.maybe(reader.part(counts, kind, f"outcomes.{area}"), f"outcomes.{area}.{kind}")
            for kind in KINDS
        }
        for area, counts in reader.table(held, "outcomes").items()
    }
    if outcomes and TOTAL not in outcomes:
        raise NotSums(f"{path.name}: 'outcomes.{TOTAL}' is missing.")
    inside = reader.part(held, "pupil_squares")
    if inside is not None and (isinstance(inside, bool) or not isinstance(inside, int | float) or inside < 0):
        raise reader.wrong("pupil_squares", "a number from 0 or null", inside)
    return SharedSums(
        service=reader.text(held, "service"),
        value=value,
        by=tuple(by),
        threshold=threshold,
        cells=cells,
        shared=shared,
        squares=reader.whole(reader.part(held, "squares"), "squares"),
        pupil_squares=None if inside is None else float(inside),
        outcomes=outcomes,
        hidden_note=reader.text(held, "hidden"),
        source=path.name,
    )
