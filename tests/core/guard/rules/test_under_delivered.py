"""Delivered less than planned."""

from __future__ import annotations

from inreach.core.guard.engine import flags
from inreach.core.guard.rules.under_delivered import RULE
from tests.core.guard.quiet_week import only_flag, quiet_but

EXAMPLE = {"sessions_planned": 10, "sessions_delivered": 7}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "notice")
    assert flag.sentence == "Only 7 of 10 planned sessions took place: 70 %."
    assert flag.about("Kai").sentence == "Only 7 of 10 planned sessions took place: 70 %."


def test_its_numbers_are_sessions_the_share_and_the_line() -> None:
    assert only_flag(EXAMPLE).numbers == {"planned": 10, "delivered": 7, "share": 0.7, "threshold": 0.8}


def test_exactly_the_share_of_the_line_is_no_flag() -> None:
    assert flags(quiet_but(sessions_planned=10, sessions_delivered=8)) == ()
