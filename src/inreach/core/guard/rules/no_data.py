"""A group of the pupil has no entry or exit data."""

from __future__ import annotations

from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.groups import GroupsNamed, groups_named
from inreach.core.guard.sources import EEF
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Rule, Severity

WITHOUT_ENTRY_OR_EXIT_DATA: Fact[tuple[str, ...]] = Fact("without_entry_or_exit_data")


def judge(facts: WeekFacts, _thresholds: Thresholds) -> GroupsNamed | None:
    """Judge which groups were not measured."""
    return groups_named("No entry or exit data for", facts[WITHOUT_ENTRY_OR_EXIT_DATA])


RULE = Rule(
    id="no_data",
    title="No entry or exit data",
    short_title="Not measured",
    sentence="Nobody can tell whether the group helped, because it was not measured.",
    severity=Severity.NOTE,
    order=140,
    threshold=1,
    unit="groups",
    source=f"{EEF}: assessment chooses pupils, guides the focus and follows progress.",
    in_class_alternative=("Measure the same small skill in class and in the group, today and at the end."),
    needs=(WITHOUT_ENTRY_OR_EXIT_DATA,),
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
