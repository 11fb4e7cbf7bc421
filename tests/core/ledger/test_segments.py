"""How a day of the ledger is cut into segments, and which of two things at one time counts."""

from __future__ import annotations

import pytest

from inreach.core.ledger.calculator import ledger_week
from inreach.core.ledger.types import Adult, Totals
from tests.core.weeks import absence, block, support

MATHS = "mon 09:00-10:00 Maths"
ART = "mon 10:00-11:00 Art loved"


def cuts(blocks: list[str], supports: list[str] = [], absences: list[str] = []) -> list[tuple]:  # noqa: B006
    """Return start, end, block key without its day, programme and state of every segment."""
    week = ledger_week(map(block, blocks), map(support, supports), map(absence, absences))
    return [(p.start, p.end, p.block.partition(" ")[2], p.support, str(p.state)) for p in week.segments]


def test_of_two_blocks_that_overlap_the_lesson_wins_and_the_other_goes_on_after_it() -> None:
    assert cuts(["mon 09:00-12:00 assembly", "mon 10:00-11:00 Maths"]) == [
        (540, 600, "09:00-12:00 assembly", None, "present"),
        (600, 660, "10:00-11:00 Maths", None, "present"),
        (660, 720, "09:00-12:00 assembly", None, "present"),
    ]


def test_of_two_lessons_that_overlap_protected_wins_over_core_over_foundation_over_any_other() -> None:
    assert cuts(
        [
            "mon 09:00-11:00 PE",
            "mon 09:00-10:30 Art",
            "mon 09:10-10:00 Maths",
            "mon 09:20-09:40 RSHE",
            "mon 09:50-09:55 PE protected",
        ]
    ) == [
        (540, 550, "09:00-10:30 Art", None, "present"),
        (550, 560, "09:10-10:00 Maths", None, "present"),
        (560, 580, "09:20-09:40 RSHE", None, "present"),
        (580, 590, "09:10-10:00 Maths", None, "present"),
        (590, 595, "09:50-09:55 PE protected", None, "present"),
        (595, 600, "09:10-10:00 Maths", None, "present"),
        (600, 630, "09:00-10:30 Art", None, "present"),
        (630, 660, "09:00-11:00 PE", None, "present"),
    ]


def test_of_two_lessons_of_one_kind_the_earlier_wins_then_the_shorter() -> None:
    assert cuts(["mon 09:30-10:30 Maths", "mon 09:00-10:00 English", "mon 09:00-09:20 Maths"]) == [
        (540, 560, "09:00-09:20 Maths", None, "present"),
        (560, 600, "09:00-10:00 English", None, "present"),
        (600, 630, "09:30-10:30 Maths", None, "present"),
    ]


def test_of_two_lessons_of_one_kind_at_the_same_time_the_smaller_code_wins() -> None:
    assert cuts(["mon 09:00-10:00 Maths", "mon 09:00-10:00 English"]) == [
        (540, 600, "09:00-10:00 English", None, "present")
    ]


def test_of_two_supports_that_overlap_the_one_in_class_wins_even_if_it_starts_later() -> None:
    assert cuts(
        [MATHS],
        ["mon 09:00-09:30 elsewhere assistant Phonics", "mon 09:10-09:20 class assistant Scaffold"],
    ) == [
        (540, 550, "09:00-10:00 Maths", "Phonics", "elsewhere"),
        (550, 560, "09:00-10:00 Maths", "Scaffold", "present"),
        (560, 570, "09:00-10:00 Maths", "Phonics", "elsewhere"),
        (570, 600, "09:00-10:00 Maths", None, "present"),
    ]


def test_of_two_supports_at_the_same_time_the_smaller_name_wins() -> None:
    assert cuts(
        [MATHS], ["mon 09:00-09:30 base teacher Nurture", "mon 09:00-09:30 elsewhere assistant Motor"]
    ) == [
        (540, 570, "09:00-10:00 Maths", "Motor", "elsewhere"),
        (570, 600, "09:00-10:00 Maths", None, "present"),
    ]


def test_of_two_supports_that_overlap_the_earlier_wins_then_the_shorter() -> None:
    assert cuts(
        [MATHS],
        [
            "mon 09:10-09:50 elsewhere assistant Long",
            "mon 09:10-09:30 elsewhere assistant Short",
            "mon 09:20-10:00 elsewhere assistant Late",
            "mon 09:12-09:15 elsewhere assistant Inner",
        ],
    ) == [
        (540, 550, "09:00-10:00 Maths", None, "present"),
        (550, 570, "09:00-10:00 Maths", "Short", "elsewhere"),
        (570, 590, "09:00-10:00 Maths", "Long", "elsewhere"),
        (590, 600, "09:00-10:00 Maths", "Late", "elsewhere"),
    ]


def test_a_gap_between_blocks_is_the_pupils_own_time_and_stays_out_of_the_ledger_without_support() -> None:
    blocks = [MATHS, "mon 11:00-12:00 Art"]
    assert cuts(blocks) == [
        (540, 600, "09:00-10:00 Maths", None, "present"),
        (660, 720, "11:00-12:00 Art", None, "present"),
    ]
    week = ledger_week(map(block, blocks), [support("mon 09:50-11:10 elsewhere assistant Phonics")])
    assert [(p.start, p.end, str(p.kind)) for p in week.segments if p.out] == [
        (590, 600, "lesson"),
        (600, 660, "break"),
        (660, 670, "lesson"),
    ]
    assert week.totals.leavings == 1


def test_absence_outside_every_block_is_joined_over_the_supports_it_hides() -> None:
    assert cuts(
        [MATHS],
        ["mon 10:10-10:20 elsewhere assistant A", "mon 10:20-10:40 elsewhere assistant B"],
        ["mon 10:00-10:15", "mon 10:15-10:30"],
    ) == [
        (540, 600, "09:00-10:00 Maths", None, "present"),
        (610, 630, "", None, "absent"),
        (630, 640, "", "B", "elsewhere"),
    ]


def test_a_piece_tells_what_it_stands_in_and_who_teaches_the_lesson_meanwhile() -> None:
    week = ledger_week([block(ART)], [support("mon 10:10-10:40 base assistant Nurture")])
    _, out, _ = week.segments
    assert out.minutes == 30
    assert (out.subject, out.loved, out.adult, out.lesson_adult) == (
        "Art",
        True,
        Adult.ASSISTANT,
        Adult.TEACHER,
    )
    assert (out.support, out.group, out.block) == ("Nurture", "Nurture group", ART)


def test_shares_and_sums_are_of_the_pupils_own_week() -> None:
    totals = ledger_week(
        [block(MATHS), block(ART), block("mon 12:00-13:00 lunch")],
        [
            support("mon 09:00-09:30 elsewhere assistant Phonics"),
            support("mon 10:00-10:20 class assistant Scaffold"),
            support("mon 12:50-13:05 elsewhere assistant Phonics"),
        ],
    ).totals
    assert totals.share_out == 0.25
    assert totals.in_class == 90
    assert totals.assistant_in_class == 20
    assert totals.non_learning_minutes == 15


def test_the_share_out_of_a_week_without_lessons_is_nought() -> None:
    assert Totals().share_out == 0.0


@pytest.mark.parametrize("wrong", ["mon 10:00-09:00 Maths", "mon 09:00-09:00 Maths"])
def test_a_block_that_ends_before_it_starts_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        block(wrong)
