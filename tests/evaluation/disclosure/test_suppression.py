"""No hidden number can be worked out again, from one release, from several, or from what is drawn of them."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.disclosure import suppression
from inreach.evaluation.disclosure.attacker import Attacker, Range
from inreach.evaluation.disclosure.suppression import release
from inreach.evaluation.disclosure.tables import Adds, Table, crossed, shares

# sdcTable's test: every line has two blanks or more, and cell w / b is still known exactly.
LEAKING = crossed(
    "wxyz",
    "abcd",
    [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]],
)
BLANKS = frozenset(map(tuple, ["wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd"]))


def random_table(random):
    rows, columns = random.integers(2, 5), random.integers(2, 4)
    counts = random.poisson(random.choice([2, 5, 9, 20]), (rows, columns))
    return crossed(
        [f"school {i}" for i in range(rows)], ["not met", "met", "exceeded"][:columns], counts.tolist()
    )


def attacked(table, printed, cell):
    """An attacker of our own, with one dense programme over all cells of the table."""
    cells = sorted(table.cells)
    equations = [[(c in line.parts) - (c == line.whole) for c in cells] for line in table.adds]
    bounds = [(printed[c], printed[c]) if c in printed else (0, None) for c in cells]
    aim = np.array([float(c == cell) for c in cells])
    ends = []
    for sign in (1, -1):
        found = linprog(sign * aim, A_eq=equations, b_eq=[0] * len(equations), bounds=bounds)
        ends.append(np.inf if found.status in {3, 4} else sign * found.fun)
    return ends


def test_two_blanks_in_every_line_are_not_safe():
    assert all(
        len({c for c in BLANKS if c[i] == name}) != 1
        for i, names in ((0, "wxyz"), (1, "abcd"))
        for name in names
    )
    assert Attacker(LEAKING, BLANKS).range(("w", "b")) == Range(47, 47)


def test_one_more_blank_opens_the_range_that_sdctable_reports():
    assert Attacker(LEAKING, BLANKS | {("x", "d")}).range(("w", "b")) == Range(0, 78)


def test_the_leaking_pattern_is_caught_and_mended():
    found = release(LEAKING, also=BLANKS, threshold=5)
    assert min(r.width for r in found.ranges.values()) >= 5
    assert found.secondary != frozenset()


def test_over_1000_random_tables_no_hidden_number_can_be_narrowed_down():
    random = np.random.default_rng(2026)
    hidden = 0
    for at in range(1000):
        table = random_table(random)
        found = release(table)
        assert set(found.printed) | found.hidden == set(table.cells)
        assert [c for c, count in found.printed.items() if 0 < count < 5] == []
        for cell, seen in found.ranges.items():
            hidden += 1
            assert seen.width >= 5 - 1e-6
            assert seen.low - 1e-6 <= table.cells[cell] <= seen.high + 1e-6
        if at % 20 == 0:
            for cell in found.hidden:
                assert attacked(table, found.printed, cell) == pytest.approx(
                    [found.ranges[cell].low, found.ranges[cell].high]
                )
    assert hidden > 3000


def test_nothing_is_hidden_that_need_not_be():
    found = release(crossed("ab", "xy", [[10, 20], [30, 40]]))
    assert (found.hidden, found.sentence) == (frozenset(), "No number had to be hidden.")
    zeros = release(crossed("ab", "xy", [[0, 20], [30, 0]]))
    assert zeros.hidden == frozenset()


def test_a_small_total_is_hidden_like_a_small_cell():
    found = release(crossed("abc", "xy", [[1, 2], [30, 20], [12, 15]]))
    assert ("a", TOTAL) in found.primary


def test_the_complement_of_a_share_is_protected():
    found = release(shares({"hill": 18, "vale": 9}, {"hill": 20, "vale": 30}, "met"))
    assert ("hill", "not met") in found.primary
    assert {("hill", "met"), ("hill", TOTAL)} & found.secondary != set()
    assert {("vale", "met"), ("vale", "not met"), ("vale", TOTAL)} <= set(found.printed)


def test_two_releases_may_not_differ_by_a_small_number():
    """All schools were printed before; now the same without one school of three pupils."""
    table = Table(
        {("all",): 40, ("without hill",): 37, ("hill",): 3}, (Adds((("without hill",), ("hill",)), ("all",)),)
    )
    found = release(table, earlier=frozenset([("all",)]))
    assert ("without hill",) in found.secondary
    with pytest.raises(ValueError, match="collapse"):
        release(table, earlier=frozenset([("all",), ("without hill",)]))
    with pytest.raises(ValueError, match="printed in an earlier release"):
        release(table, earlier=frozenset([("hill",)]))


def test_tables_released_together_are_protected_together():
    by_area = crossed(["hill", "vale"], ["speech", "reading"], [[2, 30], [20, 25]])
    by_year = crossed(["hill", "vale"], ["year 1", "year 2"], [[15, 17], [21, 24]])
    both = by_area + Table({c: n for c, n in by_year.cells.items() if c[0] != TOTAL}, by_year.adds[:2])
    found = release(both)
    assert attacked(both, found.printed, ("hill", "speech"))[1] >= 5
    with pytest.raises(ValueError, match="in one table"):
        by_area + crossed(["hill"], ["speech"], [[3]])


def test_no_estimate_chart_or_label_is_made_of_a_hidden_number():
    table = crossed("abc", "xy", [[3, 20], [30, 20], [12, 15]])
    found = release(table)
    drawn = found.only({cell: f"{count} targets" for cell, count in table.cells.items()})
    assert set(drawn) == set(found.printed)
    assert set(drawn) & found.hidden == set()
    expected = "1 number is hidden, being below 5 or protected, and 3 more so that it cannot be worked out."
    assert found.sentence == expected


def test_whole_numbers_alone_give_no_more_away_in_small_tables():
    """Every table of whole numbers that fits what is printed, counted one by one."""
    table = crossed("ab", "xy", [[2, 6], [7, 9]])
    found = release(table)
    made = dict(zip(itertools.product("ab", "xy"), np.indices((25,) * 4).reshape(4, -1), strict=True))
    for line in table.adds:
        made[line.whole] = sum(made[cell] for cell in line.parts)
    fits = np.all([made[cell] == count for cell, count in found.printed.items()], axis=0)
    assert fits.any()
    assert [np.ptp(made[cell][fits]) >= 5 for cell in found.hidden] == [True] * len(found.hidden)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: Table({("a",): 1.5}), "whole number"),
        (lambda: Table({("a",): 1}, (Adds((("b",),), ("a",)),)), "not in the table"),
        (lambda: Table({("a",): 1, ("b",): 2}, (Adds((("a",),), ("b",)),)), "make 1, not 2"),
        (lambda: crossed("ab", "xy", [[1, 2]]), "2 rows"),
        (lambda: Attacker(LEAKING, frozenset([("q",)])), "cannot be hidden"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_a_number_from_1_to_below_the_threshold_is_small():
    assert [n for n in range(8) if suppression.small(n)] == [1, 2, 3, 4]


def of_schools_and_areas(random, schools, areas):
    """Shares of schools and of areas of the same targets, tied by their totals, as a report gives them out."""
    placed = random.multinomial(25 * schools, random.dirichlet(np.ones(schools), 1)[0])
    cells, adds = {}, []
    hits = random.binomial(placed, 0.4)
    spread = [
        random.multinomial(total, random.dirichlet(np.ones(areas), 1)[0])
        for total in (hits.sum(), (placed - hits).sum())
    ]
    for kind, met, not_met in (("school", hits, placed - hits), ("area", *spread)):
        for at, pair in enumerate(zip(met.tolist(), not_met.tolist(), strict=True)):
            unit = f"{kind} {at}"
            cells |= {(unit, "met"): pair[0], (unit, "not met"): pair[1], (unit, TOTAL): sum(pair)}
            adds.append(Adds(((unit, "met"), (unit, "not met")), (unit, TOTAL)))
        for kept in ("met", "not met", TOTAL):
            parts = tuple((f"{kind} {at}", kept) for at in range(len(met)))
            cells["all", kept] = sum(cells[part] for part in parts)
            adds.append(Adds(parts, ("all", kept)))
    return Table(cells, (*adds, Adds((("all", "met"), ("all", "not met")), ("all", TOTAL))))


@pytest.mark.parametrize("seed", range(4))
def test_of_many_schools_and_areas_little_more_is_hidden_than_is_small_and_nothing_can_be_worked_out(seed):
    table = of_schools_and_areas(np.random.default_rng(seed), 60, 40)
    found = release(table)
    assert len(found.primary) > 10
    assert len(found.secondary) <= len(found.primary)
    for cell in sorted(found.hidden)[:: max(1, len(found.hidden) // 5)]:
        low, high = attacked(table, found.printed, cell)
        assert high - low >= 5 - 1e-6
        assert low - 1e-6 <= table.cells[cell] <= high + 1e-6
    assert min(seen.width for seen in found.ranges.values()) >= 5 - 1e-6
