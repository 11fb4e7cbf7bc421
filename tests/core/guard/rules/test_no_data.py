"""No entry or exit data."""

from __future__ import annotations

from inreach.core.guard.rules.no_data import RULE
from tests.core.guard.quiet_week import only_flag

EXAMPLE = {"without_entry_or_exit_data": ("Phonics",)}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "note")
    assert flag.sentence == "No entry or exit data for: Phonics."
    assert flag.about("Kai").sentence == "No entry or exit data for: Phonics."
