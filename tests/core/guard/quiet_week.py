"""A week of which everything is known and nothing stands out, and the same with some facts changed."""

from __future__ import annotations

from typing import Any

from inreach.core.guard.engine import DEFAULTS, FACTS, flags
from inreach.core.guard.facts import WeekFacts
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Flag

QUIET = {
    "taught": 1425,
    "out": 0,
    "programmes_out": (),
    "lessons_missed_again": (),
    "protected_missed": {},
    "non_learning": {},
    "weeks_running": {},
    "without_entry_or_exit_data": (),
    "without_class_link": (),
    "without_review_date": (),
    "adult_not_trained": (),
    "sessions_planned": 0,
    "sessions_delivered": 0,
    "without_adaptation_first": (),
    "loved_missed": {},
    "loved_taught": {},
    "unknown_time": 0,
    "unknown_out": 0,
}
BY_NAME = {fact.name: fact for fact in FACTS}


def facts(**known: Any) -> WeekFacts:
    """Return facts by name; None means not known."""
    return WeekFacts().with_facts({BY_NAME[name]: value for name, value in known.items()})


def quiet_but(**change: Any) -> WeekFacts:
    """Return the quiet week with some facts changed."""
    return facts(**{**QUIET, **change})


def only_flag(change: dict[str, Any], thresholds: Thresholds = DEFAULTS) -> Flag:
    """Return the one flag of a quiet week with some facts changed."""
    (flag,) = flags(quiet_but(**change), thresholds)
    return flag
