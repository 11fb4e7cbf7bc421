"""Lists and numbers as people say them."""

from __future__ import annotations

import pytest

from inreach.core.text import as_sentence, counted, listed, minutes, with_capital


@pytest.mark.parametrize(
    ("parts", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_is_read_with_commas_and_one_word_before_the_last(parts, said) -> None:
    assert listed(parts) == said
    assert listed(parts, "or") == said.replace(" and ", " or ")


def test_a_number_stands_with_its_thing_in_the_plural_unless_it_is_one() -> None:
    assert (counted(1, "group"), counted(0, "group"), counted(1425, "minute")) == (
        "1 group",
        "0 groups",
        "1,425 minutes",
    )
    assert (counted(1, "class", "classes"), counted(2, "class", "classes")) == ("1 class", "2 classes")


def test_minutes_are_counted() -> None:
    assert (minutes(1), minutes(70)) == ("1 minute", "70 minutes")


@pytest.mark.parametrize(("text", "shown"), [("week A", "Week A"), ("", ""), ("a PE lesson", "A PE lesson")])
def test_a_capital_at_the_start_leaves_the_others_as_they_are(text, shown) -> None:
    assert with_capital(text) == shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Sounds", "Sounds."),
        ("Sounds. ", "Sounds."),
        ("Why?", "Why?"),
        ("He said “go.”", "He said “go.”"),
        ("Reading (short)", "Reading (short)."),
        (" ", ""),
    ],
)
def test_what_somebody_typed_ends_with_one_stop(typed: str, said: str) -> None:
    assert as_sentence(typed) == said
