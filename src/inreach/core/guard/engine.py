"""The outvention guard: rules that warn, in plain words with numbers, before support turns into exclusion.

A rule whose facts are not known is not judged, and says so. The thresholds are choices, each with its source;
where no study or guidance sets a line, the source says that it is a default and a local policy choice.
"""

from __future__ import annotations

from datetime import date

from inreach.core.guard.facts import WeekFacts
from inreach.core.guard.rules import RULES, share_concern, share_notice, share_outvention
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Flag, Rule
from inreach.core.guard.unknown import FACTS_OF_UNKNOWN_MINUTES
from inreach.core.ledger.types import LedgerWeek, Totals

NOT_A_LEGAL_LIMIT = (
    "None of these lines is a legal limit. Each is a choice that your school or service makes, "
    "shown with its source."
)
FACTS = tuple(dict.fromkeys((*(fact for rule in RULES for fact in rule.needs), *FACTS_OF_UNKNOWN_MINUTES)))
SETTINGS = {rule.setting.key: rule.setting for rule in RULES if rule.setting}
DEFAULTS = Thresholds({rule.setting: rule.threshold for rule in RULES if rule.setting})
SHARE_LINES = {
    share_notice.NOTICE: share_notice.RULE,
    share_concern.CONCERN: share_concern.RULE,
    share_outvention.OUTVENTION: share_outvention.RULE,
}


def flags(facts: WeekFacts, thresholds: Thresholds = DEFAULTS) -> tuple[Flag, ...]:
    """Return the flags of one pupil's week, worst first, then in the order of the rules."""
    met = []
    for rule in RULES:
        finding = rule.judge(facts, thresholds) if facts.knows(rule.needs) else None
        if finding is not None:
            met.append(Flag(rule, finding, source_of(rule, thresholds)))
    return tuple(sorted(met, key=lambda flag: -flag.severity.rank))


def source_of(rule: Rule, thresholds: Thresholds) -> str:
    """Return where the line comes from, and that it was moved when the school or service has moved it."""
    if rule.setting is None or thresholds[rule.setting] == rule.threshold:
        return rule.source
    return f"Your school or service has moved this line. Before that: {rule.source}"


def not_judged(facts: WeekFacts, thresholds: Thresholds = DEFAULTS) -> tuple[Rule, ...]:
    """Return the rules that lack a fact they need, or that find nothing and could be met by unknown minutes."""
    return tuple(
        rule
        for rule in RULES
        if not facts.knows(rule.needs)
        or (rule.left_open(facts, thresholds) and rule.judge(facts, thresholds) is None)
    )


def overdue(on: date, rules: tuple[Rule, ...] = RULES) -> tuple[Rule, ...]:
    """Return the rules whose next review was due before this day."""
    return tuple(rule for rule in rules if rule.next_review < on)


def facts_of_week(totals: Totals) -> WeekFacts:
    """Return the facts that a week's totals hold."""
    return WeekFacts({fact: fact.of_totals(totals) for fact in FACTS if fact.of_totals})


def facts_of_weeks(ledger: LedgerWeek, before: LedgerWeek | None) -> WeekFacts:
    """Return the facts that a week's ledger holds, with those that need the week before it, where there is one."""
    facts = facts_of_week(ledger.totals)
    if before is None:
        return facts
    return facts.with_facts({fact: fact.of_weeks(ledger, before) for fact in FACTS if fact.of_weeks})
