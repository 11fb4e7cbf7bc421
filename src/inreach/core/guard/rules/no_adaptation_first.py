"""The pupil was taken out before anything was tried in class."""

from __future__ import annotations

from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.groups import GroupsNamed, groups_named
from inreach.core.guard.sources import ARTICLE
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Rule, Severity

WITHOUT_ADAPTATION_FIRST: Fact[tuple[str, ...]] = Fact("without_adaptation_first")


def judge(facts: WeekFacts, _thresholds: Thresholds) -> GroupsNamed | None:
    """Judge before which groups nothing was tried in class."""
    return groups_named("Nothing was tried in class first before", facts[WITHOUT_ADAPTATION_FIRST])


RULE = Rule(
    id="no_adaptation_first",
    title="No adaptation tried first",
    short_title="Nothing tried in class",
    sentence="The pupil was taken out before anything was tried in class.",
    severity=Severity.NOTICE,
    order=130,
    threshold=1,
    unit="groups",
    source=f"{ARTICLE} asks for in-class adaptations first.",
    in_class_alternative=(
        "Try one change in class for two weeks, for example seating, concrete resources, "
        "a device or oral rehearsal, and write down what you see."
    ),
    needs=(WITHOUT_ADAPTATION_FIRST,),
    not_known="Whether something was tried in class first.",
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
