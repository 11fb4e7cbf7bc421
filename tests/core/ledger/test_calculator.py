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
