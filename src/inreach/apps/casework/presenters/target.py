"""Targets and cases as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inreach.apps.casework.adapters.target import (
    last_rating,
    outcome_of,
    outcome_so_far,
    required_parties,
    target_facts,
)
from inreach.apps.casework.models import Rating, SignOff, Target
from inreach.apps.casework.presenters.case import in_days
from inreach.apps.casework.queries.target_changes import ChangeAfterStart
from inreach.apps.ui.ladder.drawing import Ladder, RatingPoint, ladder
from inreach.core.school.calendar import Calendar
from inreach.core.targets.party import Party
from inreach.core.targets.quality import Point, check
from inreach.core.targets.ratings import Outcome

SINCE_BASELINE = (Rating.Purpose.PROGRESS, Rating.Purpose.REVIEW, Rating.Purpose.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target with what can be said of it today."""

    target: Target
    ladder: Ladder | None
    outcome: Outcome
    so_far: Outcome
    latest: Rating | None
    gain: int | None
    weeks: float | None
    points: tuple[Point, ...]
    signed: tuple[SignOff, ...]
    missing: tuple[Party, ...]
    ratings: tuple[Rating, ...]
    changes: tuple[ChangeAfterStart, ...]
    review_in_days: int | None

    @property
    def met_points(self) -> int:
        """How many of the seven points are met."""
        return sum(point.met for point in self.points)

    @property
    def unmet_points(self) -> tuple[Point, ...]:
        """The points that are still to do."""
        return tuple(point for point in self.points if not point.met)

    @property
    def outcome_words(self) -> str:
        """The outcome in words: by the review, or so far by the latest rating; not rated yet is never no progress."""
        if self.outcome is not Outcome.NOT_RATED:
            return self.outcome.label
        if self.so_far is not Outcome.NOT_RATED:
            return f"{self.so_far.label} so far"
        return self.outcome.label

    @property
    def gain_words(self) -> str:
        """How far the latest rating is from the baseline, in points and school weeks."""
        if self.gain is None:
            return "No rating since the baseline."
        points = "point" if abs(self.gain) == 1 else "points"
        way = f"{self.gain} {points} up" if self.gain > 0 else f"{-self.gain} {points} down"
        moved = way if self.gain else "Level with the baseline"
        if self.weeks is None or self.weeks < 0.5:
            return f"{moved}."
        whole = round(self.weeks)
        return f"{moved} in {whole} school {'week' if whole == 1 else 'weeks'}."

    @property
    def review_words(self) -> str:
        """When the review is, and how long from today."""
        day = self.target.review_on
        if day is None:
            return "No review date yet."
        said = f"{day:%-d %B %Y}"
        if self.target.state != "active" or self.review_in_days is None:
            return said
        if self.review_in_days < 0:
            late = -self.review_in_days
            return f"{said}, {late} {'day' if late == 1 else 'days'} overdue"
        return f"{said}, today" if self.review_in_days == 0 else f"{said}, in {in_days(self.review_in_days)}"

    @property
    def overdue(self) -> bool:
        """Whether the review should have been before today."""
        late = self.review_in_days is not None and self.review_in_days < 0
        return self.target.state == "active" and late


def words_on_levels(target: Target) -> dict[int, str]:
    """The words of each level; baseline and expected have their own where the level itself has none."""
    words = {descriptor.level: descriptor.text for descriptor in target.level_descriptors.all()}
    for level, said in ((target.baseline, target.baseline_words), (target.expected, target.expected_words)):
        if level is not None and said:
            words.setdefault(level, said)
    return words


def ladder_of(target: Target, ratings: Sequence[Rating]) -> Ladder | None:
    """The ladder of a target, or None while its baseline or expected rating is missing or they do not fit."""
    if target.baseline is None or target.expected is None:
        return None
    review = last_rating(ratings, Rating.Purpose.REVIEW)
    points = [
        RatingPoint(
            rating.rated_on, rating.value, rating.rater, rating.rater_role, rating.setting, rating.purpose
        )
        for rating in ratings
    ]
    try:
        return ladder(
            target.baseline,
            target.expected,
            points,
            words_on_levels(target),
            target.maintain,
            achieved=review.value if review else None,
        )
    except ValueError:
        return None


def target_view(
    target: Target,
    today: date,
    calendar: Calendar | None = None,
    changes: tuple[ChangeAfterStart, ...] = (),
) -> TargetView:
    """A target for its page. Ratings, words and agreements should have been fetched with it."""
    ratings, signed = tuple(target.ratings.all()), tuple(target.sign_offs.all())
    first = last_rating(ratings, Rating.Purpose.BASELINE)
    latest = last_rating(ratings, Rating.Purpose.FOLLOW_UP) or last_rating(ratings, *SINCE_BASELINE[:2])
    began = target.starts_on or (first.rated_on if first else None)
    weeks = None
    if calendar and latest and began and began <= latest.rated_on:
        weeks = calendar.school_weeks_between(began, latest.rated_on)
    parties = {one.party for one in signed}
    return TargetView(
        target=target,
        ladder=ladder_of(target, ratings),
        outcome=outcome_of(target, ratings),
        so_far=outcome_so_far(target, ratings),
        latest=latest,
        gain=latest.value - target.baseline if latest and target.baseline is not None else None,
        weeks=weeks,
        points=check(target_facts(target, signed)),
        signed=signed,
        missing=tuple(party for party in required_parties(target) if party not in parties),
        ratings=ratings,
        changes=changes,
        review_in_days=(target.review_on - today).days if target.review_on else None,
    )


def target_views(
    targets: Iterable[Target],
    today: date,
    calendar: Calendar | None = None,
    changes: dict[UUID, tuple[ChangeAfterStart, ...]] | None = None,
) -> list[TargetView]:
    """Several targets of one school for a page."""
    return [target_view(one, today, calendar, (changes or {}).get(one.pk, ())) for one in targets]
