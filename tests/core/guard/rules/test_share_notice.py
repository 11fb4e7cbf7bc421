"""Some taught time out of class."""

from __future__ import annotations

from inreach.core.guard.engine import DEFAULTS, flags
from inreach.core.guard.rules.share_notice import RULE
from tests.core.guard.quiet_week import only_flag, quiet_but

EXAMPLE = {"out": 143}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "notice")
    assert flag.sentence == (
        "This pupil is out of class for 10 % of taught time this week: 143 of 1,425 minutes."
    )
    assert flag.about("Kai").sentence == (
        "Kai is out of class for 10 % of taught time this week: 143 of 1,425 minutes."
    )


def test_a_minute_less_is_no_flag() -> None:
    assert flags(quiet_but(out=142)) == ()


def test_a_share_exactly_on_the_line_belongs_to_it() -> None:
    assert [flag.rule for flag in flags(quiet_but(taught=100, out=10))] == [RULE]


def test_a_school_may_move_the_line_and_the_flag_says_so() -> None:
    moved = DEFAULTS.with_lines({"notice": 0.15})
    assert flags(quiet_but(taught=100, out=10), moved) == ()
    flag = only_flag({"taught": 100, "out": 15}, moved)
    assert flag.source.startswith("Your school or service has moved this line. Before that: Inreach default")
    assert flag.numbers == {"out": 15, "taught": 100, "share": 0.15, "threshold": 0.15}
