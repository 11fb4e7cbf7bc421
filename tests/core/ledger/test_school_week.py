"""The ledgers of a school's week: each pupil's own, those of the week before, and the median of each class."""

from __future__ import annotations

from inreach.core.ledger.calculator import ledger_week
from inreach.core.ledger.school_week import FEWEST_FOR_A_MEDIAN, PlannedWeek, calculate
from tests.core.weeks import block, support

LESSONS = (block("mon 09:00-10:00 Maths"), block("mon 10:00-11:00 Art"))
PHONICS = support("mon 09:30-10:00 elsewhere assistant Phonics")
IN_CLASS = PlannedWeek(LESSONS, ())
SUPPORTED = PlannedWeek(LESSONS, (PHONICS,))


def test_every_pupil_has_the_ledger_of_their_own_blocks_and_supports_in_both_weeks() -> None:
    calculated = calculate({"kai": SUPPORTED, "ada": IN_CLASS}, {"kai": IN_CLASS}, {})
    assert calculated.ledgers == {
        "kai": ledger_week(LESSONS, [PHONICS]),
        "ada": ledger_week(LESSONS),
    }
    assert calculated.ledgers_before == {"kai": ledger_week(LESSONS)}


def test_the_median_is_of_the_pupils_of_one_class_and_pupils_without_a_class_are_in_none() -> None:
    elm = {f"elm {n}": IN_CLASS for n in range(FEWEST_FOR_A_MEDIAN - 2)}
    planned = {**elm, "kai": SUPPORTED, "ida": SUPPORTED, "new": SUPPORTED}
    classes = dict.fromkeys([*elm, "kai", "ida"], "Elm")
    assert calculate(planned, {}, classes).median_teacher == {"Elm": 120}


def test_a_class_of_very_few_pupils_has_no_median() -> None:
    planned = dict.fromkeys(range(FEWEST_FOR_A_MEDIAN - 1), IN_CLASS)
    assert calculate(planned, {}, dict.fromkeys(planned, "Oak")).median_teacher == {}
