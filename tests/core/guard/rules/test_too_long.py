"""Running for a long time."""

from __future__ import annotations

from inreach.core.guard.engine import flags
from inreach.core.guard.rules.too_long import RULE
from inreach.core.ledger.calculator import ledger_week
from tests.core.guard.quiet_week import only_flag, quiet_but
from tests.core.weeks import block, support

EXAMPLE = {"weeks_running": {"Phonics": 20.0, "Nurture": 24.4}}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "notice")
    assert flag.sentence == "Running for more than 20 school weeks: Nurture (24 school weeks)."
    assert flag.about("Kai").sentence == "Running for more than 20 school weeks: Nurture (24 school weeks)."


def test_its_numbers_are_groups_the_longest_and_the_line() -> None:
    flag = only_flag({"weeks_running": {"A": 21.0, "B": 24.4, "C": 3.0}})
    assert flag.numbers == {"groups": 2, "weeks": 24.4, "threshold": 20}


def test_its_headline_is_its_sentence() -> None:
    flag = only_flag(EXAMPLE)
    assert flag.headline == flag.sentence


def test_exactly_as_many_weeks_are_no_flag() -> None:
    assert flags(quiet_but(weeks_running={"Phonics": 20.0})) == ()


def test_no_minutes_of_the_week_stand_behind_it() -> None:
    week = ledger_week(
        [block("mon 09:00-10:00 Maths")], [support("mon 09:00-10:00 elsewhere assistant Nurture")]
    )
    assert [only_flag(EXAMPLE).finding.explained_by(segment) for segment in week.segments] == [False]
