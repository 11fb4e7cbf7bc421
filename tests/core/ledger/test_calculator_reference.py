"""Laws of the ledger on random weeks: the segments add up, and the fast ledger agrees with its slow twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inreach.core.ledger.calculator import LedgerCalculator, ledger_week, segments
from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute, segments_minute_by_minute
from inreach.core.ledger.totals import totals
from inreach.core.ledger.types import Absence, Block, LedgerWeek, PeriodKind, State, Support
from tests.core.weeks import MONDAY, absences, blocks, days_on_roll, supports

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


@given(blocks(), supports(), absences(), days_on_roll())
def test_the_ledger_agrees_with_its_minute_by_minute_twin(
    some_blocks: list[Block],
    some_supports: list[Support],
    some_absences: list[Absence],
    on_roll: frozenset[date] | None,
) -> None:
    slow = ledger_week_minute_by_minute(some_blocks, some_supports, some_absences, on_roll)
    assert ledger_week(some_blocks, some_supports, some_absences, on_roll) == slow
    assert totals(slow.segments) == slow.totals
    if on_roll is None:
        assert segments(some_blocks, some_supports, some_absences) == slow.segments
        assert segments_minute_by_minute(some_blocks, some_supports, some_absences) == slow.segments


@given(blocks(), supports(), absences(), days_on_roll())
def test_the_roll_bounds_the_week_as_if_nothing_was_planned_on_other_days(
    some_blocks: list[Block],
    some_supports: list[Support],
    some_absences: list[Absence],
    on_roll: frozenset[date] | None,
) -> None:
    def cut(items: list) -> list:
        return [item for item in items if on_roll is None or item.day in on_roll]

    whole = ledger_week(some_blocks, some_supports, some_absences, on_roll)
    assert whole == ledger_week(cut(some_blocks), cut(some_supports), cut(some_absences))


@pytest.mark.parametrize("ledger", [ledger_week_minute_by_minute, ledger_week])
@given(blocks(), supports(), absences(), st.randoms(use_true_random=False))
def test_ids_may_be_permuted_and_the_order_shuffled_without_any_change_of_what_is_counted(
    ledger: Callable[..., LedgerWeek],
    some_blocks: list[Block],
    some_supports: list[Support],
    some_absences: list[Absence],
    random: Random,
) -> None:
    expected = without_ids(ledger(some_blocks, some_supports, some_absences))
    lessons, programmes, groups = ["l1", "l2"], ["p1", "p2", "p3"], ["g1", "g2", "g3"]
    new = {
        old: new
        for ids in (lessons, programmes, groups)
        for old, new in zip(ids, random.sample(ids, len(ids)), strict=True)
    }
    renamed_blocks = [replace(block, lesson_id=new.get(block.lesson_id, "")) for block in some_blocks]
    renamed_supports = [
        replace(
            support,
            programme_id=new[support.programme_id],
            group_id=new[support.group_id],
            key=f"{random.random()}",
        )
        for support in some_supports
    ]
    random.shuffle(renamed_blocks)
    random.shuffle(renamed_supports)
    assert without_ids(ledger(renamed_blocks, renamed_supports, some_absences)) == expected


def without_ids(week: LedgerWeek) -> tuple[object, ...]:
    """Return a week as people read it: its segments without ids, and its totals with the names of programmes only."""
    names = {name: sorted(getattr(week.totals, name).values()) for name in ("programmes", "programmes_out")}
    segments_as_read = [
        segment._replace(programme_id=None, group_id=None, lesson_id="") for segment in week.segments
    ]
    return segments_as_read, replace(week.totals, programmes={}, programmes_out={}), names


@given(blocks(), supports(), absences(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_come_in_does_not_matter(
    some_blocks: list[Block], some_supports: list[Support], some_absences: list[Absence], random
) -> None:
    expected = ledger_week(some_blocks, some_supports, some_absences)
    for items in (some_blocks, some_supports, some_absences):
        random.shuffle(items)
    assert ledger_week(some_blocks, some_supports, some_absences) == expected


@settings(max_examples=50)
@given(blocks(), st.lists(st.tuples(supports(), absences(), days_on_roll(), st.booleans()), max_size=4))
def test_a_calculator_gives_every_classmate_the_same_ledger_as_a_pupil_alone(
    shared: list[Block],
    pupils: list[tuple[list[Support], list[Absence], frozenset[date] | None, bool]],
) -> None:
    calculator = LedgerCalculator()
    together = tuple(shared)
    for some_supports, some_absences, on_roll, same_tuple in pupils:
        given_blocks = together if same_tuple else list(shared)
        week = calculator.week(given_blocks, some_supports, some_absences, on_roll)
        assert week == ledger_week(shared, some_supports, some_absences, on_roll)


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
    totals = week.totals
    lessons = [p for p in week.segments if p.kind is PeriodKind.LESSON]
    present = [p for p in lessons if p.state is not State.ABSENT]
    assert totals.taught == sum(p.minutes for p in present) == sum(totals.taught_by_subject.values())
    assert (
        totals.taught
        == totals.teacher + totals.assistant + totals.specialist + totals.alone + totals.unknown_adult
    )
    assert totals.out == sum(totals.missed.values()) == sum(totals.out_by_adult.values())
    assert totals.taught + totals.absent == sum(p.minutes for p in lessons)
    assert totals.programmes_out.items() <= totals.programmes.items()
