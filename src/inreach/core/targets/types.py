"""The words of targets: one target with its dated ratings and agreements, as everything is worked out from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from inreach.core.targets.party import Party
from inreach.core.targets.quality import TargetFacts
from inreach.core.transitions import TargetState


class Purpose(StrEnum):
    """What a rating is for."""

    BASELINE = "baseline"
    PROGRESS = "progress"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"

    @property
    def label(self) -> str:
        """The purpose as forms and tables name it."""
        return PURPOSE_LABELS[self]


PURPOSE_LABELS = {
    Purpose.BASELINE: "Baseline",
    Purpose.PROGRESS: "On the way",
    Purpose.REVIEW: "Final review",
    Purpose.FOLLOW_UP: "Follow-up",
}


@dataclass(frozen=True, slots=True)
class DatedRating:
    """A rating from 1 to 10, given on a day by a party, in class or elsewhere; `recorded_at` is when it was kept."""

    rating_id: str
    value: int
    rated_on: date
    purpose: Purpose
    party: Party
    in_class: bool
    independent: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """A party agreed the target on a day."""

    party: Party
    agreed_on: date


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """One target as its rows tell it, ratings and agreements in the order of their days.

    `facts` are what the seven-point check is told; `level_words` are those written for a level itself.
    """

    facts: TargetFacts
    state: TargetState
    written_on: date
    expected_words: str = ""
    level_words: Mapping[int, str] = field(default_factory=dict)
    ratings: tuple[DatedRating, ...] = ()
    agreements: tuple[Agreement, ...] = ()
