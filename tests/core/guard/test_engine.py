"""The guard's rules, one by one: below the line, on it, and the words that go with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.core.guard.engine import (
    DEFAULTS,
    NOT_A_LEGAL_LIMIT,
    RULES,
    flags,
    lessons_missed_again,
    not_judged,
    overdue,
)
from inreach.core.guard.types import FACT_NAMES, Severity, Thresholds, WeekFacts, facts_of_week
from inreach.core.ledger.calculator import ledger_week
from inreach.core.ledger.types import PeriodKind
from tests.core.weeks import block, support

QUIET = WeekFacts(
    taught=1425,
    out=0,
    programmes_out=(),
    lessons_missed_again=(),
    protected_missed={},
    non_learning={},
    weeks_running={},
    without_entry_or_exit_data=(),
    without_class_link=(),
    without_review_date=(),
    adult_not_trained=(),
    sessions_planned=0,
    sessions_delivered=0,
    without_adaptation_first=(),
    loved_missed={},
    loved_taught={},
)


def test_a_quiet_week_of_which_everything_is_known_has_no_flag_and_nothing_unjudged() -> None:
    assert flags(QUIET) == ()
    assert not_judged(QUIET) == ()


def test_a_week_of_which_nothing_is_known_has_no_flag_and_every_rule_is_unjudged() -> None:
    assert flags(WeekFacts()) == ()
    assert not_judged(WeekFacts()) == RULES


FLAGS = [
    (
        {"out": 143},
        "share_notice",
        "notice",
        "This pupil is out of class for 10 % of taught time this week: 143 of 1,425 minutes.",
    ),
    (
        {"out": 380},
        "share_concern",
        "concern",
        "This pupil is out of class for 26 % of taught time this week: 380 of 1,425 minutes.",
    ),
    (
        {"out": 713},
        "share_outvention",
        "outvention",
        "This pupil is out of class for 50 % of taught time this week: 713 of 1,425 minutes.",
    ),
    (
        {"taught": 1, "out": 1},
        "share_outvention",
        "outvention",
        "This pupil is out of class for 100 % of taught time this week: 1 of 1 minute.",
    ),
    (
        {"programmes_out": ("Nurture", "Phonics", "Speech")},
        "programmes",
        "concern",
        "3 programmes take this pupil out of class in the same week: Nurture, Phonics and Speech.",
    ),
    (
        {"lessons_missed_again": ("Art on Thursday",)},
        "missed_again",
        "notice",
        "This pupil misses the same lesson two weeks running: Art on Thursday.",
    ),
    (
        {"protected_missed": {"PSHE": 40, "RSHE": 1}},
        "protected_missed",
        "concern",
        "This pupil misses 40 minutes of PSHE and 1 minute of RSHE this week.",
    ),
    (
        {"non_learning": {PeriodKind.BREAK: 15, PeriodKind.BEFORE: 20, PeriodKind.AFTER: 10}},
        "non_learning",
        "notice",
        "Support takes 15 minutes of break, 20 minutes of time before school and "
        "10 minutes of time after school from this pupil.",
    ),
    (
        {"weeks_running": {"Phonics": 20.0, "Nurture": 24.4}},
        "too_long",
        "notice",
        "Running for more than 20 school weeks: Nurture (24 school weeks).",
    ),
    (
        {"without_entry_or_exit_data": ("Phonics",)},
        "no_data",
        "note",
        "No entry or exit data for: Phonics.",
    ),
    (
        {"without_class_link": ("Phonics", "Nurture")},
        "no_class_link",
        "note",
        "Nothing links these to class: Phonics and Nurture.",
    ),
    (
        {"without_review_date": ("Phonics",)},
        "no_review_date",
        "concern",
        "No review date is set for: Phonics.",
    ),
    ({"adult_not_trained": ("Phonics",)}, "not_trained", "notice", "The adult is not trained for: Phonics."),
    (
        {"sessions_planned": 10, "sessions_delivered": 7},
        "under_delivered",
        "notice",
        "Only 7 of 10 planned sessions took place: 70 %.",
    ),
    (
        {"without_adaptation_first": ("Phonics",)},
        "no_adaptation_first",
        "notice",
        "Nothing was tried in class first before: Phonics.",
    ),
    (
        {"loved_missed": {"Art": 70, "PE": 10}, "loved_taught": {"Art": 115, "PE": 60}},
        "loved_missed",
        "concern",
        "This pupil misses most of a subject that the pupil loves: Art (70 of 115 minutes).",
    ),
]


@pytest.mark.parametrize(("change", "rule", "severity", "sentence"), FLAGS, ids=[row[1] for row in FLAGS])
def test_a_rule_that_is_met_flags_in_a_sentence_with_its_numbers(change, rule, severity, sentence) -> None:
    (flag,) = flags(replace(QUIET, **change))
    assert (flag.rule, flag.severity, flag.sentence) == (rule, severity, sentence)
    by_id = {known.id: known for known in RULES}
    assert flag.source == by_id[rule].source
    assert flag.alternative == by_id[rule].in_class_alternative


@pytest.mark.parametrize(
    ("change", "numbers"),
    [
        ({"out": 380}, {"out": 380, "taught": 1425, "share": 380 / 1425, "threshold": 0.25}),
        ({"programmes_out": ("A", "B", "C", "D")}, {"programmes": 4, "threshold": 3}),
        ({"lessons_missed_again": ("Art on Thursday", "PE on Monday")}, {"lessons": 2}),
        ({"protected_missed": {"PSHE": 40, "RSHE": 1}}, {"minutes": 41}),
        ({"non_learning": {PeriodKind.BREAK: 15, PeriodKind.LUNCH: 20}}, {"minutes": 35}),
        ({"weeks_running": {"A": 21.0, "B": 24.4, "C": 3.0}}, {"groups": 2, "weeks": 24.4, "threshold": 20}),
        ({"without_review_date": ("A", "B")}, {"groups": 2}),
        (
            {"sessions_planned": 10, "sessions_delivered": 7},
            {"planned": 10, "delivered": 7, "share": 0.7, "threshold": 0.8},
        ),
        (
            {"loved_missed": {"Art": 70, "PE": 30}, "loved_taught": {"Art": 115, "PE": 60}},
            {"subjects": 2, "minutes": 100, "threshold": 0.5},
        ),
    ],
)
def test_the_numbers_of_a_flag_stand_beside_its_sentence(change, numbers) -> None:
    (flag,) = flags(replace(QUIET, **change))
    assert flag.numbers == numbers


def test_each_rule_has_the_line_of_the_design_in_its_own_unit() -> None:
    assert [(rule.id, rule.threshold, rule.unit) for rule in RULES] == [
        ("share_outvention", 0.5, "share of taught minutes"),
        ("share_concern", 0.25, "share of taught minutes"),
        ("share_notice", 0.1, "share of taught minutes"),
        ("protected_missed", 1, "minutes"),
        ("programmes", 3, "programmes"),
        ("loved_missed", 0.5, "share of the subject's minutes"),
        ("no_review_date", 1, "groups"),
        ("missed_again", 2, "weeks running"),
        ("non_learning", 1, "minutes"),
        ("too_long", 20, "school weeks"),
        ("not_trained", 1, "groups"),
        ("under_delivered", 0.8, "share of planned sessions"),
        ("no_adaptation_first", 1, "groups"),
        ("no_data", 1, "groups"),
        ("no_class_link", 1, "groups"),
    ]


def test_the_lines_may_be_drawn_at_the_ends_of_their_scales() -> None:
    drawn = Thresholds(0.01, 0.02, outvention=1, programmes=1, weeks=1, delivered=1, loved=1)
    assert (drawn.programmes, drawn.weeks, drawn.delivered, drawn.loved) == (1, 1, 1, 1)


def test_every_rule_has_an_example_that_meets_it() -> None:
    assert {row[1] for row in FLAGS} == {rule.id for rule in RULES}


@pytest.mark.parametrize(
    "change",
    [
        {"out": 142},
        {"programmes_out": ("Nurture", "Phonics")},
        {"weeks_running": {"Phonics": 20.0}},
        {"sessions_planned": 10, "sessions_delivered": 8},
        {"loved_missed": {"Art": 57}, "loved_taught": {"Art": 115}},
    ],
)
def test_a_week_just_short_of_a_line_has_no_flag(change) -> None:
    assert flags(replace(QUIET, **change)) == ()


@pytest.mark.parametrize(
    ("out", "rule"), [(10, "share_notice"), (25, "share_concern"), (50, "share_outvention")]
)
def test_a_share_exactly_on_a_line_belongs_to_it(out, rule) -> None:
    assert [flag.rule for flag in flags(replace(QUIET, taught=100, out=out))] == [rule]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_whose_fact_is_not_known_is_not_judged(rule) -> None:
    change = next(row[0] for row in FLAGS if row[1] == rule.id)
    for need in rule.needs:
        facts = replace(QUIET, **{**change, need: None})
        assert rule in not_judged(facts)
        assert rule.id not in {flag.rule for flag in flags(facts)}


def test_a_share_of_no_taught_minutes_is_not_judged() -> None:
    assert [rule.id for rule in not_judged(replace(QUIET, taught=0))] == [
        "share_outvention",
        "share_concern",
        "share_notice",
    ]


def test_flags_come_worst_first() -> None:
    everything: dict = {}
    for change, _rule, _severity, _sentence in FLAGS:
        everything |= change
    found = flags(replace(QUIET, **everything))
    ranks = [flag.severity.rank for flag in found]
    assert ranks == sorted(ranks, reverse=True)
    assert len(found) == len(RULES) - 2


def test_a_school_may_move_a_line_and_the_flag_says_so() -> None:
    facts = replace(QUIET, taught=100, out=10)
    assert flags(facts, Thresholds(notice=0.15)) == ()
    (flag,) = flags(replace(facts, out=15), Thresholds(notice=0.15))
    assert flag.source.startswith("Your school or service has moved this line. Before that: Inreach default")
    assert flag.numbers == {"out": 15, "taught": 100, "share": 0.15, "threshold": 0.15}


@pytest.mark.parametrize(
    "wrong",
    [
        {"notice": 0.3},
        {"notice": 0},
        {"outvention": 1.1},
        {"programmes": 0},
        {"weeks": 0},
        {"delivered": 0},
        {"delivered": 1.01},
        {"loved": 0},
        {"loved": 1.01},
    ],
)
def test_lines_that_do_not_rise_or_lie_off_the_scale_are_refused(wrong) -> None:
    with pytest.raises(ValueError, match=r"^The lines for"):
        Thresholds(**wrong)


@given(st.integers(1, 3000), st.data())
def test_exactly_the_line_that_the_share_has_reached_is_flagged(taught, data) -> None:
    out = data.draw(st.integers(0, taught))
    reached = [
        name
        for name in ("notice", "concern", "outvention")
        if out >= round(getattr(DEFAULTS, name) * taught, 9)
    ]
    expected = [f"share_{reached[-1]}"] if reached else []
    assert [flag.rule for flag in flags(WeekFacts(taught=taught, out=out))] == expected


def test_each_rule_tells_its_source_its_alternative_and_needs_known_facts() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.sentence.endswith(".")
        assert rule.source.endswith(".")
        assert rule.in_class_alternative.endswith(".")
        assert set(rule.needs) <= set(FACT_NAMES)
        assert not rule.setting or getattr(DEFAULTS, rule.setting) == rule.threshold
    assert {need for rule in RULES for need in rule.needs} == set(FACT_NAMES)


def test_no_line_is_a_legal_limit_and_a_sentence_says_so() -> None:
    assert NOT_A_LEGAL_LIMIT.startswith("None of these lines is a legal limit.")


def test_a_rule_is_overdue_from_the_day_after_its_next_review() -> None:
    assert overdue(date(2027, 9, 1)) == ()
    assert overdue(date(2027, 9, 2)) == RULES
    later = replace(RULES[0], next_review=date(2028, 1, 1))
    assert overdue(date(2027, 9, 2), (later, RULES[1])) == (RULES[1],)
    assert [rule for rule in RULES if rule.next_review <= rule.reviewed_on] == []


def test_severities_rise_from_note_to_outvention() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3]


def test_the_facts_of_a_week_come_from_its_totals() -> None:
    week = ledger_week(
        [block("mon 09:00-10:00 PSHE"), block("mon 10:00-11:00 Art loved"), block("mon 11:00-11:20 break")],
        [
            support("mon 09:30-10:40 elsewhere assistant Phonics"),
            support("mon 11:00-11:10 base assistant Nurture"),
            support("mon 10:40-10:50 class assistant Scaffold"),
        ],
    )
    assert facts_of_week(week.totals) == WeekFacts(
        taught=120,
        out=70,
        programmes_out=("Nurture", "Phonics"),
        protected_missed={"PSHE": 30},
        non_learning={PeriodKind.BREAK: 10},
        loved_missed={"Art": 40},
        loved_taught={"PSHE": 60, "Art": 60},
    )


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
