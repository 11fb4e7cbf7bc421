"""The guard on one pupil's week: its ledger, the week before, and what is recorded of the groups."""

from __future__ import annotations

from typing import Any

from inreach.core.guard.engine import DEFAULTS, FACTS
from inreach.core.guard.judgement import Judgement, judge_week
from inreach.core.guard.rules import RULES
from inreach.core.guard.rules.programmes import PROGRAMMES
from inreach.core.ledger.calculator import ledger_week
from inreach.core.ledger.types import LedgerWeek, NamedGroup
from tests.core.guard.quiet_week import BY_NAME
from tests.core.weeks import block, support

WEEK = ledger_week(
    [block("mon 09:00-10:00 Maths"), block("tue 09:00-12:00 English")],
    [support("mon 09:00-09:20 elsewhere assistant Phonics")],
)
RECORDED = {
    "weeks_running": {NamedGroup("1", "Phonics group"): 3.0},
    "without_entry_or_exit_data": (),
    "without_review_date": (),
    "without_class_link": None,
    "adult_not_trained": (),
}


def judged(ledger: LedgerWeek, before: LedgerWeek | None, recorded: dict[str, Any]) -> Judgement:
    """Return the judgement by facts that are given by their names."""
    return judge_week(ledger, before, {BY_NAME[name]: fact for name, fact in recorded.items()}, DEFAULTS)


def rules(judgement: Judgement) -> tuple[list[str], list[str]]:
    """Return the rules of the flags, and those that were not judged."""
    return [flag.rule.id for flag in judgement.flags], [rule.id for rule in judgement.not_judged]


def test_the_ledger_and_the_facts_recorded_of_groups_are_judged_together() -> None:
    recorded = {**RECORDED, "without_review_date": ("Phonics group",)}
    flags, unknown = rules(judged(WEEK, None, recorded))
    known = {fact.name for fact in FACTS if fact.of_totals}
    known |= {name for name, fact in recorded.items() if fact is not None}
    assert flags == ["no_review_date"]
    assert unknown == [rule.id for rule in RULES if not {need.name for need in rule.needs} <= known]
    assert {"missed_again", "under_delivered", "no_adaptation_first", "no_class_link"} <= set(unknown)


def test_a_lesson_is_missed_again_only_where_there_is_a_week_before() -> None:
    flags, unknown = rules(judged(WEEK, WEEK, RECORDED))
    assert "missed_again" in flags
    assert "missed_again" not in unknown


def test_two_groups_of_one_name_that_run_too_long_are_two() -> None:
    weeks = {NamedGroup("1", "Phonics group"): 21.0, NamedGroup("2", "Phonics group"): 30.0}
    [flag] = judged(WEEK, None, {**RECORDED, "weeks_running": weeks}).flags
    assert flag.numbers["groups"] == 2
    assert flag.sentence == (
        "Running for more than 20 school weeks: Phonics group (21 school weeks) and Phonics group (30 school weeks)."
    )


def test_programmes_of_one_name_count_one_by_one() -> None:
    week = ledger_week(
        [block("mon 09:00-17:00 Maths"), block("tue 09:00-17:00 English")],
        [
            support(f"mon {9 + n:02}:00-{9 + n:02}:20 elsewhere assistant Phonics#{n}")
            for n in range(int(DEFAULTS[PROGRAMMES]))
        ],
    )
    [flag] = judged(week, None, RECORDED).flags
    assert (flag.rule.id, flag.numbers["programmes"]) == ("programmes", 3)
    assert flag.sentence.endswith("in the same week: Phonics, Phonics and Phonics.")


def test_support_on_a_day_without_lessons_leaves_open_what_it_may_take_and_breaks_no_rule() -> None:
    week = ledger_week(
        [block("mon 09:00-12:00 Maths")], [support("tue 09:00-09:20 elsewhere assistant Phonics")]
    )
    flags, unknown = rules(judged(week, week, RECORDED))
    assert flags == []
    assert unknown == [
        "share_notice",
        "protected_missed",
        "loved_missed",
        "missed_again",
        "non_learning",
        "under_delivered",
        "no_adaptation_first",
        "no_class_link",
    ]


def test_unknown_minutes_leave_a_line_open_only_as_far_as_they_could_reach() -> None:
    known = block("mon 09:00-10:00 Maths"), block("mon 10:00-12:00 English")
    out = support("mon 09:00-09:20 elsewhere assistant Phonics")
    open_share = {"share_notice", "share_concern", "share_outvention"}

    def left_open(minutes: int) -> tuple[list[str], set[str]]:
        some_time = support(f"tue 09:00-{9 + minutes // 60:02}:{minutes % 60:02} base assistant Nurture")
        flags, unknown = rules(judged(ledger_week(known, [out, some_time]), None, RECORDED))
        return flags, set(unknown) & open_share

    assert left_open(20) == (["share_notice"], set())
    assert left_open(60) == (["share_notice"], {"share_concern"})
    assert left_open(150) == (["share_notice"], {"share_concern", "share_outvention"})


def test_support_that_comes_into_a_class_that_nobody_knows_leaves_open_only_the_pupils_own_time() -> None:
    week = ledger_week(
        [block("mon 09:00-12:00 Maths")], [support("tue 09:00-09:20 class assistant Scaffold")]
    )
    _, unknown = rules(judged(week, week, RECORDED))
    assert unknown == ["non_learning", "under_delivered", "no_adaptation_first", "no_class_link"]


def test_a_rule_that_is_met_by_what_is_known_is_not_open() -> None:
    week = ledger_week(
        [block("mon 09:00-12:00 Maths"), block("mon 12:00-13:00 lunch")],
        [
            support("mon 12:00-12:20 elsewhere assistant Phonics"),
            support("tue 09:00-09:20 elsewhere assistant Phonics"),
        ],
    )
    flags, unknown = rules(judged(week, None, RECORDED))
    assert flags == ["non_learning"]
    assert "non_learning" not in unknown
