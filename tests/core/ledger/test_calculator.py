"""The ledger of a pupil's week as a living specification: small weeks in, expected totals out."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import pytest

from inreach.core.ledger.calculator import ledger_week
from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute
from inreach.core.ledger.types import Adult, PeriodKind, Totals
from tests.core.weeks import DAYS, absence, block, day_of, support


@dataclass(frozen=True)
class Example:
    """A week and every total that is not nought or empty."""

    says: str
    blocks: tuple[str, ...]
    supports: tuple[str, ...] = ()
    absences: tuple[str, ...] = ()
    on_roll: tuple[str, ...] = DAYS
    totals: dict = field(default_factory=dict)


MATHS = "mon 09:00-10:00 Maths"
ART = "mon 10:00-11:00 Art loved"

EXAMPLES = (
    Example("an empty week has no minutes", ()),
    Example(
        "without support the lesson's own adult counts",
        (
            MATHS,
            "mon 10:00-11:00 Art assistant",
            "mon 11:00-11:30 PE specialist",
            "mon 11:30-12:00 History none",
        ),
        totals={
            "taught": 180,
            "teacher": 60,
            "assistant": 60,
            "specialist": 30,
            "alone": 30,
            "taught_by_subject": {"Maths": 60, "Art": 60, "PE": 30, "History": 30},
        },
    ),
    Example(
        "support elsewhere is cut from the lesson it stands in",
        (MATHS, ART),
        ("mon 09:30-10:20 elsewhere assistant Phonics",),
        totals={
            "taught": 120,
            "out": 50,
            "teacher": 70,
            "assistant": 50,
            "leavings": 1,
            "loved_missed": 20,
            "wider_missed": 20,
            "out_by_adult": {Adult.ASSISTANT: 50},
            "taught_by_subject": {"Maths": 60, "Art": 60},
            "missed": {"Maths": 30, "Art": 20},
            "loved_missed_by_subject": {"Art": 20},
            "programmes": {"Phonics"},
            "programmes_out": {"Phonics"},
        },
    ),
    Example(
        "a base is out of class too",
        (MATHS,),
        ("mon 09:00-09:40 base teacher Nurture",),
        totals={
            "taught": 60,
            "out": 40,
            "teacher": 60,
            "leavings": 1,
            "out_by_adult": {Adult.TEACHER: 40},
            "taught_by_subject": {"Maths": 60},
            "missed": {"Maths": 40},
            "programmes": {"Nurture"},
            "programmes_out": {"Nurture"},
        },
    ),
    Example(
        "support in class by an assistant is assistant time and takes nobody out",
        (MATHS,),
        ("mon 09:10-09:40 class assistant Scaffold",),
        totals={
            "taught": 60,
            "teacher": 30,
            "assistant": 30,
            "taught_by_subject": {"Maths": 60},
            "programmes": {"Scaffold"},
        },
    ),
    Example(
        "support in class without an adult of its own leaves the lesson's adult",
        (MATHS,),
        ("mon 09:10-09:40 class none Tablet",),
        totals={"taught": 60, "teacher": 60, "taught_by_subject": {"Maths": 60}, "programmes": {"Tablet"}},
    ),
    Example(
        "support elsewhere without an adult leaves the pupil alone",
        (MATHS,),
        ("mon 09:10-09:40 elsewhere none Tablet",),
        totals={
            "taught": 60,
            "out": 30,
            "teacher": 30,
            "alone": 30,
            "leavings": 1,
            "out_by_adult": {Adult.NONE: 30},
            "taught_by_subject": {"Maths": 60},
            "missed": {"Maths": 30},
            "programmes": {"Tablet"},
            "programmes_out": {"Tablet"},
        },
    ),
    Example(
        "PSHE and RSHE are always protected, other subjects when the school says so",
        (
            "mon 09:00-09:30 PSHE",
            "mon 09:30-10:00 RSHE",
            "mon 10:00-10:30 Maths protected",
            "mon 10:30-11:00 Art",
        ),
        ("mon 09:00-11:00 elsewhere specialist Speech",),
        totals={
            "taught": 120,
            "out": 120,
            "specialist": 120,
            "leavings": 1,
            "wider_missed": 90,
            "out_by_adult": {Adult.SPECIALIST: 120},
            "taught_by_subject": {"PSHE": 30, "RSHE": 30, "Maths": 30, "Art": 30},
            "missed": {"PSHE": 30, "RSHE": 30, "Maths": 30, "Art": 30},
            "protected_missed": {"PSHE": 30, "RSHE": 30, "Maths": 30},
            "programmes": {"Speech"},
            "programmes_out": {"Speech"},
        },
    ),
    Example(
        "registration, assembly, break, lunch and the time around school are counted apart",
        (
            "mon 08:45-09:00 registration",
            "mon 09:00-09:20 assembly",
            "mon 09:20-10:00 Maths",
            "mon 10:00-10:15 break",
            "mon 10:30-11:00 lunch",
        ),
        (
            "mon 08:30-08:50 elsewhere assistant Phonics",
            "mon 09:15-09:20 elsewhere assistant Phonics",
            "mon 10:05-10:40 elsewhere assistant Phonics",
            "mon 11:00-11:20 class assistant Club",
        ),
        totals={
            "taught": 40,
            "teacher": 40,
            "leavings": 3,
            "taught_by_subject": {"Maths": 40},
            "non_learning": {
                PeriodKind.BEFORE: 15,
                PeriodKind.REGISTRATION: 5,
                PeriodKind.ASSEMBLY: 5,
                PeriodKind.BREAK: 25,
                PeriodKind.LUNCH: 10,
                PeriodKind.AFTER: 20,
            },
            "programmes": {"Phonics", "Club"},
            "programmes_out": {"Phonics"},
        },
    ),
    Example(
        "support in class at lunch takes no time",
        ("mon 12:00-13:00 lunch",),
        ("mon 12:00-12:30 class assistant Meals",),
        totals={"programmes": {"Meals"}},
    ),
    Example(
        "support on a day without lessons stands in unknown time: nobody knows what it takes",
        (MATHS,),
        ("sat 10:00-11:00 elsewhere teacher Tutor", "sat 11:00-11:20 class assistant Scaffold"),
        totals={
            "taught": 60,
            "teacher": 60,
            "unknown_time": 80,
            "unknown_out": 60,
            "taught_by_subject": {"Maths": 60},
            "programmes": {"Tutor", "Scaffold"},
            "programmes_out": {"Tutor"},
        },
    ),
    Example(
        "on a day with bells and no lessons only what the bells say is known",
        ("mon 10:30-10:45 break", "mon 12:00-13:00 lunch"),
        (
            "mon 10:20-10:50 elsewhere assistant Phonics",
            "mon 12:50-13:10 base assistant Nurture",
        ),
        ("mon 10:48-10:50",),
        totals={
            "leavings": 2,
            "unknown_time": 23,
            "unknown_out": 23,
            "non_learning": {PeriodKind.BREAK: 15, PeriodKind.LUNCH: 10},
            "programmes": {"Phonics", "Nurture"},
            "programmes_out": {"Phonics", "Nurture"},
        },
    ),
    Example(
        "a lesson that names nobody has an unknown adult, and so has a session that names nobody",
        ("mon 09:00-10:00 Maths unknown", ART),
        (
            "mon 09:00-09:10 class none Tablet",
            "mon 09:30-09:40 class assistant Scaffold",
            "mon 10:00-10:20 elsewhere unknown Phonics",
            "mon 10:20-10:30 class unknown Talk",
        ),
        totals={
            "taught": 120,
            "out": 20,
            "teacher": 30,
            "assistant": 10,
            "unknown_adult": 80,
            "leavings": 1,
            "loved_missed": 20,
            "wider_missed": 20,
            "out_by_adult": {Adult.UNKNOWN: 20},
            "taught_by_subject": {"Maths": 60, "Art": 60},
            "missed": {"Art": 20},
            "loved_missed_by_subject": {"Art": 20},
            "programmes": {"Tablet", "Scaffold", "Phonics", "Talk"},
            "programmes_out": {"Phonics"},
        },
    ),
    Example(
        "the roll bounds the week: a pupil who comes on Wednesday has lessons and sessions from Wednesday",
        ("mon 09:00-10:00 Maths", "tue 09:00-10:00 Maths", "wed 09:00-10:00 Art", "thu 09:00-10:00 PSHE"),
        ("tue 09:00-09:20 elsewhere assistant Phonics", "thu 09:30-10:00 elsewhere assistant Phonics"),
        ("mon 09:00-09:30",),
        on_roll=("wed", "thu", "fri"),
        totals={
            "taught": 120,
            "out": 30,
            "teacher": 90,
            "assistant": 30,
            "leavings": 1,
            "wider_missed": 30,
            "out_by_adult": {Adult.ASSISTANT: 30},
            "taught_by_subject": {"Art": 60, "PSHE": 60},
            "missed": {"PSHE": 30},
            "protected_missed": {"PSHE": 30},
            "programmes": {"Phonics"},
            "programmes_out": {"Phonics"},
        },
    ),
    Example(
        "two sessions back to back are one leaving, with a minute of class between them two",
        (MATHS, ART),
        (
            "mon 09:00-09:20 elsewhere assistant A",
            "mon 09:20-09:40 base teacher B",
            "mon 10:00-10:10 elsewhere assistant A",
        ),
        totals={
            "taught": 120,
            "out": 50,
            "teacher": 90,
            "assistant": 30,
            "leavings": 2,
            "loved_missed": 10,
            "wider_missed": 10,
            "out_by_adult": {Adult.ASSISTANT: 30, Adult.TEACHER: 20},
            "taught_by_subject": {"Maths": 60, "Art": 60},
            "missed": {"Maths": 40, "Art": 10},
            "loved_missed_by_subject": {"Art": 10},
            "programmes": {"A", "B"},
            "programmes_out": {"A", "B"},
        },
    ),
    Example(
        "an absent pupil is not in a group, and absent minutes are not taught minutes",
        (MATHS, ART),
        ("mon 09:30-10:30 elsewhere assistant Phonics",),
        ("mon 09:40-10:10",),
        totals={
            "taught": 90,
            "out": 30,
            "teacher": 60,
            "assistant": 30,
            "absent": 30,
            "leavings": 2,
            "loved_missed": 20,
            "wider_missed": 20,
            "out_by_adult": {Adult.ASSISTANT: 30},
            "taught_by_subject": {"Maths": 40, "Art": 50},
            "missed": {"Maths": 10, "Art": 20},
            "loved_missed_by_subject": {"Art": 20},
            "programmes": {"Phonics"},
            "programmes_out": {"Phonics"},
        },
    ),
    Example(
        "a whole day of absence leaves nothing taught and nothing missed",
        (MATHS,),
        ("mon 08:30-09:30 elsewhere assistant Phonics",),
        ("mon 08:00-16:00",),
        totals={"absent": 60},
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.says)
@pytest.mark.parametrize("ledger", [ledger_week_minute_by_minute, ledger_week])
def test_a_small_week_has_the_totals_that_a_person_counts_by_hand(example: Example, ledger) -> None:
    week = ledger(
        list(map(block, example.blocks)),
        list(map(support, example.supports)),
        list(map(absence, example.absences)),
        frozenset(map(day_of, example.on_roll)),
    )
    assert by_name(week.totals) == by_name(Totals()) | example.totals


def by_name(totals: Totals) -> dict:
    """Return every total by its name, and programmes as a set of their names."""
    values = {f.name: getattr(totals, f.name) for f in fields(Totals)}
    return values | {name: set(values[name].values()) for name in ("programmes", "programmes_out")}


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
