"""The guard as a whole: what every rule tells, which are judged, in which order, and where the lines may be drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.core.guard.engine import (
    DEFAULTS,
    FACTS,
    NOT_A_LEGAL_LIMIT,
    SETTINGS,
    SHARE_LINES,
    facts_of_week,
    flags,
    not_judged,
    overdue,
)
from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.rules import RULES
from inreach.core.guard.types import Severity
from inreach.core.guard.unknown import FACTS_OF_UNKNOWN_MINUTES
from inreach.core.ledger.calculator import ledger_week
from inreach.core.ledger.types import PeriodKind
from tests.core.guard.quiet_week import QUIET, facts, only_flag, quiet_but
from tests.core.weeks import block, support

MODULES = {rule.id: import_module(f"inreach.core.guard.rules.{rule.id}") for rule in RULES}
EXAMPLES = {rule.id: import_module(f"tests.core.guard.rules.test_{rule.id}").EXAMPLE for rule in RULES}


def test_a_quiet_week_of_which_everything_is_known_has_no_flag_and_nothing_unjudged() -> None:
    assert flags(quiet_but()) == ()
    assert not_judged(quiet_but()) == ()


def test_a_week_of_which_nothing_is_known_has_no_flag_and_every_rule_is_unjudged() -> None:
    assert flags(WeekFacts()) == ()
    assert not_judged(WeekFacts()) == RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_an_example_that_meets_it_and_the_flag_carries_its_words(rule) -> None:
    flag = only_flag(EXAMPLES[rule.id])
    assert flag.rule == rule
    assert flag.severity is rule.severity
    assert flag.source == rule.source
    assert flag.alternative == rule.in_class_alternative
    assert set(flag.named_numbers.values()) == set(flag.numbers.values())


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


def test_every_rule_stands_in_the_module_of_its_id_and_no_two_have_one_place() -> None:
    assert [module.RULE for module in MODULES.values()] == list(RULES)
    assert len({rule.order for rule in RULES}) == len(RULES)


def test_of_equally_grave_rules_what_the_pupil_feels_comes_first() -> None:
    felt = sorted(RULES, key=lambda rule: rule.severity_order)
    assert [rule.id for rule in felt][:8] == [
        "share_notice",
        "share_concern",
        "share_outvention",
        "protected_missed",
        "loved_missed",
        "programmes",
        "no_review_date",
        "non_learning",
    ]
    assert len({rule.severity_order for rule in felt[8:]}) == 1
    assert [rule for rule in felt if rule.at_risk] == felt[:6]


def test_the_lines_may_be_drawn_at_the_ends_of_their_scales() -> None:
    ends = {"notice": 0.01, "concern": 0.02, "outvention": 1, "programmes": 1, "weeks": 1, "delivered": 1}
    drawn = DEFAULTS.with_lines({**ends, "loved": 1})
    assert [drawn[SETTINGS[key]] for key in ("programmes", "weeks", "delivered", "loved")] == [1, 1, 1, 1]


def test_a_line_of_which_no_rule_knows_counts_for_nothing() -> None:
    assert DEFAULTS.with_lines({"colour": 3}) == DEFAULTS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_whose_fact_is_not_known_is_not_judged(rule) -> None:
    for need in rule.needs:
        unknown = quiet_but(**{**EXAMPLES[rule.id], need.name: None})
        assert rule in not_judged(unknown)
        assert rule.id not in {flag.rule.id for flag in flags(unknown)}


def test_a_share_of_no_taught_minutes_is_not_judged() -> None:
    assert [rule.id for rule in not_judged(quiet_but(taught=0))] == [
        "share_outvention",
        "share_concern",
        "share_notice",
    ]


def test_flags_come_worst_first() -> None:
    everything: dict = {}
    for rule in reversed(RULES):
        everything |= EXAMPLES[rule.id]
    found = flags(quiet_but(**everything))
    ranks = [flag.severity.rank for flag in found]
    assert ranks == sorted(ranks, reverse=True)
    assert len(found) == len(RULES) - 2


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
        DEFAULTS.with_lines(wrong)


@given(st.integers(1, 3000), st.data())
def test_exactly_the_line_that_the_share_has_reached_is_flagged(taught, data) -> None:
    out = data.draw(st.integers(0, taught))
    reached = [rule.id for line, rule in SHARE_LINES.items() if out >= round(DEFAULTS[line] * taught, 9)]
    assert [flag.rule.id for flag in flags(facts(taught=taught, out=out))] == reached[-1:]


def test_each_rule_tells_its_source_its_alternative_and_needs_known_facts() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.sentence.endswith(".")
        assert rule.source.endswith(".")
        assert rule.in_class_alternative.endswith(".")
        assert rule.not_known_sentence.endswith(".")
        assert set(rule.needs) <= set(FACTS)
        assert not rule.setting or DEFAULTS[rule.setting] == rule.threshold
    assert [fact.name for fact in FACTS] == list(dict.fromkeys(fact.name for fact in FACTS))
    assert {fact.name for fact in FACTS} == set(QUIET)


def test_every_fact_that_a_rule_declares_is_one_that_a_rule_needs() -> None:
    declared = {
        thing for module in MODULES.values() for thing in vars(module).values() if isinstance(thing, Fact)
    }
    assert declared == set(FACTS) - set(FACTS_OF_UNKNOWN_MINUTES)


def test_what_is_not_known_yet_is_said_by_the_rule_or_by_its_title() -> None:
    by_id = {rule.id: rule.not_known_sentence for rule in RULES}
    assert by_id["not_trained"] == "Whether the adult is trained for the programme."
    assert by_id["no_data"] == "No entry or exit data: nobody has recorded enough to say."


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
    assert facts_of_week(week.totals) == facts(
        taught=120,
        out=70,
        programmes_out=("Nurture", "Phonics"),
        protected_missed={"PSHE": 30},
        non_learning={PeriodKind.BREAK: 10},
        loved_missed={"Art": 40},
        loved_taught={"PSHE": 60, "Art": 60},
        unknown_time=0,
        unknown_out=0,
    )
