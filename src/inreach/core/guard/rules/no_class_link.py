"""Nothing links a group of the pupil to what the class learns."""

from __future__ import annotations

from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.groups import GroupsNamed, groups_named
from inreach.core.guard.sources import EEF
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Rule, Severity

WITHOUT_CLASS_LINK: Fact[tuple[str, ...]] = Fact("without_class_link")


def judge(facts: WeekFacts, _thresholds: Thresholds) -> GroupsNamed | None:
    """Judge which groups are not linked to class."""
    return groups_named("Nothing links these to class", facts[WITHOUT_CLASS_LINK])


RULE = Rule(
    id="no_class_link",
    title="No link to class",
    short_title="No link to class",
    sentence="The group and the class do not know what the other does.",
    severity=Severity.NOTE,
    order=150,
    threshold=1,
    unit="groups",
    source=f"{EEF}: linked to what the class learns.",
    in_class_alternative=(
        "One line a week each way: the teacher says what is coming, the adult says what was done, "
        "and the teacher calls on it in the lesson."
    ),
    needs=(WITHOUT_CLASS_LINK,),
    not_known="Whether the group is linked to class work.",
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
