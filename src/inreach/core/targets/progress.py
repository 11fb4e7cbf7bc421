"""How far a target has come by its dated ratings: which of them count, the outcome, the gain and the time it took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inreach.core.school.calendar import Calendar
from inreach.core.targets.party import Party
from inreach.core.targets.ratings import Outcome, outcome
from inreach.core.targets.types import DatedRating, Purpose, TargetRecord

SINCE_BASELINE = (Purpose.PROGRESS, Purpose.REVIEW, Purpose.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """The outcome by the final review, what it would be so far, and the latest rating beside the baseline.

    `gain` is in points of the scale, `school_weeks` the weeks of school that it took; None is not known.
    """

    outcome: Outcome
    so_far: Outcome
    review: DatedRating | None
    latest: DatedRating | None
    gain: int | None
    school_weeks: float | None


def last_rating(ratings: Iterable[DatedRating], *purposes: Purpose) -> DatedRating | None:
    """Return the latest of these ratings with one of the purposes, in class before elsewhere on the same day.

    The pupil's own rating and an independent second one decide only where there is no other.
    """
    return max((rating for rating in ratings if rating.purpose in purposes), key=_weight, default=None)


def _weight(rating: DatedRating) -> tuple[object, ...]:
    own = rating.party is Party.PUPIL
    return (not own, not rating.independent, rating.rated_on, rating.in_class, rating.recorded_at)


def outcome_at(record: TargetRecord, achieved: DatedRating | None) -> Outcome:
    """Return the outcome that this rating would be; not rated yet if the target's own ratings do not stand."""
    facts = record.facts
    if facts.baseline is None or facts.expected is None:
        return Outcome.NOT_RATED
    try:
        return outcome(facts.baseline, facts.expected, achieved.value if achieved else None, facts.maintain)
    except ValueError:
        return Outcome.NOT_RATED


def outcome_of(record: TargetRecord) -> Outcome:
    """Return the TME outcome by the final review. Without a review rating it is not rated yet, never no progress."""
    return outcome_at(record, last_rating(record.ratings, Purpose.REVIEW))


def outcome_so_far(record: TargetRecord) -> Outcome:
    """Return what the outcome would be by the latest rating since the baseline, of whatever purpose."""
    return outcome_at(record, last_rating(record.ratings, *SINCE_BASELINE))


def progress_of(record: TargetRecord, calendar: Calendar | None = None) -> TargetProgress:
    """Return how far a target has come; without a calendar nobody knows in how many weeks of school."""
    latest = last_rating(record.ratings, Purpose.FOLLOW_UP) or last_rating(
        record.ratings, Purpose.PROGRESS, Purpose.REVIEW
    )
    baseline = record.facts.baseline
    return TargetProgress(
        outcome=outcome_of(record),
        so_far=outcome_so_far(record),
        review=last_rating(record.ratings, Purpose.REVIEW),
        latest=latest,
        gain=latest.value - baseline if latest and baseline is not None else None,
        school_weeks=_school_weeks(record, latest, calendar),
    )


def _school_weeks(
    record: TargetRecord, latest: DatedRating | None, calendar: Calendar | None
) -> float | None:
    first = last_rating(record.ratings, Purpose.BASELINE)
    began = record.facts.starts or (first.rated_on if first else None)
    if calendar and latest and began and began <= latest.rated_on:
        return calendar.school_weeks_between(began, latest.rated_on)
    return None


def words_of_levels(record: TargetRecord) -> dict[int, str]:
    """Return the words of each level; baseline and expected have their own where the level itself has none."""
    facts, level_words = record.facts, dict(record.level_words)
    for level, text in (
        (facts.baseline, facts.baseline_words),
        (facts.expected, record.expected_words),
    ):
        if level is not None and text:
            level_words.setdefault(level, text)
    return level_words
