"""A pupil in two places at once: which lessons and sessions overlap, when, and which of them counts."""

from __future__ import annotations

from hypothesis import given

from inreach.core.ledger.double_bookings import DoubleBooking, double_lessons, double_sessions
from inreach.core.ledger.types import Block, PeriodKind, Support
from tests.core.weeks import block, blocks, support, supports


def as_read(bookings: tuple[DoubleBooking, ...]) -> list[tuple[str, int, int, str, str]]:
    """Return bookings with the line of the test that each side came from."""
    return [
        (f"{each.day:%a}", each.start, each.end, each.counts.key[4:], each.gives_way.key[4:])
        for each in bookings
    ]


def test_lessons_that_overlap_are_named_two_by_two_the_one_that_counts_first() -> None:
    lessons = [
        "tue 09:00-10:00 Art",
        "mon 09:00-10:00 Art",
        "mon 09:30-10:30 PSHE",
        "mon 10:00-11:00 Maths",
        "mon 09:00-11:00 lunch",
    ]
    assert as_read(double_lessons(list(map(block, lessons)))) == [
        ("Mon", 570, 600, "09:30-10:30 PSHE", "09:00-10:00 Art"),
        ("Mon", 600, 630, "09:30-10:30 PSHE", "10:00-11:00 Maths"),
    ]


def test_sessions_that_overlap_are_named_two_by_two_the_one_that_counts_first() -> None:
    sessions = [
        "mon 09:00-09:30 elsewhere assistant Phonics",
        "mon 09:10-09:20 class assistant Scaffold",
        "mon 09:30-10:00 elsewhere assistant Phonics",
        "tue 09:10-09:20 class assistant Scaffold",
    ]
    assert as_read(double_sessions(list(map(support, sessions)))) == [
        ("Mon", 550, 560, "09:10-09:20 class assistant Scaffold", "09:00-09:30 elsewhere assistant Phonics")
    ]


@given(blocks(), supports())
def test_a_minute_is_named_exactly_when_two_lessons_or_two_sessions_share_it(
    some_blocks: list[Block], some_supports: list[Support]
) -> None:
    lessons = [each for each in some_blocks if each.kind is PeriodKind.LESSON]
    for bookings, booked in (
        (double_lessons(some_blocks), lessons),
        (double_sessions(some_supports), some_supports),
    ):
        named = {(each.day, minute) for each in bookings for minute in range(each.start, each.end)}
        shared = {
            (each.day, minute)
            for each in booked
            for minute in range(each.start, each.end)
            if sum(1 for b in booked if b.day == each.day and b.start <= minute < b.end) > 1
        }
        assert named == shared
