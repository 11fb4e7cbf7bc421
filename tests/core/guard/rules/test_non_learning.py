"""Time that is not for lessons taken."""

from __future__ import annotations

from inreach.core.guard.rules.non_learning import RULE
from inreach.core.ledger.types import PeriodKind
from tests.core.guard.quiet_week import only_flag

EXAMPLE = {"non_learning": {PeriodKind.BREAK: 15, PeriodKind.BEFORE: 20, PeriodKind.AFTER: 10}}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "notice")
    assert flag.sentence == (
        "Support takes 15 minutes of break, 20 minutes of time before school and "
        "10 minutes of time after school from this pupil."
    )
    assert flag.about("Kai").sentence == (
        "Support takes 15 minutes of break, 20 minutes of time before school and "
        "10 minutes of time after school from Kai."
    )


def test_its_number_is_all_minutes() -> None:
    assert only_flag({"non_learning": {PeriodKind.BREAK: 15, PeriodKind.LUNCH: 20}}).numbers == {
        "minutes": 35
    }
