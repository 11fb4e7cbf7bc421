"""No link to class."""

from __future__ import annotations

from inreach.core.guard.rules.no_class_link import RULE
from tests.core.guard.quiet_week import only_flag

EXAMPLE = {"without_class_link": ("Phonics", "Nurture")}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "note")
    assert flag.sentence == "Nothing links these to class: Phonics and Nurture."
    assert flag.about("Kai").sentence == "Nothing links these to class: Phonics and Nurture."
