"""Longer out of class than in it."""

from __future__ import annotations

from inreach.core.guard.engine import flags
from inreach.core.guard.rules.share_outvention import RULE
from tests.core.guard.quiet_week import only_flag, quiet_but

EXAMPLE = {"out": 713}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "outvention")
    assert flag.sentence == (
        "This pupil is out of class for 50 % of taught time this week: 713 of 1,425 minutes."
    )
    assert flag.about("Kai").sentence == (
        "Kai is out of class for 50 % of taught time this week: 713 of 1,425 minutes."
    )


def test_a_single_minute_is_one_minute() -> None:
    assert only_flag({"taught": 1, "out": 1}).sentence == (
        "This pupil is out of class for 100 % of taught time this week: 1 of 1 minute."
    )


def test_a_share_exactly_on_the_line_belongs_to_it() -> None:
    assert [flag.rule for flag in flags(quiet_but(taught=100, out=50))] == [RULE]
