"""Sessions that can be exchanged: of these, only how many begin at each step matters for rooms and adults.

Many times of a day cost the same for every pupil of a group, such as all that lie within one lesson. Sessions that have
the same times to choose from, of the same length, in equal rooms and with equal adults are of one kind. A program that
counts how many of a kind begin at each step has all their times in it, and hardly more columns for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.bounds.block_model import Model
from inreach.planner.bounds.lagrange_multipliers import RelaxationData
from inreach.planner.search.compiled_problem import CompiledProblem

Places = Callable[[int, int, int], Ints]  # group, line, place: the places of which one will be taken


@dataclass(slots=True)
class Kind:
    """Sessions of one kind; `counts` are the columns that say how many begin at a step, none if there is one step."""

    day: int
    begins: tuple[int, ...]
    length: int
    room: int
    team: int
    columns: list[int] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)

    def at(self, begin: int) -> Iterable[int]:
        """Return the columns whose sum is how many begin at a step."""
        return [self.counts[begin]] if self.counts else self.columns


def kinds_of(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    model: Model,
    places: Places,
    team: Callable[..., int],
) -> list[Kind]:
    """Return the columns of a model by kind; `places` are those that a session may have, `team` who is with it."""
    kinds: dict[tuple[int, tuple[int, ...], int, int, int], Kind] = {}
    for column, (group, line, place, _) in enumerate(model.columns):
        begins = tuple(sorted(set(compiled.begins[places(group, line, place)].tolist())))
        key = (
            model.day[column],
            begins,
            int(compiled.length[group]),
            int(relaxation.size[group]),
            team(group, line),
        )
        kinds.setdefault(key, Kind(*key)).columns.append(column)
    return list(kinds.values())


def placed(
    compiled: CompiledProblem, model: Model, kinds: list[Kind], places: Places, values: Ints
) -> list[tuple[int, int, int]]:
    """Return the sessions that a program has chosen, group, line and place, each at a step of its own kind."""
    sessions, amounts = [], np.rint(values).astype(np.int64)
    for kind in kinds:
        begins = [begin for begin, column in kind.counts.items() for _ in range(amounts[column])]
        for nth, column in enumerate(taken for taken in kind.columns if amounts[taken]):
            group, line, place, _ = model.columns[column]
            if kind.counts:
                among = places(group, line, place)
                place = int(among[compiled.begins[among] == begins[nth]][0])
            sessions.append((group, line, place))
    return sorted(sessions)


def together(model: Model, kinds: list[Kind]) -> dict[tuple[int, int, int], list[int]]:
    """Return, for each group and step of a day, the columns with which it surely meets then."""
    columns_at: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for kind in kinds:
        for step in range(kind.begins[-1], kind.begins[0] + kind.length):
            for column in kind.columns:
                columns_at[model.columns[column][0], kind.day, step].append(column)
    return columns_at
