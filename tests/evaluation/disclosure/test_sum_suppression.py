"""Services share sums instead of rows, and nothing small leaves."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from inreach.evaluation.aggregation import query_results, query_results_reference
from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.joint_sums import combine
from inreach.evaluation.aggregation.sums_file import KINDS, LINES
from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.disclosure.reconstruction_risk import CellSum, cells_at_risk
from inreach.evaluation.disclosure.sum_suppression import sums_to_share
from inreach.evaluation.estimators.crossed_effects import analyse

AREAS = ["speech", "reading", "feelings"]


def service(seed, many, schools, pupils):
    """Lines of a service whose schools are of very different sizes."""
    dice = random.Random(seed)
    weights = [1 / (1 + s) for s in range(schools)]
    lines = []
    for _ in range(many):
        school = dice.choices(range(schools), weights)[0]
        baseline = dice.randint(1, 5)
        lines.append(
            Line(
                school=f"school {seed}.{school}",
                area=dice.choice(AREAS),
                programme=dice.choice(["blocks", "circle"]),
                pupil=f"{dice.randrange(pupils)}",
                baseline=baseline,
                expected=baseline + dice.randint(1, 4),
                achieved=None if dice.random() < 0.15 else min(10, max(1, baseline + dice.randint(-1, 5))),
                due=dice.random() < 0.6,
            )
        )
    return lines


def shared(lines, name="north", **how):
    return sums_to_share(in_memory(lines), service=name, **how)


def by_name(cells, field):
    return {
        (s, a): value
        for s, line in zip(cells.schools, getattr(cells, field).tolist(), strict=True)
        for a, value in zip(cells.areas, line, strict=True)
        if value
    }


def truth(lines):
    """Counts of lines by area and kind."""
    counts = {area: Counter() for area in [*AREAS, TOTAL]}
    kinds = {"worse": "not met", "no_progress": "not met", "some_progress": "not met", "not_due": "not due"}
    for line in lines:
        for area in (line.area, TOTAL):
            kind = kinds.get(query_results_reference.state(line), query_results_reference.state(line))
            counts[area][kind] += 1
            counts[area]["opened"] += 1
            counts[area]["reviewed"] += line.achieved is not None
    return counts


@pytest.mark.parametrize("seed", range(8))
def test_no_cell_or_count_that_leaves_is_small_and_no_hidden_one_can_be_worked_out(seed):
    lines = service(seed, 130, 6, 70)
    found = shared(lines)
    pupils = Counter()
    for school, area, pupil in {(x.school, x.area, x.pupil) for x in lines if x.achieved is not None}:
        pupils[school, area] += bool(pupil)
    for key, cell in found.cells.items():
        assert min(cell.targets, cell.pupils) >= 5
        assert cell.pupils == pupils[key]
    counts = [n for told in found.outcomes.values() for n in told.values()]
    assert None in counts
    assert [n for n in counts if n is not None and 0 < n < 5] == []
    areas = [area for area in found.outcomes if area != TOTAL]
    names = [(area, kind) for area in found.outcomes for kind in (*KINDS, "other")]
    at = {name: i for i, name in enumerate(names)}
    equations, totals = [], []
    for area in found.outcomes:
        known = sum(c.targets for (_, a), c in found.cells.items() if area in (a, TOTAL))
        for whole, parts, fixed in (*((w, p, 0) for w, p in LINES.items()), ("reviewed", ("other",), known)):
            line = np.zeros(len(names))
            line[[at[area, part] for part in parts]], line[at[area, whole]] = 1, -1
            equations.append(line)
            totals.append(-fixed)
    for kind in (*KINDS, "other"):
        line = np.zeros(len(names))
        line[[at[area, kind] for area in areas]], line[at[TOTAL, kind]] = 1, -1
        equations.append(line)
        totals.append(0)
    known = [found.outcomes[area].get(kind) for area, kind in names]
    limits = [(0, None) if n is None else (n, n) for n in known]
    told = truth(lines)
    small = [
        name
        for name, n in zip(names, known, strict=True)
        if n is None and 0 < told[name[0]].get(name[1], 0) < 5
    ]
    for name in small:
        aim = np.zeros(len(names))
        aim[at[name]] = 1
        ends = [linprog(sign * aim, A_eq=np.array(equations), b_eq=totals, bounds=limits) for sign in (1, -1)]
        high = np.inf if ends[1].status in {3, 4} else -ends[1].fun
        assert high - ends[0].fun >= 5 - 1e-6


def test_what_is_hidden_leaves_no_trace_in_the_file():
    lines = service(3, 130, 6, 70)
    found = shared(lines)
    hidden = [x for x in lines if x.achieved is not None and (x.school, x.area) not in found.cells]
    assert hidden
    other = []
    for line in lines:
        if (line.school, line.area) in found.cells or line.achieved is None or line.baseline == 1:
            other.append(line)
        else:  # one point lower throughout would change no gain, so the baseline alone is lowered where it may be
            outcome, lower = query_results_reference.state(line), replace(line, baseline=line.baseline - 1)
            other.append(
                lower
                if query_results_reference.state(lower) in {outcome, "some_progress"} and outcome != "met"
                else line
            )
    assert other != lines
    assert shared(other) == found


def test_the_targets_of_a_pupil_are_tied_together_over_printed_cells_alone():
    lines = service(5, 300, 9, 60)
    found = shared(lines)
    assert len(found.cells) < len({(x.school, x.area) for x in lines})
    true = query_results_reference.ties_reference(lines, ("area",), found.cells)
    told = {school: n for school, n in found.shared.items() if n is not None}
    assert told == {school: true[school] for school in told}
    assert told


def test_few_pairs_of_targets_that_tie_two_areas_look_like_none():
    lines = [Line("s", area, "", f"{area} {p}", 3, 6, 3 + p % 5) for area in ("a", "b") for p in range(12)]
    tied = [Line("s", "b", "", f"a {p}", 3, 6, 3 + p % 3) for p in range(5)]
    assert shared(lines).shared == shared([*lines, tied[0]]).shared == {"s": None}
    assert shared([*lines, *tied]).shared == {"s": 24 + 5 + 2 * 5}


def test_the_few_pupils_with_several_targets_in_one_cell_are_hidden_and_counted_as_different_ones():
    lines = [Line("s", a, "", f"{a} {p}", 3, 6, 3 + p % 5) for a in ("a", "b") for p in range(12)]
    again = [Line("t", a, "", f"{a} {p}", 3, 6, 2 + p % 6) for a in ("a", "b") for p in range(12)]
    twice = Line("s", "a", "", "a 0", 3, 6, 7)
    found = shared([*lines, *again, twice])
    assert found.pupil_squares is None
    joint = combine([found])
    as_others = query_results.gather(in_memory([*lines, *again, replace(twice, pupil="somebody")]))
    assert by_name(joint.cells, "pupils") == {
        (f"north: {s}", a): n for (s, a), n in by_name(as_others, "n").items()
    }
    assert analyse(joint.cells).mean == pytest.approx(analyse(as_others).mean, abs=1e-4)


def test_a_sum_at_the_end_of_the_scale_gives_a_value_away_and_is_left_out():
    """Eleven pupils at 10 and one at 9 add up to 119, and nothing else does."""
    assert cells_at_risk([CellSum(12, 119)], 1181, (1, 10), 5) == [0]
    assert cells_at_risk([CellSum(12, 80)], 560, (1, 10), 5) == []
    near = [Line("s", "a", "", str(p), 3, 10, 9 if p == 0 else 10) for p in range(12)]
    rest = [Line("s", "b", "", f"b {p}", 3, 6, 3 + p % 5) for p in range(12)]
    more = [Line("s", "c", "", f"c {p}", 3, 6, 2 + p % 5) for p in range(12)]
    assert set(shared([*near, *rest, *more], value="achieved").cells) == {("s", "b"), ("s", "c")}
    assert set(shared([*near, *rest], value="gain").cells) == {("s", "a"), ("s", "b")}


def test_a_cell_that_would_be_alone_in_the_file_is_left_out():
    alone = [Line("s", "a", "", str(p), 3, 6, 3 + p % 5) for p in range(12)]
    assert shared(alone).cells == {}
    assert shared(alone).squares == 0
