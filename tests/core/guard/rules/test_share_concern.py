"""Much taught time out of class."""

from __future__ import annotations

from inreach.core.guard.engine import flags
from inreach.core.guard.rules.share_concern import RULE
from inreach.core.ledger.calculator import ledger_week
from tests.core.guard.quiet_week import only_flag, quiet_but
from tests.core.weeks import block, support

EXAMPLE = {"out": 380}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "concern")
    assert flag.sentence == (
        "This pupil is out of class for 26 % of taught time this week: 380 of 1,425 minutes."
    )
    assert flag.about("Kai").sentence == (
        "Kai is out of class for 26 % of taught time this week: 380 of 1,425 minutes."
    )


def test_its_numbers_are_the_minutes_the_share_and_the_line() -> None:
    assert only_flag(EXAMPLE).numbers == {"out": 380, "taught": 1425, "share": 380 / 1425, "threshold": 0.25}


def test_a_share_exactly_on_the_line_belongs_to_it() -> None:
    assert [flag.rule for flag in flags(quiet_but(taught=100, out=25))] == [RULE]


def test_every_minute_out_of_class_stands_behind_it() -> None:
    week = ledger_week(
        [block("mon 09:00-10:00 Maths")], [support("mon 09:00-10:00 elsewhere assistant Phonics")]
    )
    assert [only_flag(EXAMPLE).finding.explained_by(segment) for segment in week.segments] == [True]
