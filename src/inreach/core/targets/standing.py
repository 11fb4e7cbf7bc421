"""Where a target stands on a day: what the check says of it, who still has to agree, and whether its review is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inreach.core.school.calendar import Calendar
from inreach.core.targets.party import Party
from inreach.core.targets.progress import TargetProgress, progress_of, words_of_levels
from inreach.core.targets.quality import Point, check, missing_parties
from inreach.core.targets.types import TargetRecord
from inreach.core.transitions import TargetState


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target judged: its progress, the seven points, who has not agreed, and the days until its review.

    `days_to_review` are below 0 after the day of the review; it is `overdue` only while work goes on. `level_words` are
    the words of each level that has any.
    """

    progress: TargetProgress
    points: tuple[Point, ...]
    missing: tuple[Party, ...]
    days_to_review: int | None
    overdue: bool
    level_words: Mapping[int, str]


def standing_of(record: TargetRecord, today: date, calendar: Calendar | None = None) -> TargetStanding:
    """Return where a target stands today."""
    review = record.facts.review
    days = (review - today).days if review else None
    return TargetStanding(
        progress=progress_of(record, calendar),
        points=check(record.facts),
        missing=missing_parties(record.facts),
        days_to_review=days,
        overdue=record.state is TargetState.ACTIVE and days is not None and days < 0,
        level_words=words_of_levels(record),
    )
