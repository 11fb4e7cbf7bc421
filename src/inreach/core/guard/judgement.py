"""What the guard says of one pupil's week: the flags that it raises, and the rules for which too little is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inreach.core.guard.engine import facts_of_weeks, flags, not_judged
from inreach.core.guard.facts import Fact
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Flag, Rule
from inreach.core.ledger.types import LedgerWeek


@dataclass(frozen=True, slots=True)
class Judgement:
    """The flags of a week, worst first, and the rules that could not be judged."""

    flags: tuple[Flag, ...] = ()
    not_judged: tuple[Rule, ...] = ()


def judge_week(
    ledger: LedgerWeek,
    before: LedgerWeek | None,
    recorded: Mapping[Fact[Any], object],
    thresholds: Thresholds,
) -> Judgement:
    """Judge a pupil's week by its ledger, the ledger of the week before, and the facts recorded of the groups.

    `before` is None where the calendar has no week before, so that nothing is said of two weeks running.
    """
    facts = facts_of_weeks(ledger, before).with_facts(recorded)
    return Judgement(flags(facts, thresholds), not_judged(facts, thresholds))
