"""The same sums over lines one by one, in exact fractions: the slow and obvious twin of `query_results`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from inreach.core.targets.ratings import Outcome, outcome
from inreach.evaluation.aggregation.engines import Line

Key = tuple[str, str]


def area_of(line: Line, by: Sequence[str]) -> str:
    """The area that a line counts for."""
    return ": ".join(getattr(line, name) for name in by)


def cells_reference(
    lines: Iterable[Line], value: str, by: Sequence[str]
) -> tuple[dict[Key, dict[str, Fraction]], dict[str, Fraction]]:
    """Return the sums of each school and area that has reviewed targets, and `shared` of each school."""
    values: dict[Key, dict[str, list[int]]] = {}
    everywhere: Counter[Key] = Counter()
    for line in lines:
        if line.achieved is not None:
            points = line.achieved - (line.baseline if value == "gain" else 0)
            values.setdefault((line.school, area_of(line, by)), {}).setdefault(line.pupil, []).append(points)
            everywhere[line.school, line.pupil] += 1
    cells = {}
    for key, pupils in values.items():
        each = list(pupils.values())
        cells[key] = {
            "n": Fraction(sum(len(own) for own in each)),
            "pupils": Fraction(len(each)),
            "pupil_n2": Fraction(sum(len(own) ** 2 for own in each)),
            "total": Fraction(sum(sum(own) for own in each)),
            "squares": Fraction(sum(y * y for own in each for y in own)),
            "pupil_squares": sum((Fraction(sum(own) ** 2, len(own)) for own in each), Fraction(0)),
        }
    shared: dict[str, Fraction] = {}
    for (school, _), n in everywhere.items():
        shared[school] = shared.get(school, Fraction(0)) + n * n
    return cells, shared


def state(line: Line) -> str:
    """The outcome of a line, with missing and not due told apart."""
    result = outcome(line.baseline, line.expected, line.achieved, maintain=bool(line.maintain))
    if result is Outcome.NOT_RATED:
        return "missing" if line.due else "not_due"
    return result.value


def outcomes_reference(lines: Iterable[Line], by: Sequence[str]) -> Counter[tuple[str, str, str]]:
    """Count targets by school, area and outcome."""
    return Counter((line.school, area_of(line, by), state(line)) for line in lines)


def people_reference(lines: Iterable[Line], by: Sequence[str]) -> Counter[tuple[str, str, str]]:
    """Count pupils by school, area and outcome."""
    seen = {(line.school, area_of(line, by), state(line), line.pupil) for line in lines}
    return Counter((school, area, told) for school, area, told, _ in seen)


def patterns_reference(lines: Iterable[Line], by: Sequence[str]) -> Counter[tuple[str, str, int, int, int]]:
    """Count reviewed targets by school, area, baseline, expected and category (0 not met, 1 met, 2 exceeded)."""
    counts: Counter[tuple[str, str, int, int, int]] = Counter()
    for line in lines:
        if line.achieved is not None:
            category = (line.achieved >= line.expected) + (line.achieved > line.expected)
            counts[line.school, area_of(line, by), line.baseline, line.expected, category] += 1
    return counts


def ties_reference(
    lines: Iterable[Line], by: Sequence[str], kept: Iterable[Key] | None = None
) -> dict[str, int]:
    """Return the sum over pupils of a school of their reviewed targets squared; in these cells alone if given."""
    cells = None if kept is None else set(kept)
    own: Counter[Key] = Counter()
    for line in lines:
        if line.achieved is not None and (cells is None or (line.school, area_of(line, by)) in cells):
            own[line.school, line.pupil] += 1
    pairs: Counter[str] = Counter()
    for (school, _), n in own.items():
        pairs[school] += n * n
    return dict(pairs)
