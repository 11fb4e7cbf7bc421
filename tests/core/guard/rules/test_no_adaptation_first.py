"""No adaptation tried first."""

from __future__ import annotations

from inreach.core.guard.rules.no_adaptation_first import RULE
from tests.core.guard.quiet_week import only_flag

EXAMPLE = {"without_adaptation_first": ("Phonics",)}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "notice")
    assert flag.sentence == "Nothing was tried in class first before: Phonics."
    assert flag.about("Kai").sentence == "Nothing was tried in class first before: Phonics."
