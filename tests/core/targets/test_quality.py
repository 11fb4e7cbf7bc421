"""The seven-point quality check of a target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inreach.core.targets.party import EVERYBODY, Party
from inreach.core.targets.quality import TargetFacts, check, ready, unmet

READY = TargetFacts(
    text="Kai asks for help with a phrase he chose.",
    about_this_pupil=True,
    one_skill=True,
    teaches_skill=True,
    seen_where="Maths and art",
    seen_by="Class teacher",
    criteria="Uses the phrase at least once in most lessons.",
    baseline=3,
    baseline_words="Waits until an adult comes.",
    expected=7,
    starts=date(2026, 11, 23),
    review=date(2027, 2, 12),
    agreed=EVERYBODY,
)


def test_a_target_that_meets_all_seven_points_is_ready_and_says_what_is_there() -> None:
    assert [(p.id, p.met, p.sentence) for p in check(READY)] == [
        ("bespoke", True, "It is written for this pupil."),
        ("specific", True, "It names one skill and where it will be seen."),
        ("measurable", True, "Somebody is named who will see it."),
        ("criteria", True, "Everybody can tell when it is met."),
        ("skills", True, "It builds a skill of the pupil."),
        ("baselined", True, "It has a baseline and a review date."),
        ("agreed", True, "Everybody who has to agree has agreed."),
    ]
    assert ready(READY)


def test_an_empty_target_meets_none_of_the_points_and_each_says_what_to_do() -> None:
    assert unmet(TargetFacts()) == (
        "Write the target in a sentence about this pupil.",
        "Keep to one skill, and tick that the target names only one.",
        "Name who will see or hear the pupil do it.",
        "Write what everybody will see when the target is met.",
        "Say what the pupil will learn to do, not what adults will do or what the pupil will stop doing.",
        "Rate where the pupil is now, from 1 to 10.",
        "Ask the outreach teacher, the leadership, the class teacher, the person delivering, a parent or carer "
        "and the pupil to agree.",
    )
    assert [p.title for p in check(TargetFacts())] == [
        "Bespoke",
        "Specific and well defined",
        "Visibly measurable",
        "Clear success criteria",
        "Skills based",
        "Baselined, with a review date",
        "Agreed by all",
    ]


def test_nothing_is_ticked_until_the_writer_ticks_it() -> None:
    written = TargetFacts(text="Kai asks for help.", seen_where="Maths")
    assert [p.id for p in check(written) if not p.met] == [
        "bespoke",
        "specific",
        "measurable",
        "criteria",
        "skills",
        "baselined",
        "agreed",
    ]


@pytest.mark.parametrize(
    ("change", "to_do"),
    [
        ({"text": "  "}, "Write the target in a sentence about this pupil."),
        (
            {"about_this_pupil": False},
            "Write it for this pupil, and tick that it comes from this pupil's own needs and interests.",
        ),
        ({"one_skill": False}, "Keep to one skill, and tick that the target names only one."),
        (
            {"seen_where": ""},
            "Say where the pupil will use the skill: in which lesson, place or time of the day.",
        ),
        ({"seen_by": ""}, "Name who will see or hear the pupil do it."),
        ({"criteria": ""}, "Write what everybody will see when the target is met."),
        ({"expected": None}, "Choose the rating that you expect at the review, from 1 to 10."),
        (
            {"teaches_skill": False},
            "Say what the pupil will learn to do, not what adults will do or what the pupil will stop doing.",
        ),
        ({"baseline": None}, "Rate where the pupil is now, from 1 to 10."),
        ({"baseline_words": " "}, "Write what the pupil does now, in words that fit the baseline rating."),
        ({"expected": 2}, "The expected rating (2) must not be below the baseline (3)."),
        ({"baseline": 11}, "The baseline rating must be a whole number from 1 to 10, not 11."),
        (
            {"expected": 3},
            "The expected rating (3) is the same as the baseline. "
            "Expect more, or mark the target as one to maintain.",
        ),
        ({"starts": None}, "Choose the day the work starts and the day of the review."),
        ({"review": None}, "Choose the day the work starts and the day of the review."),
        ({"review": date(2026, 11, 23)}, "Choose a review date after the start on 23 November 2026."),
        ({"agreed": EVERYBODY - {Party.PUPIL}}, "Ask the pupil to agree."),
        (
            {"agreed": EVERYBODY - {Party.LEADERSHIP, Party.PARENT}},
            "Ask the leadership and a parent or carer to agree.",
        ),
        ({"required": frozenset()}, "Say who has to agree this target."),
    ],
)
def test_one_thing_that_is_missing_leaves_one_point_unmet_and_says_what_to_do(change, to_do) -> None:
    facts = replace(READY, **change)
    assert unmet(facts) == (to_do,)
    assert not ready(facts)


def test_a_target_to_maintain_may_expect_its_baseline() -> None:
    assert ready(replace(READY, expected=3, maintain=True))


def test_nobody_from_outreach_has_to_agree_where_there_is_no_outreach() -> None:
    school = EVERYBODY - {Party.OUTREACH_TEACHER}
    assert ready(replace(READY, required=school, agreed=school))
