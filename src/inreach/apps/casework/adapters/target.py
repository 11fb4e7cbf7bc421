"""From rows of case-work to the core's record of a target: its facts, ratings and agreements, gathered at once."""

from collections.abc import Iterable

from inreach.apps.casework.models import Rating, SignOff, Target
from inreach.core.targets.party import Party, required_parties
from inreach.core.targets.quality import TargetFacts
from inreach.core.targets.types import Agreement, DatedRating, Purpose, TargetRecord
from inreach.core.transitions import TargetState

ABOUT_THIS_PUPIL, ONE_SKILL, TEACHES_SKILL = "about_this_pupil", "one_skill", "teaches_skill"
TICKS = (ABOUT_THIS_PUPIL, ONE_SKILL, TEACHES_SKILL)


def gather_target(target: Target) -> TargetRecord:
    """Gather a target; ratings, words of levels and agreements should have been fetched with it."""
    sign_offs = target.sign_offs.all()
    return TargetRecord(
        facts=target_facts(target, sign_offs),
        state=TargetState(target.state),
        written_on=target.written_on,
        expected_words=target.expected_words,
        level_words={descriptor.level: descriptor.text for descriptor in target.level_descriptors.all()},
        ratings=tuple(map(dated_rating, target.ratings.all())),
        agreements=tuple(Agreement(Party(sign_off.party), sign_off.agreed_on) for sign_off in sign_offs),
    )


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
        required=frozenset(required_parties(with_service=target.case_id is not None)),
    )


def dated_rating(rating: Rating) -> DatedRating:
    """One rating as the core knows it."""
    return DatedRating(
        rating_id=str(rating.pk),
        value=rating.value,
        rated_on=rating.rated_on,
        purpose=Purpose(rating.purpose),
        party=Party(rating.rater_role),
        in_class=rating.setting == Rating.Setting.CLASS,
        independent=rating.independent,
        recorded_at=rating.recorded_at,
    )
