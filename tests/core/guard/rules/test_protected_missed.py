"""RSHE or PSHE missed."""

from __future__ import annotations

from inreach.core.guard.rules.protected_missed import RULE
from inreach.core.ledger.calculator import ledger_week
from tests.core.guard.quiet_week import only_flag
from tests.core.weeks import block, support

EXAMPLE = {"protected_missed": {"PSHE": 40, "RSHE": 1}}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "concern")
    assert flag.sentence == "This pupil misses 40 minutes of PSHE and 1 minute of RSHE this week."
    assert flag.about("Kai").sentence == "Kai misses 40 minutes of PSHE and 1 minute of RSHE this week."


def test_its_headline_says_what_is_missed() -> None:
    assert only_flag(EXAMPLE).about("Kai").headline == "Kai misses 40 minutes of PSHE and 1 minute of RSHE."


def test_its_number_is_all_minutes() -> None:
    assert only_flag(EXAMPLE).numbers == {"minutes": 41}


def test_the_minutes_of_these_subjects_stand_behind_it() -> None:
    week = ledger_week(
        [block("mon 09:00-10:00 PSHE"), block("mon 10:00-11:00 Art")],
        [support("mon 09:00-11:00 elsewhere assistant Phonics")],
    )
    behind = only_flag(EXAMPLE).finding.explained_by
    assert [(segment.subject, behind(segment)) for segment in week.segments] == [
        ("PSHE", True),
        ("Art", False),
    ]
