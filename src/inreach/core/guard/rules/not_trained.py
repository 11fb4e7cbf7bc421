"""The adult who runs a group of the pupil is not trained for the programme."""

from __future__ import annotations

from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.groups import GroupsNamed, groups_named
from inreach.core.guard.sources import EEF
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Rule, Severity

ADULT_NOT_TRAINED: Fact[tuple[str, ...]] = Fact("adult_not_trained")


def judge(facts: WeekFacts, _thresholds: Thresholds) -> GroupsNamed | None:
    """Judge which groups have an adult who is not trained."""
    return groups_named("The adult is not trained for", facts[ADULT_NOT_TRAINED])


RULE = Rule(
    id="not_trained",
    title="Adult not trained",
    short_title="Adult not trained",
    sentence="The adult who runs the group has no training for the programme.",
    severity=Severity.NOTICE,
    order=110,
    threshold=1,
    unit="groups",
    source=f"{EEF}: 5 to 30 hours of training for each programme.",
    in_class_alternative=(
        "Until the training is done, let the adult support the pupil in class, on the teacher's plan."
    ),
    needs=(ADULT_NOT_TRAINED,),
    not_known="Whether the adult is trained for the programme.",
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
