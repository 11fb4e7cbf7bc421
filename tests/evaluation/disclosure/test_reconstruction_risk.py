"""No way to choose ratings lies outside what is thought possible."""

from collections import Counter
from itertools import combinations_with_replacement

import pytest

from inreach.evaluation.disclosure.reconstruction_risk import CellSum, holders, squares_between


@pytest.mark.parametrize("n", range(1, 6))
def test_no_way_to_choose_ratings_lies_outside_what_is_thought_possible(n):
    """All multisets of n ratings from 1 to 5, counted one by one."""
    ways: dict[tuple[int, int], list[Counter]] = {}
    for chosen in combinations_with_replacement(range(1, 6), n):
        ways.setdefault((sum(chosen), sum(x * x for x in chosen)), []).append(Counter(chosen))
    for (total, squares), found in ways.items():
        least, greatest = squares_between(n, total, range(1, 6))
        assert least - 1e-9 <= squares <= greatest + 1e-9
        for value in range(1, 6):
            fewest, most = holders(CellSum(n, total), value, (squares, squares), (1, 5))
            assert fewest <= min(w[value] for w in found) <= max(w[value] for w in found) <= most
