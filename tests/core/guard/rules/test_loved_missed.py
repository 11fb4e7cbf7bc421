"""Most of a loved subject missed."""

from __future__ import annotations

from inreach.core.guard.engine import DEFAULTS, flags
from inreach.core.guard.rules.loved_missed import RULE
from inreach.core.ledger.calculator import ledger_week
from tests.core.guard.quiet_week import only_flag, quiet_but
from tests.core.weeks import block, support

EXAMPLE = {"loved_missed": {"Art": 70, "PE": 10}, "loved_taught": {"Art": 115, "PE": 60}}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "concern")
    assert flag.sentence == (
        "This pupil misses most of a subject that the pupil loves: Art (70 of 115 minutes)."
    )
    assert flag.about("Kai").sentence == (
        "Kai misses most of a subject that Kai loves: Art (70 of 115 minutes)."
    )


TWO = {"loved_missed": {"Art": 70, "PE": 30}, "loved_taught": {"Art": 115, "PE": 60}}


def test_its_numbers_are_subjects_minutes_and_the_line() -> None:
    assert only_flag(TWO).numbers == {"subjects": 2, "minutes": 100, "threshold": 0.5}


def test_a_minute_less_than_half_is_no_flag() -> None:
    assert flags(quiet_but(loved_missed={"Art": 57}, loved_taught={"Art": 115})) == ()


def test_its_headline_says_what_is_lost_and_that_the_pupil_loves_it() -> None:
    assert only_flag(EXAMPLE).about("Kai").headline == (
        "Kai loses 70 of 115 minutes of Art this week, and Kai loves it."
    )
    assert only_flag(TWO).about("Kai").headline == (
        "Kai loses 70 of 115 minutes of Art and 30 of 60 minutes of PE this week, and Kai loves them."
    )


def test_a_line_that_the_school_has_moved_decides_which_subjects_the_headline_names() -> None:
    flag = only_flag(EXAMPLE, DEFAULTS.with_lines({"loved": 0.1})).about("Kai")
    assert flag.headline == (
        "Kai loses 70 of 115 minutes of Art and 10 of 60 minutes of PE this week, and Kai loves them."
    )


def test_the_minutes_of_these_subjects_stand_behind_it() -> None:
    week = ledger_week(
        [block("mon 09:00-10:00 Art loved"), block("mon 10:00-11:00 PE loved")],
        [support("mon 09:00-11:00 elsewhere assistant Phonics")],
    )
    behind = only_flag(EXAMPLE).finding.explained_by
    assert [(segment.subject, behind(segment)) for segment in week.segments] == [("Art", True), ("PE", False)]
