"""From rows of case-work to the core's facts and ratings, and nowhere else."""

from collections.abc import Iterable

from inreach.apps.casework.models import Rating, SignOff, Target
from inreach.core.targets.party import AGREEING, Party
from inreach.core.targets.quality import TargetFacts
from inreach.core.targets.ratings import Outcome, Rated

ABOUT_THIS_PUPIL, ONE_SKILL, TEACHES_SKILL = "about_this_pupil", "one_skill", "teaches_skill"
TICKS = (ABOUT_THIS_PUPIL, ONE_SKILL, TEACHES_SKILL)


def required_parties(target: Target) -> tuple[Party, ...]:
    """Who has to agree: everybody, but nobody from a service when no case stands behind the target."""
    return tuple(party for party in AGREEING if target.case_id or party is not Party.OUTREACH_TEACHER)


def target_facts(target: Target, signed: Iterable[SignOff] = ()) -> TargetFacts:
    """What the seven-point check is told of a target, saved or still on a form, with who has agreed so far."""
    return TargetFacts(
        text=target.title,
        about_this_pupil=ABOUT_THIS_PUPIL in target.facts,
        one_skill=ONE_SKILL in target.facts,
        teaches_skill=TEACHES_SKILL in target.facts,
        seen_where=target.seen_where,
        seen_by=target.seen_by,
        criteria=target.success_criteria,
        baseline=target.baseline,
        baseline_words=target.baseline_words,
        expected=target.expected,
        maintain=target.maintain,
        starts=target.starts_on,
        review=target.review_on,
        agreed=frozenset(Party(sign_off.party) for sign_off in signed),
        required=frozenset(required_parties(target)),
    )


def last_rating(ratings: Iterable[Rating], *purposes: str) -> Rating | None:
    """The latest of these ratings with one of the purposes, in class before elsewhere on the same day.

    The pupil's own rating and an independent second one decide only where there is no other.
    """
    among = [one for one in ratings if one.purpose in purposes]
    return max(among, key=_weight, default=None)


def _weight(rating: Rating) -> tuple[object, ...]:
    own = rating.rater_role == Party.PUPIL
    in_class = rating.setting == Rating.Setting.CLASS
    return (not own, not rating.independent, rating.rated_on, in_class, rating.recorded_at)


def rated(target: Target, achieved: int | None) -> Rated | None:
    """The target's three ratings, or None while baseline or expected is missing or they do not fit."""
    if target.baseline is None or target.expected is None:
        return None
    return Rated(target.baseline, target.expected, achieved, maintain=target.maintain)


def outcome_of(target: Target, ratings: Iterable[Rating]) -> Outcome:
    """The TME outcome by the final review. Without a review rating it is not rated yet, never no progress."""
    review = last_rating(ratings, Rating.Purpose.REVIEW)
    return outcome_at(target, review.value if review else None)


def outcome_so_far(target: Target, ratings: Iterable[Rating]) -> Outcome:
    """What the outcome would be by the latest rating since the baseline, of whatever purpose."""
    latest = last_rating(ratings, Rating.Purpose.PROGRESS, Rating.Purpose.REVIEW, Rating.Purpose.FOLLOW_UP)
    return outcome_at(target, latest.value if latest else None)


def outcome_at(target: Target, achieved: int | None) -> Outcome:
    """The outcome that this achieved rating would be; not rated yet if the target's own ratings do not stand."""
    three = rated(target, achieved)
    if three is None:
        return Outcome.NOT_RATED
    try:
        return three.outcome
    except ValueError:
        return Outcome.NOT_RATED
