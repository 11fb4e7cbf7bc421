"""No review date."""

from __future__ import annotations

from inreach.core.guard.rules.no_review_date import RULE
from tests.core.guard.quiet_week import only_flag

EXAMPLE = {"without_review_date": ("Phonics",)}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "concern")
    assert flag.sentence == "No review date is set for: Phonics."
    assert flag.about("Kai").sentence == "No review date is set for: Phonics."


def test_its_number_is_how_many_groups() -> None:
    assert only_flag({"without_review_date": ("A", "B")}).numbers == {"groups": 2}
