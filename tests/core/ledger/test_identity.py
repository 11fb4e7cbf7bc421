"""Groups, programmes and lessons are told apart by their ids; names are for people."""

from __future__ import annotations

import pytest

from inreach.core.ledger.calculator import ledger_week
from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute
from inreach.core.ledger.types import Block, NamedGroup, PeriodKind
from tests.core.weeks import MONDAY, block, support

MATHS = "mon 09:00-10:00 Maths"
ART = "mon 10:00-11:00 Art loved"
TWO_OF_ONE_NAME = (
    "mon 09:00-09:20 elsewhere assistant Phonics",
    "mon 09:20-09:40 elsewhere assistant Phonics#2",
    "mon 10:00-10:20 class assistant Phonics#3",
)


@pytest.mark.parametrize("ledger", [ledger_week_minute_by_minute, ledger_week])
def test_two_programmes_of_one_name_stay_two_and_so_do_their_groups(ledger) -> None:
    week = ledger([block(MATHS), block(ART)], [support(line) for line in TWO_OF_ONE_NAME])
    names = {"Phonics": "Phonics", "Phonics#2": "Phonics"}
    assert week.totals.programmes_out == names
    assert week.totals.programmes == names | {"Phonics#3": "Phonics"}
    assert [(p.start, p.group_id, p.group) for p in week.segments if p.group] == [
        (540, "group of Phonics", "Phonics group"),
        (560, "group of Phonics#2", "Phonics group"),
        (600, "group of Phonics#3", "Phonics group"),
    ]
    assert week.totals.leavings == 1


@pytest.mark.parametrize("ledger", [ledger_week_minute_by_minute, ledger_week])
def test_two_lessons_with_one_key_stay_two(ledger) -> None:
    lessons = [
        Block(MONDAY, start, start + 60, PeriodKind.LESSON, "Art", key="art", lesson_id=lesson_id)
        for start, lesson_id in ((540, "first"), (600, "second"))
    ]
    week = ledger(lessons, [support("mon 09:50-10:10 elsewhere assistant Phonics")])
    assert [(p.start, p.end, p.lesson_id) for p in week.segments] == [
        (540, 590, "first"),
        (590, 600, "first"),
        (600, 610, "second"),
        (610, 660, "second"),
    ]


def test_a_group_in_a_sentence_is_its_name_and_two_of_one_name_are_not_the_same() -> None:
    first, second = NamedGroup("1", "Phonics"), NamedGroup("2", "Phonics")
    assert f"{first}" == f"{second}" == "Phonics"
    assert first != second
