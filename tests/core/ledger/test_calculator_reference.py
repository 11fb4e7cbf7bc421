"""Laws of the ledger on random weeks: the segments add up, and the fast ledger agrees with its slow twin."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from inreach.core.ledger.calculator import LedgerCalculator, ledger_week, segments
from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute, segments_minute_by_minute
from inreach.core.ledger.totals import totals
from inreach.core.ledger.types import Absence, Block, PeriodKind, State, Support
from tests.core.weeks import MONDAY, absences, blocks, supports

Minutes = set[tuple[date, int]]


def minutes(items: list) -> Minutes:
    """Return every minute that at least one of the items covers."""
    return {(item.day, minute) for item in items for minute in range(item.start, item.end)}


@given(blocks(), supports(), absences())
def test_the_pieces_of_a_day_are_in_order_apart_and_add_up_to_the_day_whatever_overlaps(
    some_blocks: list[Block], some_supports: list[Support], some_absences: list[Absence]
) -> None:
    found = segments(some_blocks, some_supports, some_absences)
    for earlier, later in pairwise(found):
        assert (earlier.day, earlier.end) <= (later.day, later.start)
    assert minutes(list(found)) == minutes([*some_blocks, *some_supports])


@given(blocks(), supports(), absences())
def test_the_ledger_agrees_with_its_minute_by_minute_twin(
    some_blocks: list[Block], some_supports: list[Support], some_absences: list[Absence]
) -> None:
    slow = ledger_week_minute_by_minute(some_blocks, some_supports, some_absences)
    assert ledger_week(some_blocks, some_supports, some_absences) == slow
    assert segments_minute_by_minute(some_blocks, some_supports, some_absences) == slow.segments
    assert totals(slow.segments) == slow.totals


@given(blocks(), supports(), absences(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_come_in_does_not_matter(
    some_blocks: list[Block], some_supports: list[Support], some_absences: list[Absence], random
) -> None:
    expected = ledger_week(some_blocks, some_supports, some_absences)
    for items in (some_blocks, some_supports, some_absences):
        random.shuffle(items)
    assert ledger_week(some_blocks, some_supports, some_absences) == expected


@settings(max_examples=50)
@given(blocks(), st.lists(st.tuples(supports(), absences(), st.booleans()), max_size=4))
def test_a_calculator_gives_every_classmate_the_same_ledger_as_a_pupil_alone(
    shared: list[Block], pupils: list[tuple[list[Support], list[Absence], bool]]
) -> None:
    calculator = LedgerCalculator()
    together = tuple(shared)
    for some_supports, some_absences, same_tuple in pupils:
        given_blocks = together if same_tuple else list(shared)
        week = calculator.week(given_blocks, some_supports, some_absences)
        assert week == ledger_week(shared, some_supports, some_absences)


def test_a_calculator_tells_two_timetables_apart_and_keeps_what_they_share() -> None:
    maths = Block(MONDAY, 540, 600, PeriodKind.LESSON, "Maths")
    art = Block(MONDAY, 600, 660, PeriodKind.LESSON, "Art")
    calculator = LedgerCalculator()
    first, second = calculator.week((maths,)), calculator.week((maths, art))
    assert [p.subject for p in first.segments] == ["Maths"]
    assert [p.subject for p in second.segments] == ["Maths", "Art"]
    assert first.segments[0] is second.segments[0]
    assert calculator.week([maths, art]) is second


@given(blocks(), supports(), absences())
def test_the_totals_are_sums_over_the_segments(
    some_blocks: list[Block], some_supports: list[Support], some_absences: list[Absence]
) -> None:
    week = ledger_week(some_blocks, some_supports, some_absences)
    found = week.totals
    lessons = [p for p in week.segments if p.kind is PeriodKind.LESSON]
    present = [p for p in lessons if p.state is not State.ABSENT]
    assert found.taught == sum(p.minutes for p in present) == sum(found.taught_by_subject.values())
    assert found.taught == found.teacher + found.assistant + found.specialist + found.alone
    assert found.out == sum(found.missed.values()) == sum(found.out_by_adult.values())
    assert found.taught + found.absent == sum(p.minutes for p in lessons)
    assert found.programmes_out.items() <= found.programmes.items()
