"""A group of the pupil has no review date."""

from __future__ import annotations

from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.groups import GroupsNamed, groups_named
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Rule, Severity

WITHOUT_REVIEW_DATE: Fact[tuple[str, ...]] = Fact("without_review_date")


def judge(facts: WeekFacts, _thresholds: Thresholds) -> GroupsNamed | None:
    """Judge which groups have no review date."""
    return groups_named("No review date is set for", facts[WITHOUT_REVIEW_DATE])


RULE = Rule(
    id="no_review_date",
    title="No review date",
    short_title="No review date",
    sentence="Support has no date on which somebody looks at whether it helps.",
    severity=Severity.CONCERN,
    order=70,
    severity_order=70,
    threshold=1,
    unit="groups",
    source="SEND Code of Practice (2015), 6.44 to 6.56: assess, plan, do, review.",
    in_class_alternative="Set the date now, with the teacher, and name what you will look at in class.",
    needs=(WITHOUT_REVIEW_DATE,),
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
