"""What an engine's answers are made into: sums by school and area, outcomes, and patterns of categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from inreach.core.targets.ratings import Outcome
from inreach.evaluation.aggregation import sql, sql_optional, types
from inreach.evaluation.aggregation.engines import Column, Engine
from inreach.evaluation.aggregation.types import Reviews
from inreach.evaluation.estimators.sufficient_statistics import Cells

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
STATES = (
    Outcome.WORSE.value,
    Outcome.NO_PROGRESS.value,
    Outcome.SOME_PROGRESS.value,
    Outcome.MET.value,
    Outcome.EXCEEDED.value,
    "missing",
    "not_due",
)
REVIEWED = slice(0, 5)
NOT_MET, MET, EXCEEDED, MISSING, NOT_DUE = slice(0, 3), 3, 4, 5, 6
JOINED = ": "
NAMES = {
    sql_optional.FACTORS: "answers about factors",
    sql_optional.FOLLOW_UPS: "checks after the review",
    sql_optional.CAPACITY: "ratings of what the school can do",
}
CLOSE = 4_000_000


def used(numbers: Ints) -> tuple[Ints, Ints]:
    """Return which whole numbers there are, in order, and of each entry which of them it is.

    What numpy's unique does by sorting; where they lie close together it is enough to mark them.
    """
    if not numbers.size or int(numbers.max()) - int(numbers.min()) > CLOSE:
        distinct, at = np.unique(numbers, return_inverse=True)
        return distinct, at.reshape(-1)
    least = int(numbers.min())
    near = (numbers - least).astype(np.intp)
    there = np.bincount(near) > 0
    return np.flatnonzero(there) + least, (np.cumsum(there) - 1)[near]


def coded(column: Column) -> tuple[Ints, tuple[object, ...]]:
    """Return a number for each entry, and the names in order, so that every engine gives the same."""
    if isinstance(column, np.ndarray) and column.dtype.kind in "iu":
        distinct, at = used(column)
        return at, tuple(distinct.tolist())
    entries = column.tolist() if isinstance(column, np.ndarray) else column
    names = tuple(sorted(set(entries)))
    number = {name: at for at, name in enumerate(names)}
    return np.fromiter((number[entry] for entry in entries), dtype=np.intp, count=len(entries)), names


def grouped(columns: Sequence[Column]) -> tuple[Ints, tuple[object, ...]]:
    """Return a number for each combination that there is, and its name: the entries joined if there are several."""
    at, names = coded(columns[0])
    for column in columns[1:]:
        second, others = coded(column)
        pairs, at = used(at * len(others) + second)
        names = tuple(
            f"{names[pair // len(others)]}{JOINED}{others[pair % len(others)]}" for pair in pairs.tolist()
        )
    return at, names


def numbers(column: Column) -> Floats:
    """A column of whole numbers as floating point, exact up to 2^53."""
    return np.asarray(column, dtype=np.float64)


def check(engine: Engine) -> int:
    """Return how many targets there are; ValueError with what is wrong with how many of them, or of another table."""
    asked = {"targets": [(sql.faults(), tuple(sql.FAULTS.values()))]}
    for table, table_faults in sql_optional.faults(engine.columns(), engine.tables).items():
        asked.setdefault(table, []).append(table_faults)
    many = 0
    for table, questions in asked.items():
        told: list[str] = []
        for question, faults in questions:
            total, *counts = (int(column[0]) for column in engine.ask(question))
            told += [f"{count} {fault}" for count, fault in zip(counts, faults, strict=True) if count]
            many = total if table == "targets" else many
        if told:
            raise ValueError(f"Of {total} {NAMES.get(table, 'targets')}: {'; '.join(told)}.")
    _named_once(engine)
    return many


def _named_once(engine: Engine) -> None:
    """ValueError where further tables refer to targets, and those have no name or share one."""
    needed = [table for table in engine.tables if "target" in sql_optional.TABLES[table]]
    if not needed:
        return
    if "target" not in engine.columns():
        raise ValueError(f"The table {needed[0]} refers to targets, which have no column `target`.")
    targets, names = (int(column[0]) for column in engine.ask(sql_optional.named_twice()))
    if targets != names:
        raise ValueError(f"{targets - names} of {targets} targets have no name of their own in `target`.")


def gather(
    engine: Engine,
    *,
    value: str = "gain",
    by: Sequence[str] = ("area",),
    everybody: tuple[Column, ...] | None = None,
) -> Cells:
    """Return the sums of reviewed targets by school and area (or programme, or both). ValueError without any.

    `everybody` is the answer to sql.shared(), for those who have asked already.
    """
    school, *areas, n, pupils, total, squares, pupil_squares = engine.ask(sql.cells(value, by))
    if not len(school):
        raise ValueError("No target is reviewed yet.")
    s, schools = coded(school)
    a, names = grouped(areas)
    shape = (len(schools), len(names))
    size, many = numbers(n), numbers(pupils)
    order = np.lexsort((size, a, s))  # fractions are added in one order, whatever the engine's

    def placed(weights: Floats) -> Floats:
        at = (s * shape[1] + a)[order]
        added = np.bincount(at, weights=weights[order], minlength=shape[0] * shape[1])
        return added.reshape(shape).astype(np.float64)

    home, each, persons = engine.ask(sql.shared()) if everybody is None else everybody
    at = {name: row for row, name in enumerate(schools)}
    rows = np.fromiter((at[name] for name in np.asarray(home).tolist()), dtype=np.intp, count=len(home))
    return Cells(
        schools,
        names,
        placed(size * many),
        placed(many),
        placed(size**2 * many),
        placed(numbers(total)),
        placed(numbers(squares)),
        placed(numbers(pupil_squares) / size),
        np.bincount(rows, weights=numbers(each) ** 2 * numbers(persons), minlength=shape[0]).astype(float),
    )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Targets by school, area and outcome: an array of schools x areas x STATES."""

    schools: tuple[object, ...]
    areas: tuple[object, ...]
    counts: Floats

    @property
    def by_school(self) -> Floats:
        """Reviewed targets of each school: not met, met, exceeded."""
        return _three(self.counts.sum(1))

    @property
    def by_area(self) -> Floats:
        """Reviewed targets of each area: not met, met, exceeded."""
        return _three(self.counts.sum(0))

    @property
    def reviews(self) -> Reviews:
        """All targets by the state of their review."""
        return self._reviews(self.counts.sum((0, 1)))

    def reviews_of_area(self, area: object) -> Reviews:
        """The targets of one area by the state of their review; ValueError if there is no such area."""
        return self._reviews(self.counts.sum(0)[self.areas.index(area)])

    def _reviews(self, states: Floats) -> Reviews:
        return Reviews(
            opened=int(states.sum()),
            reviewed=int(states[REVIEWED].sum()),
            missing=int(states[MISSING]),
            not_due=int(states[NOT_DUE]),
            met=int(states[MET] + states[EXCEEDED]),
        )


def by_name(names: Sequence[object], counts: Floats) -> types.Outcomes:
    """Counts of units by STATES as a report takes them."""
    return types.Outcomes(
        tuple(map(str, names)),
        counts[:, NOT_MET].sum(1),
        counts[:, MET],
        counts[:, EXCEEDED],
        counts[:, MISSING],
        counts[:, NOT_DUE],
    )


def _three(counts: Floats) -> Floats:
    """Not met, met and exceeded of lines of states."""
    return np.column_stack([counts[:, NOT_MET].sum(1), counts[:, MET], counts[:, EXCEEDED]])


def outcomes(engine: Engine, *, by: Sequence[str] = ("area",)) -> Outcomes:
    """Count targets by school, area and outcome; ValueError without targets."""
    return _counted(engine.ask(sql.outcomes(by)))


def people(engine: Engine, *, by: Sequence[str] = ("area",)) -> Outcomes:
    """Count pupils with such a target by school, area and outcome. A pupil may be in several; they do not add up."""
    return _counted(engine.ask(sql.people(by)))


def _counted(columns: tuple[Column, ...]) -> Outcomes:
    school, *areas, state, n = columns
    if not len(school):
        raise ValueError("There are no targets.")
    s, schools = coded(school)
    a, names = grouped(areas)
    shape = (len(schools), len(names), len(STATES))
    at = np.ravel_multi_index((s, a, np.asarray(state, dtype=np.intp)), shape)
    counts = np.bincount(at, weights=numbers(n), minlength=int(np.prod(shape)))
    return Outcomes(schools, names, counts.reshape(shape).astype(np.float64))


@dataclass(frozen=True, slots=True)
class Patterns:
    """Reviewed targets alike in area, ratings, further columns and category; a line for each that there is.

    `area` numbers `areas`; `further` has a column for each name in `also`; `by_school` counts targets, schools x
    patterns, so that errors may allow targets of one school to go together.
    """

    schools: tuple[object, ...]
    areas: tuple[object, ...]
    also: tuple[str, ...]
    area: Ints
    baseline: Floats
    expected: Floats
    further: Floats
    category: Ints
    by_school: sparse.csr_array

    @property
    def counts(self) -> Floats:
        """Targets of each pattern."""
        return np.asarray(self.by_school.sum(axis=0), dtype=np.float64).reshape(-1)

    @property
    def covariates(self) -> Floats:
        """Ambition, baseline, further columns, and a column for each area but the first."""
        areas = self.area[:, None] == np.arange(1, len(self.areas))[None, :]
        return np.column_stack(
            [self.expected - self.baseline, self.baseline, self.further, areas.astype(float)]
        )

    @property
    def names(self) -> tuple[str, ...]:
        """What the columns of `covariates` are."""
        return ("ambition", "baseline", *self.also, *(str(area) for area in self.areas[1:]))


def patterns(engine: Engine, *, by: Sequence[str] = ("area",), also: Sequence[str] = ()) -> Patterns:
    """Count reviewed targets by school and pattern; `also` names further columns of whole numbers in `targets`.

    ValueError without reviewed targets.
    """
    columns = engine.ask(sql.patterns(by, also))
    school, areas, rest = columns[0], columns[1 : 1 + len(by)], columns[1 + len(by) :]
    if not len(school):
        raise ValueError("No target is reviewed yet.")
    s, schools = coded(school)
    a, names = grouped(areas)
    *described, n = rest
    key, spans = a, []
    for column in described:
        at, entries = coded(column)
        spans.append(numbers(entries))
        key = key * len(entries) + at
    distinct, pattern = used(key)
    entries_of, left = [], distinct
    for span in reversed(spans):
        entries_of.append(span[left % span.size])
        left = left // span.size
    category, *others = entries_of
    baseline, expected = others[-1], others[-2]
    further = np.column_stack([np.zeros((distinct.size, 0)), *reversed(others[:-2])])
    return Patterns(
        schools,
        names,
        tuple(also),
        left.astype(np.intp),
        baseline,
        expected,
        further,
        category.astype(np.intp),
        sparse.csr_array((numbers(n), (s, pattern)), shape=(len(schools), distinct.size)),
    )
