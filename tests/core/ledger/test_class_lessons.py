"""Lessons that classmates share: what a class is summed up to equals what the calculator says of each pupil."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.core.ledger.calculator import LedgerCalculator, ledger_week
from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute
from inreach.core.ledger.class_lessons import ClassLessons, LessonSums, LovedLessons, PupilBlocks
from inreach.core.ledger.double_bookings import double_lessons, double_sessions
from inreach.core.ledger.school_week import PlannedWeek, PupilLedgers, calculate, double_bookings, ledgers_of
from inreach.core.ledger.types import Block, PeriodKind, Support
from tests.core.weeks import MONDAY, block, blocks, days_on_roll, support, supports

MATHS, ART = block("mon 09:00-10:00 Maths"), block("mon 10:00-11:00 Art unknown")
PE = block("tue 09:30-10:00 PE assistant")
LUNCH = block("mon 12:00-13:00 lunch")


def lessons_only(some_blocks: list[Block]) -> list[Block]:
    """Return the lessons among random blocks."""
    return [each for each in some_blocks if each.kind is PeriodKind.LESSON]


def test_a_class_sums_up_its_lessons_once() -> None:
    lessons = ClassLessons([MATHS, ART, PE])
    assert lessons.sums == LessonSums(taught=150, teacher=60, unknown_adult=60)
    assert lessons.apart
    assert not ClassLessons([MATHS, block("mon 09:30-10:30 Art")]).apart


def test_the_blocks_of_a_pupil_are_those_of_the_classes_and_pauses_in_order_with_a_shared_lesson_once() -> (
    None
):
    loved = LovedLessons()
    first = PupilBlocks(
        (ClassLessons([ART, PE]), ClassLessons([MATHS, ART])), [LUNCH], frozenset({"Art"}), loved
    )
    second = PupilBlocks((ClassLessons([ART]),), [], frozenset({"Art"}), loved)
    assert [(each.start, each.subject, each.loved) for each in first] == [
        (540, "Maths", False),
        (600, "Art", True),
        (720, "", False),
        (570, "PE", False),
    ]
    assert (len(first), first[0], first[:2][1]) == (4, MATHS, second[0])
    assert first[1] is second[0]
    assert first == list(first)
    assert first != 4
    assert first.sums is None


@given(
    st.lists(blocks(), min_size=1, max_size=4),
    st.lists(
        st.tuples(st.sets(st.integers(0, 3)), st.sampled_from(["", "Maths"]), supports(), days_on_roll()),
        min_size=1,
        max_size=6,
    ),
)
def test_every_pupil_of_shared_classes_has_the_ledger_the_sums_and_the_collisions_of_a_pupil_alone(
    some_classes: list[list[Block]],
    pupils: list[tuple[set[int], str, list[Support], frozenset[date] | None]],
) -> None:
    classes = [ClassLessons(lessons_only(some_blocks)) for some_blocks in some_classes]
    pauses = [each for each in some_classes[0] if each.kind is not PeriodKind.LESSON]
    loved = LovedLessons()
    planned = {
        number: PlannedWeek(
            PupilBlocks(
                tuple(classes[n] for n in sorted(mine) if n < len(classes)), pauses, frozenset({loves}), loved
            ),
            tuple(some_supports),
            on_roll,
        )
        for number, (mine, loves, some_supports, on_roll) in enumerate(pupils)
    }
    ledgers, collisions = PupilLedgers(planned), double_bookings(planned)
    assert set(ledgers) == set(planned)
    assert len(ledgers) == len(planned)
    for pupil, week in planned.items():
        sums = ledgers.sums(pupil)
        alone = ledger_week_minute_by_minute(list(week.blocks), week.supports, (), week.on_roll)
        assert ledgers[pupil] == alone
        assert ledgers[pupil] is ledgers[pupil]
        totals = alone.totals
        assert sums == LessonSums(totals.taught, totals.teacher, totals.unknown_adult)
        assert week.supported == bool(totals.programmes)
        expected = {
            each
            for each in (*double_lessons(list(week.blocks)), *double_sessions(week.supports))
            if week.on_roll is None or each.day in week.on_roll
        }
        assert set(collisions.get(pupil, ())) == expected


def test_a_calculator_reads_laid_out_blocks_once() -> None:
    calculator, mine = LedgerCalculator(), PupilBlocks((ClassLessons([MATHS, PE]),), [LUNCH])
    assert calculator.week(mine) is calculator.week(mine)
    assert calculator.week(mine) == ledger_week([MATHS, PE, LUNCH])


def test_a_median_leaves_out_pupils_of_whom_nobody_knows_who_is_with_them_and_pupils_without_a_class() -> (
    None
):
    known, unknown = PupilBlocks((ClassLessons([MATHS]),), []), PupilBlocks((ClassLessons([MATHS, ART]),), [])
    planned = {f"known {n}": PlannedWeek(known, ()) for n in range(5)}
    planned |= {f"unknown {n}": PlannedWeek(unknown, ()) for n in range(9)} | {"new": PlannedWeek(known, ())}
    classes = dict.fromkeys((pupil for pupil in planned if pupil != "new"), "Elm")
    assert calculate(planned, {}, classes).median_teacher == {"Elm": 60}
    del planned["known 0"]
    assert calculate(planned, {}, classes).median_teacher == {}


def test_who_has_no_week_has_no_ledger() -> None:
    with pytest.raises(KeyError):
        PupilLedgers({"kai": PlannedWeek((), (support("mon 09:00-09:10 class none Talk"),))})["ida"]


def test_bits_of_two_days_never_meet() -> None:
    late = Block(MONDAY, 1400, 1440, PeriodKind.LESSON)
    early = block("tue 00:00-00:30 Art")
    assert ClassLessons([late, early]).apart


def test_a_lesson_and_a_session_are_called_by_their_subject_and_code_or_by_programme_and_group() -> None:
    assert f"{Block(MONDAY, 540, 600, PeriodKind.LESSON, 'Art', key='A1')}" == "Art (A1)"
    assert f"{Block(MONDAY, 540, 600, PeriodKind.LUNCH)}" == "lunch"
    assert f"{support('mon 09:00-09:10 class none Talk')}" == "Talk (Talk group)"


def test_the_ledgers_of_pupils_are_those_of_each_alone() -> None:
    talk = support("mon 09:00-09:10 class none Talk")
    planned = {"kai": PlannedWeek((MATHS,), (talk,)), "ada": PlannedWeek((MATHS,), ())}
    assert ledgers_of(planned) == {"kai": ledger_week([MATHS], [talk]), "ada": ledger_week([MATHS])}


@pytest.mark.parametrize(("start", "end"), [(-1, 10), (1430, 1441)])
def test_a_block_that_leaves_its_day_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="must lie within one day"):
        Block(MONDAY, start, end, PeriodKind.LESSON)


def test_where_two_lessons_share_a_minute_the_calculator_says_what_the_sums_are() -> None:
    both = PupilBlocks((ClassLessons([MATHS]), ClassLessons([block("mon 09:30-10:30 Art unknown")])), [])
    assert both.sums is None
    assert PupilLedgers({"kai": PlannedWeek(both, ())}).sums("kai") == LessonSums(90, 60, 30)
