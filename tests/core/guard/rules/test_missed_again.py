"""The same lesson missed two weeks running."""

from __future__ import annotations

from inreach.core.guard.rules.missed_again import RULE, lessons_missed_again
from inreach.core.ledger.calculator import ledger_week
from tests.core.guard.quiet_week import only_flag
from tests.core.weeks import block, support

EXAMPLE = {"lessons_missed_again": ("Art on Thursday",)}


def test_it_flags_in_a_sentence_with_its_numbers() -> None:
    flag = only_flag(EXAMPLE)
    assert (flag.rule, flag.severity) == (RULE, "notice")
    assert flag.sentence == "This pupil misses the same lesson two weeks running: Art on Thursday."
    assert flag.about("Kai").sentence == "Kai misses the same lesson two weeks running: Art on Thursday."


def test_its_number_is_how_many_lessons() -> None:
    assert only_flag({"lessons_missed_again": ("Art on Thursday", "PE on Monday")}).numbers == {"lessons": 2}


def test_a_lesson_is_missed_again_when_its_time_is_missed_in_both_weeks() -> None:
    lessons = [block("thu 09:00-10:00 Art"), block("thu 10:00-11:00 Maths"), block("fri 09:00-10:00 Art")]
    this_week = ledger_week(
        lessons,
        [
            support("thu 09:30-10:30 elsewhere assistant Phonics"),
            support("fri 09:00-09:20 elsewhere assistant Phonics"),
        ],
    )
    before = ledger_week(
        lessons,
        [
            support("thu 09:50-09:55 elsewhere assistant Nurture"),
            support("thu 10:40-11:00 elsewhere assistant Nurture"),
            support("fri 09:00-09:20 class assistant Nurture"),
        ],
    )
    assert lessons_missed_again(this_week, before) == ("Art on Thursday",)


def test_every_minute_out_of_class_stands_behind_it() -> None:
    week = ledger_week(
        [block("mon 09:00-10:00 Maths")], [support("mon 09:00-10:00 elsewhere assistant Phonics")]
    )
    assert [only_flag(EXAMPLE).finding.explained_by(segment) for segment in week.segments] == [True]
