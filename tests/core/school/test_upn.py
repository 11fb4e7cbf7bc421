"""Unique pupil numbers and their check letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.core.school.upn import ALPHABET, check_letter, explain, is_temporary, is_valid

TAILS = st.builds(
    lambda digits, last: digits + last,
    st.text("0123456789", min_size=11, max_size=11),
    st.sampled_from("0123456789" + ALPHABET),
)


def test_the_check_letter_is_the_weighted_sum_modulo_23() -> None:
    """By hand: 8x2 + 1x4 + 2x5 + 1x10 + 1x13 = 53 = 2x23 + 7, and letter 7 after A is H."""
    assert check_letter("801200001001") == "H"
    assert is_valid("H801200001001")


def test_the_last_letter_of_a_temporary_number_counts_as_its_place() -> None:
    """By hand: 8x2 + 1x4 + 2x5 + 1x10 + (C = 2)x13 = 66 = 2x23 + 20, and letter 20 after A is X."""
    assert check_letter("80120000100C") == "X"
    assert is_temporary("X80120000100C")
    assert not is_temporary("H801200001001")


@given(TAILS)
def test_a_number_with_its_own_check_letter_is_valid_and_with_any_other_is_not(tail) -> None:
    assert [letter for letter in ALPHABET if is_valid(letter + tail)] == [check_letter(tail)]


@given(TAILS, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(tail, place, by) -> None:
    digit = str((int(tail[place]) + by) % 10)
    assert not is_valid(check_letter(tail) + tail[:place] + digit + tail[place + 1 :])


def test_new_local_authorities_are_accepted_and_spaces_and_small_letters_forgiven() -> None:
    for authority in ("838", "839", "940", "941", "942", "943"):
        tail = f"{authority}200001001"
        assert is_valid(check_letter(tail) + tail)
    assert is_valid(" h801 2000 01001 ")


@pytest.mark.parametrize(
    ("upn", "sentence"),
    [
        ("H80120000100", "A UPN has 13 characters, and this one has 12. Check it for missing or extra ones."),
        ("H80120000100I", "A UPN is a letter, eleven digits, and then a digit or a letter, never I, O or S."),
        ("H8O1200001001", "A UPN is a letter, eleven digits, and then a digit or a letter, never I, O or S."),
        (
            "B801200001001",
            "The first letter of a UPN checks the rest. For these digits it would be H, not B, "
            "so one character is wrong. Compare it with the pupil's record.",
        ),
        ("H801200001001", ""),
    ],
)
def test_what_is_wrong_with_a_number_is_said_with_what_to_do(upn, sentence) -> None:
    assert explain(upn) == sentence


def test_only_the_twelve_later_characters_have_a_check_letter() -> None:
    with pytest.raises(ValueError, match="eleven digits"):
        check_letter("8012000010")
