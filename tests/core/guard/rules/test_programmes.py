"""Many programmes at once."""

from __future__ import annotations

from inreach.core.guard.engine import flags
from inreach.core.guard.rules.programmes import RULE
from inreach.core.ledger.calculator import ledger_week
from tests.core.guard.quiet_week import only_flag, quiet_but
from tests.core.weeks import block, support

EXAMPLE = {"programmes_out": ("Nurture", "Phonics", "Speech")}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "concern")
    assert flag.sentence == (
        "3 programmes take this pupil out of class in the same week: Nurture, Phonics and Speech."
    )
    assert flag.about("Kai").sentence == (
        "3 programmes take Kai out of class in the same week: Nurture, Phonics and Speech."
    )


def test_its_numbers_are_how_many_programmes_and_the_line() -> None:
    assert only_flag({"programmes_out": ("A", "B", "C", "D")}).numbers == {"programmes": 4, "threshold": 3}


def test_two_programmes_are_no_flag() -> None:
    assert flags(quiet_but(programmes_out=("Nurture", "Phonics"))) == ()


def test_every_minute_out_of_class_stands_behind_it() -> None:
    week = ledger_week(
        [block("mon 09:00-10:00 Maths")], [support("mon 09:00-10:00 elsewhere assistant Phonics")]
    )
    assert [only_flag(EXAMPLE).finding.explained_by(segment) for segment in week.segments] == [True]
