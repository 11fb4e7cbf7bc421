"""Adult not trained."""

from __future__ import annotations

from inreach.core.guard.rules.not_trained import RULE
from tests.core.guard.quiet_week import only_flag

EXAMPLE = {"adult_not_trained": ("Phonics",)}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "notice")
    assert flag.sentence == "The adult is not trained for: Phonics."
    assert flag.about("Kai").sentence == "The adult is not trained for: Phonics."
