"""What the guard says of one pupil's week: the flags that it raises, and the rules for which too little is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from inreach.core.guard.engine import flags, lessons_missed_again, not_judged
from inreach.core.guard.types import Flag, Rule, Thresholds, facts_of_week
from inreach.core.ledger.types import LedgerWeek


@dataclass(frozen=True, slots=True)
class Judgement:
    """The flags of a week, worst first, and the rules that could not be judged."""

    flags: tuple[Flag, ...] = ()
    not_judged: tuple[Rule, ...] = ()


def judge_week(
    ledger: LedgerWeek, before: LedgerWeek | None, recorded: Mapping[str, Any], thresholds: Thresholds
) -> Judgement:
    """Judge a pupil's week by its ledger, the ledger of the week before, and the facts recorded of the groups.

    `before` is None where the calendar has no week before, so that nothing is said of two weeks running.
    """
    facts = replace(
        facts_of_week(ledger.totals),
        lessons_missed_again=None if before is None else lessons_missed_again(ledger, before),
        **recorded,
    )
    return Judgement(flags(facts, thresholds), not_judged(facts))
