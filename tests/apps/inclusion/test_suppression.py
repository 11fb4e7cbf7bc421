"""Small numbers of pupils stay hidden, from those who can subtract too."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.apps.inclusion.services.suppression import Shown, suppressed


def words(*counts):
    return [cell.words for cell in suppressed(counts)]


def test_numbers_from_one_to_four_are_hidden_and_others_shown():
    assert words(168, 24, 2, 2, 2) == ["168", "24", "fewer than 5", "fewer than 5", "fewer than 5"]


def test_nought_is_shown():
    assert words(20, 10, 0, 0, 0) == ["20", "10", "0", "0", "0"]


def test_a_single_small_number_takes_the_next_one_with_it():
    assert words(168, 24, 9, 1, 0) == ["168", "24", "hidden", "fewer than 5", "0"]


def test_two_small_numbers_that_their_sum_would_tell_take_another_with_them():
    assert words(100, 20, 1, 1, 0) == ["100", "hidden", "fewer than 5", "fewer than 5", "0"]


def test_a_large_number_too_close_to_the_small_one_takes_a_third():
    assert words(100, 20, 5, 1, 0) == ["100", "hidden", "hidden", "fewer than 5", "0"]


def test_fewer_than_ten_pupils_are_hidden_whole():
    assert words(9, 0, 0) == ["hidden", "hidden", "hidden"]
    assert words(10, 0, 0) == ["10", "0", "0"]


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="A count is not negative"):
        suppressed([12, -1])


def readings(counts, cells):
    """All counts that fit what is shown and the total, for a reader who knows the rule."""
    total = sum(counts)
    choices = [
        [cell.number]
        if cell.shown is Shown.NUMBER
        else range(1, 5)
        if cell.shown is Shown.FEW
        else range(5, total + 1)
        for cell in cells
    ]
    return [guess for guess in product(*choices) if sum(guess) == total]


@given(st.lists(st.integers(0, 14), min_size=2, max_size=4))
def test_no_reader_can_rule_out_any_of_one_to_four_for_a_small_number(counts):
    cells = suppressed(counts)
    if all(cell.shown is Shown.HIDDEN for cell in cells):
        assert sum(counts) < 10 or any(count in range(1, 5) for count in counts)
        return
    possible = readings(counts, cells)
    assert tuple(counts) in possible
    for place, cell in enumerate(cells):
        if cell.shown is Shown.FEW:
            assert {guess[place] for guess in possible} == {1, 2, 3, 4}
        if counts[place] in range(1, 5):
            assert cell.shown is Shown.FEW
