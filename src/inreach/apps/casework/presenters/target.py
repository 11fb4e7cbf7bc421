"""Targets and cases as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inreach.apps.casework.models import Rating, SignOff, Target
from inreach.apps.casework.presenters.case import in_days
from inreach.apps.casework.queries.target_changes import ChangeAfterStart
from inreach.apps.casework.services.target_standing import target_standing
from inreach.apps.ui.ladder.drawing import Ladder, RatingPoint, ladder
from inreach.core.school.calendar import Calendar
from inreach.core.targets.quality import Point
from inreach.core.targets.ratings import Outcome
from inreach.core.targets.standing import TargetStanding
from inreach.core.transitions import TargetState


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target with what can be said of it today."""

    target: Target
    standing: TargetStanding
    ladder: Ladder | None
    ratings: tuple[Rating, ...]
    signed: tuple[SignOff, ...]
    changes: tuple[ChangeAfterStart, ...]

    @property
    def met_points(self) -> int:
        """How many of the seven points are met."""
        return sum(point.met for point in self.standing.points)

    @property
    def unmet_points(self) -> tuple[Point, ...]:
        """The points that are still to do."""
        return tuple(point for point in self.standing.points if not point.met)

    @property
    def outcome_words(self) -> str:
        """The outcome in words: by the review, or so far by the latest rating; not rated yet is never no progress."""
        progress = self.standing.progress
        if progress.outcome is Outcome.NOT_RATED and progress.so_far is not Outcome.NOT_RATED:
            return f"{progress.so_far.label} so far"
        return progress.outcome.label

    @property
    def gain_words(self) -> str:
        """How far the latest rating is from the baseline, in points and school weeks."""
        gain, school_weeks = self.standing.progress.gain, self.standing.progress.school_weeks
        if gain is None:
            return "No rating since the baseline."
        points = "point" if abs(gain) == 1 else "points"
        way = f"{gain} {points} up" if gain > 0 else f"{-gain} {points} down"
        moved = way if gain else "Level with the baseline"
        if school_weeks is None or school_weeks < 0.5:
            return f"{moved}."
        whole = round(school_weeks)
        return f"{moved} in {whole} school {'week' if whole == 1 else 'weeks'}."

    @property
    def review_words(self) -> str:
        """When the review is, and how long from today."""
        review_on, days = self.target.review_on, self.standing.days_to_review
        if review_on is None or days is None:
            return "No review date yet."
        date_words = f"{review_on:%-d %B %Y}"
        if self.target.state != TargetState.ACTIVE:
            return date_words
        if self.standing.overdue:
            return f"{date_words}, {-days} {'day' if days == -1 else 'days'} overdue"
        return f"{date_words}, today" if days == 0 else f"{date_words}, in {in_days(days)}"


def ladder_of(target: Target, ratings: Sequence[Rating], standing: TargetStanding) -> Ladder | None:
    """The ladder of a target, or None while its baseline or expected rating is missing or they do not fit."""
    if target.baseline is None or target.expected is None:
        return None
    review = standing.progress.review
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
            standing.level_words,
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
    standing, ratings = target_standing(target, today, calendar), tuple(target.ratings.all())
    return TargetView(
        target=target,
        standing=standing,
        ladder=ladder_of(target, ratings, standing),
        ratings=ratings,
        signed=tuple(target.sign_offs.all()),
        changes=changes,
    )


def target_views(
    targets: Iterable[Target],
    today: date,
    calendar: Calendar | None = None,
    changes: dict[UUID, tuple[ChangeAfterStart, ...]] | None = None,
) -> list[TargetView]:
    """Several targets of one school for a page."""
    return [target_view(target, today, calendar, (changes or {}).get(target.pk, ())) for target in targets]
